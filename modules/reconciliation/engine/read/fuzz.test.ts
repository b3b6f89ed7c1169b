import { writeFileSync } from 'node:fs';
import { utils, write } from '@e965/xlsx';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Encoding } from '#platform/tabular/encoding.ts';
import { readApart } from '#platform/tabular/apart.ts';
import { workbookParts, zipOf } from '#platform/tabular/file.factory.ts';
import { sheetApart } from '#platform/tabular/sheet-apart.ts';
import { blockRows, type SheetPart } from '#platform/tabular/sheet-part.ts';
import { readSheet } from '#platform/tabular/sheets.ts';
import { openSource } from './open-source.ts';
import type { ParquetPart } from './parquet.ts';
import { aFile, encoded } from './read.factory.ts';
import { readTextRows } from './text-rows.ts';

/** How long each reader is tried: a moment in every run of the tests, ten minutes by hand. */
const seconds = Number(process.env['FUZZ_SECONDS'] ?? 1);
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_123);
/** No damaged list of a few kilobytes may take longer than this. */
const longest = 15_000;

/** Numbers of a seed (xorshift), the same in every run. */
function numbersOf(start: number): (below: number) => number {
  let state = start | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const telling = ['"', "'", ',', ';', '\n', '\r', '\0', '<', '>', '/', '&', '{', '}', '[', ':', '\\', '\u00ff', '9'];

/** The bytes with up to eight of them changed, cut out, doubled, moved or put in. */
function damaged(bytes: Buffer, pick: (below: number) => number): Buffer {
  let result = Buffer.from(bytes);
  for (let times = 1 + pick(8); times > 0; times--) {
    const at = pick(Math.max(result.length, 1));
    const length = 1 + pick(pick(4) === 0 ? 400 : 4);
    const piece = result.subarray(at, at + length);
    switch (pick(6)) {
      case 0:
        result[at] = pick(256);
        break;
      case 1:
        result = Buffer.concat([result.subarray(0, at), result.subarray(at + length)]);
        break;
      case 2:
        result = Buffer.concat([result.subarray(0, at), piece, result.subarray(at)]);
        break;
      case 3:
        result[at] = result[at]! ^ (1 << pick(8));
        break;
      case 4:
        result = Buffer.concat([
          result.subarray(0, at),
          Buffer.from(telling[pick(telling.length)]!, 'latin1'),
          result.subarray(at),
        ]);
        break;
      default:
        if (pick(10) === 0) result = result.subarray(0, at);
    }
  }
  return result;
}

/** Tries a reader on damaged copies until the time is over; anything but rows or a refusal is an error, with its seed. */
async function tryAll(original: Buffer, attempt: (bytes: Buffer) => Promise<void>) {
  const pick = numbersOf(seed);
  const until = performance.now() + seconds * 1000;
  let tried = 0;
  let refused = 0;
  for (; performance.now() < until; tried++) {
    const bytes = damaged(original, pick);
    const began = performance.now();
    try {
      await attempt(bytes);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw new Error(`after ${tried} tries with seed ${seed}, on ${bytes.toString('base64')}`, { cause: error });
      }
      refused++;
    }
    expect(performance.now() - began).toBeLessThan(longest);
  }
  expect(tried).toBeGreaterThan(0);
  return { tried, refused };
}

const token = (at: number) => `T${String(at).padStart(4, '0')}T`;
const tokensIn = (text: string) => new Set([...text.matchAll(/(?=(T\d{4}T))/g)].map((match) => match[1]!));

function expectAll(there: Set<string>, given: Set<string>) {
  const lost = [...there].filter((each) => !given.has(each));
  if (lost.length > 0) throw new Error(`lost in silence: ${lost.join(' ')}`);
}

const report = (name: string, counts: object) => process.stdout.write(`${name} ${JSON.stringify(counts)}\n`);

test.each<Encoding>(['utf-8', 'gb18030', 'utf-16le'])(
  'a damaged list in %s is read or refused, and no text in it is lost in silence',
  { timeout: seconds * 1000 + 60_000 },
  async (encoding) => {
    const lines = Array.from(
      { length: 60 },
      (_, at) => `K${at},"${token(at)}甲,\n乙""",${at}.50,2026-01-0${(at % 9) + 1}`,
    );
    const original = encoded(`编号,名称,余额,日期\r\n${lines.join('\r\n')}\r\n`, encoding, encoding !== 'gb18030');
    using file = aFile('list.csv', '');
    const counts = await tryAll(original, async (bytes) => {
      writeFileSync(file.path, bytes);
      const source = await openSource(file.path);
      if (source.kind !== 'text') throw new Error('this is no separated text any more');
      const { layout } = source;
      const given = new Set(layout.columns.flatMap((column) => [...tokensIn(column)]));
      for await (const rows of readTextRows(source))
        for (const { cells } of rows) for (const each of cells) for (const known of tokensIn(each)) given.add(known);
      const text = new TextDecoder(layout.encoding, { fatal: true }).decode(bytes);
      const above = text
        .split(/\r\n|[\r\n]/)
        .slice(0, layout.firstLine - 1)
        .join('\n');
      for (const known of tokensIn(above)) given.add(known);
      expectAll(tokensIn(text), given);
    });
    report(encoding, counts);
  },
);

