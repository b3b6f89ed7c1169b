import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import * as task from '#modules/task/task.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { tokenHashOf } from '#platform/crypto/sealed-secret.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import {
  type Lock,
  heldOnEach,
  holdersOf,
  myKeys,
  openersOf,
  pendingLocks,
  presentLocks,
  refuseFrozen,
} from './locks.ts';
import { wrapKeysKind } from './wrap-tasks.ts';
import { insertWraps } from './wraps.ts';
import type { ConfirmKeyVersions, Holder, PrepareKeyVersions, WrapKeys } from './vault.contract.ts';
import { canConfirmKeys, canPrepareKeys } from './vault.policy.ts';
import { clientLock, secret, secretPending } from './vault.table.ts';

/** Keys that I hold, of clients where somebody else was granted to open but has no wrapped key yet. */
export function keysToWrap(context: Context) {
  return read(context, async (inside) => {
    const waiting = await waitingForWrap(inside);
    const locks = await presentLocks(inside, [...new Set(waiting.map(({ client }) => client))]);
    const keys = await myKeys(inside, locks);
    const people = new Map(
      (await holdersOf(inside, [...new Set(waiting.map(({ person }) => person))])).map((holder) => [
        holder.person,
        holder,
      ]),
    );
    const byClient = Map.groupBy(waiting, ({ client }) => client);
    return locks.map(({ clientId: client }) => ({
      client,
      ...keys.get(client)!,
      holders: byClient.get(client)!.map(({ person }) => people.get(person)!),
    }));
  });
}

/**
 * Hands over wrapped keys to those who were granted to open; a wrap for anybody else is refused with `vault.not-granted`. Who has
 * made new keys is wrapped to again, and what was wrapped to the former ones ends.
 */
export function wrapKeys(context: Context, input: WrapKeys): Promise<{ wrapped: number }> {
  return transact(context, async (inside) => {
    const before = await waitingForWrap(inside);
    const waiting = new Set(before.map(({ client, person }) => `${client}/${person}`));
    const stray = input.wraps.find(({ client, person }) => !waiting.has(`${client}/${person}`));
    if (stray) throw new Refusal('vault.not-granted', { client: stray.client, person: stray.person }, 'forbidden');
    await refuseOldLocks(inside, input.wraps, 'share');
    await insertWraps(inside, input.wraps);
    await recordWraps(inside, input.wraps);
    const left = new Set((await waitingForWrap(inside)).map(({ person }) => person));
    for (const holder of new Set(input.wraps.map(({ person }) => person)))
      if (!left.has(holder))
        await task.done(inside, { kind: wrapKeysKind, subject: holder, assignee: personOf(inside.actor)! });
    return { wrapped: input.wraps.length };
  });
}

/** Refuses wraps of a lock that is frozen, or that is not the present one any more. */
export async function refuseOldLocks(
  inside: Inside,
  wraps: { client: ClientId; version: number }[],
  hold?: 'share',
): Promise<void> {
  const clients = wraps.map(({ client }) => client);
  const locks = new Map((await presentLocks(inside, clients, hold)).map((lock) => [lock.clientId, lock]));
  for (const { client, version } of wraps) {
    const lock = locks.get(client);
    refuseFrozen(lock);
    if (lock?.version !== version) throw movedOn(client, lock);
  }
}

/** Journals wraps, one entry a client and holder. */
export function recordWraps(
  inside: Inside,
  wraps: { client: ClientId; version: number; person: PersonId }[],
): Promise<void> {
  return journal.record(
    inside,
    wraps.map(({ client, person, version }) => ({
      verb: 'vault.key-wrapped',
      client,
      subject: person,
      facts: { version },
    })),
  );
}

/** Public keys of colleagues with the declarations that tie them together, to wrap to; refused with `people.no-keys`. */
export function holders(context: Context, input: { people: PersonId[] }): Promise<Holder[]> {
  return read(context, async (inside) => {
    const found = await holdersOf(inside, input.people);
    const keyless = input.people.find((person) => !found.some((holder) => holder.person === person));
    if (keyless) throw new Refusal('people.no-keys', { person: keyless }, 'conflict');
    return found;
  });
}

