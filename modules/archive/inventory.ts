import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { and, desc, eq, getColumns, isNull } from 'drizzle-orm';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import { fromUtf8, randomBytes, toBase64url } from '#platform/crypto/bytes.ts';
import { canonicalHash, canonicalJson } from '#platform/crypto/canonical-json.ts';
import { openWithMaster, sealWithMaster } from '#platform/envelope/master-seal.ts';
import type { Id } from '#platform/kernel/id.ts';
import { inventory } from './archive.table.ts';
import type { Inventory } from './package-format.ts';

/** A kept inventory of a batch: what its parties sign, or signed; its words are read by `inventoryJson`. */
export type KeptInventory = Omit<typeof inventory.$inferSelect, 'sealed'>;

const openingBrace = '{'.charCodeAt(0);
const { sealed, ...columns } = getColumns(inventory);

/** Keeps an inventory that was made for signing, sealed under the master key; gives what signatures name of it. */
export async function keepInventory(inside: Inside, made: Inventory, revision: number): Promise<KeptInventory> {
  const [kept] = await inside.db
    .insert(inventory)
    .values({
      firmId: inside.firm,
      batchId: made.batch.id as Id<'batch'>,
      handoverId: made.handover.id as Id<'handover'>,
      version: made.version,
      revision,
      sealed: sealWithMaster(inside.ground.keys, sealedFor(inside), zstdCompressSync(canonicalJson(made))),
      hash: canonicalHash(made),
      lines: made.lines.length,
      madeBy: personOf(inside.actor)!,
      challenge: toBase64url(randomBytes(16)),
    })
    .returning(columns);
  return kept!;
}

/** The inventory of a batch that is being signed or was signed; null when there is none, or it was voided. */
export async function presentInventory(inside: Inside, batch: Id<'batch'>): Promise<KeptInventory | null> {
  const [present] = await inside.db
    .select(columns)
    .from(inventory)
    .where(and(eq(inventory.firmId, inside.firm), eq(inventory.batchId, batch), isNull(inventory.voidedAt)))
    .orderBy(desc(inventory.version))
    .limit(1);
  return present ?? null;
}

/** Voids an inventory that nobody may sign any more; it stays on record with the reason. */
export async function voidInventory(inside: Inside, id: Id<'inventory'>, why: string): Promise<void> {
  await inside.db
    .update(inventory)
    .set({ voidedAt: inside.now, voidedFor: why })
    .where(and(eq(inventory.firmId, inside.firm), eq(inventory.id, id), isNull(inventory.voidedAt)));
}

/** The canonical JSON of a kept inventory, to the byte that was signed. */
export async function inventoryJson(inside: Inside, { id }: Pick<KeptInventory, 'id'>): Promise<string> {
  const [kept] = await inside.db
    .select({ sealed })
    .from(inventory)
    .where(and(eq(inventory.firmId, inside.firm), eq(inventory.id, id)));
  const opened = openWithMaster(inside.ground.keys, sealedFor(inside), kept!.sealed);
  // The first ones were kept as they are; what zstd wrote never begins like JSON.
  return fromUtf8(opened[0] === openingBrace ? opened : zstdDecompressSync(opened));
}

function sealedFor(inside: Inside) {
  return { purpose: 'inventory', firm: inside.firm };
}
