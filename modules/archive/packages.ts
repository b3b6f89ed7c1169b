import { open, readFile, stat } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join } from 'node:path';
import { and, desc, eq, sql } from 'drizzle-orm';
import { batch, batchClient, handover, handoverParty } from '#modules/handover/handover.table.ts';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { verifierFingerprint } from '#platform/crypto/signed-note.ts';
import type { ClientId, FirmId, Id, PersonId } from '#platform/kernel/id.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { OpenPackage, Package, PackageFile } from './archive.contract.ts';
import { canOpenPackage } from './archive.policy.ts';
import { archivePackage } from './archive.table.ts';
import { type FoundFile, listFiles } from './bag/folder.ts';
import { inventorySchema, packagePaths } from './package-format.ts';
import { verifyPackage } from './verify/verify-package.ts';

type Asked = { package: Id<'archive-package'> };

/** Sealed packages, newest first: those of handovers that the actor sees. What is in one is a matter of `readPackage`. */
export function listPackages(context: Context): Promise<Package[]> {
  return read(context, (inside) => selectPackages(inside));
}

/** A sealed package with the files in it and the firm's verifier key, to be given to whoever checks it. */
export function readPackage(context: Context, input: Asked): Promise<OpenPackage> {
  return read(context, async (inside) => {
    const found = await openable(inside, input);
    const { files } = await listFiles(folderOf(inside, found));
    const contents = files.map(async ({ path, location }) => ({ path, bytes: (await stat(location)).size }));
    const verifierKey = await journal.verifierKey(inside);
    return {
      ...found,
      contents: await Promise.all(contents),
      verifierKey,
      keyFingerprint: verifierFingerprint(verifierKey),
    };
  });
}

/** Checks a stored package as anyone could check it outside; the result is journalled. */
export async function verifyStored(context: Context, input: Asked) {
  const { found, folder, firmKey } = await read(context, async (inside) => {
    const sealed = await openable(inside, input);
    return { found: sealed, folder: folderOf(inside, sealed), firmKey: await journal.verifierKey(inside) };
  });
  const report = await verifyPackage(folder, { firmKey });
  await transact(context, (inside) =>
    journal.record(inside, {
      verb: 'archive.package-verified',
      handover: found.handover,
      subject: found.batch,
      facts: { sound: report.sound, faults: report.faults.length },
    }),
  );
  const first = report.first && {
    file: report.first.file,
    code: report.first.code,
    line: report.first.line ?? null,
    offset: report.first.offset ?? null,
  };
  return { sound: report.sound, files: report.counts.files, faults: report.faults.length, first };
}

/** A file of a package on its way to somebody: who that is, and its bytes as they lie on the disk. */
export interface OpenPackageFile extends PackageFile {
  firm: FirmId;
  person: PersonId;
  content: AsyncIterable<Buffer>;
}

/**
 * Opens a file of a package for download; journalled. `path` is one of those that `readPackage` lists, to the letter; any other
 * is refused with `package-file.not-found`, so that no path leads out of the package. Whoever passes the content on asks
 * `mayStillOpen` again and again.
 */
export function openPackageFile(context: Context, input: Asked & { path: string }): Promise<OpenPackageFile> {
  return transact(context, async (inside) => {
    const found = await openable(inside, input);
    const { files } = await listFiles(folderOf(inside, found));
    const file = files.find(({ path }) => path === input.path.normalize('NFC'));
    if (!file) throw notFound('package-file', { package: found.id });
    const { handover: of, batch: subject, packageHash } = found;
    await journal.record(inside, {
      verb: 'archive.file-downloaded',
      handover: of,
      subject,
      facts: { file: file.path, package: packageHash },
    });
    const { size: bytes } = await stat(file.location);
    return { path: file.path, bytes, firm: inside.firm, person: personOf(inside.actor)!, content: contentOf(file) };
  });
}

/** Whether the actor may open the package now; false as soon as the sign-in or the access has ended. */
export function mayStillOpen(context: Context, input: Asked): Promise<boolean> {
  return read(
    context,
    async (inside) => canOpenPackage(inside.actor, await findPackage(inside, input.package)).allowed,
  ).catch((error: unknown) => {
    if (error instanceof Refusal) return false;
    throw error;
  });
}

