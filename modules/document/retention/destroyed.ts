import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { document } from '../document.table.ts';
import { documentFiling } from '../keeping.table.ts';

/** Writes down that files were destroyed by a disposal, as the firm's worker; their contents are `destroyStoredFiles`'s to destroy. */
export async function markDestroyed(inside: Inside, documents: Id<'document'>[]): Promise<void> {
  await inside.db
    .update(documentFiling)
    .set({ destroyedAt: inside.now })
    .where(
      and(
        eq(documentFiling.firmId, inside.firm),
        inArray(documentFiling.documentId, documents),
        isNull(documentFiling.destroyedAt),
      ),
    );
}

/** Those of the files whose content is also that of a file which is not among them: destroying it would destroy that one too. */
export async function sharedContents(inside: Inside, documents: Id<'document'>[]): Promise<Id<'document'>[]> {
  if (documents.length === 0) return [];
  const rows = await inside.db
    .select({ id: document.id })
    .from(document)
    .where(
      and(
        eq(document.firmId, inside.firm),
        inArray(document.id, documents),
        sql`exists (select from ${document} other left join ${documentFiling} f on f.firm_id = other.firm_id and f.document_id = other.id
          where other.firm_id = ${document.firmId} and other.stored_file_id = ${document.storedFileId}
            and other.id <> all (${sql.param(documents)}::uuid[]) and f.destroyed_at is null)`,
      ),
    );
  return rows.map(({ id }) => id);
}
