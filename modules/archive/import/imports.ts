import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { and, desc, eq, inArray } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Ground, type Inside, read, transact } from '#platform/context/context.ts';
import type { Bytes } from '#platform/envelope/chunked-file.ts';
import { sealWithMaster } from '#platform/envelope/master-seal.ts';
import { type FirmId, type Id, newId } from '#platform/kernel/id.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { BeginImport, ConfirmTaking, ExportImport } from '../archive.contract.ts';
import { canImportExport, canTakeIn } from '../archive.policy.ts';
import { archiveImport } from '../archive.table.ts';
import type { ImportState } from './found-export.ts';

export type ImportId = Id<'archive-import'>;
export type StoredImport = typeof archiveImport.$inferSelect;
type Asked = { import: ImportId };

/** The jobs that check what came, and that take it in. */
export const checkJob = 'archive.check-import';
export const takeInJob = 'archive.take-in';

/**
 * Begins to take in an export: gives the id that its age file is sent to, part by part. `fileKey` is the key of that one file, which
 * whoever can open it has taken out of its header; their own identity stays with them.
 */
export function beginImport(context: Context, input: BeginImport): Promise<ExportImport> {
  return transact(context, async (inside) => {
    allow(canImportExport(inside.actor));
    const id = newId<'archive-import'>();
    await inside.db.insert(archiveImport).values({
      firmId: inside.firm,
      id,
      fileName: input.name,
      size: input.size,
      fileKey: sealWithMaster(inside.ground.keys, sealedFor(inside.firm, id), Buffer.from(input.fileKey, 'base64url')),
      createdBy: personOf(inside.actor)!,
      createdAt: inside.now,
    });
    await journal.record(inside, {
      verb: 'archive.import-begun',
      subject: id,
      facts: { size: input.size },
    });
    return findImport(inside, id);
  });
}

/**
 * Takes bytes of the age file from `at` on and gives how many there are now; with the last ones it is checked. What was sent before a
 * cut stays. Refused with `archive.import-elsewhere` (and where to go on) when they do not follow what is there.
 */
