import { and, eq, isNull } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { type Context, type Ground, type Inside, transact } from '#platform/context/context.ts';
import type { DataKey } from '#platform/envelope/data-key.ts';
import { wrapFileKey } from '#platform/envelope/file-key.ts';
import { deriveHashKey, keyedHash } from '#platform/envelope/keyed-hash.ts';
import type { FirmId, Id } from '#platform/kernel/id.ts';
import { fileKeysOf, type Holder, presentYearKey } from './file-keys.ts';
import { fileKey, storedFile, type StoredFault } from './stored-file.table.ts';

/** A kept content and its key. */
export interface Stored {
  id: Id<'stored-file'>;
  key: DataKey;
}

/** What this content is found by: the same within a client and never across clients. */
export function addressOf(inside: Inside, { client, handover }: Holder, sha256: string): string {
  const hashKey = deriveHashKey(inside.ground.keys, inside.firm);
  return keyedHash(hashKey, `file/${client ?? handover}`, sha256).toString('hex');
}

/** The same content of the same holder, when it is kept already. */
export async function findStored(inside: Inside, holder: Holder, sha256: string): Promise<Stored | null> {
  const [row] = await inside.db
    .select({ id: storedFile.id })
    .from(storedFile)
    .where(
      and(
        eq(storedFile.firmId, inside.firm),
        eq(storedFile.address, addressOf(inside, holder, sha256)),
        isNull(storedFile.destroyedAt),
      ),
    );
  const key = row && (await fileKeysOf(inside, [row.id])).get(row.id);
  return key ? { id: row.id, key } : null;
}

/** Puts on record what lies in the file store under the id of its key, unless the same content is kept already; gives what counts. */
export async function recordStored(
  inside: Inside,
  holder: Holder,
  { key, sha256, size }: { key: DataKey; sha256: string; size: number },
): Promise<Stored> {
  const id = key.client as Id<'stored-file'>;
  const { client, handover } = holder;
  const [made] = await inside.db
    .insert(storedFile)
    .values({
      firmId: inside.firm,
      id,
      clientId: client,
      handoverId: handover,
      address: addressOf(inside, holder, sha256),
      size,
      sha256,
      checkedAt: inside.now,
    })
    .onConflictDoNothing()
    .returning({ id: storedFile.id });
  if (!made) return (await findStored(inside, holder, sha256))!;
  const year = await presentYearKey(inside, holder);
  await inside.db
    .insert(fileKey)
    .values({ firmId: inside.firm, storedFileId: id, yearKeyId: year.id, wrapped: wrapFileKey(year.key, key) });
  return { id, key };
}

/** Notes that a kept file is not as it was kept, and has it mended; nothing when that is known. */
export async function noteFault(ground: Ground, firm: FirmId, file: Id<'stored-file'>, fault: StoredFault) {
  const context: Context = { by: { kind: 'job', firm, onBehalfOf: null }, ground };
  await transact(context, async (inside) => {
    const [row] = await inside.db
      .update(storedFile)
      .set({ fault, faultAt: inside.now })
      .where(
        and(
          eq(storedFile.firmId, firm),
          eq(storedFile.id, file),
          isNull(storedFile.fault),
          isNull(storedFile.destroyedAt),
        ),
      )
      .returning({ client: storedFile.clientId, handover: storedFile.handoverId });
    if (!row) return;
    await journal.record(inside, {
      verb: 'document.fault-found',
      client: row.client ?? undefined,
      handover: row.handover ?? undefined,
      subject: file,
      facts: { fault },
    });
    await ground.enqueue(inside, 'document.mend-file', { file }, { singleton: file });
  });
}
