import { createHash, randomUUID } from 'node:crypto';
import { lstat, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Sink } from '#platform/age/age-writer.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { sealArchive } from '#platform/packing/seal-archive.ts';
import type { SealFile } from '#platform/packing/seal-segment.ts';
import { unsafePath } from '../bag/bag-path.ts';
import { declaration, formatBagInfo, parseDeclaration } from '../bag/declaration.ts';
import { eachAtOnce } from '../bag/each-at-once.ts';
import { listFiles } from '../bag/folder.ts';
import { formatManifest, parseManifest } from '../bag/manifest.ts';
import { nameClashes } from '../bag/validate-bag.ts';

export interface SealBagOptions {
  /** `age1…`; each of them opens it. */
  recipients: readonly string[];
  /** Ends it at once; nothing stays behind. */
  signal?: AbortSignal | undefined;
}

/** What was sealed. */
export interface SealedBag {
  files: number;
  /** Before packing. */
  bytes: number;
}

/**
 * Seals a folder into the age file `target`, which appears only whole and on disk; `age -d | zstd -d | tar x` gives it back. A bag
 * is sent as it is, and every file of it is held against its manifests on the way; any other folder becomes a bag.
 *
 * Refuses with `archive.target-exists`, `archive.bag-unsound` (the file that is not as its manifest says), `archive.name-unsafe`
 * for what no bag may hold, and as `sealArchive` does.
 */
export async function sealToFile(folder: string, target: string, options: SealBagOptions): Promise<SealedBag> {
  if (await lstat(target).catch(() => null)) throw new Refusal('archive.target-exists', {}, 'conflict');
  const beside = `${target}.${randomUUID()}.part`;
  const file = await open(beside, 'wx', 0o600);
  try {
    const sealed = await sealBag(folder, async (bytes) => writeAll(file, bytes), options);
    await file.sync();
    await file.close();
    await rename(beside, target);
    return sealed;
  } catch (error) {
    await file.close().catch(() => {});
    await rm(beside, { force: true });
    throw error;
  }
}

async function writeAll(file: Awaited<ReturnType<typeof open>>, bytes: readonly Uint8Array[]): Promise<void> {
  let rest = bytes;
  while (rest.length > 0) {
    const { bytesWritten } = await file.writev(rest.slice(0, 1024));
    rest = withoutFirst(rest, bytesWritten);
  }
}

function withoutFirst(pieces: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let left = bytes;
  const at = pieces.findIndex((piece) => {
    if (left < piece.length) return true;
    left -= piece.length;
    return false;
  });
  return at === -1 ? [] : [pieces[at]!.subarray(left), ...pieces.slice(at + 1)];
}

/** The same into any sink; what it was given counts only when this resolves. */
export async function sealBag(folder: string, sink: Sink, { recipients, signal }: SealBagOptions): Promise<SealedBag> {
  const name = basename(resolve(folder));
  const files = await filesIn(folder);
  const isBag = parseDeclaration(await readFile(`${folder}/bagit.txt`, 'utf8').catch(() => '')) !== null;
  const within = isBag ? `${name}/` : `${name}/data/`;
  const placed = files.map((file) => ({ ...file, path: within + file.path }));
  const paths = files.map(({ path }) => path);
  if (isBag) {
    const known = await knownHashes(folder);
    await sealArchive(placed, recipients, sink, { signal, after: (hashes) => held(paths, hashes, known) });
  } else {
    const tags = (hashes: string[]) => tagFiles(name, files, hashes);
    await sealArchive(placed, recipients, sink, { signal, after: tags });
  }
  return { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) };
}

async function filesIn(folder: string): Promise<(SealFile & { location: string })[]> {
  const { files, faults } = await listFiles(folder);
  const fault = faults.find(({ code }) => code !== 'empty-folder') ?? nameClashes(files.map(({ path }) => path))[0];
  if (fault) throw new Refusal('archive.name-unsafe', { place: dirname(fault.file), reason: fault.code });
  const found: (SealFile & { location: string })[] = [];
  await eachAtOnce(8, [...files.entries()], async ([at, { path, location }]) => {
    const reason = unsafePath(path);
    if (reason) throw new Refusal('archive.name-unsafe', { place: dirname(path), reason });
    const { size, mtimeMs } = await lstat(location);
    found[at] = { path, location, size, modified: Math.floor(mtimeMs / 1000) };
  });
  return found;
}

/** SHA-256 by path, of both manifests. */
async function knownHashes(folder: string): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for (const manifest of ['tagmanifest-sha256.txt', 'manifest-sha256.txt']) {
    const text = await readFile(`${folder}/${manifest}`, 'utf8').catch(() => '');
    for (const { path, hash } of parseManifest(text, '1.0').lines) known.set(path.normalize('NFC'), hash);
  }
  return known;
}

function held(paths: string[], hashes: string[], known: Map<string, string>): [] {
  const wrong = paths.find((path, at) => known.has(path) && known.get(path) !== hashes[at]);
  const present = new Set(paths);
  const missing = [...known.keys()].find((path) => !present.has(path));
  const file = wrong ?? missing;
  if (file !== undefined) throw new Refusal('archive.bag-unsound', { file }, 'conflict');
  return [];
}

function tagFiles(name: string, files: SealFile[], hashes: string[]): SealFile[] {
  const manifest = formatManifest(files.map(({ path }, at) => [`data/${path}`, hashes[at]!]));
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const info = formatBagInfo([
    ['Bagging-Date', localDateOf(new Date())],
    ['Payload-Oxum', `${bytes}.${files.length}`],
  ]);
  const tags = { 'bagit.txt': declaration, 'bag-info.txt': info, 'manifest-sha256.txt': manifest };
  const covering = formatManifest(Object.entries(tags).map(([path, text]) => [path, sha256(text)]));
  const modified = Math.floor(Date.now() / 1000);
  return Object.entries({ ...tags, 'tagmanifest-sha256.txt': covering }).map(([path, text]) => {
    const content = Buffer.from(text);
    return { path: `${name}/${path}`, size: content.length, modified, content };
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
