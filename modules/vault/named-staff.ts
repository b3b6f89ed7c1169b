import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import { client } from '#modules/client/client.table.ts';
import { findClient } from '#modules/client/client.ts';
import * as people from '#modules/people/people.ts';
import { person } from '#modules/people/people.table.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { endGrants, grant } from './grants.ts';
import type { Grant, GrantAccess } from './vault.contract.ts';
import { canEndGrant, canGrantAccess } from './vault.policy.ts';
import { accessGrant } from './vault.table.ts';
import { openWrapTasks } from './wrap-tasks.ts';

const longestDays = 366;

/** Lets named staff see clients until a day. Refused with `vault.end-too-far` beyond a year, `vault.end-past` before now. */
export function grantAccess(context: Context, input: GrantAccess): Promise<{ granted: number }> {
  return transact(context, async (inside) => {
    allow(canGrantAccess(inside.actor, input.person));
    const days = (input.endsAt.getTime() - inside.now.getTime()) / 86_400_000;
    if (days <= 0) throw new Refusal('vault.end-past');
    if (days > longestDays) throw new Refusal('vault.end-too-far', { days: longestDays });
    await people.findPerson(inside, input.person);
    const clients = [];
    for (const id of input.clients) clients.push(await findClient(inside, id));
    await grant(inside, [input]);
    if (input.capabilities.includes('open')) await askOwners(inside, clients, input.person);
    return { granted: input.clients.length };
  });
}

/** The owner in charge of each client hands its key over to who may open it from now on. */
async function askOwners(
  inside: Inside,
  clients: { id: ClientId; owner: PersonId }[],
  holder: PersonId,
): Promise<void> {
  for (const [owner, theirs] of Map.groupBy(clients, (one) => one.owner)) {
    if (owner === holder) continue;
    const ids = theirs.map(({ id }) => id);
    await openWrapTasks(inside, { clients: ids, holders: [holder], assignee: owner, dueOn: localDateOf(inside.now) });
  }
}

/** Ends a grant at once, with the wrapped keys that it brought. */
export function endGrant(context: Context, input: { grant: Id<'access-grant'> }): Promise<Record<string, never>> {
  return transact(context, async (inside) => {
    const [found] = await inside.db
      .select({ person: accessGrant.personId })
      .from(accessGrant)
      .where(and(eq(accessGrant.id, input.grant), isNull(accessGrant.endedAt)));
    if (!found) throw notFound('grant', { grant: input.grant });
    allow(canEndGrant(inside.actor, found.person));
    await endGrants(inside, { grants: [input.grant] }, 'ended-by-hand');
    return {};
  });
}

/** Who sees which client until when: grants in force, newest first. Each reader sees what the row policies let them. */
export function listGrants(
  context: Context,
  input: {
    client?: ClientId | undefined;
    person?: PersonId | undefined;
    handover?: Id<'handover'> | undefined;
    limit: number;
  },
): Promise<Grant[]> {
  return read(context, (inside) =>
    inside.db
      .select({
        id: accessGrant.id,
        client: accessGrant.clientId,
        clientNumber: client.number,
        clientName: client.name,
        person: accessGrant.personId,
        personName: person.name,
        capabilities: accessGrant.capabilities,
        reason: accessGrant.reason,
        handover: accessGrant.handoverId,
        quota: accessGrant.quota,
        grantedBy: accessGrant.grantedBy,
        startsAt: accessGrant.startsAt,
        endsAt: accessGrant.endsAt,
      })
      .from(accessGrant)
      .leftJoin(client, and(eq(client.firmId, accessGrant.firmId), eq(client.id, accessGrant.clientId)))
      .innerJoin(person, and(eq(person.firmId, accessGrant.firmId), eq(person.id, accessGrant.personId)))
      .where(
        and(
          eq(accessGrant.firmId, inside.firm),
          isNull(accessGrant.endedAt),
          gt(accessGrant.endsAt, inside.now),
          input.client && eq(accessGrant.clientId, input.client),
          input.person && eq(accessGrant.personId, input.person),
          input.handover && eq(accessGrant.handoverId, input.handover),
        ),
      )
      .orderBy(desc(accessGrant.createdAt), client.number)
      .limit(input.limit),
  );
}
