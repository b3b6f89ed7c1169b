import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as client from '#modules/client/client.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import { AgeWriter } from '#platform/age/age-writer.ts';
import { type Context, read, transact } from '#platform/context/context.ts';
import { canonicalJson } from '#platform/crypto/canonical-json.ts';
import { unwrapDataKey } from '#platform/envelope/data-key.ts';
import { formatIndex, type Frame } from '#platform/packing/frame-index.ts';
import { endOfTar } from '#platform/packing/tar-header.ts';
import { packFrame } from '#platform/packing/zstd.ts';
import { type ClientId, type Id, newId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Export } from '../archive.contract.ts';
import { declaration, formatBagInfo } from '../bag/declaration.ts';
import { formatManifest } from '../bag/manifest.ts';
import { inOneLine } from '../package-format.ts';
import { packageFilesOf, packageIds } from '../packages.ts';
import { sealToFile } from '../transport/seal-bag.ts';
import { type BaggedContent, clientFiles, contentFiles, handoverFiles, jsonLines, textFile } from './client-files.ts';
import { exportFormat, exportPaths, formatExportStatement } from './export-format.ts';
import { exportReadme } from './export-readme.ts';
import {
  approvalOf,
  change,
  type ExportId,
  findExport,
  lockExport,
  placeOfExport,
  removeOld,
  type StoredExport,
} from './exports.ts';
import { FilePacker, type PackedFile, type StreamedFile } from './pack-files.ts';
import { type Part, PartFolder } from './part-folder.ts';

/**
 * Makes a released export: part by part, each sealed and kept until all are there, so that a kill costs the part that it was at; then
 * one age file, which appears whole. Memory holds one part's records and one frame of its files. Ends when it was cancelled, or when
 * somebody else has taken it up since.
 */
export async function makeExport(context: Context, input: { export: ExportId }): Promise<void> {
  const work = await takeUp(context, input.export);
  if (!work) return;
  await removeOld(context.ground, work.firm.id);
  try {
    const made = work.found.scope === 'package' ? await sealPackageFile(context, work) : await make(context, work);
    await finish(context, work, { state: 'made', ...made });
  } catch (error) {
    if (error instanceof Given) return;
    if (!(error instanceof Refusal)) context.ground.log.error({ err: error }, 'an export was not made');
    const failure =
      error instanceof Refusal ? { code: error.code, facts: error.facts } : { code: 'server.failed', facts: {} };
    await finish(context, work, { state: 'failed', failure });
  } finally {
    await cleanUp(context, work);
  }
}

/** Thrown when the export was cancelled, or another worker has taken it up. */
class Given extends Error {}

type Work = NonNullable<Awaited<ReturnType<typeof takeUp>>>;

async function takeUp(context: Context, id: ExportId) {
  return transact(context, async (inside) => {
    const stored = await lockExport(inside, id);
    if (stored.state !== 'making' || !stored.partKey) return null;
    const turn = newId<'turn'>();
    await change(inside, id, { turn });
    const { id: firm, name } = await people.findFirm(inside);
    return {
      firm: { id: firm, name },
      turn,
      stored,
      found: await findExport(inside, id),
      key: unwrapDataKey(inside.ground.keys, { firm, client: id }, stored.partKey),
      place: placeOfExport(inside.ground, firm, id),
      verifierKey: await journal.verifierKey(inside),
      at: inside.now,
    };
  });
}

/** Says how far it has come; throws `Given` when there is nothing to go on with. */
async function advance(context: Context, { found, turn }: Work, done: number, total: number): Promise<void> {
  await transact(context, async (inside) => {
    const stored = await lockExport(inside, found.id);
    if (!isMine(stored, turn)) throw new Given();
    await change(inside, found.id, { done, total });
  });
}

function isMine({ state, turn }: StoredExport, mine: string): boolean {
  return state === 'making' && turn === mine;
}

async function finish(
  context: Context,
  { found, turn }: Work,
  values: { state: 'made' | 'failed'; failure?: StoredExport['failure'] } & Partial<Made>,
): Promise<void> {
  await transact(context, async (inside) => {
    if (!isMine(await lockExport(inside, found.id), turn)) return;
    await change(inside, found.id, { ...values, partKey: null, finishedAt: inside.now });
    await journal.record(inside, {
      verb: values.state === 'made' ? 'archive.export-made' : 'archive.export-failed',
      client: found.client ?? undefined,
      subject: found.id,
      facts:
        values.state === 'made'
          ? { name: found.name, packageHash: values.packageHash!, files: values.files!, bytes: values.bytes! }
          : { code: values.failure!.code },
    });
  });
}

/** The parts go when the export is over; its file too, unless it was made. */
async function cleanUp(context: Context, { found, place }: Work): Promise<void> {
  const { state } = await transact(context, (inside) => lockExport(inside, found.id));
  if (state === 'making') return;
  await rm(partsOf(place), { recursive: true, force: true });
  if (state !== 'made') await rm(place, { force: true });
}

