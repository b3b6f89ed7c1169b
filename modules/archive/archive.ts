import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { desc, eq } from 'drizzle-orm';
import { batch, handover } from '#modules/handover/handover.table.ts';
import * as journal from '#modules/journal/journal.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import type { Package } from './archive.contract.ts';
import { archivePackage } from './archive.table.ts';
import { verifyPackage } from './verify/verify-package.ts';

export { inventoryIn, inventoryJson, type KeptInventory, keepInventory, presentInventory, voidInventory } from './inventory.ts';
export { orderPackage, sealPackage } from './seal-package.ts';

/** Sealed packages, newest first: those of handovers that the actor sees. */
export function listPackages(context: Context): Promise<Package[]> {
  return read(context, (inside) => selectPackages(inside));
}

/** A sealed package with the files in it and the firm's verifier key, to be given to whoever checks it. */
export function readPackage(context: Context, input: { package: Id<'archive-package'> }) {
  return read(context, async (inside) => {
    const found = await findPackage(inside, input.package);
    const folder = folderOf(inside, found.name);
    return { ...found, folder, contents: await contentsOf(folder), verifierKey: await journal.verifierKey(inside) };
  });
}

/** Checks a stored package as anyone could check it outside; the result is journalled. */
export async function verifyStored(context: Context, input: { package: Id<'archive-package'> }) {
  const { found, folder, firmKey } = await read(context, async (inside) => {
    const sealed = await findPackage(inside, input.package);
    return { found: sealed, folder: folderOf(inside, sealed.name), firmKey: await journal.verifierKey(inside) };
  });
  const report = await verifyPackage(folder, { firmKey });
  await transact(context, (inside) =>
    journal.record(inside, { verb: 'archive.package-verified', handover: found.handover, subject: found.batch, facts: { sound: report.sound, faults: report.faults.length } }),
  );
  const first = report.first && { file: report.first.file, code: report.first.code, line: report.first.line ?? null, offset: report.first.offset ?? null };
  return { sound: report.sound, files: report.counts.files, faults: report.faults.length, first };
}

async function findPackage(inside: Inside, id: Id<'archive-package'>): Promise<Package> {
  const [found] = await selectPackages(inside, id);
  if (!found) throw notFound('package', { package: id });
  return found;
}

function selectPackages(inside: Inside, id?: Id<'archive-package'>): Promise<Package[]> {
  return inside.db
    .select({
      id: archivePackage.id,
      handover: archivePackage.handoverId,
      handoverNumber: handover.number,
      batch: archivePackage.batchId,
      batchNumber: batch.number,
      name: archivePackage.name,
      inventoryHash: archivePackage.inventoryHash,
      packageHash: archivePackage.packageHash,
      files: archivePackage.files,
      bytes: archivePackage.bytes,
      keepUntil: archivePackage.keepUntil,
      sealedAt: archivePackage.sealedAt,
    })
    .from(archivePackage)
    .innerJoin(batch, eq(batch.id, archivePackage.batchId))
    .innerJoin(handover, eq(handover.id, archivePackage.handoverId))
    .where(id ? eq(archivePackage.id, id) : undefined)
    .orderBy(desc(archivePackage.sealedAt));
}

function folderOf(inside: Inside, name: string): string {
  return join(inside.ground.archiveFolder, inside.firm, name);
}

async function contentsOf(folder: string): Promise<{ path: string; bytes: number }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.toSorted().map(async (file) => ({ path: relative(folder, file), bytes: (await stat(file)).size })));
}
