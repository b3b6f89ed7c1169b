import { and, eq, gt, inArray, isNotNull } from 'drizzle-orm';
import * as document from '#modules/document/document.ts';
import * as people from '#modules/people/people.ts';
import * as task from '#modules/task/task.ts';
import { type Context, transact } from '#platform/context/context.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { maySit } from './disposal.policy.ts';
import { disposal, disposalLine } from './disposal.table.ts';
import { openListsOf } from './open-lists.ts';

const year = 365 * 24 * 3_600_000;
/** Enough to find one that nobody has looked at. */
const most = 5000;

/**
 * Asks the archives to appraise what has become due: a task, and nothing more. What stands on an open list, or was held back on one
 * within a year, asks for nothing.
 */
export async function askToAppraise(context: Context): Promise<void> {
  await transact(context, async (inside) => {
    const due = await document.dueDocuments(inside, most);
    if (due.length === 0) return;
    const listed = await openListsOf(inside, due);
    const held = await inside.db
      .select({ document: disposalLine.documentId })
      .from(disposalLine)
      .innerJoin(disposal, and(eq(disposal.firmId, disposalLine.firmId), eq(disposal.id, disposalLine.disposalId)))
      .where(
        and(
          eq(disposalLine.firmId, inside.firm),
          inArray(disposalLine.documentId, due),
          isNotNull(disposalLine.heldBack),
          gt(disposal.preparedAt, new Date(inside.now.getTime() - year)),
        ),
      );
    const seen = new Set([...listed.keys(), ...held.map((row) => row.document)]);
    if (due.every((id) => seen.has(id))) return;
    const archivists = (await people.selectPeople(inside)).filter(
      ({ state, positions }) => state === 'active' && maySit(positions, { stage: 'appraisal', seat: 'archives' }),
    );
    await task.open(
      inside,
      archivists.map(({ id }) => ({
        kind: 'disposal.appraise',
        assignee: id,
        subject: inside.firm,
        dueOn: localDateOf(inside.now),
      })),
    );
  });
}
