import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import { documentsAt } from './find-document.ts';
import { documentFiling } from './keeping.table.ts';

/** A file of a client with how it is filed, for whoever archives the client. */
export interface ArchivedDocument {
  id: Id<'document'>;
  folder: string;
  name: string;
  mediaType: string;
  size: number;
  /** Of the content, hex. */
  sha256: string;
  addedBy: PersonId;
  addedAt: Date;
  filing: { kind: string; year: number | null; code: string | null; by: PersonId; at: Date } | null;
  /** Why the content is not to be had: destroyed by a disposal, restricted (个人信息保护法 Art. 47), missing or damaged; null when it is. */
  withheld: 'destroyed' | 'restricted' | 'missing' | 'damaged' | null;
}

/** The files of a client, in the order in which they were added. */
export async function archivedDocuments(inside: Inside, client: ClientId): Promise<ArchivedDocument[]> {
  const documents = await documentsAt(inside, { client });
  const ids = documents.map(({ id }) => id);
  if (ids.length === 0) return [];
  const filings = await inside.db
    .select()
    .from(documentFiling)
    .where(and(eq(documentFiling.firmId, inside.firm), inArray(documentFiling.documentId, ids)));
  const filed = new Map(filings.map((row) => [row.documentId, row]));
  const { rows } = await inside.db.execute<{ document: Id<'document'>; restricted: boolean }>(
    sql`select document, restricted from access.safeguarded(${sql.param(ids)}::uuid[])`,
  );
  const restricted = new Set(rows.flatMap((row) => (row.restricted ? row.document : [])));
  return documents.map(({ id, folder, name, mediaType, size, sha256, addedBy, addedAt, fault }) => {
    const filing = filed.get(id);
    return {
      id,
      folder,
      name,
      mediaType,
      size,
      sha256,
      addedBy,
      addedAt,
      filing: filing
        ? { kind: filing.kind, year: filing.fiscalYear, code: filing.code, by: filing.filedBy, at: filing.filedAt }
        : null,
      withheld: restricted.has(id) ? 'restricted' : fault,
    };
  });
}
