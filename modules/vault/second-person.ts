import { and, eq } from 'drizzle-orm';
import * as people from '#modules/people/people.ts';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import { canonicalHash } from '#platform/crypto/canonical-json.ts';
import { verifyStatement } from '#platform/crypto/statement.ts';
import { type Id, newId, type PersonId } from '#platform/kernel/id.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import type { SecondPersonState, SignedApproval } from './vault.contract.ts';
import { type SecondPersonDeed, secondPersonRequest } from './vault.table.ts';

export type RequestId = Id<'second-person-request'>;
export type SecondPersonRequest = typeof secondPersonRequest.$inferSelect;

const hour = 3_600_000;

/**
 * Asks for a deed that needs two persons (decision 0012). It stands for a day: another one approves it with a signature over
 * `facts`, then who asked uses it once. The caller asks the policy, opens the tasks and journals.
 */
export async function askSecondPerson(
  inside: Inside,
  asked: { deed: SecondPersonDeed; facts: Record<string, unknown>; handover?: Id<'handover'> | undefined },
): Promise<RequestId> {
  const id = newId<'second-person-request'>();
  await inside.db.insert(secondPersonRequest).values({
    firmId: inside.firm,
    id,
    deed: asked.deed,
    facts: asked.facts,
    handoverId: asked.handover ?? null,
    requesterId: personOf(inside.actor)!,
    requestedAt: inside.now,
    expiresAt: new Date(inside.now.getTime() + 24 * hour),
  });
  return id;
}

/** Who may approve what this person asks for: the other managers and administrators who are there. */
export async function secondPersons(inside: Inside, requester: PersonId): Promise<PersonId[]> {
  const all = await people.selectPeople(inside);
  const may = all.filter(
    ({ id, state, roles }) =>
      id !== requester && state === 'active' && roles.some((role) => role === 'manager' || role === 'administrator'),
  );
  return may.map(({ id }) => id);
}

/** The request, held until the transaction ends. Refuses with `recovery.not-found` or `export.not-found`. */
export async function lockRequest(inside: Inside, id: RequestId, deed: SecondPersonDeed): Promise<SecondPersonRequest> {
  const [found] = await inside.db
    .select()
    .from(secondPersonRequest)
    .where(
      and(
        eq(secondPersonRequest.firmId, inside.firm),
        eq(secondPersonRequest.id, id),
        eq(secondPersonRequest.deed, deed),
      ),
    )
    .for('update');
  if (!found) throw notFound(deed === 'export' ? 'export' : 'recovery', { request: id });
  return found;
}

/**
 * Approves with the actor's signature over the request; gives the fingerprint of the key. The caller asks the policy. Refused with
 * `vault.approval-differs`, as `mustStand` refuses, and by the database for an own request.
 */
export async function approveRequest(
  inside: Inside,
  request: SecondPersonRequest,
  signed: SignedApproval,
): Promise<string> {
  mustStand(inside, request, 'waiting');
  const approver = personOf(inside.actor)!;
  const { fingerprint } = await people.presentKey(inside, approver);
  const statement = verifyStatement(signed, { purpose: 'baton/second-person/v1', fingerprint });
  const expected = {
    purpose: 'baton/second-person/v1',
    firm: inside.firm,
    request: request.id,
    deed: request.deed,
    factsHash: canonicalHash(request.facts),
    requester: request.requesterId,
    approver,
  };
  if (canonicalHash(statement) !== canonicalHash(expected))
    throw new Refusal('vault.approval-differs', { request: request.id });
  await changeRequest(inside, request.id, {
    approverId: approver,
    approvedAt: inside.now,
    approval: { ...signed },
  });
  return fingerprint;
}

/** Uses an approved request, which happens once. Refused with `vault.only-requester`, and as `mustStand` refuses. */
export async function useRequest(inside: Inside, request: SecondPersonRequest): Promise<void> {
  if (request.requesterId !== personOf(inside.actor))
    throw new Refusal('vault.only-requester', { request: request.id }, 'forbidden');
  mustStand(inside, request, 'approved');
  await changeRequest(inside, request.id, { usedAt: inside.now });
}

/** Refuses with `vault.request-<state>` a request that is not where the step begins. */
export function mustStand(inside: Inside, request: SecondPersonRequest, wanted: SecondPersonState): void {
  const state = stateOfRequest(request, inside.now);
  if (state === wanted) return;
  const codes = {
    waiting: 'vault.request-waiting',
    approved: 'vault.request-approved',
    released: 'vault.request-used',
    completed: 'vault.request-used',
    expired: 'vault.request-expired',
  };
  throw new Refusal(codes[state], { request: request.id }, 'conflict');
}

/** How far a request has come: waiting for the second person, approved, used, done with, or over. */
export function stateOfRequest(
  { completedAt, usedAt, approvedAt, expiresAt }: SecondPersonRequest,
  now: Date,
): SecondPersonState {
  if (completedAt) return 'completed';
  if (expiresAt <= now) return 'expired';
  if (usedAt) return 'released';
  return approvedAt ? 'approved' : 'waiting';
}

export async function changeRequest(
  inside: Inside,
  id: RequestId,
  values: Partial<typeof secondPersonRequest.$inferInsert>,
): Promise<void> {
  await inside.db
    .update(secondPersonRequest)
    .set(values)
    .where(and(eq(secondPersonRequest.firmId, inside.firm), eq(secondPersonRequest.id, id)));
}
