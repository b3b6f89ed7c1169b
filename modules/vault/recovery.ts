import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import * as task from '#modules/task/task.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { canonicalHash } from '#platform/crypto/canonical-json.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { recordWraps, refuseOldLocks } from './key-versions.ts';
import { holdersOf, presentLocks } from './locks.ts';
import {
  approveRequest,
  askSecondPerson,
  changeRequest,
  lockRequest,
  mustStand,
  type RequestId,
  secondPersons,
  stateOfRequest,
  useRequest,
} from './second-person.ts';
import type { AskRecovery, CompleteRecovery, Recovery, SignedApproval } from './vault.contract.ts';
import { canApproveRecovery, canAskRecovery } from './vault.policy.ts';
import { type RecoveryFacts, keyWrap, secondPersonRequest } from './vault.table.ts';
import { insertWraps } from './wraps.ts';

const deed = 'recover-keys';

/**
 * Asks to fetch keys by the recovery key, for a holder who may open the clients and to whom nobody hands the keys over: the leaver
 * is gone, or everybody has forgotten the vault password. Another manager or administrator must approve.
 *
 * Refused with `vault.no-recovery-key`, `vault.not-granted`, and `vault.nothing-to-recover` when the holder has every key.
 */
export function askRecovery(context: Context, input: AskRecovery): Promise<Recovery> {
  return transact(context, async (inside) => {
    allow(canAskRecovery(inside.actor));
    const { recoveryRecipient } = await people.findFirm(inside);
    if (!recoveryRecipient) throw new Refusal('vault.no-recovery-key', {}, 'conflict');
    const clients = await withoutKey(inside, input.clients, input.holder);
    const { holder, reason, handover } = input;
    const facts: RecoveryFacts = { clients, holder, reason };
    const id = await askSecondPerson(inside, { deed, facts: { ...facts }, handover });
    const seconds = await secondPersons(inside, personOf(inside.actor)!);
    await task.open(
      inside,
      seconds.map((assignee) => ({
        kind: 'vault.approve-recovery',
        assignee,
        subject: id,
        handover,
        facts: { clients: clients.length },
        dueOn: localDateOf(inside.now),
      })),
    );
    await journal.record(inside, {
      verb: 'vault.recovery-asked',
      handover,
      subject: id,
      facts: { holder, clients: clients.length, factsHash: canonicalHash(facts), reason },
    });
    return findRecovery(inside, id);
  });
}

/** Requests that the reader may see, newest first. */
export function listRecoveries(context: Context): Promise<Recovery[]> {
  return read(context, (inside) => selectRecoveries(inside));
}

/**
 * The second person approves with a signature over the request. Refused with `vault.second-person-needed` to who asked (and again
 * by the database), with `vault.approval-differs`, and with `vault.request-…` when it is approved, used or over.
 */
export function approveRecovery(
  context: Context,
  input: { request: RequestId; signed: SignedApproval },
): Promise<Recovery> {
  return transact(context, async (inside) => {
    const found = await findRecovery(inside, input.request);
    allow(canApproveRecovery(inside.actor, found.requester.id));
    const request = await lockRequest(inside, found.id, deed);
    const key = await approveRequest(inside, request, input.signed);
    await task.done(inside, { kind: 'vault.approve-recovery', subject: found.id });
    await task.open(inside, {
      kind: 'vault.recover-keys',
      assignee: found.requester.id,
      subject: found.id,
      handover: found.handover ?? undefined,
      facts: { clients: found.facts.clients.length },
      dueOn: localDateOf(inside.now),
    });
    await journal.record(inside, {
      verb: 'vault.recovery-approved',
      handover: found.handover ?? undefined,
      subject: found.id,
      facts: { key, factsHash: canonicalHash(request.facts) },
    });
    return findRecovery(inside, found.id);
  });
}

/** Gives out, once and to who asked, the keys under the recovery key; they are of no use without two of the printed shares. */
export function releaseRecovery(context: Context, input: { request: RequestId }) {
  return transact(context, async (inside) => {
    allow(canAskRecovery(inside.actor));
    const request = await lockRequest(inside, input.request, deed);
    await useRequest(inside, request);
    const found = await findRecovery(inside, request.id);
    const clients = await withoutKey(inside, found.facts.clients, found.facts.holder);
    const locks = await presentLocks(inside, clients);
    const wraps = await inside.db
      .select({ client: keyWrap.clientId, version: keyWrap.version, wrapped: keyWrap.wrapped })
      .from(keyWrap)
      .where(
        and(
          eq(keyWrap.firmId, inside.firm),
          inArray(keyWrap.clientId, clients),
          isNull(keyWrap.personId),
          isNull(keyWrap.endedAt),
        ),
      );
    const keys = locks.flatMap(({ clientId: client, version, recipient }) => {
      const wrap = wraps.find((one) => one.client === client && one.version === version);
      return wrap ? [{ client, version, recipient, wrapped: wrap.wrapped }] : [];
    });
    const [holder] = await holdersOf(inside, [found.facts.holder]);
    const { recoveryRecipient } = await people.findFirm(inside);
    await journal.record(
      inside,
      keys.map(({ client, version }) => ({
        verb: 'vault.key-released',
        client,
        handover: found.handover ?? undefined,
        subject: found.id,
        facts: { version, holder: found.facts.holder },
      })),
    );
    return { holder: holder!, recoveryRecipient: recoveryRecipient!, keys };
  });
}

