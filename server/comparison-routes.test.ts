import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { sign } from '#modules/closing/closing.client.ts';
import type { Id } from '#platform/kernel/id.ts';
import { openTable } from '#platform/tabular/open-table.ts';
import { aCase } from '#testing/at-work.ts';
import { type House, useHouse } from '#testing/house.ts';
import { startDownload } from '#testing/running-download.ts';

const house = useHouse();

type Case = Awaited<ReturnType<typeof aCase>>;

/** Uploads as the leaver, over HTTP, and has it read. */
async function upload(url: string, { outgoing, batches }: Case, name: string, text: string): Promise<Id<'dataset'>> {
  const answer = await fetch(`${url}/datasets?batch=${batches[0]}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${outgoing.token}`, 'x-dataset-name': encodeURIComponent(name) },
    body: text,
  });
  expect(answer.status).toBe(201);
  await house().drain();
  return ((await answer.json()) as { dataset: Id<'dataset'> }).dataset;
}

async function aComparison(url: string, made: Case, rows: number) {
  const key = (n: number) => `K${String(n).padStart(7, '0')}`;
  const table = (header: string, cents: string) =>
    `${header}\n${Array.from({ length: rows }, (_, n) => `${key(n)},${n % 1000}.${cents}`).join('\n')}\n`;
  const left = await upload(url, made, '移交.csv', table('编号,余额', '10'));
  const right = await upload(url, made, '银行,10月.csv', table('编号,余额', '40'));
  const { api } = made.leaver;
  const { pairs } = await api.comparison.proposeMapping({ left, right });
  const { id } = await api.comparison.start({
    left,
    right,
    pairs: pairs.map(({ left: one, right: other, normaliser }) => ({ left: one, right: other, normaliser })),
    key: ['编号'],
  });
  await house().drain();
  return { left, right, comparison: id };
}

test('a result is taken along as JSON lines, CSV, workbook and report; the first is the file that its hash names', async () => {
  const made = await aCase(house(), 'checked');
  const url = await listening(house());
  const { comparison } = await aComparison(url, made, 3);
  const found = await made.leaver.api.comparison.read({ comparison });
  const headers = { authorization: `Bearer ${made.outgoing.token}` };
  const take = async (format: string) => {
    const answer = await fetch(`${url}/comparisons/${comparison}/export/${format}?language=zh`, { headers });
    expect(answer.status, format).toBe(200);
    return Buffer.from(await answer.arrayBuffer());
  };

  const lines = await take('jsonl');
  expect(createHash('sha256').update(lines).digest('hex')).toBe(found.result);
  expect(lines.toString().trim().split('\n')).toHaveLength(5);
  const csv = (await take('csv')).toString();
  expect(csv.split('\r\n').slice(0, 2)).toEqual([
    '\ufeff类别,编号,列,移交.csv,"银行,10月.csv"',
    '不同,K0000000,余额,0.10,0.40',
  ]);
  const workbook = await openTable(await take('xlsx'), { headerLine: 1 });
  expect([...workbook.rows].map(({ cells }) => cells)).toContainEqual(['不同', 'K0000002', '余额', '2.10', '2.40']);
  expect((await take('pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  expect((await fetch(`${url}/comparisons/${comparison}/export/exe`, { headers })).status).toBe(404);
  const { rows } = await sql(
    made.outgoing.token,
    `select count(*)::int as n from journal_entry where verb = 'comparison.exported'`,
  );
  expect(rows).toEqual([{ n: 4 }]);
});

test('a malformed name, an unknown batch and nobody at all upload nothing', async () => {
  const made = await aCase(house(), 'checked');
  const url = await listening(house());
  const send = (batch: string, name: string, token?: string) =>
    fetch(`${url}/datasets?batch=${batch}`, {
      method: 'POST',
      headers: { 'x-dataset-name': name, ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: 'a,b\n',
    });
  const malformed = await send(made.batches[0]!, '%E0%A4%A', made.outgoing.token);
  expect([malformed.status, await malformed.json()]).toEqual([422, { code: 'comparison.name-malformed', facts: {} }]);
  expect((await send('nobody', 'a.csv', made.outgoing.token)).status).toBe(404);
  expect((await send(made.batches[0]!, 'a.csv')).status).toBe(401);
});

test('after the sign-off the leaver has nothing of datasets and comparisons: not by API, not by SQL, and a running download breaks off', async () => {
  const made = await aCase(house(), 'checked');
  const url = await listening(house());
  const { left, comparison } = await aComparison(url, made, 150_000);
  const { leaver, receiver, witness, outgoing, batches } = made;
  const headers = { authorization: `Bearer ${outgoing.token}` };
  const doors = [
    `/api/v1/datasets/${left}`,
    `/api/v1/batches/${batches[0]}/datasets`,
    `/api/v1/comparisons/${comparison}`,
    `/api/v1/comparisons/${comparison}/differences/7`,
    `/comparisons/${comparison}/export/csv`,
  ];
  for (const door of doors) {
    const answer = await fetch(url + door, { headers });
    expect(answer.status, `${door} before`).toBe(200);
    await answer.body?.cancel();
  }
  expect((await sql(outgoing.token, 'select id from dataset')).rows).toHaveLength(2);
  const whole = Buffer.from(
    await (await fetch(`${url}/comparisons/${comparison}/export/jsonl`, { headers })).arrayBuffer(),
  );
  const download = await startDownload(house(), `/comparisons/${comparison}/export/jsonl`, outgoing.token);

  await witness.api.closing.makeInventory({ batch: batches[0]! });
  for (const { api, keyring } of [leaver, receiver, witness]) await sign(api.closing, keyring, batches[0]!);
  expect(await download.rest()).toBeLessThan(whole.length);
  for (const door of doors) {
    const answer = await fetch(url + door, { headers });
    expect(answer.status, `${door} after`).toBeOneOf([403, 404]);
    expect(await answer.text()).not.toContain('K0000');
  }
  for (const table of ['dataset', 'dataset_confirmation', 'comparison', 'difference_settlement', 'row_link'])
    expect((await sql(outgoing.token, `select 1 from ${table}`)).rows, table).toEqual([]);
  expect((await receiver.api.comparison.listDifferences({ comparison, limit: 1 })).total).toBe(150_000);
}, 60_000);

async function listening({ server }: House): Promise<string> {
  if (!server.server.listening) await server.listen({ host: '127.0.0.1', port: 0 });
  return `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
}

/** What the application's role finds with a session. */
async function sql(token: string, statement: string) {
  const connection = await house().ground.database.app.connect();
  try {
    await connection.query('begin read only');
    await connection.query(`select set_config('baton.credential', $1, true)`, [token]);
    return await connection.query<Record<string, unknown>>(statement);
  } finally {
    await connection.query('rollback');
    connection.release();
  }
}
