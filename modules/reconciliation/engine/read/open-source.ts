import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Refusal } from '#platform/kernel/refusal.ts';
import { byteOrderMark, markBytes } from '#platform/tabular/encoding.ts';
import { formatOf, isEncryptedWorkbook } from '#platform/tabular/format.ts';
import { beginsAsJsonLines, openJsonLines } from './json-rows.ts';
import { openParquet } from './parquet-rows.ts';
import { isPostgresUrl, openPostgres } from './postgres-rows.ts';
import { openSheet } from './sheet-rows.ts';
import { readOnce } from './read-once.ts';
import type { RowBlock, Source } from './source.ts';
import { findLayout, readBytes, type TextOptions } from './text-layout.ts';

export interface ReadOptions extends TextOptions {
  /** What the source is called in messages; the file's name where nothing is said. */
  name?: string;
  /** Sheet of a workbook; the first visible one that holds anything where nothing is said. */
  sheet?: string;
  /** The query of a PostgreSQL database, unless the URL has it. */
  query?: string;
}

/** A workbook is read as a whole file; it holds a million rows at most. */
const largestWorkbook = 512 * 1024 * 1024;

/**
 * Opens what a place holds: a file of any format that the engine reads, found by its content, or the rows of a query of a
 * PostgreSQL database (`postgresql://…?query=…`). Nothing is guessed in silence: what was understood stands in the source,
 * what is unsure in its `doubts`. What cannot be read faithfully is refused with {file} and, where there is one, {line}; a
 * RowSource may also refuse while its rows are read.
 */
export async function openSource(place: string, options: ReadOptions = {}): Promise<Source> {
  if (isPostgresUrl(place)) return openPostgres(place, options.query);
  const name = options.name ?? basename(place);
  try {
    const source = await openFile(place, name, options);
    return source.kind === 'text' ? source : { ...source, ...readOnce(naming(source.blocks, name)) };
  } catch (error) {
    throw inFile(atPath(error, place), name);
  }
}

/** A fault of the system names the file that it is about. */
function atPath(error: unknown, path: string): unknown {
  return error instanceof Error && 'code' in error && 'syscall' in error ? Object.assign(error, { path }) : error;
}

/** The refusal with the name of the file it is about. */
export function inFile(error: unknown, file: string): unknown {
  return error instanceof Refusal && !('file' in error.facts)
    ? new Refusal(error.code, { file, ...error.facts }, error.status)
    : error;
}

async function* naming(blocks: AsyncIterable<RowBlock>, name: string): AsyncGenerator<RowBlock, void, undefined> {
  try {
    yield* blocks;
  } catch (error) {
    throw inFile(error, name);
  }
}

async function openFile(path: string, name: string, options: ReadOptions): Promise<Source> {
  await using file = await open(path);
  const { size: bytes } = await file.stat();
  if (bytes === 0) throw new Refusal('tabular.empty-file');
  const head = await readBytes(file, 0, Math.min(bytes, 65_536));
  if (head.subarray(0, 4).equals(parquetMark)) return await openParquet(path, name, bytes, options.mayBeEmpty);
  const format = formatOf(head);
  if (format === 'text') {
    const encoding = options.encoding ?? byteOrderMark(head) ?? 'utf-8';
    const mark = byteOrderMark(head) === encoding ? markBytes[encoding] : 0;
    if (beginsAsJsonLines(new TextDecoder(encoding).decode(head)))
      return await openJsonLines(path, name, bytes, { encoding, markBytes: mark });
    if (/\.(json|jsonl|ndjson)$/i.test(path)) throw new Refusal('source.not-json', { line: 1, column: 1 });
    return { kind: 'text', name, path, bytes, ...(await findLayout(file, bytes, options)) };
  }
  if (format !== 'zip' && format !== 'ole') {
    const isPage = format === 'html' || format === 'xml';
    throw new Refusal(isPage ? 'tabular.unread-format' : 'tabular.not-a-table', { format });
  }
  if (bytes > largestWorkbook) throw new Refusal('tabular.too-large', { megabytes: largestWorkbook / 1_048_576 });
  const whole = await readBytes(file, 0, bytes);
  if (format === 'ole' && isEncryptedWorkbook(whole)) throw new Refusal('tabular.password');
  return await openSheet(whole, name, options);
}

const parquetMark = Buffer.from('PAR1');
