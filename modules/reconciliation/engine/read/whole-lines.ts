import { createReadStream } from 'node:fs';
import { Refusal } from '#platform/kernel/refusal.ts';
import { decodeStretch, type Encoding } from '#platform/tabular/encoding.ts';
import type { LineEnd } from '#platform/tabular/separated-text.ts';

const chunkBytes = 1 << 20;
/** A line longer than this is no line of a table. */
export const longestLine = 64 << 20;

/**
 * The text of a file in stretches of whole lines, the last of which may lack its end. Refuses `tabular.wrong-encoding`,
 * `not-a-table` and `too-long-line`, each with the line.
 */
export async function* wholeLines(
  path: string,
  { encoding, markBytes, lineEnd }: { encoding: Encoding; markBytes: number; lineEnd: LineEnd },
): AsyncGenerator<{ stretch: string; isLast: boolean }, void, undefined> {
  const end = lineEnd.charCodeAt(0);
  let carried: Buffer = Buffer.alloc(0);
  let offset = markBytes;
  let line = 1;
  const decode = (bytes: Buffer) => {
    const stretch = decodeStretch(bytes, encoding, { line, offset });
    if (stretch.includes('\0'))
      throw new Refusal('tabular.not-a-table', {
        format: 'binary',
        line: line + countOf(lineEnd, stretch, stretch.indexOf('\0')),
      });
    offset += bytes.length;
    line += countOf(lineEnd, stretch, stretch.length);
    return stretch;
  };
  for await (const chunk of createReadStream(path, { start: markBytes, highWaterMark: chunkBytes })) {
    const bytes = carried.length === 0 ? (chunk as Buffer) : Buffer.concat([carried, chunk as Buffer]);
    const cut = lastUnit(bytes, encoding, end);
    if (cut === -1) {
      carried = bytes;
      if (carried.length > longestLine)
        throw new Refusal('tabular.too-long-line', { line, megabytes: longestLine >> 20 });
      continue;
    }
    carried = Buffer.from(bytes.subarray(cut));
    yield { stretch: decode(bytes.subarray(0, cut)), isLast: false };
  }
  yield { stretch: decode(carried), isLast: true };
}

/** How often the character stands before the place. */
export function countOf(character: string, text: string, before: number): number {
  let count = 0;
  for (let at = text.indexOf(character); at !== -1 && at < before; at = text.indexOf(character, at + 1)) count++;
  return count;
}

/** Where the last occurrence of an ASCII character ends; -1 when there is none. */
export function lastUnit(bytes: Buffer, encoding: Encoding, code: number): number {
  if (encoding === 'utf-8' || encoding === 'gb18030') {
    const at = bytes.lastIndexOf(code);
    return at === -1 ? -1 : at + 1;
  }
  const unit = Buffer.from(encoding === 'utf-16le' ? [code, 0] : [0, code]);
  let at = bytes.lastIndexOf(unit);
  while (at !== -1 && at % 2 === 1) at = at === 0 ? -1 : bytes.lastIndexOf(unit, at - 1);
  return at === -1 ? -1 : at + 2;
}
