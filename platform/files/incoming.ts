import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  beginFile,
  FileChunks,
  growingChunk,
  sealedHeader,
  sealedOffset,
  sealedSize,
} from '#platform/envelope/chunked-file.ts';
import type { DataKey } from '#platform/envelope/data-key.ts';
import { giveBack } from '#platform/kernel/give-back.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { onDisk } from './disk-fault.ts';
import { makeFolder, syncFolder, writeWhole } from './folder-store.ts';

/** What of a disk is left to everything else. */
const reserve = 512 * 1024 * 1024;
/** A file that nobody added to for so long is opened anew when it is asked for. */
const forgottenAfter = 10 * 60_000;

/**
 * Files on their way in, sealed from their first byte, on this machine's disk. What lies there is the only record of how far one has
 * come: bytes are acknowledged when they are durable, and after a kill everything that was acknowledged is found again.
 */
export class Incoming {
  readonly #folder: string;
  readonly #open = new Map<string, { file: Promise<GrowingFile>; touched: number }>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Refuses with `file.disk-full` when that much does not fit beside what is there. */
  async makeRoom(bytes: number): Promise<void> {
    await onDisk(async () => {
      await makeFolder(this.#folder);
      const { bavail, bsize } = await statfs(this.#folder);
      if (bavail * bsize - reserve < bytes) throw new Refusal('file.disk-full', {}, 'unavailable');
    });
  }

  /**
   * The file of this key as far as it has come; begun when there is none. `size` is what it will have, where that is known: the
   * last chunk is sealed otherwise than the others.
   */
  async at(fileKey: DataKey, size: number | null): Promise<GrowingFile> {
    this.#forget();
    const name = fileKey.client;
    const known = this.#open.get(name);
    const file = known?.file ?? onDisk(() => GrowingFile.open(this.pathOf(name), fileKey, size));
    this.#open.set(name, { file, touched: Date.now() });
    try {
      return await file;
    } catch (error) {
      this.#open.delete(name);
      throw error;
    }
  }

  async remove(name: string): Promise<void> {
    await this.release(name);
    await onDisk(() => rm(this.pathOf(name), { force: true }));
  }

  /** Lets go of a file, which stays where it is. */
  async release(name: string): Promise<void> {
    const known = this.#open.get(name);
    this.#open.delete(name);
    const file = await known?.file.catch(() => undefined);
    await file?.close();
  }

  /** Those that nobody added to since. */
  async untouchedSince(instant: Date): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const found = await Promise.all(names.map(async (name) => ({ name, at: await this.touchedAt(name) })));
    return found.filter(({ at }) => at !== null && at < instant).map(({ name }) => name);
  }

  /** When it last grew; null when nothing of it is there. */
  touchedAt(name: string): Promise<Date | null> {
    return stat(this.pathOf(name)).then(
      ({ mtime }) => mtime,
      () => null,
    );
  }

  /** How far a file of this size has come, by what lies there; nothing is read back. */
  async received(name: string, size: number): Promise<number> {
    const known = this.#open.get(name);
    if (known) return (await known.file).size;
    const there = await stat(this.pathOf(name)).then(
      (found) => found.size,
      () => 0,
    );
    if (there === sealedSize(size)) return size;
    return Math.max(0, Math.floor((there - sealedHeader) / (sealedOffset(1) - sealedOffset(0)))) * growingChunk;
  }

  pathOf(name: string): string {
    return join(this.#folder, name);
  }

  async close(): Promise<void> {
    for (const name of this.#open.keys()) await this.release(name);
  }

  #forget(): void {
    const since = Date.now() - forgottenAfter;
    for (const [name, { touched }] of this.#open) if (touched < since) void this.release(name);
  }
}

/** A sealed file that grows by whole chunks, with the hash of its content so far. */
export class GrowingFile {
  readonly #file: FileHandle;
  readonly #chunks: FileChunks;
  readonly #hash: Hash;
  #size: number;
  #ended: boolean;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(file: FileHandle, chunks: FileChunks, found: { hash: Hash; size: number; ended: boolean }) {
    this.#file = file;
    this.#chunks = chunks;
    this.#hash = found.hash;
    this.#size = found.size;
    this.#ended = found.ended;
  }

  /** Opens what is there, reads it back, and cuts off what a kill has left torn. */
  static async open(path: string, fileKey: DataKey, size: number | null): Promise<GrowingFile> {
    await makeFolder(dirname(path));
    const file = await open(path, 'r+').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return open(path, 'wx+', 0o600);
      throw error;
    });
    try {
      const { size: there } = await file.stat();
      const header = there < sealedHeader ? beginFile() : await readAt(file, 0, sealedHeader);
      if (there < sealedHeader) {
        await file.truncate(0);
        await writeWhole(file, header, 0);
        await file.sync();
        await syncFolder(dirname(path));
      }
      const chunks = new FileChunks(fileKey, fileKey.client, header);
      const found = await readBack(file, chunks, size, there);
      await file.truncate(found.sealed);
      return new GrowingFile(file, chunks, found);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** How many bytes of content are durable. */
  get size(): number {
    return this.#size;
  }

  /** Whether the last chunk is there. */
  get ended(): boolean {
    return this.#ended;
  }

  /** SHA-256 of the content so far, hex. */
  get sha256(): string {
    return this.#hash.copy().digest('hex');
  }

  /**
   * Adds bytes that belong at `from`, and tells how many are durable now. All but the last part are of whole chunks. Refuses with
   * `file.part-elsewhere` {received} when they do not begin where the file ends; what is there already is not written again.
   */
  append(from: number, part: Uint8Array, last: boolean): Promise<number> {
    const turn = this.#turn.then(() => onDisk(() => this.#append(from, part, last)));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #append(from: number, part: Uint8Array, last: boolean): Promise<number> {
    const whole = part.length % growingChunk === 0;
    if (from !== this.#size || this.#ended || (!last && !whole))
      throw new Refusal('file.part-elsewhere', { received: this.#size }, 'conflict');
    const first = this.#size / growingChunk;
    const chunks = Math.max(last ? 1 : 0, Math.ceil(part.length / growingChunk));
    try {
      for (let at = 0; at < chunks; at += 1) {
        const chunk = part.subarray(at * growingChunk, (at + 1) * growingChunk);
        const sealed = this.#chunks.seal(first + at, chunk, last && at === chunks - 1);
        await writeWhole(this.#file, sealed, sealedOffset(first + at));
        giveBack(sealed);
      }
      await this.#file.datasync();
    } catch (error) {
      await this.#file.truncate(sealedOffset(first)).catch(() => {});
      throw error;
    }
    this.#hash.update(part);
    this.#size += part.length;
    this.#ended = last;
    return this.#size;
  }

  /** Content from `from` to before `to`; nothing beyond what is there. */
  async read(from: number, to: number): Promise<Buffer> {
    const end = Math.min(to, this.#size);
    if (end <= from) return Buffer.alloc(0);
    const first = Math.floor(from / growingChunk);
    const parts: Buffer[] = [];
    for (let number = first; number * growingChunk < end; number += 1) parts.push(await this.#chunk(number));
    return Buffer.concat(parts).subarray(from - first * growingChunk, end - first * growingChunk);
  }

  /** All of the content, chunk by chunk. */
  async *content(): AsyncGenerator<Buffer> {
    for (let number = 0; number * growingChunk < this.#size; number += 1) yield this.#chunk(number);
  }

  async #chunk(number: number): Promise<Buffer> {
    const last = this.#ended && (number + 1) * growingChunk >= this.#size;
    const sealed = await readAt(this.#file, sealedOffset(number), sealedOffset(number + 1) - sealedOffset(number));
    const opened = this.#chunks.open(number, sealed, last);
    giveBack(sealed);
    if (!opened) throw new Refusal('envelope.file-damaged', { chunk: number }, 'unavailable');
    return opened;
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#file.close().catch(() => {});
  }
}

async function readBack(file: FileHandle, chunks: FileChunks, size: number | null, there: number) {
  const hash = createHash('sha256');
  let read = 0;
  let ended = false;
  let number = 0;
  for (; sealedOffset(number) < there && !ended; number += 1) {
    const sealed = await readAt(file, sealedOffset(number), sealedOffset(number + 1) - sealedOffset(number));
    const last = size !== null && size <= (number + 1) * growingChunk;
    const opened = chunks.open(number, sealed, last);
    giveBack(sealed);
    if (!opened || (!last && opened.length < growingChunk)) break;
    hash.update(opened);
    read += opened.length;
    giveBack(opened);
    ended = last;
  }
  const sealed = ended ? there : sealedOffset(number);
  return { hash, size: read, ended, sealed };
}

/** As much as there is. */
async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}