function partsOf(place: string): string {
  return place.replace(/\.age$/, '.parts');
}

interface Made {
  packageHash: string;
  files: number;
  /** Of the age file. */
  bytes: number;
}

/** A sealed package for others than its parties: the bag that stands, as it is. */
async function sealPackageFile(context: Context, work: Work): Promise<Made> {
  const { found, place } = work;
  await advance(context, work, 0, 1);
  const { folder, packageHash, files } = await read(context, (inside) => packageFilesOf(inside, found.package!));
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  await rm(place, { force: true });
  await sealToFile(folder, place, { recipients: keysOf(found) });
  const handle = await open(place);
  const { size } = await handle.stat().finally(() => handle.close());
  return { packageHash, files, bytes: size };
}

const filesInPart = 64 * 1024 * 1024;
const entriesInPart = 10_000;

async function make(context: Context, work: Work): Promise<Made> {
  const parts = new PartFolder(partsOf(work.place), work.key);
  const clients = work.found.client ? [work.found.client] : await read(context, client.allClients);
  const packages = work.found.scope === 'firm' ? await read(context, packageIds) : [];
  const total = clients.length + packages.length + 2;
  const names: string[] = [];
  const made: Part[] = [];
  let done = 0;
  const add = async (...[name, at, files, note]: Parameters<PartFolder['part']>): Promise<Part> => {
    const part = await parts.part(name, at, () => inBag(work.found, files()), note);
    names.push(name);
    made.push(part);
    await advance(context, work, done, total);
    return part;
  };
  await advance(context, work, done, total);
  const named = new Set<string>([work.found.requester.id, work.found.approver!.id]);
  for (const id of clients) {
    for (const person of await addClient(context, work, id, add)) named.add(person);
    done += 1;
  }
  for (const id of packages) {
    await add(`package-${id}`, work.at, () => wholePackage(context, id));
    done += 1;
  }
  await addJournal(context, work, add);
  done += 1;
  await add('about', work.at, () => aboutFiles(context, work, clients.length, named));
  return assemble(context, work, parts, names, made);
}

/** Files as they stand in the archive: in the one folder of the bag. */
async function* inBag(
  found: Export,
  files: AsyncIterable<StreamedFile> | Iterable<StreamedFile>,
): AsyncGenerator<StreamedFile> {
  for await (const file of files) yield within(found, file);
}

function within({ name }: Export, file: StreamedFile): StreamedFile {
  return { ...file, path: `${name}/${file.path}` };
}

type AddPart = (...given: Parameters<PartFolder['part']>) => Promise<Part>;
type ClientNote = { contents: BaggedContent[]; people: string[] };

/** The parts of a client: what is on record, then the contents of its files in portions. Gives who is named in it. */
async function addClient(context: Context, work: Work, id: ClientId, add: AddPart): Promise<string[]> {
  let gathered: ClientNote = { contents: [], people: [] };
  const records = async function* () {
    const { files, ...note } = await read(context, (inside) => clientFiles(inside, id));
    gathered = note;
    yield* files;
    yield* await read(context, async (inside) => Array.fromAsync(handoverFiles(inside, id)));
  };
  const { note } = await add(`client-${id}`, work.at, records, () => gathered);
  const { contents, people: named } = note as ClientNote;
  for (const [at, portion] of portionsOf(contents).entries())
    await add(`client-${id}-files-${at}`, work.at, () => contentFiles(context, portion));
  return named;
}

function portionsOf(contents: readonly BaggedContent[]): BaggedContent[][] {
  const portions: BaggedContent[][] = [];
  let room = 0;
  for (const content of contents) {
    if (content.size > room) {
      portions.push([]);
      room = filesInPart;
    }
    portions.at(-1)!.push(content);
    room -= content.size;
  }
  return portions;
}

async function* wholePackage(context: Context, id: Id<'archive-package'>): AsyncGenerator<StreamedFile> {
  const { name, contents } = await read(context, (inside) => packageFilesOf(inside, id));
  for (const { path, size, content } of contents)
    yield { path: `data/packages/${name}/${path}`, size, content: content() };
}

type JournalNote = { size: number; last: number; entries: number; checkpoint: string };

/** The entries that are placed by now, ten thousand a part, all proven against one checkpoint. */
async function addJournal(context: Context, work: Work, add: AddPart): Promise<void> {
  await journal.sequence(context);
  const { found } = work;
  const signers = [found.requester.id, found.approver!.id];
  const of: journal.ExtractOf = found.client ? { client: found.client, subject: found.id, signers } : 'firm';
  let before: JournalNote | undefined;
  for (let number = 1; !before || before.entries === entriesInPart; number += 1) {
    let gathered: JournalNote | undefined;
    const files = async function* () {
      const asked = { after: before?.last ?? -1, most: entriesInPart, size: before?.size };
      const part = await read(context, (inside) => journal.extractPart(inside, of, asked));
      if (!part) throw new Refusal('archive.journal-waits', { export: found.id }, 'unavailable');
      const { proofs, size, checkpoint } = part;
      gathered = { size, last: proofs.at(-1)?.index ?? asked.after, entries: proofs.length, checkpoint };
      const folder = exportPaths.journal(number);
      yield textFile(`${folder}entries.jsonl`, jsonLines(proofs.map(({ path: _path, ...entry }) => entry)));
      yield textFile(`${folder}proofs.jsonl`, jsonLines(proofs.map(({ index, path }) => ({ index, path }))));
      if (number === 1) yield textFile(exportPaths.checkpoint, checkpoint);
    };
    const { note } = await add(`journal-${number}`, work.at, files, () => gathered);
    before = note as JournalNote;
  }
}

