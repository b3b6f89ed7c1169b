import { createHash } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import { type Context, read, transact } from '#platform/context/context.ts';
import { type DataKey, openFields, sealFields, unwrapDataKey } from '#platform/envelope/data-key.ts';
import { createFileKey } from '#platform/envelope/file-key.ts';
import { newId } from '#platform/kernel/id.ts';
import type { DocumentName } from './document-name.ts';
import { document } from './document.table.ts';
import type { Holder } from './file-keys.ts';
import { recordStored } from './stored-files.ts';

type Row = typeof document.$inferSelect;

/**
 * Gives the documents of the firm that were kept before files had keys of their own such a key each, once, when the program starts:
 * until then their contents could not be destroyed by destroying a key. Killed in between it goes on at the next start.
 */
export async function rehouseDocuments(context: Context): Promise<number> {
  const rows = await read(context, (inside) =>
    inside.db
      .select()
      .from(document)
      .where(and(eq(document.firmId, inside.firm), isNull(document.storedFileId))),
  );
  for (const row of rows) await rehouse(context, row);
  for (const { address } of rows) if (address) await context.ground.files.remove(address);
  return rows.length;
}

async function rehouse(context: Context, row: Row): Promise<void> {
  const { files } = context.ground;
  const former = await formerKey(context, row);
  const key = createFileKey(newId<'stored-file'>());
  const hash = createHash('sha256');
  async function* hashed(content: AsyncIterable<Buffer>) {
    for await (const piece of content) {
      hash.update(piece);
      yield piece;
    }
  }
  await files.put(key, key.client, hashed(await files.read(former, row.address!)));
  const holder: Holder = row.clientId
    ? { client: row.clientId, handover: null }
    : { client: null, handover: row.handoverId! };
  const own = await transact(context, async (inside) => {
    const stored = await recordStored(inside, holder, { key, sha256: hash.digest('hex'), size: row.size });
    const place = { table: 'document', row: row.id };
    const name = row.clientId
      ? row.name
      : sealFields(stored.key, place, openFields<DocumentName>(former, place, row.name));
    await inside.db
      .update(document)
      .set({ storedFileId: stored.id, name, ownKey: null, address: null })
      .where(and(eq(document.firmId, inside.firm), eq(document.id, row.id)));
    return stored.key.client === key.client;
  });
  if (!own) await files.remove(key.client);
}

function formerKey(context: Context, { clientId, id, ownKey }: Row): Promise<DataKey> {
  return read(context, async (inside) =>
    clientId
      ? client.dataKeyOf(inside, clientId)
      : unwrapDataKey(inside.ground.keys, { firm: inside.firm, client: id }, ownKey!),
  );
}
