import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import { openFields } from '#platform/envelope/data-key.ts';
import type { Id } from '#platform/kernel/id.ts';
import { document } from '../document.table.ts';
import { fileText } from '../file-text.table.ts';
import { fileKeysOf } from '../file-keys.ts';

/** A text that is longer, sealed, is left unread: it is no paper with a head. */
const longest = 256 * 1024;
const kept = 2000;

/** How the texts of documents begin, 2,000 characters at most, of those that are read and that the actor may read now. */
export async function beginningsOf(
  inside: Inside,
  documents: readonly Id<'document'>[],
): Promise<Map<Id<'document'>, string>> {
  if (documents.length === 0) return new Map();
  const rows = await inside.db
    .select({ document: document.id, file: fileText.storedFileId, words: fileText.words })
    .from(document)
    .innerJoin(fileText, and(eq(fileText.firmId, document.firmId), eq(fileText.storedFileId, document.storedFileId)))
    .where(
      and(
        eq(document.firmId, inside.firm),
        inArray(document.id, [...documents]),
        sql`length(${fileText.words}) <= ${longest}`,
        sql`not access.document_closed(${document.id})`,
      ),
    );
  const keys = await fileKeysOf(
    inside,
    rows.map(({ file }) => file),
  );
  return new Map(
    rows.flatMap(({ document: id, file, words }) => {
      const key = keys.get(file);
      return key && words
        ? [[id, openFields<string>(key, { table: 'file_text', row: file }, words).slice(0, kept)]]
        : [];
    }),
  );
}
