import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utils, write } from '@e965/xlsx';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, expect, test } from 'vitest';
import * as people from '#modules/people/people.ts';
import { useHouse } from '#testing/house.ts';
import { aBatch, uploaded } from './comparison/comparison.factory.ts';
import { readDataset } from './comparison/shown-dataset.ts';

const house = useHouse();
const folder = mkdtempSync(join(tmpdir(), 'baton-comparison-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a table comes as a workbook of Excel or LibreOffice, as JSON lines or Parquet, with the same rows and totals', async () => {
  const { batch, incoming } = await aBatch(house(), 1);
  const rows = [
    ['K1', '1472469.81'],
    ['K2', '0.19'],
  ] as const;
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([['编号', '余额'], ...rows.map((row) => [...row])]), '清册');
  const workbook = (bookType: 'xlsx' | 'ods') => write(book, { type: 'buffer', bookType }) as Buffer;
  const parquet = parquetWriteBuffer({
    columnData: [
      { name: '编号', data: rows.map(([key]) => key), type: 'STRING' },
      { name: '余额', data: rows.map(([, amount]) => amount), type: 'STRING' },
    ],
  });
  const files = {
    '清册.xlsx': workbook('xlsx'),
    '清册.ods': workbook('ods'),
    '清册.jsonl': rows.map(([key, amount]) => `{"编号":"${key}","余额":${amount}}\n`).join(''),
    '清册.parquet': Buffer.from(parquet),
  };
  for (const [name, content] of Object.entries(files)) {
    const found = await readDataset(incoming.context, {
      dataset: await uploaded(house(), incoming, batch, content, name),
    });
    expect(found, name).toMatchObject({ name, state: 'read', rows: 2, preview: rows });
    expect(found.description!.columns, name).toMatchObject([
      { name: '编号', kind: 'code' },
      { name: '余额', kind: 'amount', total: '1472470.00' },
    ]);
  }
});

test('on the command line a table is given to a batch, held against our records, and its result taken along', async () => {
  const { number, incoming, numbers } = await aBatch(house(), 2);
  const { key } = await people.addApiKey(incoming.context, { name: 'cli', days: 1 });
  const url = await house().server.listen({ port: 0, host: '127.0.0.1' });
  const bank = join(folder, '银行.csv');
  writeFileSync(bank, `编号,余额\n${numbers[0]},1000.50\n${numbers[1]},7.00\n`);

  const right = (await baton('upload', number, bank)).shown as { id: string };
  const left = (await baton('records', number)).shown as { id: string };
  const map = join(folder, 'map.json');
  writeFileSync(map, '{"客户编号": "编号", "基本户余额": "余额"}');
  const compared = await baton('start', left.id, right.id, '--key', '客户编号', '--map', map);
  expect(compared).toMatchObject({ exit: 1, shown: { state: 'done', counts: { changed: 1, added: 0, removed: 0 } } });

  const result = join(folder, 'result.csv');
  const { id } = compared.shown as { id: string };
  expect((await baton('export', id, '--format', 'csv', '--output', result)).exit).toBe(0);
  expect(readFileSync(result, 'utf8')).toContain(`${numbers[1]},基本户余额,1001.50,7.00`);

  /** Runs the command while the jobs that it waits for are done. */
  async function baton(...args: string[]): Promise<{ exit: number | null; shown: unknown }> {
    const start = join(import.meta.dirname, '../../cli/start.mjs');
    const child = spawn(process.execPath, [start, '--json', 'comparison', ...args], {
      env: { ...process.env, BATON_URL: url, BATON_KEY: key, LC_ALL: 'zh' },
    });
    let said = '';
    child.stdout.on('data', (more: Buffer) => (said += more.toString()));
    child.stderr.on('data', (more: Buffer) => (said += args[0] === 'export' ? more.toString() : ''));
    let isOver = false;
    const over = once(child, 'close').then(() => (isOver = true));
    while (!isOver) await house().drain();
    await over;
    return { exit: child.exitCode, shown: said.startsWith('{') ? JSON.parse(said) : said };
  }
});