/** What the receiver needs to make the next key version: the present keys wrapped to them, and the ciphertexts. */
export function keyPreparation(context: Context, input: { clients: ClientId[] }) {
  return read(context, async (inside) => {
    for (const held of await heldOnEach(inside, input.clients)) allow(canPrepareKeys(held));
    const secrets = Map.groupBy(await secretsUnder(inside, input.clients), ({ client }) => client);
    const locks = (await presentLocks(inside, input.clients)).filter(({ clientId }) => secrets.has(clientId));
    const keys = await myKeys(inside, locks);
    return locks.map(({ clientId: client }) => ({ client, key: keys.get(client)!, secrets: secrets.get(client)! }));
  });
}

/**
 * The next key version of clients, made by the receiver before the sign-off: a new lock, wrapped to the receiver and to
 * others who stay, and every secret resealed under it. It is pending until the sign-off commits; prepared again, it replaces
 * the earlier one. Refused with `vault.preparation-incomplete` when a secret is missing or was changed meanwhile.
 */
export function prepareKeyVersions(context: Context, input: PrepareKeyVersions): Promise<{ prepared: number }> {
  return transact(context, async (inside) => {
    const me = personOf(inside.actor)!;
    const clients = input.clients.map(({ client }) => client);
    const locks = new Map((await presentLocks(inside, clients, 'update')).map((lock) => [lock.clientId, lock]));
    const secrets = Map.groupBy(await secretsUnder(inside, clients), ({ client }) => client);
    for (const held of await heldOnEach(inside, clients)) allow(canPrepareKeys(held));
    const openers = new Set((await openersOf(inside, clients)).map(({ client, person }) => `${client}/${person}`));
    for (const { client, version, lock, secrets: resealed } of input.clients) {
      refuseFrozen(locks.get(client));
      if (locks.get(client)?.version !== version - 1) throw movedOn(client, locks.get(client));
      const stray = lock.wraps.find(({ person }) => person === null || !openers.has(`${client}/${person}`));
      if (stray) throw new Refusal('vault.not-granted', { client, person: stray.person }, 'forbidden');
      if (!lock.wraps.some(({ person }) => person === me)) throw new Refusal('vault.wraps-incomplete', { client });
      const present = secrets.get(client) ?? [];
      const complete =
        present.length === resealed.length &&
        present.every((one) => resealed.some(({ id, version: of }) => id === one.id && of === one.version));
      if (!complete)
        throw new Refusal(
          'vault.preparation-incomplete',
          { client, secrets: present.length, resealed: resealed.length },
          'conflict',
        );
    }
    await discardPending(inside, clients);
    const firmId = inside.firm;
    await inside.db.insert(clientLock).values(
      input.clients.map(({ client: clientId, version, lock }) => ({
        firmId,
        clientId,
        version,
        recipient: lock.recipient,
        madeBy: me,
      })),
    );
    await insertWraps(
      inside,
      input.clients.flatMap(({ client, version, lock }) => lock.wraps.map((wrap) => ({ ...wrap, client, version }))),
    );
    const pending = input.clients.flatMap(({ client: clientId, version: lockVersion, secrets: resealed }) =>
      resealed.map(({ id, version, ciphertext, tokenHash }) => ({
        firmId,
        secretId: id,
        clientId,
        lockVersion,
        secretVersion: version,
        ciphertext,
        tokenHash: Buffer.from(tokenHash, 'hex'),
      })),
    );
    for (let from = 0; from < pending.length; from += 2000)
      await inside.db.insert(secretPending).values(pending.slice(from, from + 2000));
    await journal.record(
      inside,
      input.clients.map(({ client, version, secrets: resealed }) => ({
        verb: 'vault.key-version-prepared',
        client,
        facts: { version, secrets: resealed.length },
      })),
    );
    return { prepared: input.clients.length };
  });
}

/** What the supervisor needs to try and to escrow pending key versions: the keys wrapped to them, and one sample each. */
export function keyConfirmation(context: Context, input: { clients: ClientId[] }) {
  return read(context, async (inside) => {
    for (const held of await heldOnEach(inside, input.clients)) allow(canConfirmKeys(held));
    const locks = await pendingLocks(inside, input.clients);
    const keys = await myKeys(inside, locks);
    const samples = await inside.db
      .selectDistinctOn([secretPending.clientId], {
        client: secretPending.clientId,
        id: secretPending.secretId,
        ciphertext: secretPending.ciphertext,
      })
      .from(secretPending)
      .where(and(eq(secretPending.firmId, inside.firm), inArray(secretPending.clientId, input.clients)))
      .orderBy(secretPending.clientId, sql`random()`);
    const byClient = new Map(samples.map(({ client, id, ciphertext }) => [client, { id, ciphertext }]));
    return locks.map(({ clientId: client }) => ({
      client,
      key: keys.get(client)!,
      sample: byClient.get(client) ?? null,
    }));
  });
}

