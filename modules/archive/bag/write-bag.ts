import { createHash, type Hash, randomBytes } from 'node:crypto';
import { lstat, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { clashKey, unsafePath } from './bag-path.ts';
import { type BagInfo, declaration, formatBagInfo } from './declaration.ts';
import { eachAtOnce } from './each-at-once.ts';
import { formatManifest } from './manifest.ts';

/** Text is written as UTF-8; a stream is read once, when its turn comes. */
export type Content = string | Uint8Array | AsyncIterable<Uint8Array>;

export interface BagFile {
  /** With `/`, such as `inventory/summary-1of3.pdf`. */
  path: string;
  content: Content;
}

export interface BagContent {
  /** `bag-info.txt`; the date of bagging and the Payload-Oxum are added. */
  info: BagInfo;
  baggedAt: Date;
  /** What lies under `data/`, by paths within it. */
  payload: Iterable<BagFile> | AsyncIterable<BagFile>;
  /** Files beside `data/` that the tag manifest covers. */
  tags: readonly BagFile[];
  /** Makes the files that vouch for the tag manifest and so cannot be in it, such as a signature over it. */
  seal?: (bag: SealedBag) => Promise<BagFile[]>;
  /** A last look at the finished bag in its hidden folder; when it throws, no bag appears. */
  inspect?: (folder: string) => Promise<void>;
}

export interface SealedBag {
  /** SHA-256 of `tagmanifest-sha256.txt`, hex: through it the whole bag. */
  tagManifestHash: string;
}

/** What was written: all files of the bag and their bytes, tag files among them. */
export interface WrittenBag extends SealedBag {
  files: number;
  bytes: number;
}

/**
 * Writes a bag (RFC 8493, version 1.0, SHA-256) whose manifests `sha256sum -c` accepts. The folder `target` appears only
 * when the bag is whole and on disk: it is written beside it under a hidden name, flushed, then renamed. Files are
 * readable by the owner only.
 *
 * Refuses with `archive.package-exists` when there is anything at `target`, and with `archive.name-unsafe` or
 * `archive.name-clash` for a path that some system could not hold or would take for another one.
 */
export async function writeBag(target: string, content: BagContent): Promise<WrittenBag> {
  if (await exists(target)) throw packageExists(target);
  const parent = path.dirname(target);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await removeLeftovers(target);
  const hidden = `${hiddenPrefix(target)}${randomBytes(6).toString('hex')}`;
  await mkdir(hidden, { mode: 0o700 });
  try {
    const written = await fill(hidden, content);
    await flush(hidden);
    await content.inspect?.(hidden);
    await rename(hidden, target).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOTEMPTY' || error.code === 'EEXIST' ? packageExists(target) : error;
    });
    await flushOne(parent);
    return written;
  } catch (error) {
    await rm(hidden, { recursive: true, force: true });
    throw error;
  }
}

async function fill(folder: string, content: BagContent): Promise<WrittenBag> {
  const writer = new FolderWriter(folder);
  const payload = new Map<string, string>();
  for await (const file of content.payload) {
    const within = `data/${file.path}`;
    payload.set(within, await writer.write(within, file.content));
  }
  const oxum = `${writer.bytes}.${writer.files}`;
  const info = formatBagInfo([
    ...content.info,
    ['Bagging-Date', localDateOf(content.baggedAt)],
    ['Payload-Oxum', oxum],
  ]);
  const tags = new Map<string, string>();
  for (const file of [
    { path: 'bagit.txt', content: declaration },
    { path: 'bag-info.txt', content: info },
    { path: 'manifest-sha256.txt', content: formatManifest(payload) },
    ...content.tags,
  ]) {
    tags.set(file.path, await writer.write(file.path, file.content));
  }
  const tagManifestHash = await writer.write('tagmanifest-sha256.txt', formatManifest(tags));
  for (const file of (await content.seal?.({ tagManifestHash })) ?? []) await writer.write(file.path, file.content);
  return { tagManifestHash, files: writer.files, bytes: writer.bytes };
}

/** Writes each file once, under a name that no other file of the folder could be taken for. */
class FolderWriter {
  files = 0;
  bytes = 0;
  readonly #folder: string;
  readonly #taken = new Set<string>();
  readonly #made = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Gives the SHA-256 of what was written, in hex. */
  async write(within: string, content: Content): Promise<string> {
    this.#claim(within);
    await this.#makeFolderOf(within);
    const hash = createHash('sha256');
    const handle = await open(path.join(this.#folder, within), 'wx', 0o600);
    try {
      for await (const chunk of chunksOf(content)) {
        await writeChunk(handle, chunk, hash);
        this.bytes += chunk.length;
      }
    } finally {
      await handle.close();
    }
    this.files += 1;
    return hash.digest('hex');
  }

  #claim(within: string): void {
    const reason = unsafePath(within);
    if (reason) throw new Refusal('archive.name-unsafe', { place: placeOf(within), reason });
    const key = clashKey(within);
    if (this.#taken.has(key)) throw new Refusal('archive.name-clash', { place: placeOf(within) }, 'conflict');
    this.#taken.add(key);
  }

  async #makeFolderOf(within: string): Promise<void> {
    const folder = path.dirname(within);
    if (this.#made.has(folder)) return;
    await mkdir(path.join(this.#folder, folder), { recursive: true, mode: 0o700 });
    this.#made.add(folder);
  }
}

async function* chunksOf(content: Content): AsyncIterable<Uint8Array> {
  if (typeof content === 'string') yield Buffer.from(content, 'utf8');
  else if (content instanceof Uint8Array) yield content;
  else yield* content;
}

async function writeChunk(handle: Awaited<ReturnType<typeof open>>, chunk: Uint8Array, hash: Hash): Promise<void> {
  hash.update(chunk);
  for (let at = 0; at < chunk.length;) at += (await handle.write(chunk, at)).bytesWritten;
}

/** The folder of a file and not its name, which a client's data may have come into. */
function placeOf(within: string): string {
  return path.dirname(within);
}

/** Every file and folder below, then the folder itself, so that a power cut after the rename loses nothing. */
async function flush(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  await eachAtOnce(8, entries, (entry) => flushOne(path.join(entry.parentPath, entry.name)));
  await flushOne(folder);
}

async function flushOne(location: string): Promise<void> {
  const handle = await open(location, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const leftoverAge = 24 * 3_600_000;

/** What a killed process left of the same bag a day ago or longer; a younger one may still be at work. */
async function removeLeftovers(target: string): Promise<void> {
  const parent = path.dirname(target);
  const prefix = path.basename(hiddenPrefix(target));
  for (const name of (await readdir(parent)).filter((entry) => entry.startsWith(prefix))) {
    const leftover = path.join(parent, name);
    if (Date.now() - (await stat(leftover)).mtimeMs > leftoverAge) await rm(leftover, { recursive: true, force: true });
  }
}

function hiddenPrefix(target: string): string {
  return path.join(path.dirname(target), `.${path.basename(target)}.partial-`);
}

async function exists(location: string): Promise<boolean> {
  return lstat(location).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}

function packageExists(target: string): Refusal {
  return new Refusal('archive.package-exists', { name: path.basename(target) }, 'conflict');
}
