import { and, asc, eq, isNull, lte } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { documentFiling } from '../keeping.table.ts';

/** Files whose retention has ended and which are not destroyed, what is due longest first; `limit` at most. As the firm's worker: all of them. */
export async function dueDocuments(inside: Inside, limit: number): Promise<Id<'document'>[]> {
  const rows = await inside.db
    .select({ document: documentFiling.documentId })
    .from(documentFiling)
    .where(
      and(
        eq(documentFiling.firmId, inside.firm),
        lte(documentFiling.mayGoFrom, localDateOf(inside.now)),
        isNull(documentFiling.destroyedAt),
      ),
    )
    .orderBy(asc(documentFiling.mayGoFrom), asc(documentFiling.documentId))
    .limit(limit);
  return rows.map((row) => row.document);
}
