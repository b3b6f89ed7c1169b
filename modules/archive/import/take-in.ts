import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import * as client from '#modules/client/client.ts';
import * as document from '#modules/document/document.ts';
import * as journal from '#modules/journal/journal.ts';
import { fileSource, payloadPlace } from '#platform/age/age-reader.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { openWithMaster } from '#platform/envelope/master-seal.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { BagSource } from '../bag/bag-source.ts';
import { sealedSource } from '../bag/sealed-source.ts';
import { lookedAtOnce } from '../verify/open-bag.ts';
import { verifyAny } from '../verify/verify-any.ts';
import {
  clientFileSchema,
  exportPaths,
  exportSchema,
  fileLineSchema,
  recordLineSchema,
  vaultFileSchema,
} from '../export/export-format.ts';
import type { FoundClient, FoundExport } from './found-export.ts';
import { change, type ImportId, lockImport, placeOfImport, sealedFor, type StoredImport } from './imports.ts';

/** Checks what came down to its signatures, and says what it holds and what stands against taking it in. Nothing else is changed. */
export async function checkImport(context: Context, input: { import: ImportId }): Promise<void> {
  await attempt(context, input.import, 'checking', async (stored, firm) => {
    const bag = openImport(context, firm, stored);
    const found = await readExport(bag);
    return async (inside) => {
      await change(inside, stored.id, { state: 'checked', found: await withConflicts(inside, found) });
    };
  });
}

/**
 * Takes a confirmed export in, after checking it anew: contents go into the file store first, where they are files of nobody; then
 * clients, records, versions and files are written in one transaction, or none of them.
 */
export async function takeIn(context: Context, input: { import: ImportId }): Promise<void> {
  const held: document.HeldContent[] = [];
  let doubled: document.HeldContent[] | null = null;
  try {
    await attempt(context, input.import, 'taking-in', async (stored, firm) => {
      const bag = openImport(context, firm, stored);
      const found = await readExport(bag);
      if (found.hash !== stored.found!.hash) throw new Refusal('archive.import-not-checked', {}, 'conflict');
      const clients: ClientToTakeIn[] = [];
      for (const { number } of found.clients) clients.push(await clientOf(context, bag, number, held));
      return async (inside) => {
        const extra = await write(inside, stored, clients);
        await change(inside, stored.id, { state: 'done', fileKey: null, finishedAt: inside.now });
        await journal.record(inside, {
          verb: 'archive.import-done',
          subject: stored.id,
          facts: { hash: found.hash, firm: found.firm, keyFingerprint: found.keyFingerprint, clients: clients.length },
        });
        doubled = extra;
      };
    });
  } finally {
    await document.dropContents(context, doubled ?? held);
  }
}

/** Does the work of a state outside of a transaction and what it comes to inside of one; says why when it cannot. */
async function attempt(
  context: Context,
  id: ImportId,
  state: StoredImport['state'],
  work: (stored: StoredImport, firm: Inside['firm']) => Promise<(inside: Inside) => Promise<void>>,
): Promise<void> {
  const { stored, firm } = await transact(context, async (inside) => ({
    stored: await lockImport(inside, id),
    firm: inside.firm,
  }));
  if (stored.state !== state) return;
  try {
    const outcome = await work(stored, firm);
    await transact(context, async (inside) => {
      const present = await lockImport(inside, id);
      if (present.state === state) await outcome(inside);
      else throw new Refusal('archive.import-over', { import: id }, 'conflict');
    });
  } catch (error) {
    if (!(error instanceof Refusal)) context.ground.log.error({ err: error }, 'an export was not taken in');
    const failure =
      error instanceof Refusal ? { code: error.code, facts: error.facts } : { code: 'server.failed', facts: {} };
    await transact(context, async (inside) => {
      if ((await lockImport(inside, id)).state !== state) return;
      const unsound = failure.code === 'archive.import-unsound';
      await change(inside, id, { state: unsound ? 'unsound' : 'failed', failure, finishedAt: inside.now });
      await journal.record(inside, { verb: 'archive.import-failed', subject: id, facts: { code: failure.code } });
    });
  }
  const { state: now } = await transact(context, (inside) => lockImport(inside, id));
  if (now === 'done') await rm(placeOfImport(context.ground, firm, id), { force: true });
}

function openImport(context: Context, firm: Inside['firm'], { id, fileKey }: StoredImport): BagSource {
  const place = placeOfImport(context.ground, firm, id);
  const source = fileSource(place);
  const key = openWithMaster(context.ground.keys, sealedFor(firm, id), fileKey!);
  return lookedAtOnce(sealedSource(basename(place), source, { from: place, place: payloadPlace(source, key) }));
}