/**
 * The supervisor's confirmation: a sample opened under each pending version (its token proves it) and the recovery wrap
 * made in the supervisor's own browser, so that the receiver alone cannot keep the firm out.
 */
export function confirmKeyVersions(context: Context, input: ConfirmKeyVersions): Promise<{ confirmed: number }> {
  return transact(context, async (inside) => {
    const clients = input.clients.map(({ client }) => client);
    const locks = new Map((await pendingLocks(inside, clients)).map((lock) => [lock.clientId, lock]));
    const samples = await inside.db
      .select()
      .from(secretPending)
      .where(and(eq(secretPending.firmId, inside.firm), inArray(secretPending.clientId, clients)));
    for (const held of await heldOnEach(inside, clients)) allow(canConfirmKeys(held));
    for (const { client, version, sample } of input.clients) {
      const lock = locks.get(client);
      refuseFrozen(lock);
      if (lock?.version !== version) throw movedOn(client, lock);
      if (lock.madeBy === personOf(inside.actor)) throw new Refusal('vault.own-keys', { client }, 'forbidden');
      const expected = samples.filter((one) => one.clientId === client);
      const tried = expected.find(({ secretId }) => secretId === sample?.secret);
      const proven =
        expected.length === 0 || (tried && sample && tokenHashOf(sample.token) === tried.tokenHash.toString('hex'));
      if (!proven) throw new Refusal('vault.token-wrong', { client }, 'forbidden');
    }
    await insertWraps(
      inside,
      input.clients.map(({ client, version, recoveryWrap }) => ({
        client,
        version,
        person: null,
        wrapped: recoveryWrap,
      })),
    );
    await inside.db
      .update(clientLock)
      .set({ confirmedAt: inside.now })
      .where(
        and(
          eq(clientLock.firmId, inside.firm),
          inArray(clientLock.clientId, clients),
          isNull(clientLock.presentAt),
          isNull(clientLock.retiredAt),
        ),
      );
    await journal.record(
      inside,
      input.clients.map(({ client, version }) => ({ verb: 'vault.key-version-confirmed', client, facts: { version } })),
    );
    return { confirmed: input.clients.length };
  });
}

/** A pending key version as the gates and the sign-off ask for it. */
export interface PendingKeyVersion {
  client: ClientId;
  version: number;
  madeBy: PersonId;
  confirmed: boolean;
  /** Every secret in force is resealed in its present version. */
  complete: boolean;
}

/** Pending key versions of clients; clients without secrets need none and are not among them. */
export async function pendingKeyVersions(inside: Inside, clients: ClientId[]): Promise<PendingKeyVersion[]> {
  const locks = await pendingLocks(inside, clients);
  const present = await secretsUnder(inside, clients);
  const resealed = await inside.db
    .select({ id: secretPending.secretId, version: secretPending.secretVersion })
    .from(secretPending)
    .where(and(eq(secretPending.firmId, inside.firm), inArray(secretPending.clientId, clients)));
  const versions = new Map(resealed.map(({ id, version }) => [id, version]));
  return locks.map(({ clientId, version, madeBy, confirmedAt }) => ({
    client: clientId,
    version,
    madeBy,
    confirmed: confirmedAt !== null,
    complete: present.filter(({ client }) => client === clientId).every((one) => versions.get(one.id) === one.version),
  }));
}

/** The clients among these that have secrets in force, and so need a new key version at the sign-off. */
export async function clientsWithSecrets(inside: Inside, clients: ClientId[]): Promise<ClientId[]> {
  return [...new Set((await secretsUnder(inside, clients)).map(({ client }) => client))];
}

/** From the first signature on nothing changes in the vault of these clients; `null` thaws them. */
export async function freeze(inside: Inside, clients: ClientId[], batch: Id<'batch'> | null): Promise<void> {
  await inside.db
    .update(clientLock)
    .set({ frozenFor: batch })
    .where(
      and(eq(clientLock.firmId, inside.firm), inArray(clientLock.clientId, clients), isNull(clientLock.retiredAt)),
    );
}

/**
 * Part of the sign-off: pending versions become present, the secrets stand under them, and every wrap of an earlier version
 * ends, whoever holds it. A client without secrets in force loses its former lock too: the next secret makes a new one. Gives
 * the new version of each client that has one.
 */
