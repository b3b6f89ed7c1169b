import { and, desc, eq, lt } from 'drizzle-orm';
import { client } from '#modules/client/client.table.ts';
import * as handover from '#modules/handover/handover.ts';
import { item } from '#modules/handover/handover.table.ts';
import { person } from '#modules/people/people.table.ts';
import { type Context, read } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import type { CheckLine, ListChecks } from './reconciliation.contract.ts';
import { check } from './reconciliation.table.ts';

/** Every check of a handover on the clients that the actor sees, newest first: who, when, how, on what evidence, result. No value. */
export function listChecks(
  context: Context,
  { handover: of, client: about, verdict, by, after, limit }: ListChecks,
): Promise<{ rows: CheckLine[]; next: string | null }> {
  return read(context, async (inside) => {
    await handover.findHandover(inside, of);
    const rows = await inside.db
      .select({
        id: check.id,
        client: { id: client.id, number: client.number, name: client.name },
        item: { id: item.id, title: item.title },
        field: check.field,
        recordVersion: check.recordVersion,
        verdict: check.verdict,
        source: check.heldSource,
        document: check.documentId,
        checkedBy: { id: person.id, name: person.name },
        checkedAt: check.checkedAt,
        replacedAt: check.replacedAt,
      })
      .from(check)
      .innerJoin(client, and(eq(client.firmId, check.firmId), eq(client.id, check.clientId)))
      .innerJoin(item, and(eq(item.firmId, check.firmId), eq(item.id, check.itemId)))
      .innerJoin(person, and(eq(person.firmId, check.firmId), eq(person.id, check.checkedBy)))
      .where(
        and(
          eq(check.firmId, inside.firm),
          eq(check.handoverId, of),
          about ? eq(check.clientId, about) : undefined,
          verdict ? eq(check.verdict, verdict) : undefined,
          by ? eq(check.checkedBy, by) : undefined,
          after ? lt(check.id, after as Id<'check'>) : undefined,
        ),
      )
      .orderBy(desc(check.id))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    return { rows: shown, next: rows.length > limit ? shown.at(-1)!.id : null };
  });
}