const cellXml = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;

test.each(['xlsx', 'ods'] as const)(
  'damaged XML of a workbook (%s) is read or refused, and no whole cell in it is lost in silence',
  { timeout: seconds * 1000 + 60_000 },
  async (format) => {
    const isXlsx = format === 'xlsx';
    const rows = Array.from({ length: 40 }, (_, at) =>
      isXlsx
        ? `<row r="${at + 1}">${cellXml(token(at))}<c s="1"><v>${at}.5</v></c>${cellXml('甲')}</row>`
        : `<table:table-row><table:table-cell office:value-type="string"><text:p>${token(at)}</text:p></table:table-cell>` +
          `<table:table-cell office:value-type="float" office:value="${at}.5"/></table:table-row>`,
    ).join('');
    const parts: Record<string, string> = isXlsx
      ? workbookParts({ sheets: { 清册: rows }, formats: ['0.00'] })
      : {
          mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
          'content.xml': `<office:document-content><office:body><office:spreadsheet><table:table table:name="清册">${rows}</table:table></office:spreadsheet></office:body></office:document-content>`,
        };
    const part = isXlsx ? 'xl/worksheets/sheet1.xml' : 'content.xml';
    const whole = isXlsx
      ? /<c(?: [^<>]*)?><is><t>(T\d{4}T)<\/t><\/is><\/c>/g
      : /<table:table-cell office:value-type="string"><text:p>(T\d{4}T)<\/text:p><\/table:table-cell>/g;
    const counts = await tryAll(Buffer.from(parts[part]!), async (bytes) => {
      const given = await sheetTokens(readSheet(zipOf({ ...parts, [part]: bytes }), undefined, limits));
      expectAll(new Set([...bytes.toString().matchAll(whole)].map((match) => match[1]!)), given);
    });
    report(format, counts);
  },
);

const limits = { unpackedBytes: 64 << 20, columns: 16_384, rows: 1_000_000, memoryMegabytes: 256, seconds: 5 };

async function sheetTokens(parts: AsyncIterable<SheetPart>): Promise<Set<string>> {
  const given = new Set<string>();
  for await (const each of parts) {
    if (each.kind !== 'rows') continue;
    for (const { cells } of blockRows(each, 0))
      for (const cell of cells) for (const known of tokensIn(cell)) given.add(known);
  }
  return given;
}

test.each(['xlsx', 'biff8', 'biff5'] as const)(
  'a damaged file of a workbook (%s) is read or refused',
  { timeout: seconds * 1000 + 60_000 },
  async (bookType) => {
    const rows = Array.from({ length: 40 }, (_, at) => [token(at), '甲公司', at / 4, at % 2 === 0]);
    const book = utils.book_new(utils.aoa_to_sheet([['编号', '名称', '余额', '在用'], ...rows]), '清册');
    const original = Buffer.from(write(book, { bookType, type: 'buffer', compression: true }) as Buffer);
    report(
      bookType,
      await tryAll(original, async (bytes) => void (await sheetTokens(sheetApart(bytes, undefined, limits)))),
    );
  },
);

test(
  'damaged JSON lines are read or refused, and no text in them is lost in silence',
  { timeout: seconds * 1000 + 60_000 },
  async () => {
    const lines = Array.from({ length: 60 }, (_, at) =>
      JSON.stringify({ 编号: at, 名称: token(at), 余额: at / 4, 嵌: [1, { a: null }] }),
    );
    using file = aFile('list.jsonl', '');
    const counts = await tryAll(Buffer.from(lines.join('\n')), async (bytes) => {
      writeFileSync(file.path, bytes);
      const source = await openSource(file.path);
      if (source.kind !== 'rows') throw new Error('these are no JSON lines any more');
      const given = tokensIn(source.columns.join(' '));
      for await (const rows of source.rows)
        for (const each of rows.flat()) for (const known of tokensIn(each)) given.add(known);
      expectAll(tokensIn(bytes.toString()), given);
    });
    report('jsonl', counts);
  },
);

test('a damaged Parquet file is read or refused', { timeout: seconds * 1000 + 60_000 }, async () => {
  const count = 200;
  const data = <Value>(value: (at: number) => Value) => Array.from({ length: count }, (_, at) => value(at));
  const original = Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: '编号', data: data(token), type: 'STRING' },
        { name: '余额', data: data((at) => BigInt(at) * 25n), type: 'INT64' },
        { name: '率', data: data((at) => (at % 3 === 0 ? null : at / 8)), type: 'DOUBLE' },
      ],
    }),
  );
  using file = aFile('list.parquet', '');
  const worker = new URL('./parquet-worker.ts', import.meta.url);
  const counts = await tryAll(original, async (bytes) => {
    writeFileSync(file.path, bytes);
    for await (const part of readApart<ParquetPart>(worker, { path: file.path }, limits))
      expect(part.kind).toBeDefined();
  });
  report('parquet', counts);
});