export async function activateKeyVersions(
  inside: Inside,
  clients: ClientId[],
): Promise<{ client: ClientId; version: number }[]> {
  if (clients.length === 0) return [];
  const locks = await pendingLocks(inside, clients);
  const ids = sql.param(clients);
  const firm = inside.firm;
  await inside.db.execute(sql`
    update secret s set ciphertext = p.ciphertext, token_hash = p.token_hash, lock_version = p.lock_version
    from secret_pending p where p.firm_id = s.firm_id and p.secret_id = s.id and s.firm_id = ${firm} and s.client_id = any (${ids}::uuid[])`);
  await inside.db.execute(sql`delete from secret_pending where firm_id = ${firm} and client_id = any (${ids}::uuid[])`);
  await inside.db.execute(sql`
    update key_wrap w set ended_at = now() from client_lock l
    where l.firm_id = w.firm_id and l.client_id = w.client_id and l.version = w.version and l.present_at is not null and l.retired_at is null
      and w.firm_id = ${firm} and w.client_id = any (${ids}::uuid[]) and w.ended_at is null`);
  await inside.db.execute(sql`
    update client_lock set retired_at = now(), frozen_for = null
    where firm_id = ${firm} and client_id = any (${ids}::uuid[]) and present_at is not null and retired_at is null`);
  await inside.db.execute(sql`
    update client_lock set present_at = now(), frozen_for = null
    where firm_id = ${firm} and client_id = any (${ids}::uuid[]) and present_at is null and retired_at is null`);
  return locks.map(({ clientId, version }) => ({ client: clientId, version }));
}

async function secretsUnder(inside: Inside, clients: ClientId[]) {
  if (clients.length === 0) return [];
  return inside.db
    .select({ id: secret.id, client: secret.clientId, version: secret.version, ciphertext: secret.ciphertext })
    .from(secret)
    .where(and(eq(secret.firmId, inside.firm), inArray(secret.clientId, clients), isNull(secret.endedAt)));
}

/** Who may open a client whose key I hold, and has no wrap of the present lock to their present keys. */
async function waitingForWrap(inside: Inside): Promise<{ client: ClientId; person: PersonId }[]> {
  const me = personOf(inside.actor)!;
  const { rows } = await inside.db.execute<{ client: ClientId; person: PersonId }>(sql`
    select l.client_id as client, may.person_id as person
    from client_lock l
    join key_wrap mine on mine.firm_id = l.firm_id and mine.client_id = l.client_id and mine.version = l.version and mine.person_id = ${me} and mine.ended_at is null
    join person_key my on my.firm_id = l.firm_id and my.id = mine.person_key_id and my.revoked_at is null
    join (
      select firm_id, client_id, person_id from access_grant where ended_at is null and starts_at <= now() and ends_at > now() and 'open' = any (capabilities)
      union select firm_id, id, owner_id from client
    ) may on may.firm_id = l.firm_id and may.client_id = l.client_id and may.person_id <> ${me}
    join person_key k on k.firm_id = l.firm_id and k.person_id = may.person_id and k.revoked_at is null
    where l.firm_id = ${inside.firm} and l.present_at is not null and l.retired_at is null
      and not exists (
        select from key_wrap theirs where theirs.firm_id = l.firm_id and theirs.client_id = l.client_id and theirs.version = l.version
          and theirs.person_key_id = k.id and theirs.ended_at is null)
    order by 1, 2`);
  return rows;
}

function movedOn(client: ClientId, lock: Lock | undefined): Refusal {
  return new Refusal('vault.lock-moved-on', { client, version: lock?.version ?? 0 }, 'conflict');
}

async function discardPending(inside: Inside, clients: ClientId[]): Promise<void> {
  const ids = sql.param(clients);
  await inside.db.execute(
    sql`delete from secret_pending where firm_id = ${inside.firm} and client_id = any (${ids}::uuid[])`,
  );
  await inside.db.execute(sql`
    delete from key_wrap w using client_lock l where l.firm_id = w.firm_id and l.client_id = w.client_id and l.version = w.version
      and l.present_at is null and l.retired_at is null and w.firm_id = ${inside.firm} and w.client_id = any (${ids}::uuid[])`);
  await inside.db.execute(sql`
    delete from client_lock where firm_id = ${inside.firm} and client_id = any (${ids}::uuid[]) and present_at is null and retired_at is null`);
}
