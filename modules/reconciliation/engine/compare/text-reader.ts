import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { Refusal } from '#platform/kernel/refusal.ts';
import { blockBytes, type TextFile } from './places.ts';
import type { SharedMemory } from './shared-memory.ts';

/**
 * The text of a file below its header as UTF-8, block by block in the shared memory. Refuses `tabular.wrong-encoding`
 * {file, encoding, line, offset} at the first byte that does not fit.
 */
export class TextReader {
  readonly #file: TextFile;
  readonly #memory: SharedMemory;
  readonly #descriptor: number;
  /** The next byte of the file. */
  #position: number;
  /** Bytes at the end of what was read last that begin a character. */
  #begun = 0;

  constructor(file: TextFile, memory: SharedMemory) {
    this.#file = file;
    this.#memory = memory;
    this.#descriptor = openSync(file.path, 'r');
    this.#position = file.layout.markBytes + file.layout.bytesAbove;
  }

  /** Reads the next block to `into`, behind the block before; returns its length. */
  read(into: number): number {
    const { bytes } = this.#memory;
    const length = readSync(this.#descriptor, bytes, into, blockBytes, this.#position);
    this.#position += length;
    const from = into - this.#begun;
    const end = into + length;
    this.#begun = this.hasEnded ? 0 : beginning(bytes, end);
    if (!isUtf8(bytes.subarray(from, end - this.#begun))) this.#refuse(from, end);
    return length;
  }

  get hasEnded(): boolean {
    return this.#position >= this.#file.bytes;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #refuse(from: number, end: number): never {
    const { bytes } = this.#memory;
    let good = from;
    let bad = end;
    while (bad - good > 1) {
      const middle = (good + bad) >>> 1;
      if (isUtf8(bytes.subarray(from, middle - beginning(bytes, middle)))) good = middle;
      else bad = middle;
    }
    const offset = this.#position - (end - good);
    throw new Refusal('tabular.wrong-encoding', {
      file: this.#file.name,
      encoding: this.#file.layout.encoding,
      ...placeOf(this.#file, offset),
      offset,
    });
  }
}

/** How many bytes before `end` begin a character that goes on behind it. */
function beginning(bytes: Uint8Array, end: number): number {
  for (let back = 1; back <= 3; back++) {
    const byte = bytes[end - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}

/** The physical line (from 1) and the byte within it (from 1) at an offset in the file. */
export function placeOf({ path, layout }: TextFile, offset: number): { line: number; column: number } {
  const lineEnd = layout.lineEnd.charCodeAt(0);
  const block = Buffer.alloc(1 << 16);
  const descriptor = openSync(path, 'r');
  try {
    let line = 1;
    let start = 0;
    for (let at = 0; at < offset;) {
      const length = readSync(descriptor, block, 0, Math.min(block.length, offset - at), at);
      if (length === 0) break;
      for (let next = block.indexOf(lineEnd); next !== -1 && next < length; next = block.indexOf(lineEnd, next + 1)) {
        line++;
        start = at + next + 1;
      }
      at += length;
    }
    return { line, column: offset - start + 1 };
  } finally {
    closeSync(descriptor);
  }
}
