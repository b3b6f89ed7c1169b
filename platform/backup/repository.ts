import { createHash, randomUUID } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { open, seal } from '#platform/envelope/aes-gcm.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { packFrame } from '#platform/packing/zstd.ts';
import { ahead, severalBlobs, severalFiles } from './ahead.ts';
import { nameOf, type RepositoryKey, wrapKey } from './repository-key.ts';
import type { RepositoryStore } from './repository-store.ts';

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

const repositoryFormat = 'baton/backup/v1';
const packSize = 16 * 1024 * 1024;
/** Packs that are on their way to a slow place at a time. */
const mostOutgoing = 3;
/** The largest blob there is. */
export const blobLimit = 4 * 1024 * 1024;
const blobHeader = { raw: Buffer.of(0), packed: Buffer.of(1) };

/**
 * A place of encrypted backups:
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
  readonly store: RepositoryStore;
  readonly key: RepositoryKey;
  #known: Map<string, Place> | null = null;
  readonly #fresh = new Map<string, Place>();
  readonly #trusted = new Set<string>();
  readonly #shunned = new Set<string>();
  #pending: Buffer[] = [];
  #pendingSize = 0;
  #pendingIds: { id: string; offset: number; length: number }[] = [];
  readonly #outgoing = new Set<Promise<void>>();
  #failure: { error: unknown } | null = null;
  #written = 0;

  constructor(store: RepositoryStore, key: RepositoryKey) {
    this.store = store;
    this.key = key;
  }

  /** Makes a repository in an empty or missing place. Refuses with `backup.folder-taken`. */
  static async create(store: RepositoryStore, key: RepositoryKey, recipients: readonly string[]): Promise<Repository> {
    // A process that was killed here has left its key.
    if ((await store.glance()).some((name) => name !== 'key.age'))
      throw new Refusal('backup.folder-taken', { folder: store.place }, 'conflict');
    await store.write('key.age', [Buffer.from(await wrapKey(key, recipients))]);
    const said = { format: repositoryFormat, id: randomUUID(), recipients };
    await store.write(describing, [Buffer.from(JSON.stringify(said, null, 2))]);
    return new Repository(store, key);
  }

  /** What the repository in this place says of itself; null when there is none. Refuses with `backup.no-repository` when it is something else. */
  static async describe(store: RepositoryStore): Promise<{ id: string; recipients: string[] } | null> {
    const found = await store.read(describing);
    if (!found) return null;
    const { format, id, recipients } = JSON.parse(found.toString()) as Partial<Record<'format' | 'id', string>> & {
      recipients?: string[];
    };
    if (format !== repositoryFormat || !/^[0-9a-f-]{36}$/.test(id ?? ''))
      throw new Refusal('backup.no-repository', { folder: store.place }, 'not-found');
    return { id: id!, recipients: recipients ?? [] };
  }

  /** Bytes written by this process. */
  get written(): number {
    return this.#written;
  }

  /** Finds out what is there, unless that was done: what is put before is written, whether it is there or not. */
  async load(): Promise<void> {
    await this.#places();
  }

  /** Stores a content of at most `blobLimit` bytes unless it is known to be there, and gives its name. Lasting after `flush`. */
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
    if (this.#pendingSize >= packSize) this.#sendPack();
    return id;
  }

  /** Whether more was put than the place has taken: wait for `room` before the next. */
  get crowded(): boolean {
    return this.#outgoing.size >= mostOutgoing || this.#failure !== null;
  }

  /** Resolves when there is room for more; refuses with what the place did wrong with what was put before. */
  async room(): Promise<void> {
    while (this.#outgoing.size >= mostOutgoing) await Promise.race(this.#outgoing);
    if (this.#failure) throw this.#failure.error;
  }

  /** Says of contents that a backup which is there refers to them, so that no index is read to find them. */
  trust(ids: Iterable<string>): void {
    for (const id of ids) this.#trusted.add(id);
  }

  /** Says of packs that they may go at any time: what is in them is written anew when it is put. */
  shun(packs: Iterable<string>): void {
    for (const name of packs) this.#shunned.add(name);
  }

  /** Whether a content of this name is known to be there, or will be after `flush`. */
  has(id: string): boolean {
    if (this.#trusted.has(id) || this.#fresh.has(id)) return true;
    const place = this.#known?.get(id);
    return place !== undefined && !this.#shunned.has(packName(place.pack));
  }

  /** A content by its name. Refuses with `backup.blob-missing` and `backup.blob-damaged`. */
  async get(id: string): Promise<Buffer> {
    const place = (await this.#places()).get(id);
    if (!place) throw new Refusal('backup.blob-missing', { blob: id }, 'unavailable');
    const content = this.#open(id, await this.store.readPart(packName(place.pack), place.offset, place.length));
    if (!content) throw new Refusal('backup.blob-damaged', { pack: place.pack, offset: place.offset }, 'unavailable');
    return content;
  }

  /** Contents by their names, one after another; the next are on their way meanwhile. Refuses as `get` does. */
  contents(ids: readonly string[]): AsyncGenerator<Buffer> {
    return ahead(ids, severalBlobs, (id) => this.get(id));
  }

  /** Brings what was put to its place, with its index. */
  async flush(): Promise<void> {
    if (this.#pendingSize > 0) this.#sendPack();
    await Promise.all(this.#outgoing);
    await this.room();
    if (this.#fresh.size > 0) await this.#writeIndex(this.#fresh);
    if (this.#known) for (const [id, place] of this.#fresh) this.#known.set(id, place);
    this.#fresh.clear();
  }

  /** Writes what makes a backup of the blobs: after this, and not before, it is there. Flushes first. */
  async writeSnapshot(at: Date, content: unknown): Promise<string> {
    await this.flush();
    const bytes = this.#sealed('snapshot', content);
    const name = `${at.toISOString().replaceAll(/[-:]/g, '').replace('.', '')}-${sha256(bytes)}.snapshot`;
    await this.#write(`snapshots/${name}`, [bytes]);
    return name;
  }

  /** The backups, oldest first. */
  async snapshots(): Promise<SnapshotFile[]> {
    return (await this.#names('snapshots', '.snapshot')).map((name) => ({
      name,
      at: new Date(name.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-.*$/, '$1-$2-$3T$4:$5:$6.$7Z')),
    }));
  }

  /** The content of a snapshot; refuses with `backup.snapshot-damaged`. */
  async readSnapshot<T>(name: string): Promise<T> {
    return this.#opened('snapshot', await this.store.read(`snapshots/${name}`), name) as T;
  }

  /** Puts a content that all backups share in place of the former one. */
  async writeApart(name: string, content: unknown): Promise<void> {
    const bytes = this.#sealed(`apart/${name}`, content);
    await this.store.replace(`apart/${name}`, [bytes]);
    this.#written += bytes.length;
  }

  /** Null when there is none; refuses with `backup.snapshot-damaged`. */
  async readApart<T>(name: string): Promise<T | null> {
    const found = await this.store.read(`apart/${name}`);
    return found && (this.#opened(`apart/${name}`, found, `apart/${name}`) as T);
  }

  /** Gives whether it is gone: some places let nothing go before its time. */
  removeSnapshot(name: string): Promise<boolean> {
    return this.store.remove(`snapshots/${name}`);
  }

  /**
   * Reads everything back: every file is as its name says, every blob opens and is the content that its name says, and
   * everything that `wanted` names is there.
   */
  async verify(
    wanted: Iterable<string>,
  ): Promise<{ faults: RepositoryFault[]; packs: number; blobs: number; bytes: number }> {
    const faults: RepositoryFault[] = [];
    const places = await this.#places();
    const byPack = Map.groupBy(places, ([, { pack }]) => pack);
    const sound = new Set<string>();
    let bytes = 0;
    const read = async ([pack, blobs]: [string, [string, Place][]]) => {
      const file = packName(pack);
      return { pack, blobs, file, content: await this.#readable(file) };
    };
    for await (const { pack, blobs, file, content } of ahead(byPack, severalFiles, read)) {
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
      for (const name of await this.#names(folder, ending)) {
        const hash = name.slice(-64 - ending.length, -ending.length);
        const content = await this.#readable(`${folder}/${name}`);
        if (!content || sha256(content) !== hash) faults.push({ code: 'file-altered', file: `${folder}/${name}` });
      }
    for (const id of wanted) if (!sound.has(id) && !places.has(id)) faults.push({ code: 'blob-missing', file: id });
    return { faults, packs: byPack.size, blobs: sound.size, bytes };
  }

  /**
   * Takes away the packs of which nothing is in `live`, and what killed processes left. What an index still names that the place does
   * not let go stays as well. Gives the bytes, and the files that are needed no more and stay.
   */
  async sweep(live: ReadonlySet<string>): Promise<{ bytes: number; idle: string[] }> {
    const byPack = Map.groupBy(await this.#places(), ([, { pack }]) => pack);
    const needed = new Set([...byPack].filter(([, blobs]) => blobs.some(([id]) => live.has(id))).map(([pack]) => pack));
    const kept = new Map([...(await this.#places())].filter(([, { pack }]) => needed.has(pack)));
    const former = await this.#names('index', '.index');
    const present = kept.size > 0 ? await this.#writeIndex(kept) : null;
    const idle: string[] = [];
    const letGo = async (name: string) => {
      const gone = await this.store.remove(name);
      if (!gone) idle.push(name);
      return gone;
    };
    for (const name of former) if (name !== present) await letGo(`index/${name}`);
    this.#known = null;
    const named = new Set([...(await this.#places()).values()].map(({ pack }) => packName(pack)));
    let bytes = 0;
    const wanted = new Set([...needed].map(packName));
    for (const { name, size } of await this.store.list('packs')) {
      if (wanted.has(name)) continue;
      if (named.has(name)) idle.push(name);
      else if (await letGo(name)) bytes += size;
    }
    return { bytes, idle };
  }

  #sendPack(): void {
    const hash = createHash('sha256');
    for (const part of this.#pending) hash.update(part);
    const pack = hash.digest('hex');
    for (const { id, offset, length } of this.#pendingIds) this.#fresh.set(id, { pack, offset, length });
    const sent = this.#write(packName(pack), this.#pending)
      .catch((error: unknown) => void (this.#failure ??= { error }))
      .finally(() => this.#outgoing.delete(sent));
    this.#outgoing.add(sent);
    this.#pending = [];
    this.#pendingIds = [];
    this.#pendingSize = 0;
  }

  async #writeIndex(places: Map<string, Place>): Promise<string> {
    const byPack = Map.groupBy(places, ([, { pack }]) => pack);
    const content = [...byPack].map(([pack, blobs]) => [
      pack,
      blobs.map(([id, { offset, length }]) => [id, offset, length]),
    ]);
    const bytes = this.#sealed('index', content);
    const name = `${sha256(bytes)}.index`;
    await this.#write(`index/${name}`, [bytes]);
    return name;
  }

  async #places(): Promise<Map<string, Place>> {
    if (this.#known) return this.#known;
    const known = new Map<string, Place>();
    for (const name of await this.#names('index', '.index')) {
      const packs = this.#opened('index', await this.store.read(`index/${name}`), name) as [
        string,
        [string, number, number][],
      ][];
      for (const [pack, blobs] of packs)
        for (const [id, offset, length] of blobs) known.set(id, { pack, offset, length });
    }
    return (this.#known = known);
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

  #opened(kind: string, sealed: Buffer | null, file: string): unknown {
    const content = sealed && open(this.key.sealing, 1, Buffer.from(kind), sealed);
    if (!content)
      throw new Refusal(`backup.${kind === 'index' ? 'index' : 'snapshot'}-damaged`, { file }, 'unavailable');
    return JSON.parse(zstdDecompressSync(content).toString());
  }

  /** Null as well where the disk cannot read it. */
  async #readable(file: string): Promise<Buffer | null> {
    try {
      return await this.store.read(file);
    } catch (error) {
      if (error instanceof Refusal && error.code.startsWith('file.disk-')) return null;
      throw error;
    }
  }

  async #write(name: string, pieces: readonly Buffer[]): Promise<void> {
    await this.store.write(name, pieces);
    this.#written += pieces.reduce((sum, piece) => sum + piece.length, 0);
  }

  /** Sorted, without the folder. */
  async #names(folder: string, ending: string): Promise<string[]> {
    const files = await this.store.list(folder);
    return files.map(({ name }) => name.slice(folder.length + 1)).filter((name) => name.endsWith(ending));
  }
}

const describing = 'baton-backup.json';

function packName(pack: string): string {
  return `packs/${pack.slice(0, 2)}/${pack}.pack`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
