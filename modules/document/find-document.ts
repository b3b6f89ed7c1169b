import { type SQL, and, asc, eq, inArray, isNull } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import type { Inside } from '#platform/context/context.ts';
import { type DataKey, openFields } from '#platform/envelope/data-key.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import type { Document, DocumentPlace } from './document.contract.ts';
import type { DocumentName } from './document-name.ts';
import { document } from './document.table.ts';
import { fileKeysOf } from './file-keys.ts';
import { readContent } from './read-content.ts';
import { refuseClosed } from './retention/closed.ts';
import { storedFile } from './stored-file.table.ts';

type Row = typeof document.$inferSelect & Pick<typeof storedFile.$inferSelect, 'fault' | 'destroyedAt'>;

/** The document, or `document.not-found` when it is not there or not the actor's to see. */
export async function findDocument(inside: Inside, id: Id<'document'>): Promise<Document> {
  const [found] = await documentsByIds(inside, [id]);
  if (!found) throw notFound('document', { document: id });
  return found;
}

/** Those of the documents that there are and that the actor may see. */
export async function documentsByIds(inside: Inside, ids: Id<'document'>[]): Promise<Document[]> {
  if (ids.length === 0) return [];
  return viewsOf(inside, await selectRows(inside, inArray(document.id, ids)));
}

/** The documents of a client, or those that concern a handover as a whole. */
export async function documentsAt(inside: Inside, { client: of, handover }: DocumentPlace): Promise<Document[]> {
  const place = of
    ? and(eq(document.clientId, of), handover ? eq(document.handoverId, handover) : undefined)
    : and(isNull(document.clientId), eq(document.handoverId, handover!));
  return viewsOf(inside, await selectRows(inside, place!));
}

/**
 * The content of a document, decrypted as it is read; for neighbours that archive it. Refuses with `file.destroyed` when its key was
 * destroyed, and as `readContent` does.
 */
export async function contentOf(inside: Inside, id: Id<'document'>): Promise<AsyncIterable<Buffer>> {
  const [row] = await selectRows(inside, eq(document.id, id));
  if (!row?.storedFileId) throw notFound('document', { document: id });
  await refuseClosed(inside, id);
  if (row.destroyedAt) throw new Refusal('file.destroyed', { document: id }, 'not-found');
  const key = (await fileKeysOf(inside, [row.storedFileId])).get(row.storedFileId);
  if (!key) throw notFound('document', { document: id });
  return readContent(inside.ground, inside.firm, { id: row.storedFileId, key, sha256: row.sha256 });
}

async function selectRows(inside: Inside, condition: SQL): Promise<Row[]> {
  const rows = await inside.db
    .select({ document, fault: storedFile.fault, destroyedAt: storedFile.destroyedAt })
    .from(document)
    .innerJoin(storedFile, and(eq(storedFile.firmId, document.firmId), eq(storedFile.id, document.storedFileId)))
    .where(and(eq(document.firmId, inside.firm), condition))
    .orderBy(asc(document.addedAt), asc(document.id));
  return rows.map(({ document: row, fault, destroyedAt }) => ({ ...row, fault, destroyedAt }));
}

async function viewsOf(inside: Inside, rows: Row[]): Promise<Document[]> {
  const keys = await nameKeysOf(inside, rows);
  return rows.flatMap((row): Document[] => {
    const key = keys.get(row.id);
    if (!key && !row.destroyedAt) return [];
    const said = key ? openFields<DocumentName>(key, { table: 'document', row: row.id }, row.name) : { name: '—' };
    const { id, clientId, handoverId, mediaType, size, sha256, addedBy, addedAt } = row;
    return [
      {
        id,
        client: clientId,
        handover: handoverId,
        name: said.name,
        folder: said.folder ?? '',
        mediaType,
        size,
        sha256,
        fault: row.destroyedAt ? 'destroyed' : row.fault,
        addedBy,
        addedAt,
      },
    ];
  });
}

/** Names of a client's files are sealed under its data key; those of a handover under the key of the file. */
async function nameKeysOf(inside: Inside, rows: Row[]): Promise<Map<Id<'document'>, DataKey>> {
  const clients = rows.flatMap(({ clientId }): ClientId[] => (clientId ? [clientId] : []));
  const ofClients = await client.dataKeysOf(inside, [...new Set(clients)]);
  const ofFiles = await fileKeysOf(
    inside,
    rows.flatMap(({ clientId, storedFileId }) => (clientId || !storedFileId ? [] : [storedFileId])),
  );
  const keys = rows.map(({ id, clientId, storedFileId }) => [
    id,
    clientId ? ofClients.get(clientId) : ofFiles.get(storedFileId!),
  ]);
  return new Map(keys.filter((pair): pair is [Id<'document'>, DataKey] => pair[1] !== undefined));
}
