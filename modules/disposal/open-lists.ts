import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { disposal, disposalLine } from './disposal.table.ts';

/** The files that stand on an open list to be destroyed, and its number. */
export async function openListsOf(inside: Inside, documents: Id<'document'>[]): Promise<Map<Id<'document'>, string>> {
  if (documents.length === 0) return new Map();
  const rows = await inside.db
    .select({ document: disposalLine.documentId, number: disposal.number })
    .from(disposalLine)
    .innerJoin(disposal, and(eq(disposal.firmId, disposalLine.firmId), eq(disposal.id, disposalLine.disposalId)))
    .where(
      and(
        eq(disposalLine.firmId, inside.firm),
        inArray(disposalLine.documentId, documents),
        eq(disposalLine.open, true),
        isNull(disposalLine.heldBack),
      ),
    );
  return new Map(rows.map((row) => [row.document, row.number]));
}

/** Takes the files of a list off it, because it has ended: they may stand on another one. */
export async function closeLines(inside: Inside, id: Id<'disposal'>): Promise<void> {
  await inside.db
    .update(disposalLine)
    .set({ open: false })
    .where(and(eq(disposalLine.firmId, inside.firm), eq(disposalLine.disposalId, id)));
}

/** The files that a list would destroy. */
export async function documentsToDestroy(inside: Inside, id: Id<'disposal'>): Promise<Id<'document'>[]> {
  const rows = await inside.db
    .select({ document: disposalLine.documentId })
    .from(disposalLine)
    .where(and(eq(disposalLine.firmId, inside.firm), eq(disposalLine.disposalId, id), isNull(disposalLine.heldBack)))
    .orderBy(disposalLine.position);
  return rows.map((row) => row.document);
}
