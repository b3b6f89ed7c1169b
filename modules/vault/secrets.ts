import { and, eq, inArray, isNull, max, sql } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import * as task from '#modules/task/task.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { tokenHashOf } from '#platform/crypto/sealed-secret.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { heldOn, holdersOf, myKeys, openersOf, presentLocks, refuseFrozen } from './locks.ts';
import type { ChangeSecret, SealSecret, Secret } from './vault.contract.ts';
import { canListSecrets, canOpenSecrets, canSealSecrets } from './vault.policy.ts';
import { clientLock, secret, secretOpening } from './vault.table.ts';
import { insertWraps } from './wraps.ts';

/** What sealing for a client needs: its lock, or the holders that a first lock must be wrapped to; refused with `people.no-keys`. */
export function lockOf(context: Context, input: { client: ClientId }) {
  return read(context, async (inside) => {
    allow(canSealSecrets(await heldOn(inside, input.client)));
    const { owner } = await client.findClient(inside, input.client);
    const [lock] = await presentLocks(inside, [input.client]);
    const holders = await holdersOf(
      inside,
      (await openersOf(inside, [input.client])).map(({ person }) => person),
    );
    if (holders[0]?.person !== owner) throw new Refusal('people.no-keys', { person: owner }, 'conflict');
    const { recoveryRecipient } = await people.findFirm(inside);
    const nextVersion = await nextVersionOf(inside, input.client);
    return {
      lock: lock ? { version: lock.version, recipient: lock.recipient } : null,
      nextVersion,
      holders,
      recoveryRecipient,
    };
  });
}

/** The sealed secrets of a client by title; what they say is in no answer but `openSecret`'s, as ciphertext. */
export function listSecrets(context: Context, input: { client: ClientId }): Promise<Secret[]> {
  return read(context, async (inside) => {
    allow(canListSecrets(await heldOn(inside, input.client)));
    return selectSecrets(inside, [input.client]);
  });
}

/** The secrets of clients that are in force, for neighbours and for the list. */
export async function selectSecrets(inside: Inside, clients: ClientId[]): Promise<(Secret & { client: ClientId })[]> {
  const me = personOf(inside.actor);
  return inside.db
    .select({
      id: secret.id,
      client: secret.clientId,
      title: secret.title,
      record: secret.recordId,
      version: secret.version,
      sealedBy: secret.sealedBy,
      sealedAt: secret.sealedAt,
      changeBy: secret.changeBy,
      openedByMe: openedBy(me),
    })
    .from(secret)
    .where(and(eq(secret.firmId, inside.firm), inArray(secret.clientId, clients), isNull(secret.endedAt)))
    .orderBy(secret.clientId, secret.title);
}

/**
 * Puts a secret into the vault, sealed by the caller to the client's lock. The first secret of a client brings the lock
 * itself, wrapped to the owner and to the firm's recovery key, so that what one person knows is never lost with them.
 */
export function sealSecret(context: Context, input: SealSecret): Promise<Secret> {
  return transact(context, async (inside) => {
    allow(canSealSecrets(await heldOn(inside, input.client)));
    const [lock] = await presentLocks(inside, [input.client], 'share');
    refuseFrozen(lock);
    if (!lock) await makeFirstLock(inside, input);
    else if (lock.version !== input.lockVersion)
      throw new Refusal('vault.lock-moved-on', { client: input.client, version: lock.version }, 'conflict');
    const { title, record, ciphertext, lockVersion } = input;
    const whose = personOf(inside.actor)!;
    await inside.db.insert(secret).values({
      firmId: inside.firm,
      id: input.secret,
      clientId: input.client,
      title,
      recordId: record,
      lockVersion,
      ciphertext,
      tokenHash: Buffer.from(input.tokenHash, 'hex'),
      sealedBy: whose,
    });
    await journal.record(inside, {
      verb: 'vault.secret-sealed',
      client: input.client,
      subject: input.secret,
      facts: { lockVersion },
    });
    return one(inside, input.client, input.secret);
  });
}

/** The ciphertext of a secret and my wrapped key. That I asked is journalled; that I opened it, `proveOpened` tells. */
export function openSecret(context: Context, input: { secret: Id<'secret'> }) {
  return transact(context, async (inside) => {
    const found = await findSecret(inside, input.secret);
    allow(canOpenSecrets(await heldOn(inside, found.clientId)));
    const [lock] = await presentLocks(inside, [found.clientId]);
    const key = (await myKeys(inside, [lock!])).get(found.clientId)!;
    await refuseOverQuota(inside, found.clientId);
    await journal.record(inside, {
      verb: 'vault.secret-requested',
      client: found.clientId,
      subject: found.id,
      facts: { version: found.version },
    });
    return { client: found.clientId, ciphertext: found.ciphertext, key };
  });
}

