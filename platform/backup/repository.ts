import { createHash, randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { open, seal } from '#platform/envelope/aes-gcm.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { packFrame } from '#platform/packing/zstd.ts';
import { unfinished, writeDurably } from './durable-file.ts';
import { nameOf, type RepositoryKey, wrapKey } from './repository-key.ts';

/** Where a blob lies. */
interface Place {
  pack: string;
  offset: number;
  length: number;
}

/** A file in `snapshots/`; names sort by time. */
export interface SnapshotFile {
  name: string;
  at: Date;
}

/** What of a repository does not hold what it should. */
export interface RepositoryFault {
  code: 'file-altered' | 'file-unreadable' | 'blob-missing' | 'blob-damaged';
  /** Within the repository. */
  file: string;
  /** In bytes, from 0. */
  offset?: number;
}

export const repositoryFormat = 'baton/backup/v1';
const packSize = 16 * 1024 * 1024;
/** The largest blob there is. */
export const blobLimit = 4 * 1024 * 1024;
const blobHeader = { raw: Buffer.of(0), packed: Buffer.of(1) };

/**
 * A folder of encrypted backups:
 *
 *     baton-backup.json    what this is, and to which recipients the key is wrapped
 *     key.age              the key of the repository, for the recovery recipients
 *     packs/ab/abcd….pack  blobs one after another, named by the SHA-256 of the file; a blob is named by its content, so what is
 *                          there already is never written again
 *     index/….index        where the blobs of some packs lie
 *     snapshots/….snapshot what one backup consists of; it is written last, and without it nothing of a backup is seen
 *     apart/…              what must be gone from every backup when it is destroyed: replaced each time, whole or not at all
 *
 * Beside the last, files are only ever added, each whole or not at all; a process killed at any point leaves packs that nothing
 * refers to.
 */
export class Repository {
  readonly folder: string;
  readonly key: RepositoryKey;
  #known: Map<string, Place> | null = null;
  readonly #fresh = new Map<string, Place>();
  readonly #trusted = new Set<string>();
  #pending: Buffer[] = [];
  #pendingSize = 0;
  #pendingIds: { id: string; offset: number; length: number }[] = [];
  #written = 0;

  constructor(folder: string, key: RepositoryKey) {
    this.folder = folder;
    this.key = key;
  }

  /** Makes a repository in an empty or missing folder. Refuses with `backup.folder-taken`. */
  static async create(folder: string, key: RepositoryKey, recipients: readonly string[]): Promise<Repository> {
    if (existsSync(folder) && readdirSync(folder).some((name) => !name.endsWith(unfinished)))
      throw new Refusal('backup.folder-taken', { folder }, 'conflict');
    writeDurably(join(folder, 'key.age'), [Buffer.from(await wrapKey(key, recipients))]);
    const said = { format: repositoryFormat, id: randomUUID(), recipients };
    writeDurably(join(folder, 'baton-backup.json'), [Buffer.from(JSON.stringify(said, null, 2))]);
    return new Repository(folder, key);
  }

  /** Bytes written by this process. */
  get written(): number {
    return this.#written;
  }

  /** Stores a content of at most `blobLimit` bytes unless it is there, and gives its name. Lasting after `flush`. */
  put(content: Uint8Array): string {
    const id = nameOf(this.key, content);
    if (this.has(id)) return id;
    const packed = packFrame(content);
    const small = packed.length < content.length;
    const sealed = seal(
      this.key.sealing,
      small ? blobHeader.packed : blobHeader.raw,
      Buffer.from(id, 'hex'),
      small ? packed : content,
    );
    this.#fresh.set(id, { pack: '', offset: this.#pendingSize, length: sealed.length });
    this.#pendingIds.push({ id, offset: this.#pendingSize, length: sealed.length });
    this.#pending.push(sealed);
    this.#pendingSize += sealed.length;
    if (this.#pendingSize >= packSize) this.#writePack();
    return id;
  }

  /** Says of contents that a backup which is there refers to them, so that no index is read to find them. */
  trust(ids: Iterable<string>): void {
    for (const id of ids) this.#trusted.add(id);
  }

  /** Whether a content of this name is there, or will be after `flush`. */
  has(id: string): boolean {
    return this.#trusted.has(id) || this.#fresh.has(id) || this.#places().has(id);
  }

  /** A content by its name. Refuses with `backup.blob-missing` and `backup.blob-damaged`. */
  get(id: string): Buffer {
    const place = this.#places().get(id);
    if (!place) throw new Refusal('backup.blob-missing', { blob: id }, 'unavailable');
    const content = this.#open(id, readPart(join(this.folder, packName(place.pack)), place));
    if (!content) throw new Refusal('backup.blob-damaged', { pack: place.pack, offset: place.offset }, 'unavailable');
    return content;
  }

  /** Brings what was put to the disk, with its index. */
  flush(): void {
    if (this.#pendingSize > 0) this.#writePack();
    if (this.#fresh.size > 0) this.#writeIndex(this.#fresh);
    for (const [id, place] of this.#fresh) this.#places().set(id, place);
    this.#fresh.clear();
  }

  /** Writes what makes a backup of the blobs: after this, and not before, it is there. Flushes first. */
  writeSnapshot(at: Date, content: unknown): string {
    this.flush();
    const bytes = this.#sealed('snapshot', content);
    const name = `${at.toISOString().replaceAll(/[-:]/g, '').replace('.', '')}-${sha256(bytes)}.snapshot`;
    this.#write(join('snapshots', name), [bytes]);
    return name;
  }

  /** The backups, oldest first. */
  snapshots(): SnapshotFile[] {
    return this.#names('snapshots', '.snapshot').map((name) => ({
      name,
      at: new Date(name.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-.*$/, '$1-$2-$3T$4:$5:$6.$7Z')),
    }));
  }

  /** The content of a snapshot; refuses with `backup.snapshot-damaged`. */
  readSnapshot<T>(name: string): T {
    return this.#opened('snapshot', readFileSync(join(this.folder, 'snapshots', name)), name) as T;
  }

  /** Puts a content that all backups share in place of the former one. */
  writeApart(name: string, content: unknown): void {
    this.#write(join('apart', name), [this.#sealed(`apart/${name}`, content)]);
  }

  /** Null when there is none; refuses with `backup.snapshot-damaged`. */
  readApart<T>(name: string): T | null {
    const path = join(this.folder, 'apart', name);
    return existsSync(path) ? (this.#opened(`apart/${name}`, readFileSync(path), `apart/${name}`) as T) : null;
  }

  removeSnapshot(name: string): void {
    rmSync(join(this.folder, 'snapshots', name));
  }

  /**
   * Reads everything back: every file is as its name says, every blob opens and is the content that its name says, and
   * everything that `wanted` names is there.
   */
  verify(wanted: Iterable<string>): { faults: RepositoryFault[]; packs: number; blobs: number; bytes: number } {
    const faults: RepositoryFault[] = [];
    const byPack = Map.groupBy(this.#places(), ([, { pack }]) => pack);
    const sound = new Set<string>();
    let bytes = 0;
    for (const [pack, blobs] of byPack) {
      const file = packName(pack);
      const content = readWhole(join(this.folder, file));
      if (!content) {
        faults.push({ code: 'file-unreadable', file });
        continue;
      }
      bytes += content.length;
      const altered = sha256(content) !== pack;
      if (altered) faults.push({ code: 'file-altered', file });
      for (const [id, { offset, length }] of blobs) {
        const opened = this.#open(id, content.subarray(offset, offset + length));
        if (opened && nameOf(this.key, opened) === id) sound.add(id);
        else if (!altered || content.length >= offset) faults.push({ code: 'blob-damaged', file, offset });
      }
    }
    for (const [folder, ending] of [
      ['snapshots', '.snapshot'],
      ['index', '.index'],
    ] as const)
      for (const name of this.#names(folder, ending)) {
        const hash = name.slice(-64 - ending.length, -ending.length);
        const content = readWhole(join(this.folder, folder, name));
        if (!content || sha256(content) !== hash) faults.push({ code: 'file-altered', file: join(folder, name) });
      }
    for (const id of wanted)
      if (!sound.has(id) && !this.#places().has(id)) faults.push({ code: 'blob-missing', file: id });
    return { faults, packs: byPack.size, blobs: sound.size, bytes };
  }

  /** Takes away the packs of which nothing is in `live`, and what killed processes left; gives the bytes. */
  sweep(live: ReadonlySet<string>): number {
    const byPack = Map.groupBy(this.#places(), ([, { pack }]) => pack);
    const needed = new Set([...byPack].filter(([, blobs]) => blobs.some(([id]) => live.has(id))).map(([pack]) => pack));
    const kept = new Map([...this.#places()].filter(([, { pack }]) => needed.has(pack)));
    const former = this.#names('index', '.index');
    const present = kept.size > 0 ? this.#writeIndex(kept) : null;
    for (const name of former) if (name !== present) rmSync(join(this.folder, 'index', name));
    this.#known = kept;
    const named = new Set([...kept.values()].map(({ pack }) => packName(pack)));
    let bytes = 0;
    for (const file of filesBelow(this.folder, 'packs').filter((name) => !named.has(name))) {
      bytes += statSync(join(this.folder, file)).size;
      rmSync(join(this.folder, file));
    }
    return bytes;
  }

  #writePack(): void {
    const hash = createHash('sha256');
    for (const part of this.#pending) hash.update(part);
    const pack = hash.digest('hex');
    this.#write(packName(pack), this.#pending);
    for (const { id, offset, length } of this.#pendingIds) this.#fresh.set(id, { pack, offset, length });
    this.#pending = [];
    this.#pendingIds = [];
    this.#pendingSize = 0;
  }

  #writeIndex(places: Map<string, Place>): string {
    const byPack = Map.groupBy(places, ([, { pack }]) => pack);
    const content = [...byPack].map(([pack, blobs]) => [
      pack,
      blobs.map(([id, { offset, length }]) => [id, offset, length]),
    ]);
    const bytes = this.#sealed('index', content);
    const name = `${sha256(bytes)}.index`;
    this.#write(join('index', name), [bytes]);
    return name;
  }

  #places(): Map<string, Place> {
    if (this.#known) return this.#known;
    this.#known = new Map();
    for (const name of this.#names('index', '.index')) {
      const packs = this.#opened('index', readFileSync(join(this.folder, 'index', name)), name) as [
        string,
        [string, number, number][],
      ][];
      for (const [pack, blobs] of packs)
        for (const [id, offset, length] of blobs) this.#known.set(id, { pack, offset, length });
    }
    return this.#known;
  }

  #open(id: string, sealed: Buffer): Buffer | null {
    const content = open(this.key.sealing, 1, Buffer.from(id, 'hex'), sealed);
    if (!content || sealed[0] === blobHeader.raw[0]) return content;
    try {
      return zstdDecompressSync(content, { maxOutputLength: blobLimit, chunkSize: 256 * 1024 });
    } catch {
      return null;
    }
  }

  #sealed(kind: string, content: unknown): Buffer {
    return seal(this.key.sealing, blobHeader.packed, Buffer.from(kind), zstdCompressSync(JSON.stringify(content)));
  }

  #opened(kind: string, sealed: Buffer, file: string): unknown {
    const content = open(this.key.sealing, 1, Buffer.from(kind), sealed);
    if (!content)
      throw new Refusal(`backup.${kind === 'index' ? 'index' : 'snapshot'}-damaged`, { file }, 'unavailable');
    return JSON.parse(zstdDecompressSync(content).toString());
  }

  #write(name: string, pieces: readonly Buffer[]): void {
    writeDurably(join(this.folder, name), pieces);
    this.#written += pieces.reduce((sum, piece) => sum + piece.length, 0);
  }

  #names(folder: string, ending: string): string[] {
    const path = join(this.folder, folder);
    return existsSync(path)
      ? readdirSync(path)
          .filter((name) => name.endsWith(ending))
          .sort()
      : [];
  }
}

function packName(pack: string): string {
  return join('packs', pack.slice(0, 2), `${pack}.pack`);
}

function filesBelow(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

/** As much of it as there is; nothing of a file that is not there. */
function readPart(path: string, { offset, length }: Place): Buffer {
  if (!existsSync(path)) return Buffer.alloc(0);
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
  } finally {
    closeSync(file);
  }
}

function readWhole(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
