import { closeSync, mkdtempSync, openSync, readSync, rmSync, writevSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chunkBytes } from './places.ts';
import type { Thread } from './thread.ts';

const buffersAtOnce = 512;

/** What is on disk, for another thread of the process. */
export interface SpillState {
  descriptor: number | null;
  /** By the address of a list's head: where its chunks stand, oldest first. */
  runs: Map<number, { position: number; chunks: number }[]>;
}

/** Lists whose chunks went to disk, in one file without a name that ends with the process. */
export class Spill {
  readonly #thread: Thread;
  #descriptor: number | null;
  #end = 0;
  readonly #runs: SpillState['runs'];

  constructor(thread: Thread, state: SpillState = { descriptor: null, runs: new Map() }) {
    this.#thread = thread;
    this.#descriptor = state.descriptor;
    this.#runs = state.runs;
  }

  get state(): SpillState {
    return { descriptor: this.#descriptor, runs: this.#runs };
  }

  chunksOf(list: number): number {
    return (this.#runs.get(list) ?? []).reduce((sum, { chunks }) => sum + chunks, 0);
  }

  /** Writes the chunks of a list and gives them back to the pool; returns how many. */
  evict(list: number, pool: number): number {
    const { memory, kernel } = this.#thread;
    const chunks = chunksOf(memory.words, list);
    if (chunks.length === 0) return 0;
    this.#descriptor ??= openNameless();
    const run = { position: this.#end, chunks: chunks.length };
    for (let from = 0; from < chunks.length; from += buffersAtOnce) {
      const buffers = chunks
        .slice(from, from + buffersAtOnce)
        .map((chunk) => memory.bytes.subarray(chunk, chunk + chunkBytes));
      writeAll(this.#descriptor, buffers, this.#end);
      this.#end += buffers.length * chunkBytes;
    }
    this.#runs.set(list, [...(this.#runs.get(list) ?? []), run]);
    kernel.giveBack(list, pool);
    return chunks.length;
  }

  /** Reads a list's chunks back to `into`, one behind the other, oldest first. */
  load(list: number, into: number): number {
    let at = into;
    for (const { position, chunks } of this.#runs.get(list) ?? []) {
      const length = chunks * chunkBytes;
      this.#read(at, length, position);
      at += length;
    }
    return at - into;
  }

  /** As `load`, but as many chunks at a time as have room in so many bytes: `see` is told where they end. */
  loadPiecemeal(list: number, into: number, bytes: number, see: (end: number) => void): void {
    const most = Math.floor(bytes / chunkBytes);
    for (const { position, chunks } of this.#runs.get(list) ?? [])
      for (let from = 0; from < chunks; from += most) {
        const length = Math.min(most, chunks - from) * chunkBytes;
        this.#read(into, length, position + from * chunkBytes);
        see(into + length);
      }
  }

  /** Reads the oldest chunks that have room in so many bytes; returns how many bytes they are. */
  loadFirst(list: number, into: number, bytes: number): number {
    const first = this.#runs.get(list)?.[0];
    if (!first) return 0;
    const length = Math.min(Math.floor(bytes / chunkBytes), first.chunks) * chunkBytes;
    this.#read(into, length, first.position);
    return length;
  }

  /** The list's chunks on disk are not wanted any more. */
  forget(list: number): void {
    this.#runs.delete(list);
  }

  #read(into: number, length: number, position: number): void {
    let done = 0;
    while (done < length)
      done += readSync(this.#descriptor!, this.#thread.memory.bytes, into + done, length - done, position + done);
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }
}

/** The chunks of a list in memory, oldest first. */
export function chunksOf(words: Uint32Array, list: number): number[] {
  const chunks: number[] = [];
  for (let chunk = words[list / 4]!; chunk !== 0; chunk = words[chunk / 4]!) chunks.push(chunk);
  return chunks.reverse();
}

/** A file that nobody else can open; it is gone when the process ends, however it ends. */
function openNameless(): number {
  const folder = mkdtempSync(join(tmpdir(), 'baton-reconcile-'));
  const descriptor = openSync(join(folder, 'spill'), 'w+', 0o600);
  rmSync(folder, { recursive: true });
  return descriptor;
}

function writeAll(descriptor: number, buffers: Uint8Array[], position: number): void {
  const total = buffers.reduce((sum, { length }) => sum + length, 0);
  const written = writevSync(descriptor, buffers, position);
  if (written === total) return;
  // A full disk or a signal cut it short: once more from there, which throws when there is no room.
  let skip = written;
  const rest = buffers.flatMap((buffer) => {
    const cut = Math.min(skip, buffer.length);
    skip -= cut;
    return cut === buffer.length ? [] : [buffer.subarray(cut)];
  });
  writeAll(descriptor, rest, position + written);
}
