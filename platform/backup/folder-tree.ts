import { hash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Refusal } from '#platform/kernel/refusal.ts';
import { ahead, severalFiles } from './ahead.ts';
import { unfinished, writeDurably } from './durable-file.ts';
import { blobLimit, type Repository } from './repository.ts';

/** The content of a file as it was backed up. */
export interface Content {
  size: number;
  /** Milliseconds since 1970. */
  modified: number;
  /** In pieces. */
  blobs: string[];
}

/** A file of a backed up folder. */
export interface TreeFile extends Content {
  name: string;
}

/** A backed up folder: the names of the blobs that list it. */
export interface Tree {
  blobs: string[];
  files: number;
  bytes: number;
}

/** What one look at a folder found: as long as it says the same, no file of it is looked at closer. */
export interface Look {
  state: string;
  listing: string[];
  files: number;
  bytes: number;
}

/** What is remembered of a backup for the next one. */
export interface TreeMemory {
  /** Each folder within, by its path. */
  folders: Record<string, Look>;
  tree: string[];
}

/** Reads what `remember` kept; null when there is nothing, or nothing that can be read. */
export function recall<Memory>(path: string): Memory | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Memory;
  } catch {
    return null;
  }
}

/** The blobs that a memory names. */
export function* remembered({ folders, tree }: TreeMemory): Generator<string> {
  yield* tree;
  for (const { listing } of Object.values(folders)) yield* listing;
}

export function remember(path: string, memory: unknown): void {
  writeDurably(path, [Buffer.from(JSON.stringify(memory))]);
}

/**
 * Backs up a folder and all that is in it. A folder within whose names, sizes and times are those of `memory` is not read
 * again; of others, only the files that changed. Links and devices are left out, as are files that a writer is still at.
 * `memory` is brought up to date.
 */
export async function backUpFolder(repository: Repository, root: string, memory: TreeMemory): Promise<Tree> {
  const listed: [path: string, listing: string[]][] = [];
  const seen = new Set<string>();
  let files = 0;
  let bytes = 0;
  const walk = async (within: string): Promise<void> => {
    const { entries, folders, state } = look(join(root, within));
    seen.add(within);
    if (entries.length > 0 || within === '') {
      const known = memory.folders[within];
      const same = known?.state === state && known.listing.every((id) => repository.has(id));
      const found = same
        ? known
        : await listFiles(repository, entries, known, (entry) => readFile(repository, join(root, within, entry.name)));
      memory.folders[within] = { ...found, state };
      listed.push([within, found.listing]);
      files += found.files;
      bytes += found.bytes;
    }
    for (const name of folders) await walk(within === '' ? name : `${within}/${name}`);
  };
  await walk('');
  for (const path of Object.keys(memory.folders)) if (!seen.has(path)) delete memory.folders[path];
  memory.tree = putJson(repository, listed);
  return { blobs: memory.tree, files, bytes };
}

type Entry = { name: string; size: number; modified: number; changed: number; inode: number };

function look(folder: string): { entries: Entry[]; folders: string[]; state: string } {
  const folders: string[] = [];
  const entries: Entry[] = [];
  let state = '';
  const found = readdirSync(folder, { withFileTypes: true });
  for (const entry of found.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    if (entry.isDirectory()) folders.push(entry.name);
    if (!entry.isFile() || entry.name.endsWith(unfinished)) continue;
    const status = lstatSync(`${folder}/${entry.name}`, { throwIfNoEntry: false });
    if (!status) continue;
    const { size, mtimeMs, ctimeMs, ino } = status;
    entries.push({ name: entry.name, size, modified: mtimeMs, changed: ctimeMs, inode: ino });
    state += `${entry.name}\0${size}\0${mtimeMs}\0${ctimeMs}\0${ino}\0`;
  }
  return { entries, folders, state: hash('sha256', state, 'base64url') };
}

/**
 * The files of a folder, of which those are read that are not as the folder was known. `read` puts the content of one, and gives
 * null when it went away meanwhile.
 */
export async function listFiles<Entry extends { name: string; size: number; modified: number }>(
  repository: Repository,
  entries: readonly Entry[],
  known: Look | undefined,
  read: (entry: Entry) => Promise<Content | null>,
): Promise<Omit<Look, 'state'>> {
  await repository.load();
  const before = new Map<string, TreeFile>();
  if (known?.listing.every((id) => repository.has(id)))
    for (const file of await getJson<TreeFile[]>(repository, known.listing)) before.set(file.name, file);
  const listing: TreeFile[] = [];
  for (const entry of entries) {
    const former = before.get(entry.name);
    const same = former?.size === entry.size && former.modified === entry.modified;
    const content = same ? former : await read(entry);
    if (content) listing.push({ ...content, name: entry.name });
  }
  return {
    listing: putJson(repository, listing),
    files: listing.length,
    bytes: listing.reduce((sum, { size }) => sum + size, 0),
  };
}

/** The content of a file in blobs; null when it went away meanwhile. Refuses with `backup.file-changed` when it grows under the hand. */
async function readFile(repository: Repository, path: string): Promise<Content | null> {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { size, mtimeMs } = fstatSync(file);
    const blobs: string[] = [];
    const piece = Buffer.allocUnsafe(Math.min(size, blobLimit));
    let at = 0;
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
      if (repository.crowded) await repository.room();
      blobs.push(repository.put(piece.subarray(0, read)));
      at += read;
    }
    if (at !== size) throw new Refusal('backup.file-changed', { name: basename(path) }, 'conflict');
    return { size, modified: mtimeMs, blobs };
  } finally {
    closeSync(file);
  }
}

/** The folders of a tree, each with its path and the files in it. */
export async function* foldersOf(
  repository: Repository,
  { blobs }: Tree,
): AsyncGenerator<{ within: string; listing: string[]; files: TreeFile[] }> {
  for (const [within, listing] of await getJson<[string, string[]][]>(repository, blobs))
    yield { within, listing, files: await getJson<TreeFile[]>(repository, listing) };
}

/** Every blob that a tree needs, those of its listings among them. */
export async function* blobsOf(repository: Repository, tree: Tree): AsyncGenerator<string> {
  yield* tree.blobs;
  for await (const { listing, files } of foldersOf(repository, tree)) {
    yield* listing;
    for (const { blobs } of files) yield* blobs;
  }
}

/** Writes a tree into a folder; what is there already of the same name is replaced. */
export async function restoreFolder(repository: Repository, tree: Tree, root: string): Promise<void> {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  for await (const { within, files } of foldersOf(repository, tree))
    await Array.fromAsync(
      ahead(files, severalFiles, (file) => writeFile(repository, join(root, within, file.name), file)),
    );
}

async function writeFile(repository: Repository, path: string, { blobs, modified }: TreeFile): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'w', 0o600);
  try {
    for await (const content of repository.contents(blobs)) {
      for (let at = 0; at < content.length;) at += writeSync(file, content, at);
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  utimesSync(path, modified / 1000, modified / 1000);
}

/** A JSON value in as many blobs as it takes. */
export function putJson(repository: Repository, value: unknown): string[] {
  const text = Buffer.from(JSON.stringify(value));
  const blobs: string[] = [];
  for (let at = 0; at < text.length; at += blobLimit) blobs.push(repository.put(text.subarray(at, at + blobLimit)));
  return blobs;
}

export async function getJson<T>(repository: Repository, blobs: readonly string[]): Promise<T> {
  return JSON.parse(Buffer.concat(await Array.fromAsync(repository.contents(blobs))).toString()) as T;
}