/** The package when the actor may open it; refuses as `canOpenPackage` does. */
export async function openable(inside: Inside, { package: id }: Asked): Promise<Package> {
  const found = await findPackage(inside, id);
  allow(canOpenPackage(inside.actor, found));
  return found;
}

async function findPackage(inside: Inside, id: Id<'archive-package'>): Promise<Package> {
  const [found] = await selectPackages(inside, id);
  if (!found) throw notFound('package', { package: id });
  return found;
}

function selectPackages(inside: Inside, id?: Id<'archive-package'>): Promise<Package[]> {
  const ofBatch = sql`${batchClient.firmId} = ${archivePackage.firmId} and ${batchClient.batchId} = ${archivePackage.batchId}`;
  const clients = (which: ReturnType<typeof sql>) =>
    sql<number>`(select count(*)::int from ${batchClient} where ${ofBatch} and ${which})`;
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
      clients: clients(sql`true`),
      mine: handoverParty.side,
      handedOn: sql<number>`case when ${handoverParty.side} = 'incoming' then ${clients(sql`not access.sees(${batchClient.clientId})`)} else 0 end`,
    })
    .from(archivePackage)
    .innerJoin(batch, and(eq(batch.firmId, archivePackage.firmId), eq(batch.id, archivePackage.batchId)))
    .innerJoin(handover, and(eq(handover.firmId, archivePackage.firmId), eq(handover.id, archivePackage.handoverId)))
    .leftJoin(
      handoverParty,
      and(
        eq(handoverParty.firmId, archivePackage.firmId),
        eq(handoverParty.handoverId, archivePackage.handoverId),
        sql`${handoverParty.personId} = ${personOf(inside.actor)}`,
      ),
    )
    .where(id ? eq(archivePackage.id, id) : undefined)
    .orderBy(desc(archivePackage.sealedAt));
}

/** Where the bag of a package stands. */
export function folderOf(inside: Inside, { name }: Package): string {
  return join(inside.ground.archiveFolder, inside.firm, name);
}

/** The packages that a client is in: their folders and files, and the number that the client had then; for an export of the client. */
export async function packagesOfClient(
  inside: Inside,
  client: ClientId,
): Promise<{ name: string; folder: string; clientNumber: string; files: FoundFile[] }[]> {
  const rows = await inside.db
    .select({ name: archivePackage.name })
    .from(archivePackage)
    .innerJoin(
      batchClient,
      and(eq(batchClient.firmId, archivePackage.firmId), eq(batchClient.batchId, archivePackage.batchId)),
    )
    .where(and(eq(archivePackage.firmId, inside.firm), eq(batchClient.clientId, client)))
    .orderBy(archivePackage.sealedAt);
  return Promise.all(
    rows.map(async ({ name }) => {
      const folder = join(inside.ground.archiveFolder, inside.firm, name);
      const { clients } = inventorySchema.parse(
        JSON.parse(await readFile(join(folder, packagePaths.inventory), 'utf8')),
      );
      const clientNumber = clients.find(({ id }) => id === client)!.number;
      return { name, folder, clientNumber, files: (await listFiles(folder)).files };
    }),
  );
}

/** The packages of the firm, oldest first; for an export of the firm. */
export async function packageIds(inside: Inside): Promise<Id<'archive-package'>[]> {
  const rows = await inside.db
    .select({ id: archivePackage.id })
    .from(archivePackage)
    .where(eq(archivePackage.firmId, inside.firm))
    .orderBy(archivePackage.sealedAt, archivePackage.id);
  return rows.map(({ id }) => id);
}

/** A package as it stands, for an export that asked whether it may. */
export async function packageFilesOf(inside: Inside, id: Id<'archive-package'>) {
  const found = await findPackage(inside, id);
  const folder = folderOf(inside, found);
  const { files } = await listFiles(folder);
  const contents = await Promise.all(
    files.map(async (file) => ({
      path: file.path,
      size: (await stat(file.location)).size,
      content: () => contentOf(file),
    })),
  );
  return { name: found.name, folder, packageHash: found.packageHash, files: found.files, contents };
}

async function* contentOf({ location }: FoundFile): AsyncGenerator<Buffer> {
  const handle = await open(location, constants.O_RDONLY | constants.O_NOFOLLOW);
  yield* handle.createReadStream() as AsyncIterable<Buffer>;
}
