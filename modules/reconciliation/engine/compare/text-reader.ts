import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { Refusal } from '#platform/kernel/refusal.ts';
import { addQuadruples, fillGb18030 } from './gb18030.ts';
import { blockBytes, type TextFile } from './places.ts';
import { openNameless } from './spill.ts';
import type { Thread } from './thread.ts';

/**
 * The text of a file below its header as UTF-8, block by block in the shared memory. Refuses `tabular.wrong-encoding` at the
 * first byte that does not fit, and `tabular.truncated` where the file ends inside a character, with {file, line, column}.
 */
export class TextReader {
  readonly #file: TextFile;
  readonly #thread: Thread;
  readonly #descriptor: number;
  /** Where what was changed into UTF-8 is kept for reading again. */
  #kept: number | null = null;
  #keptBytes = 0;
  /** The next byte of the file. */
  #position: number;
  /** Bytes at the end of what was read last that begin a character. */
  #begun = 0;
  /** Bytes of the text in UTF-8 that are still above the first row. */
  #above: number;

  constructor(file: TextFile, thread: Thread, keeps: boolean) {
    this.#file = file;
    this.#thread = thread;
    this.#descriptor = openSync(file.path, 'r');
    const { encoding, markBytes, bytesAbove } = file.layout;
    this.#position = markBytes + (encoding === 'utf-8' ? bytesAbove : 0);
    this.#above = encoding === 'utf-8' ? 0 : bytesAbove;
    if (encoding === 'gb18030') fillGb18030(thread.memory, thread.kernel, thread.places.gb18030);
    if (encoding !== 'utf-8' && keeps) this.#kept = openNameless();
  }

  /** Reads the next block to `into`, behind the block before; returns its length. */
  read(into: number): number {
    return this.#file.layout.encoding === 'utf-8' ? this.#readPlain(into) : this.#readChanged(into);
  }

  get hasEnded(): boolean {
    return this.#position >= this.#file.bytes;
  }

  /** Lets the file go; returns where the text can be read again if it is not as it stands in the file. */
  close(): number | null {
    closeSync(this.#descriptor);
    return this.#kept;
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
    const { raw } = places.threads[index];
    const length = readSync(
      this.#descriptor,
      memory.bytes,
      raw + this.#begun,
      blockBytes - this.#begun,
      this.#position,
    );
    this.#position += length;
    const to = raw + this.#begun + length;
    let { end, readTo, misfits } = this.#change(raw, to, into);
    if (misfits && this.#file.layout.encoding === 'gb18030') {
      addQuadruples(memory, places.gb18030);
      ({ end, readTo, misfits } = this.#change(raw, to, into));
    }
    this.#begun = to - readTo;
    if (misfits) this.#refuse(this.#position - this.#begun);
    if (this.hasEnded && this.#begun > 0) this.#refuse(this.#position, 'tabular.truncated');
    memory.bytes.copyWithin(raw, readTo, to);
    return this.#withoutAbove(into, end);
  }

  #change(from: number, to: number, into: number) {
    const { kernel } = this.#thread;
    const { encoding } = this.#file.layout;
    const end =
      encoding === 'gb18030'
        ? kernel.fromGb18030(from, to, into)
        : kernel.fromUtf16(from, to, into, Number(encoding === 'utf-16be'));
    return { end: end >>> 0, readTo: (kernel.readTo.value as number) >>> 0, misfits: kernel.misfit.value === 1 };
  }

  #withoutAbove(into: number, end: number): number {
    const { bytes } = this.#thread.memory;
    const above = Math.min(this.#above, end - into);
    this.#above -= above;
    if (above > 0) bytes.copyWithin(into, into + above, end);
    const length = end - into - above;
    if (this.#kept !== null) {
      for (let done = 0; done < length;)
        done += writeSync(this.#kept, bytes, into + done, length - done, this.#keptBytes + done);
      this.#keptBytes += length;
    }
    return length;
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

/** The physical line (from 1) and the byte within it (from 1) at an offset in the file. */
export function placeOf({ path, layout }: TextFile, offset: number): { line: number; column: number } {
  const lineEnd = layout.lineEnd.charCodeAt(0);
  const unit = layout.encoding.startsWith('utf-16') ? 2 : 1;
  const isUnit = (block: Buffer, at: number) =>
    unit === 1 || (at % 2 === (layout.encoding === 'utf-16be' ? 1 : 0) && block[at ^ 1] === 0);
  const block = Buffer.alloc(1 << 16);
  const descriptor = openSync(path, 'r');
  try {
    let line = 1;
    let start = layout.markBytes;
    for (let at = 0; at < offset;) {
      const length = readSync(descriptor, block, 0, Math.min(block.length, offset - at), at);
      if (length === 0) break;
      for (let next = block.indexOf(lineEnd); next !== -1 && next < length; next = block.indexOf(lineEnd, next + 1)) {
        if (!isUnit(block, next)) continue;
        line++;
        start = at + next + (layout.encoding === 'utf-16le' ? 2 : 1);
      }
      at += length;
    }
    return { line, column: Math.floor((offset - start) / unit) + 1 };
  } finally {
    closeSync(descriptor);
  }
}