/** Proves that I opened the secret: only who opened it knows the token inside. Refused with `vault.token-wrong`. */
export function proveOpened(context: Context, input: { secret: Id<'secret'>; token: string }): Promise<Secret> {
  return transact(context, async (inside) => {
    const found = await findSecret(inside, input.secret);
    allow(canOpenSecrets(await heldOn(inside, found.clientId)));
    if (tokenHashOf(input.token) !== found.tokenHash.toString('hex')) {
      throw new Refusal('vault.token-wrong', { client: found.clientId, secret: found.id }, 'forbidden');
    }
    const personId = personOf(inside.actor)!;
    const { clientId, version } = found;
    await inside.db
      .insert(secretOpening)
      .values({ firmId: inside.firm, secretId: found.id, secretVersion: version, clientId, personId });
    await journal.record(inside, {
      verb: 'vault.secret-opened',
      client: clientId,
      subject: found.id,
      facts: { version },
    });
    return one(inside, clientId, found.id);
  });
}

/** The secret was changed at its source, and the new value is sealed: whoever could open the old one knows nothing now. */
export function changeSecret(context: Context, input: ChangeSecret): Promise<Secret> {
  return transact(context, async (inside) => {
    const found = await findSecret(inside, input.secret, { hold: true });
    allow(canSealSecrets(await heldOn(inside, found.clientId)));
    const [lock] = await presentLocks(inside, [found.clientId], 'share');
    refuseFrozen(lock);
    if (lock!.version !== input.lockVersion)
      throw new Refusal('vault.lock-moved-on', { client: found.clientId, version: lock!.version }, 'conflict');
    const { ciphertext, lockVersion } = input;
    const changed = {
      ciphertext,
      lockVersion,
      tokenHash: Buffer.from(input.tokenHash, 'hex'),
      version: found.version + 1,
    };
    await inside.db
      .update(secret)
      .set({ ...changed, sealedBy: personOf(inside.actor)!, sealedAt: inside.now, changeBy: null, changeFor: null })
      .where(and(eq(secret.firmId, inside.firm), eq(secret.id, found.id)));
    await task.done(inside, { kind: 'vault.change-secret', subject: found.id });
    await journal.record(inside, {
      verb: 'vault.secret-changed',
      client: found.clientId,
      subject: found.id,
      facts: { version: changed.version },
    });
    return one(inside, found.clientId, found.id);
  });
}

/** Takes a secret out of use, because it no longer opens anything. The ciphertext stays on record. */
export function endSecret(context: Context, input: { secret: Id<'secret'> }): Promise<Record<string, never>> {
  return transact(context, async (inside) => {
    const found = await findSecret(inside, input.secret);
    allow(canSealSecrets(await heldOn(inside, found.clientId)));
    refuseFrozen((await presentLocks(inside, [found.clientId], 'share'))[0]);
    await inside.db
      .update(secret)
      .set({ endedAt: inside.now })
      .where(and(eq(secret.firmId, inside.firm), eq(secret.id, found.id)));
    await task.done(inside, { kind: 'vault.change-secret', subject: found.id });
    await journal.record(inside, { verb: 'vault.secret-ended', client: found.clientId, subject: found.id, facts: {} });
    return {};
  });
}

/** Whether the person opened the secret in its present version. */
export async function hasOpened(inside: Inside, input: { secret: Id<'secret'>; person: PersonId }): Promise<boolean> {
  const [opening] = await inside.db
    .select({ id: secretOpening.id })
    .from(secretOpening)
    .innerJoin(
      secret,
      and(
        eq(secret.firmId, secretOpening.firmId),
        eq(secret.id, secretOpening.secretId),
        eq(secret.version, secretOpening.secretVersion),
      ),
    )
    .where(
      and(eq(secretOpening.firmId, inside.firm), eq(secret.id, input.secret), eq(secretOpening.personId, input.person)),
    )
    .limit(1);
  return opening !== undefined;
}

/** Secrets of clients that the person has not opened in their present version. */
export async function unopenedSecrets(
  inside: Inside,
  clients: ClientId[],
  by: PersonId,
): Promise<{ id: Id<'secret'>; client: ClientId }[]> {
  return inside.db
    .select({ id: secret.id, client: secret.clientId })
    .from(secret)
    .where(
      and(
        eq(secret.firmId, inside.firm),
        inArray(secret.clientId, clients),
        isNull(secret.endedAt),
        sql`not ${openedBy(by)}`,
      ),
    );
}

/**
 * A secret once seen cannot be unseen: every secret of these clients must be changed at its source by the day, and each
 * is a task of the assignee. Gives how many.
 */
