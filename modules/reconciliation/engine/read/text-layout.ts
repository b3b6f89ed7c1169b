import { isAscii, isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { Refusal } from '#platform/kernel/refusal.ts';
import { byteOrderMark, decodeStretch, decodeText, type Encoding, markBytes } from '#platform/tabular/encoding.ts';
import type { Doubt } from '#platform/tabular/marks.ts';
import {
  findSeparatorAmong,
  lineEndOf,
  readRecords,
  type Stretch,
  type TextRecord,
} from '#platform/tabular/separated-text.ts';
import type { TextLayout } from './source.ts';
import { headRecords, placeHead } from './table-head.ts';
import { lastUnit } from './whole-lines.ts';

/** What a person says of a separated text; what is left out is found by evidence. */
export interface TextOptions {
  encoding?: Encoding;
  /** Any one ASCII character. */
  separator?: string;
  /** Any one ASCII character; null: cells are never quoted. */
  quote?: string | null;
  /** The physical line of the header, from 1; 0 when there is none. */
  headerLine?: number;
  /** A header without rows is a table of none; otherwise it is refused. */
  mayBeEmpty?: boolean;
}

/** How much of the file is looked at for its layout, and how far a text that begins in plain ASCII is searched for more. */
const headBytes = 1 << 20;
const searchedBytes = 64 << 20;

const usualSeparators = [',', ';', '\t', '|'];
const rareSeparators = ['^', '~', '\u0001', '\u001f', ':'];

/**
 * Finds how a separated text is written from its first MiB: nothing is guessed in silence, each finding says by what it was
 * found, and what is unsure stands in `doubts`. Refuses as `decodeText` and `readRecords` do, `tabular.empty-file`,
 * `tabular.not-a-table`, and `tabular.no-such-line` {line} when the header is not among the first lines.
 */
export async function findLayout(
  file: FileHandle,
  bytes: number,
  options: TextOptions,
): Promise<{ layout: TextLayout; sample: string[][]; doubts: Doubt[] }> {
  const head = await readBytes(file, 0, Math.min(headBytes, bytes));
  try {
    return await layoutOf(file, head, bytes, options);
  } catch (error) {
    throw placed(error, head);
  }
}

/** What does not fit at a byte of the beginning is told with its line and column. */
function placed(error: unknown, head: Buffer): unknown {
  if (!(error instanceof Refusal) || 'column' in error.facts) return error;
  const { code, facts, status } = error;
  const offset = code === 'tabular.not-a-table' ? head.indexOf(0) : facts['offset'];
  if (typeof offset !== 'number' || offset < 0 || offset >= head.length) return error;
  const place = placeIn(head.toString('utf8', 0, offset), Infinity);
  return new Refusal(code, { ...facts, ...place, line: facts['line'] ?? place.line }, status);
}

async function layoutOf(
  file: FileHandle,
  head: Buffer,
  bytes: number,
  options: TextOptions,
): Promise<{ layout: TextLayout; sample: string[][]; doubts: Doubt[] }> {
  const doubts: Doubt[] = [];
  const whole = head.length === bytes;
  const { encoding, by } = await findEncoding(file, head, bytes, options.encoding, doubts);
  const mark = byteOrderMark(head) === encoding ? markBytes[encoding] : 0;
  const text = decodeStretch(whole ? head.subarray(mark) : wholeLines(head.subarray(mark), encoding), encoding, {
    line: 1,
    offset: mark,
  });
  const nul = text.indexOf('\0');
  if (nul !== -1) throw new Refusal('tabular.not-a-table', { format: 'binary', ...placeIn(text, nul) });
  if (whole && text.trim() === '') throw new Refusal('tabular.empty-file');
  const lineEnd = lineEndOf(text);
  const quote = options.quote === undefined ? findQuote(text) : options.quote;
  const stretch: Stretch = { quote, lineEnd, goesOn: !whole };
  const separator = options.separator ?? findAnySeparator(text, stretch, doubts);
  const records = firstRecords(text, separator, stretch);
  const { headerLine, headerBy, columns, next, sample } = placeHead(
    records,
    options.headerLine,
    whole,
    doubts,
    options.mayBeEmpty,
  );
  const firstLine = records[next]?.line ?? (headerLine ?? 0) + 1;
  const layout: TextLayout = {
    encoding,
    encodingBy: by,
    markBytes: mark,
    separator,
    separatorBy: separator === null ? null : options.separator === undefined ? 'content' : 'given',
    quote,
    lineEnd,
    headerLine,
    headerBy,
    columns,
    bytesAbove: Buffer.byteLength(text.slice(0, startOfLine(text, firstLine, lineEnd))),
    firstLine,
  };
  return { layout, sample, doubts };
}

export async function readBytes(file: FileHandle, from: number, count: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(count);
  let filled = 0;
  while (filled < count) {
    const { bytesRead } = await file.read(bytes, filled, count - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

async function findEncoding(
  file: FileHandle,
  head: Buffer,
  bytes: number,
  given: Encoding | undefined,
  doubts: Doubt[],
): Promise<{ encoding: Encoding; by: TextLayout['encodingBy'] }> {
  const mark = byteOrderMark(head);
  if (given && mark && mark !== given)
    throw new Refusal('tabular.wrong-encoding', { encoding: given, mark, line: 1, offset: 0 });
  if (given) return { encoding: given, by: 'given' };
  if (mark) return { encoding: mark, by: 'byte-order-mark' };
  const wide = unmarkedWide(head);
  if (wide) {
    doubts.push({ code: 'tabular.no-byte-order-mark', facts: { encoding: wide } });
    return { encoding: wide, by: 'content' };
  }
  let from = 0;
  let stretch = head;
  while (isAscii(stretch) && from + stretch.length < Math.min(bytes, searchedBytes)) {
    from += stretch.length;
    stretch = await readBytes(file, from, Math.min(headBytes, bytes - from));
  }
  if (isAscii(stretch)) {
    if (from + stretch.length < bytes)
      doubts.push({ code: 'tabular.ascii-so-far', facts: { megabytes: searchedBytes / 1_048_576 } });
    return { encoding: 'utf-8', by: 'content' };
  }
  const starts = from === 0 ? 0 : Math.max(stretch.indexOf(10), 0);
  const isLast = from + stretch.length === bytes;
  const lines = isLast ? stretch.subarray(starts) : wholeLines(stretch.subarray(starts), 'utf-8');
  if (isUtf8(lines) && !lines.includes(0)) return { encoding: 'utf-8', by: 'content' };
  return { encoding: decodeText(lines).encoding, by: 'content' };
}

/** UTF-16 without a mark: texts of tables are full of ASCII, whose upper byte is zero; a lower byte rarely is (一 is U+4E00). */
function unmarkedWide(head: Buffer): Encoding | null {
  let even = 0;
  let odd = 0;
  const last = Math.min(head.length, 65_536);
  for (let at = 0; at + 1 < last; at += 2) {
    if (head[at] === 0) even++;
    if (head[at + 1] === 0) odd++;
  }
  const pairs = last / 2;
  if (odd > pairs * 0.1 && even < odd * 0.2) return 'utf-16le';
  return even > pairs * 0.1 && odd < even * 0.2 ? 'utf-16be' : null;
}

/** The bytes up to the last line end, so that no character is cut; without a line end, as many as surely hold whole ones. */
function wholeLines(bytes: Buffer, encoding: Encoding): Buffer {
  for (const end of [10, 13]) {
    const last = lastUnit(bytes, encoding, end);
    if (last !== -1) return bytes.subarray(0, last);
  }
  throw new Refusal('tabular.too-long-line', { line: 1, megabytes: headBytes / 1_048_576 });
}

/** `"` unless no cell has it and cells of four fifths of the lines stand in single quotes. */
function findQuote(text: string): string | null {
  if (text.includes('"')) return '"';
  const lines = text.split(/\r\n|[\n\r]/, 200).filter((line) => line !== '');
  const single = lines.filter((line) => /(^|[,;\t|])'[^']*'($|[,;\t|])/.test(line)).length;
  return single > 0 && single >= lines.length * 0.8 ? "'" : '"';
}

function findAnySeparator(text: string, stretch: Stretch, doubts: Doubt[]): string | null {
  const usual = findSeparatorAmong(usualSeparators, text, stretch);
  const { separator, rival } = usual.separator === null ? findSeparatorAmong(rareSeparators, text, stretch) : usual;
  if (rival !== null) doubts.push({ code: 'tabular.separator-unsure', facts: { separator, rival } });
  else if (separator !== null && usual.separator === null)
    doubts.push({ code: 'tabular.rare-separator', facts: { separator } });
  if (separator === null) doubts.push({ code: 'tabular.one-column', facts: {} });
  return separator;
}

function firstRecords(text: string, separator: string | null, stretch: Stretch): TextRecord[] {
  const records: TextRecord[] = [];
  for (const record of readRecords(text, separator, stretch)) {
    if (records.push(record) >= headRecords) break;
  }
  return records;
}

/** The physical line and the character within it, both from 1. */
function placeIn(text: string, at: number): { line: number; column: number } {
  const lines = text.slice(0, at).split(/\r\n|[\n\r]/);
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}

function startOfLine(text: string, line: number, lineEnd: string): number {
  let at = 0;
  for (let passed = 1; passed < line; passed++) {
    const end = text.indexOf(lineEnd, at);
    if (end === -1) return text.length;
    at = end + 1;
  }
  return at;
}