/** Takes the recovered keys, wrapped to the holder that was approved and to nobody else. */
export function completeRecovery(context: Context, input: CompleteRecovery): Promise<Recovery> {
  return transact(context, async (inside) => {
    allow(canAskRecovery(inside.actor));
    const request = await lockRequest(inside, input.request, deed);
    if (request.requesterId !== personOf(inside.actor))
      throw new Refusal('vault.only-requester', { request: request.id }, 'forbidden');
    mustStand(inside, request, 'released');
    const found = await findRecovery(inside, request.id);
    const { holder: person, clients } = found.facts;
    const stray = input.wraps.find(({ client }) => !clients.includes(client));
    if (stray) throw new Refusal('vault.not-granted', { client: stray.client, person }, 'forbidden');
    await withoutKey(
      inside,
      input.wraps.map(({ client }) => client),
      person,
    );
    await refuseOldLocks(inside, input.wraps);
    const wraps = input.wraps.map((wrap) => ({ ...wrap, person }));
    await insertWraps(inside, wraps);
    await recordWraps(inside, wraps);
    await changeRequest(inside, found.id, { completedAt: inside.now });
    await task.done(inside, { kind: 'vault.recover-keys', subject: found.id });
    if (found.handover) await task.done(inside, { kind: 'vault.recover-keys', subject: found.handover });
    await journal.record(inside, {
      verb: 'vault.recovery-completed',
      handover: found.handover ?? undefined,
      subject: found.id,
      facts: { holder: person, clients: wraps.length },
    });
    return findRecovery(inside, found.id);
  });
}

/** The clients among these whose key the holder may have and has not. */
async function withoutKey(
  inside: Inside,
  clients: ClientId[],
  holder: Recovery['facts']['holder'],
): Promise<ClientId[]> {
  const { rows } = await inside.db.execute<{ client: ClientId; may: boolean; has: boolean }>(sql`
    select asked.client,
      exists (select from client c where c.firm_id = ${inside.firm} and c.id = asked.client and c.owner_id = ${holder})
        or exists (
          select from access_grant g where g.firm_id = ${inside.firm} and g.client_id = asked.client and g.person_id = ${holder}
            and g.ended_at is null and g.starts_at <= now() and g.ends_at > now() and 'open' = any (g.capabilities)) as may,
      not exists (
        select from client_lock l where l.firm_id = ${inside.firm} and l.client_id = asked.client and l.present_at is not null and l.retired_at is null)
        or exists (
          select from client_lock l
          join key_wrap w on w.firm_id = l.firm_id and w.client_id = l.client_id and w.version = l.version and w.ended_at is null
          join person_key k on k.firm_id = w.firm_id and k.id = w.person_key_id and k.revoked_at is null
          where l.firm_id = ${inside.firm} and l.client_id = asked.client and l.present_at is not null and l.retired_at is null
            and w.person_id = ${holder}) as has
    from unnest(${sql.param(clients)}::uuid[]) as asked(client)`);
  const stranger = rows.find(({ may }) => !may);
  if (stranger) throw new Refusal('vault.not-granted', { client: stranger.client, person: holder }, 'forbidden');
  const missing = rows.filter(({ has }) => !has).map(({ client }) => client);
  if (missing.length === 0) throw new Refusal('vault.nothing-to-recover', { person: holder }, 'conflict');
  return missing;
}

async function findRecovery(inside: Inside, id: RequestId): Promise<Recovery> {
  const [found] = await selectRecoveries(inside, id);
  if (!found) throw notFound('recovery', { request: id });
  return found;
}

async function selectRecoveries(inside: Inside, id?: RequestId): Promise<Recovery[]> {
  const rows = await inside.db
    .select()
    .from(secondPersonRequest)
    .where(
      and(
        eq(secondPersonRequest.firmId, inside.firm),
        eq(secondPersonRequest.deed, deed),
        id && eq(secondPersonRequest.id, id),
      ),
    )
    .orderBy(desc(secondPersonRequest.requestedAt));
  const names = new Map((await people.selectPeople(inside)).map((one) => [one.id, one.name]));
  return rows.map((request) => {
    const { handoverId, requesterId, approverId, requestedAt, approvedAt, expiresAt, usedAt, completedAt } = request;
    const facts = request.facts as unknown as RecoveryFacts;
    return {
      id: request.id,
      handover: handoverId,
      facts,
      holderName: names.get(facts.holder) ?? '',
      requestedAt,
      approvedAt,
      expiresAt,
      usedAt,
      completedAt,
      state: stateOfRequest(request, inside.now),
      requester: { id: requesterId, name: names.get(requesterId) ?? '' },
      approver: approverId ? { id: approverId, name: names.get(approverId) ?? '' } : null,
    };
  });
}
