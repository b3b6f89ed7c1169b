import { type SQL, and, asc, eq, inArray, isNull } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import type { Inside } from '#platform/context/context.ts';
import { type DataKey, openFields, unwrapDataKey } from '#platform/envelope/data-key.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import type { Document, DocumentPlace } from './document.contract.ts';
import { document } from './document.table.ts';
import { refuseClosed } from './retention/closed.ts';

type Row = typeof document.$inferSelect;

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

/** The content of a document, decrypted as it is read; for neighbours that archive it. */
export async function contentOf(inside: Inside, id: Id<'document'>): Promise<AsyncIterable<Buffer>> {
  const [row] = await selectRows(inside, eq(document.id, id));
  if (!row) throw notFound('document', { document: id });
  await refuseClosed(inside, id);
  return inside.ground.files.read((await keysOf(inside, [row])).get(id)!, row.address);
}

function selectRows(inside: Inside, condition: SQL): Promise<Row[]> {
  return inside.db
    .select()
    .from(document)
    .where(and(eq(document.firmId, inside.firm), condition))
    .orderBy(asc(document.addedAt), asc(document.id));
}

async function viewsOf(inside: Inside, rows: Row[]): Promise<Document[]> {
  const keys = await keysOf(inside, rows);
  return rows.flatMap((row) => {
    const key = keys.get(row.id);
    if (!key) return [];
    const { name } = openFields<{ name: string }>(key, { table: 'document', row: row.id }, row.name);
    const { id, clientId, handoverId, mediaType, size, sha256, addedBy, addedAt } = row;
    return [{ id, client: clientId, handover: handoverId, name, mediaType, size, sha256, addedBy, addedAt }];
  });
}

async function keysOf(inside: Inside, rows: Row[]): Promise<Map<Id<'document'>, DataKey>> {
  const clients = [...new Set(rows.flatMap(({ clientId }): ClientId[] => (clientId ? [clientId] : [])))];
  const ofClients = await client.dataKeysOf(inside, clients);
  const keys = new Map<Id<'document'>, DataKey>();
  for (const { id, clientId, ownKey } of rows) {
    const key = clientId
      ? ofClients.get(clientId)
      : unwrapDataKey(inside.ground.keys, { firm: inside.firm, client: id }, ownKey!);
    if (key) keys.set(id, key);
  }
  return keys;
}