export async function markForChange(
  inside: Inside,
  input: { clients: ClientId[]; why: string; dueOn: LocalDate; assignee: PersonId; handover?: Id<'handover'> },
): Promise<number> {
  const marked = await inside.db
    .update(secret)
    .set({ changeBy: input.dueOn, changeFor: input.why })
    .where(and(eq(secret.firmId, inside.firm), inArray(secret.clientId, input.clients), isNull(secret.endedAt)))
    .returning({ id: secret.id, client: secret.clientId });
  const { assignee, handover, dueOn } = input;
  await task.open(
    inside,
    marked.map(({ id, client: clientId }) => ({
      kind: 'vault.change-secret',
      assignee,
      subject: id,
      client: clientId,
      handover,
      dueOn,
    })),
  );
  return marked.length;
}

async function makeFirstLock(inside: Inside, input: SealSecret): Promise<void> {
  const { newLock } = input;
  // Of two who seal the first secret at the same moment the later one waits here, and then finds the lock of the other.
  await inside.db.execute(
    sql`select from client where firm_id = ${inside.firm} and id = ${input.client} for no key update`,
  );
  const [there] = await presentLocks(inside, [input.client]);
  if (there) throw new Refusal('vault.lock-moved-on', { client: input.client, version: there.version }, 'conflict');
  const version = await nextVersionOf(inside, input.client);
  if (!newLock || input.lockVersion !== version)
    throw new Refusal('vault.lock-missing', { client: input.client }, 'conflict');
  const { owner: ownerId } = await client.findClient(inside, input.client);
  const { recoveryRecipient } = await people.findFirm(inside);
  if (!recoveryRecipient) throw new Refusal('vault.no-recovery-key', {}, 'conflict');
  const holders = newLock.wraps.map((wrap) => wrap.person);
  if (!holders.includes(ownerId) || !holders.includes(null))
    throw new Refusal('vault.wraps-incomplete', { client: input.client });
  const openers = new Set((await openersOf(inside, [input.client])).map(({ person }) => person));
  const stray = holders.find((one) => one !== null && !openers.has(one));
  if (stray) throw new Refusal('vault.not-granted', { client: input.client, person: stray }, 'forbidden');
  const { recipient } = newLock;
  const madeBy = personOf(inside.actor)!;
  await inside.db
    .insert(clientLock)
    .values({ firmId: inside.firm, clientId: input.client, version, recipient, madeBy, presentAt: inside.now });
  await insertWraps(
    inside,
    newLock.wraps.map((wrap) => ({ ...wrap, client: input.client, version })),
  );
  await journal.record(inside, {
    verb: 'vault.lock-made',
    client: input.client,
    facts: { version, recipient, holders },
  });
}

/** 1 for a client that never had a lock, otherwise one more than its newest. */
async function nextVersionOf(inside: Inside, clientId: ClientId): Promise<number> {
  const [found] = await inside.db
    .select({ newest: max(clientLock.version) })
    .from(clientLock)
    .where(and(eq(clientLock.firmId, inside.firm), eq(clientLock.clientId, clientId)));
  return (found?.newest ?? 0) + 1;
}

/** Counts openings of 24 hours against the quota of the actor's grants; one grant without a quota lifts it. */
async function refuseOverQuota(inside: Inside, clientId: ClientId): Promise<void> {
  const me = personOf(inside.actor);
  const { rows } = await inside.db.execute<{ quota: number | null; opened: number }>(sql`
    select case when bool_or(quota is null) then null else max(quota) end as quota,
      (select count(*)::integer from secret_opening o
        where o.firm_id = ${inside.firm} and o.client_id = ${clientId} and o.person_id = ${me} and o.opened_at > now() - interval '24 hours') as opened
    from (
      select null::integer as quota from client where firm_id = ${inside.firm} and id = ${clientId} and owner_id = ${me}
      union all
      select quota from access_grant where firm_id = ${inside.firm} and client_id = ${clientId} and person_id = ${me}
        and ended_at is null and starts_at <= now() and ends_at > now() and 'open' = any (capabilities)
    ) held`);
  const { quota, opened } = rows[0]!;
  if (quota !== null && opened >= quota) throw new Refusal('vault.quota-used', { client: clientId, quota }, 'too-many');
}

/** Whether the person gave back the token of the secret's present version; columns are named in full, since both tables have them. */
function openedBy(whose: PersonId | null) {
  return sql<boolean>`exists (
    select from secret_opening o where o.firm_id = secret.firm_id and o.secret_id = secret.id and o.secret_version = secret.version
      and o.person_id = ${whose})`;
}

async function findSecret(inside: Inside, id: Id<'secret'>, options: { hold?: boolean } = {}) {
  const query = inside.db
    .select()
    .from(secret)
    .where(and(eq(secret.firmId, inside.firm), eq(secret.id, id), isNull(secret.endedAt)));
  const [found] = options.hold ? await query.for('update') : await query;
  if (!found) throw notFound('secret', { secret: id });
  return found;
}

async function one(inside: Inside, clientId: ClientId, id: Id<'secret'>): Promise<Secret> {
  return (await selectSecrets(inside, [clientId])).find((found) => found.id === id)!;
}
