import { and, asc, eq, inArray } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import { person } from '#modules/people/people.table.ts';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import { type DataKey, type RowOfFields, openFields, sealFields } from '#platform/envelope/data-key.ts';
import { type ClientId, type Id, newId } from '#platform/kernel/id.ts';
import { type Step, issueStep } from './issue.table.ts';

/** A step of an issue's course before it is written. */
export interface NewStep {
  issue: Id<'issue'>;
  client: ClientId;
  step: Step;
  said?: string | undefined;
}

/** Adds steps, what was said sealed under the client's data key; 2,000 in one statement. */
export async function addSteps(inside: Inside, steps: NewStep[], known?: Map<ClientId, DataKey>): Promise<void> {
  const keys =
    known ??
    (await client.dataKeysOf(
      inside,
      steps.flatMap(({ client: id, said }) => (said ? [id] : [])),
    ));
  const rows = steps.map(({ issue, client: clientId, step, said }) => {
    const id = newId<'issue-step'>();
    return {
      firmId: inside.firm,
      id,
      issueId: issue,
      clientId,
      step,
      said: said ? sealFields(keys.get(clientId)!, placeOf(id), said) : null,
      byId: personOf(inside.actor)!,
      at: inside.now,
    };
  });
  for (let from = 0; from < rows.length; from += 2000)
    await inside.db.insert(issueStep).values(rows.slice(from, from + 2000));
}

/** A step as it is read. */
export interface ReadStep {
  issue: Id<'issue'>;
  step: Step;
  by: { id: Id<'person'>; name: string };
  at: Date;
  said: string | null;
}

/** The course of each of the issues, oldest step first. */
export async function coursesOf(inside: Inside, issues: readonly Id<'issue'>[]): Promise<ReadStep[]> {
  if (issues.length === 0) return [];
  const rows = await inside.db
    .select({
      id: issueStep.id,
      issue: issueStep.issueId,
      client: issueStep.clientId,
      step: issueStep.step,
      said: issueStep.said,
      by: { id: person.id, name: person.name },
      at: issueStep.at,
    })
    .from(issueStep)
    .innerJoin(person, and(eq(person.firmId, issueStep.firmId), eq(person.id, issueStep.byId)))
    .where(and(eq(issueStep.firmId, inside.firm), inArray(issueStep.issueId, [...issues])))
    .orderBy(asc(issueStep.at), asc(issueStep.id));
  const keys = await client.dataKeysOf(
    inside,
    rows.map((row) => row.client),
  );
  return rows.map(({ id, client: clientId, said, ...row }) => ({
    ...row,
    said: said ? openFields<string>(keys.get(clientId)!, placeOf(id), said) : null,
  }));
}

function placeOf(id: Id<'issue-step'>): RowOfFields {
  return { table: 'issue_step', row: id };
}