/** What a sound export holds. Refuses with `archive.import-unsound` and the first fault, and with `archive.import-no-export`. */
async function readExport(bag: BagSource): Promise<FoundExport> {
  const report = await verifyAny(bag, {});
  if (!report.sound) {
    const { code, file, line } = report.first!;
    throw new Refusal('archive.import-unsound', { fault: code, file, line: line ?? null, count: report.faults.length });
  }
  if (report.kind !== 'export') throw new Refusal('archive.import-no-export');
  const about = exportSchema.parse(JSON.parse(await textOf(bag, exportPaths.about)));
  const { files } = await bag.look(() => ['sha256']);
  const folders = files.flatMap(({ path }) => /^(data\/clients\/[^/]+\/)client\.json$/.exec(path)?.[1] ?? []);
  const clients: FoundClient[] = [];
  for (const folder of folders) clients.push(await foundClient(bag, folder));
  return {
    firm: about.firm.name,
    name: about.name,
    sealedAt: report.export!.sealedAt,
    hash: report.export!.hash,
    keyFingerprint: report.firmKey!.fingerprint,
    requester: about.requester.name,
    approver: about.approver.name,
    entries: report.counts.entries,
    clients,
  };
}

async function foundClient(bag: BagSource, folder: string): Promise<FoundClient> {
  const about = clientFileSchema.parse(JSON.parse(await textOf(bag, `${folder}client.json`)));
  const versions = await linesOf(bag, `${folder}records.jsonl`);
  const files = (await linesOf(bag, `${folder}files.jsonl`)).map((line) => fileLineSchema.parse(line));
  const { secrets } = vaultFileSchema.parse(JSON.parse(await textOf(bag, `${folder}vault.json`)));
  const { client: id, number, name, uscc } = about;
  return {
    client: id,
    number,
    name,
    uscc,
    records: new Set(versions.map((line) => recordLineSchema.parse(line).record)).size,
    versions: versions.length,
    files: files.filter(({ path }) => path !== null).length,
    withoutContent: files.filter(({ path }) => path === null).length,
    secrets: secrets.length,
    conflict: null,
  };
}

async function withConflicts(inside: Inside, found: FoundExport): Promise<FoundExport> {
  const wanted = found.clients.map(({ client: id, uscc }) => ({ id: id as ClientId, uscc }));
  const known = await client.clientsLike(inside, wanted);
  const numbers = await client.numbersTaken(
    inside,
    found.clients.map(({ number }) => number),
  );
  const conflictOf = ({ client: id, number, uscc }: FoundClient): FoundClient['conflict'] => {
    if (known.some((one) => one.id === id)) return 'client-there';
    if (uscc !== null && known.some((one) => one.uscc === uscc)) return 'uscc-taken';
    return numbers.has(number) ? 'number-taken' : null;
  };
  return { ...found, clients: found.clients.map((one) => ({ ...one, conflict: conflictOf(one) })) };
}

interface ClientToTakeIn {
  archived: client.ArchivedClient;
  documents: document.DocumentToTakeIn[];
}

/** A client as the bag has it, the contents of its files put into the file store. */
async function clientOf(
  context: Context,
  bag: BagSource,
  number: string,
  held: document.HeldContent[],
): Promise<ClientToTakeIn> {
  const folder = exportPaths.client(number);
  const about = clientFileSchema.parse(JSON.parse(await textOf(bag, `${folder}client.json`)));
  const versions = (await linesOf(bag, `${folder}records.jsonl`)).map((line) => recordLineSchema.parse(line));
  const documents: document.DocumentToTakeIn[] = [];
  for (const line of await linesOf(bag, `${folder}files.jsonl`)) {
    const { document: id, path, name, folder: within, addedBy, addedAt, filing } = fileLineSchema.parse(line);
    if (path === null) continue;
    const content = await bag.read(path);
    if (!content) throw new Refusal('archive.import-file-too-large', { file: name });
    const one = await document.holdContent(context, { name, content: Buffer.from(content) });
    held.push(one);
    documents.push({
      id: id as Id<'document'>,
      folder: within,
      name,
      addedBy: addedBy as PersonId,
      addedAt: new Date(addedAt),
      filing,
      held: one,
    });
  }
  const archived = {
    id: about.client as ClientId,
    createdAt: new Date(about.createdAt),
    versions: versions.map((one) => ({
      ...one,
      record: one.record as Id<'client-record'>,
      kind: one.kind as client.RecordVersion['kind'],
      changedAt: new Date(one.changedAt),
      changedBy: one.changedBy as PersonId | null,
      replacedAt: one.replacedAt === null ? null : new Date(one.replacedAt),
    })),
  };
  return { archived, documents };
}

async function write(
  inside: Inside,
  stored: StoredImport,
  clients: readonly ClientToTakeIn[],
): Promise<document.HeldContent[]> {
  const { owner, numbers } = stored.wish!;
  const { clients: conflicts } = await withConflicts(inside, stored.found!);
  const taken = conflicts.find(({ conflict }) => conflict === 'uscc-taken');
  if (taken) throw new Refusal('archive.import-conflicts', { numbers: [taken.number] }, 'conflict');
  const doubled: document.HeldContent[] = [];
  for (const { archived, documents } of clients) {
    const number = numbers[archived.id] ?? null;
    await client.takeInArchived(inside, archived, { owner: owner as PersonId, number, source: stored.found!.hash });
    doubled.push(...(await document.takeInDocuments(inside, archived.id, documents)));
  }
  return doubled;
}

async function textOf(bag: BagSource, path: string): Promise<string> {
  return (await bag.read(path))!.toString('utf8');
}

async function linesOf(bag: BagSource, path: string): Promise<unknown[]> {
  const lines = (await textOf(bag, path)).split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as unknown);
}
