import { createHash } from 'node:crypto';
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
import { dirname, join } from 'node:path';
import { Refusal } from '#platform/kernel/refusal.ts';
import { unfinished, writeDurably } from './durable-file.ts';
import { blobLimit, type Repository } from './repository.ts';

/** A file of a backed up folder. */
interface TreeFile {
  name: string;
  size: number;
  /** Milliseconds since 1970. */
  modified: number;
  /** Its content, in pieces. */
  blobs: string[];
}

/** A backed up folder: the names of the blobs that list it. */
export interface Tree {
  blobs: string[];
  files: number;
  bytes: number;
}

/** What one look at a folder found: as long as it says the same, no file of it is looked at closer. */
interface Look {
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
export function backUpFolder(repository: Repository, root: string, memory: TreeMemory): Tree {
  const listed: [path: string, listing: string[]][] = [];
  const seen = new Set<string>();
  let files = 0;
  let bytes = 0;
  const walk = (within: string): void => {
    const { entries, folders, state } = look(join(root, within));
    seen.add(within);
    if (entries.length > 0 || within === '') {
      const known = memory.folders[within];
      const same = known?.state === state && known.listing.every((id) => repository.has(id));
      const found = same ? known : list(repository, join(root, within), entries, known);
      memory.folders[within] = { ...found, state };
      listed.push([within, found.listing]);
      files += found.files;
      bytes += found.bytes;
    }
    for (const name of folders) walk(within === '' ? name : `${within}/${name}`);
  };
  walk('');
  for (const path of Object.keys(memory.folders)) if (!seen.has(path)) delete memory.folders[path];
  memory.tree = putJson(repository, listed);
  return { blobs: memory.tree, files, bytes };
}

type Entry = { name: string; size: number; modified: number; changed: number; inode: number };

function look(folder: string): { entries: Entry[]; folders: string[]; state: string } {
  const folders: string[] = [];
  const entries: Entry[] = [];
  const hash = createHash('sha256');
  const found = readdirSync(folder, { withFileTypes: true });
  for (const entry of found.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    if (entry.isDirectory()) folders.push(entry.name);
    if (!entry.isFile() || entry.name.endsWith(unfinished)) continue;
    const status = lstatSync(`${folder}/${entry.name}`, { throwIfNoEntry: false });
    if (!status) continue;
    const { size, mtimeMs, ctimeMs, ino } = status;
    entries.push({ name: entry.name, size, modified: mtimeMs, changed: ctimeMs, inode: ino });
    hash.update(`${entry.name}\0${size}\0${mtimeMs}\0${ctimeMs}\0${ino}\0`);
  }
  return { entries, folders, state: hash.digest('base64url') };
}

function list(repository: Repository, folder: string, entries: Entry[], known: Look | undefined): Omit<Look, 'state'> {
  const before = new Map<string, TreeFile>();
  if (known?.listing.every((id) => repository.has(id)))
    for (const file of getJson<TreeFile[]>(repository, known.listing)) before.set(file.name, file);
  const listing = entries.flatMap((entry): TreeFile[] => {
    const former = before.get(entry.name);
    const same = former?.size === entry.size && former.modified === entry.modified;
    if (same) return [former];
    const file = readFile(repository, join(folder, entry.name), entry);
    return file ? [file] : [];
  });
  return {
    listing: putJson(repository, listing),
    files: listing.length,
    bytes: listing.reduce((sum, { size }) => sum + size, 0),
  };
}

/** The content of a file in blobs; null when it went away meanwhile. Refuses with `backup.file-changed` when it grows under the hand. */
function readFile(repository: Repository, path: string, { name }: Entry): TreeFile | null {
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
      blobs.push(repository.put(piece.subarray(0, read)));
      at += read;
    }
    if (at !== size) throw new Refusal('backup.file-changed', { name }, 'conflict');
    return { name, size, modified: mtimeMs, blobs };
  } finally {
    closeSync(file);
  }
}

/** Every blob that a tree needs, those of its listings among them. */
export function* blobsOf(repository: Repository, { blobs }: Tree): Generator<string> {
  yield* blobs;
  for (const [, listing] of getJson<[string, string[]][]>(repository, blobs)) {
    yield* listing;
    for (const file of getJson<TreeFile[]>(repository, listing)) yield* file.blobs;
  }
}

/** Writes a tree into a folder; what is there already of the same name is replaced. */
export function restoreFolder(repository: Repository, { blobs }: Tree, root: string): void {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  for (const [within, listing] of getJson<[string, string[]][]>(repository, blobs)) {
    for (const file of getJson<TreeFile[]>(repository, listing))
      writeFile(repository, join(root, within, file.name), file);
  }
}

function writeFile(repository: Repository, path: string, { blobs, modified }: TreeFile): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'w', 0o600);
  try {
    for (const id of blobs) {
      const content = repository.get(id);
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

export function getJson<T>(repository: Repository, blobs: readonly string[]): T {
  return JSON.parse(Buffer.concat(blobs.map((id) => repository.get(id))).toString()) as T;
}
