import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { Refusal } from '#platform/kernel/refusal.ts';
import { change, stepBytes, type Steps } from './changed-text.ts';
import { addQuadruples } from './gb18030.ts';
import { blockBytes, type TextFile } from './places.ts';
import { placeOf } from './text-place.ts';
import type { Thread } from './thread.ts';

/**
 * The text of a file below its header as UTF-8, block by block in the shared memory. Refuses `tabular.wrong-encoding` at the
 * first byte that does not fit, and `tabular.truncated` where the file ends inside a character, with {file, line, column}.
 */
export class TextReader {
  readonly #file: TextFile;
  readonly #thread: Thread;
  readonly #descriptor: number;
  /** Where what was changed into UTF-8 can be found again. */
  readonly #steps: Steps = { text: [], file: [] };
  /** Bytes of the text in UTF-8 that were read, those above the first row among them. */
  #textBytes = 0;
  /** The next byte of the file. */
  #position: number;
  /** Bytes at the end of what was read last that begin a character. */
  #begun = 0;

  constructor(file: TextFile, thread: Thread) {
    this.#file = file;
    this.#thread = thread;
    this.#descriptor = openSync(file.path, 'r');
    const { encoding, markBytes, bytesAbove } = file.layout;
    this.#position = markBytes + (encoding === 'utf-8' ? bytesAbove : 0);
  }

  /** Reads the next block to `into`, behind the block before; returns its length. */
  read(into: number): number {
    return this.#file.layout.encoding === 'utf-8' ? this.#readPlain(into) : this.#readChanged(into);
  }

  get hasEnded(): boolean {
    return this.#position >= this.#file.bytes;
  }

  /** Where a text that is not written in UTF-8 can be found again, once it has been read to its end. */
  get steps(): Steps | null {
    return this.#file.layout.encoding === 'utf-8' ? null : this.#steps;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #readPlain(into: number): number {
    const { bytes } = this.#thread.memory;
    const length = readSync(this.#descriptor, bytes, into, blockBytes, this.#position);
    this.#position += length;
    const from = into - this.#begun;
    const end = into + length;
    this.#begun = this.hasEnded ? 0 : beginning(bytes, end);
    if (!isUtf8(bytes.subarray(from, end - this.#begun)))
      this.#refuse(this.#position - (end - misfitIn(bytes, from, end)));
    return length;
  }

  #readChanged(into: number): number {
    const { memory, places, index } = this.#thread;
    const { bytesAbove } = this.#file.layout;
    const { raw } = places.threads[index];
    const room = blockBytes - this.#begun;
    const to = raw + this.#begun + readSync(this.#descriptor, memory.bytes, raw + this.#begun, room, this.#position);
    const from = this.#position - this.#begun;
    let at = raw;
    let end = into;
    while (at < to) {
      this.#steps.text.push(this.#textBytes + end - into);
      this.#steps.file.push(from + at - raw);
      const { end: written, readTo } = this.#change(at, Math.min(at + stepBytes, to), end, from - raw);
      if (readTo === at) break;
      at = readTo;
      end = written;
    }
    this.#position = from + to - raw;
    this.#begun = to - at;
    if (this.hasEnded && this.#begun > 0) this.#refuse(this.#position, 'tabular.truncated');
    memory.bytes.copyWithin(raw, at, to);
    const above = Math.min(Math.max(bytesAbove - this.#textBytes, 0), end - into);
    if (above > 0) memory.bytes.copyWithin(into, into + above, end);
    this.#textBytes += end - into;
    if (this.hasEnded) {
      this.#steps.text.push(this.#textBytes);
      this.#steps.file.push(this.#position);
    }
    return end - into - above;
  }

  #change(from: number, to: number, into: number, fileAt: number) {
    const { encoding } = this.#file.layout;
    let changed = change(this.#thread, encoding, from, to, into);
    if (changed.misfits && encoding === 'gb18030') {
      addQuadruples(this.#thread.memory, this.#thread.places.gb18030);
      changed = change(this.#thread, encoding, from, to, into);
    }
    if (changed.misfits) this.#refuse(fileAt + changed.readTo);
    return changed;
  }

  #refuse(offset: number, code = 'tabular.wrong-encoding'): never {
    const { name: file, layout } = this.#file;
    throw new Refusal(code, { file, encoding: layout.encoding, ...placeOf(this.#file, offset), offset });
  }
}

/** The first byte from `from` to `end` that is no UTF-8, by halving. */
function misfitIn(bytes: Uint8Array, from: number, end: number): number {
  let good = from;
  let bad = end;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (isUtf8(bytes.subarray(from, middle - beginning(bytes, middle)))) good = middle;
    else bad = middle;
  }
  return good;
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