async function* aboutFiles(
  context: Context,
  work: Work,
  clients: number,
  named: Set<string>,
): AsyncGenerator<StreamedFile> {
  const { found, firm, at } = work;
  const known = await read(context, people.selectPeople);
  const lines = known
    .filter(({ id }) => named.has(id))
    .map(({ id, name, title }) => ({ person: id, name, title }))
    .sort((one, other) => (one.person < other.person ? -1 : 1));
  const approval = await read(context, (inside) => approvalOf(inside, found.request));
  const about = {
    format: exportFormat,
    firm,
    scope: found.scope,
    name: found.name,
    madeAt: at.toISOString(),
    clients,
    facts: found.facts,
    requester: { person: found.requester.id, name: found.requester.name },
    approver: { person: found.approver!.id, name: found.approver!.name, ...approval },
  };
  yield textFile(exportPaths.people, jsonLines(lines));
  yield textFile(exportPaths.about, canonicalJson(about));
}

/** Puts the parts together into one age file, with manifests and the firm's statement at the end, as `sealArchive` does. */
async function assemble(
  context: Context,
  work: Work,
  parts: PartFolder,
  names: readonly string[],
  made: readonly Part[],
): Promise<Made> {
  const { found, place, at } = work;
  const beside = `${place}.partial`;
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  const file = await open(beside, 'w', 0o600);
  let bytes = 0;
  try {
    const writer = await AgeWriter.begin(keysOf(found), async (pieces) => {
      for (const piece of pieces) {
        await file.appendFile(piece);
        bytes += piece.length;
      }
    });
    const segments: Frame[][] = made.flatMap((part) => part.segments);
    for (const name of names) for await (const piece of parts.read(name)) await writer.write(piece);
    const payload = made.flatMap((part) => part.files);
    const tags = await tagFiles(context, work, payload);
    const packer = new FilePacker(at);
    for await (const frame of packer.pack(tags.files.map((tag) => within(found, tag)))) await writer.write(frame);
    const end = packFrame(endOfTar);
    await writer.write(end);
    segments.push(...packer.segments, [{ packed: end.length, size: endOfTar.length }]);
    await writer.write(formatIndex(segments));
    await writer.end();
    await file.sync();
    await file.close();
    await rename(beside, place);
    return { packageHash: tags.tagManifestHash, files: payload.length + tags.files.length, bytes };
  } catch (error) {
    await file.close().catch(() => {});
    await rm(beside, { force: true });
    throw error;
  }
}

/** What stands beside `data/`: manifests, information, README, and the firm's signed statement over all of it. */
async function tagFiles(
  context: Context,
  { found, firm, at, verifierKey }: Work,
  packed: readonly PackedFile[],
): Promise<{ files: StreamedFile[]; tagManifestHash: string }> {
  const payload = packed.map(({ path, ...file }) => ({ ...file, path: path.slice(found.name.length + 1) }));
  const bytes = payload.reduce((sum, { size }) => sum + size, 0);
  const tags = {
    'bagit.txt': declaration,
    'bag-info.txt': formatBagInfo([
      ['Source-Organization', inOneLine(firm.name)],
      ['External-Identifier', found.name],
      ['External-Description', '客户资料导出 export of client records'],
      ['Package-Format', exportFormat],
      ['Bagging-Date', localDateOf(at)],
      ['Payload-Oxum', `${bytes}.${payload.length}`],
    ]),
    'manifest-sha256.txt': formatManifest(payload.map(({ path, sha256 }) => [path, sha256])),
    'README.txt': exportReadme({ firm: firm.name, name: found.name, title: found.title, verifierKey }),
  };
  const tagManifest = formatManifest(Object.entries(tags).map(([path, text]) => [path, hashOf(text)]));
  const tagManifestHash = hashOf(tagManifest);
  const statement = formatExportStatement({
    firm: firm.name,
    name: found.name,
    sealedAt: at.toISOString(),
    verifierKey,
    tagManifestHash,
  });
  const signed = await read(context, (inside) => journal.signForFirm(inside, statement));
  const all = { ...tags, 'tagmanifest-sha256.txt': tagManifest, 'statement.txt': signed };
  return { files: Object.entries(all).map(([path, text]) => textFile(path, text)), tagManifestHash };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function keysOf({ recipients }: Export): string[] {
  return recipients.map(({ recipient }) => recipient);
}
