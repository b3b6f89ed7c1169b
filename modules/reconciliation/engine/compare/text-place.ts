import { closeSync, openSync, readSync } from 'node:fs';
import type { TextFile } from './places.ts';

/** A physical line and a character within it, both from 1. */
export interface TextPlace {
  line: number;
  column: number;
}

/** Where the byte of the file stands. */
export function placeOf(file: TextFile, offset: number): TextPlace {
  const place = new Walk(file.layout.lineEnd);
  for (const text of decoded(file, offset)) place.pass(text);
  return place.here;
}

/** Where an offset of the text below the header stands, which counts in UTF-8 whatever the file is written in. */
export function placeInText(file: TextFile, offset: number): TextPlace {
  const place = new Walk(file.layout.lineEnd);
  let rest = file.layout.bytesAbove + offset;
  for (const text of decoded(file, file.bytes)) {
    const length = Buffer.byteLength(text);
    place.pass(length <= rest ? text : Buffer.from(text).toString('utf8', 0, rest));
    if (length >= rest) break;
    rest -= length;
  }
  return place.here;
}

class Walk {
  readonly here: TextPlace = { line: 1, column: 1 };
  readonly #lineEnd: string;

  constructor(lineEnd: string) {
    this.#lineEnd = lineEnd;
  }

  pass(text: string): void {
    let start = 0;
    for (let end = text.indexOf(this.#lineEnd); end !== -1; end = text.indexOf(this.#lineEnd, start)) {
      this.here.line++;
      this.here.column = 1;
      start = end + 1;
    }
    this.here.column += text.length - start;
  }
}

/** The text of the file up to a byte, part by part. */
function* decoded({ path, layout }: TextFile, end: number): Generator<string, void, undefined> {
  const text = new TextDecoder(layout.encoding, { ignoreBOM: true });
  const block = Buffer.alloc(1 << 16);
  const descriptor = openSync(path, 'r');
  try {
    for (let at = layout.markBytes; at < end;) {
      const length = readSync(descriptor, block, 0, Math.min(block.length, end - at), at);
      if (length === 0) break;
      at += length;
      yield text.decode(block.subarray(0, length), { stream: at < end });
    }
  } finally {
    closeSync(descriptor);
  }
}