export async function addBytes(
  context: Context,
  { import: id, at }: Asked & { at: number },
  content: Bytes,
): Promise<{ arrived: number }> {
  const found = await read(context, async (inside) => arriving(inside, id));
  const place = placeOfImport(context.ground, found.firm, id);
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  const there = await sizeOf(place);
  if (at !== there) throw new Refusal('archive.import-elsewhere', { arrived: there }, 'conflict');
  const file = await open(place, 'a', 0o600);
  let arrived = there;
  try {
    for await (const piece of content) {
      arrived += piece.length;
      if (arrived > found.size) throw new Refusal('archive.import-too-long', {}, 'invalid');
      await file.appendFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (arrived === found.size)
    await transact(context, async (inside) => {
      await arriving(inside, id);
      await change(inside, id, { state: 'checking' });
      await inside.ground.enqueue(inside, checkJob, { import: id });
    });
  return { arrived };
}

/** The imports of exports, newest first. */
export function listImports(context: Context): Promise<ExportImport[]> {
  return read(context, async (inside) => {
    allow(canImportExport(inside.actor));
    return selectImports(inside);
  });
}

/**
 * Takes a checked export in: who is to have charge of its clients, and new numbers for those whose number is taken. A job does it, in
 * one go. Refused with `archive.import-not-checked`, as `canTakeIn` does, and with
 * `client.owner-away`.
 */
export function confirmTaking(context: Context, input: ConfirmTaking): Promise<ExportImport> {
  return transact(context, async (inside) => {
    allow(canImportExport(inside.actor));
    const stored = await lockImport(inside, input.import);
    if (stored.state !== 'checked' || !stored.found)
      throw new Refusal('archive.import-not-checked', { import: stored.id }, 'conflict');
    const { clients } = stored.found;
    allow(canTakeIn(clients, input));
    const owner = await people.findPerson(inside, input.owner);
    if (owner.state !== 'active') throw new Refusal('client.owner-away', { person: owner.id });
    await change(inside, stored.id, { state: 'taking-in', wish: { owner: owner.id, numbers: input.numbers } });
    await inside.ground.enqueue(inside, takeInJob, { import: stored.id });
    await journal.record(inside, {
      verb: 'archive.import-confirmed',
      subject: stored.id,
      facts: { hash: stored.found.hash, clients: clients.length, owner: owner.id },
    });
    return findImport(inside, stored.id);
  });
}

/** Gives an import up that was not taken in; its file and key go. Refused with `archive.import-over`. */
export async function discardImport(context: Context, input: Asked): Promise<ExportImport> {
  const { shown, firm } = await transact(context, async (inside) => {
    allow(canImportExport(inside.actor));
    const { id, state } = await lockImport(inside, input.import);
    if (!['arriving', 'checked', 'unsound', 'failed'].includes(state))
      throw new Refusal('archive.import-over', { import: id }, 'conflict');
    await change(inside, id, { state: 'discarded', fileKey: null, finishedAt: inside.now });
    await journal.record(inside, { verb: 'archive.import-discarded', subject: id, facts: {} });
    return { shown: await findImport(inside, id), firm: inside.firm };
  });
  await rm(placeOfImport(context.ground, firm, input.import), { force: true });
  return shown;
}

/** Puts what a kill cut off into the queue again. For the start of the program. */
export function resumeTakings(context: Context): Promise<void> {
  return transact(context, async (inside) => {
    const cut = await inside.db
      .select({ import: archiveImport.id, onBehalfOf: archiveImport.createdBy, state: archiveImport.state })
      .from(archiveImport)
      .where(and(eq(archiveImport.firmId, inside.firm), inArray(archiveImport.state, ['checking', 'taking-in'])));
    for (const { state, ...one } of cut)
      await inside.ground.enqueue(inside, state === 'checking' ? checkJob : takeInJob, one);
  });
}

/** What the key of the file is sealed for. */
export function sealedFor(firm: FirmId, id: ImportId) {
  return { purpose: 'archive-import', firm, client: id };
}

/** Where the age file lies as it came, encrypted. */
export function placeOfImport(ground: Ground, firm: FirmId, id: ImportId): string {
  return join(dirname(ground.archiveFolder), 'imports', firm, `${id}.age`);
}

export async function lockImport(inside: Inside, id: ImportId): Promise<StoredImport> {
  const [found] = await inside.db
    .select()
    .from(archiveImport)
    .where(and(eq(archiveImport.firmId, inside.firm), eq(archiveImport.id, id)))
    .for('update');
  if (!found) throw notFound('taking', { import: id });
  return found;
}

export async function change(
  inside: Inside,
  id: ImportId,
  values: Partial<typeof archiveImport.$inferInsert>,
): Promise<void> {
  await inside.db
    .update(archiveImport)
    .set(values)
    .where(and(eq(archiveImport.firmId, inside.firm), eq(archiveImport.id, id)));
}

async function arriving(inside: Inside, id: ImportId): Promise<{ firm: FirmId; size: number }> {
  allow(canImportExport(inside.actor));
  const { state, size } = await findImport(inside, id);
  if (state !== 'arriving') throw new Refusal('archive.import-over', { import: id }, 'conflict');
  return { firm: inside.firm, size };
}

async function findImport(inside: Inside, id: ImportId): Promise<ExportImport> {
  const [found] = await selectImports(inside, id);
  if (!found) throw notFound('taking', { import: id });
  return found;
}

async function selectImports(inside: Inside, id?: ImportId): Promise<ExportImport[]> {
  const rows = await inside.db
    .select()
    .from(archiveImport)
    .where(and(eq(archiveImport.firmId, inside.firm), id && eq(archiveImport.id, id)))
    .orderBy(desc(archiveImport.createdAt));
  const names = new Map((await people.selectPeople(inside)).map((one) => [one.id, one.name]));
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      fileName: row.fileName,
      size: row.size,
      arrived: row.state === 'arriving' ? await sizeOf(placeOfImport(inside.ground, inside.firm, row.id)) : row.size,
      state: row.state as ImportState,
      found: row.found,
      failure: row.failure,
      createdBy: { id: row.createdBy, name: names.get(row.createdBy) ?? '' },
      createdAt: row.createdAt,
      finishedAt: row.finishedAt,
    })),
  );
}

function sizeOf(place: string): Promise<number> {
  return stat(place).then(
    ({ size }) => size,
    () => 0,
  );
}
