import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { type Field, type RecordDraft, fieldsOf, recordKinds } from '#modules/client/client.contract.ts';
import { sealSecret } from '#modules/vault/vault.client.ts';
import { createLog } from '#platform/log/log.ts';
import { aCase, check } from '#testing/at-work.ts';
import { useHouse } from '#testing/house.ts';
import { signBatch } from './demo/demo-handover.ts';

const logged: string[] = [];
const house = useHouse({ log: createLog('trace', { write: (line) => void logged.push(line) }) });

/** One word for texts, one number for figures; both stand in every sealed and every sensitive field. */
const word = '金丝雀子丑寅卯';
const number = '13977755501';
const sealed = 'KANARIE-4711-密封';

test('canary words in every sealed and sensitive field: none in database dump, journal, log, package or error', async () => {
  const records = recordKinds.filter((kind) => kind !== 'basic').map(withCanaries);
  const made = await aCase(house(), 'pledged', { batches: [1], records: [basicWithCanaries(), ...records] });
  const { leaver, receiver, witness, clients, batches } = made;
  const client = clients[0]![0]!;
  const input = { client, title: '网银登录密码', value: sealed };
  const secret = await sealSecret(leaver.api.vault, async () => leaver.keyring, house().firm, input);
  await leaver.api.handover.makeInventory({ batch: batches[0]! });
  await check(made);
  const errors = await refusals(`${sealed} ${word} ${number}`);
  await signBatch(
    { outgoing: leaver, incoming: receiver, supervisor: witness },
    { handover: made.handover, batch: batches[0]!, clients: clients[0]! },
  );
  await house().drain();
  expect(secret.version).toBe(1);

  const canaries = [word, number, sealed].flatMap((text) => [
    text,
    Buffer.from(text).toString('hex'),
    Buffer.from(text).toString('base64').slice(0, -4),
  ]);
  expect(findIn(await dump(house().owner), canaries), 'database').toEqual([]);
  expect(findIn(logged.join('\n'), canaries), 'log').toEqual([]);
  expect(logged.length).toBeGreaterThan(0);
  expect(findIn(errors.join('\n'), [sealed, word, number]), 'errors').toEqual([]);
  const files = await filesUnder(house().dataFolder);
  expect(files.some(({ path }) => path.endsWith('inventory.json'))).toBe(true);
  for (const { path, content } of files) expect(findIn(content, canaries), path).toEqual([]);
});

function withCanaries(kind: RecordDraft['kind']): RecordDraft {
  const fields = fieldsOf(kind).flatMap(([name, field]) => {
    if (field.class === 'sensitive') return [[name, canaryOf(field)]];
    return field.required ? [[name, plainOf(field)]] : [];
  });
  return { kind, fields: Object.fromEntries(fields) as RecordDraft['fields'] };
}

function basicWithCanaries(): RecordDraft {
  const basic = withCanaries('basic');
  return {
    kind: 'basic',
    fields: { ...basic.fields, name: '上海示例贸易有限公司', number: 'KH40001', state: 'normal' },
  };
}

function canaryOf({ type }: Field): string {
  if (type === 'money') return `${number}.55`;
  return type === 'phone' || type === 'account' ? number : type === 'email' ? `${number}@example.com` : word;
}

function plainOf({ type, choices }: Field): string | number {
  switch (type) {
    case 'choice':
      return choices === 'filing-state' ? 'filed' : 'other';
    case 'date':
      return '2026-10-31';
    case 'period':
      return '2026-10';
    case 'integer':
      return 1;
    default:
      return '示例';
  }
}

/** What the server answers to requests that hold the text and are refused, or break. */
async function refusals(text: string): Promise<string[]> {
  const { server, founder } = house();
  const nothing = '01a00000-0000-7000-8000-000000000000';
  const headers = { authorization: `Bearer ${founder.token}` };
  const asked = [
    { method: 'POST', url: '/auth/sign-in/email', payload: { email: `${text}@example.com`, password: text } },
    {
      method: 'PATCH',
      url: `/api/v1/client-records/${nothing}`,
      payload: { version: 1, changes: { phone: text }, reason: text },
    },
    {
      method: 'POST',
      url: '/api/v1/clients',
      payload: { owner: nothing, records: [{ kind: 'contact', fields: { phone: text } }] },
    },
    { method: 'POST', url: '/api/v1/clients', payload: { owner: text, records: text } },
    { method: 'GET', url: `/api/v1/clients?search=${encodeURIComponent(text)}&limit=${encodeURIComponent(text)}` },
    { method: 'POST', url: `/client-imports?name=${encodeURIComponent(text)}`, payload: `客户编号\n${text}\x00` },
    {
      method: 'POST',
      url: `/documents?client=${nothing}`,
      payload: text,
      headers: { 'x-document-name': encodeURIComponent(text) },
    },
    { method: 'GET', url: `/documents/${encodeURIComponent(text)}` },
    // PostgreSQL takes no NUL in a text: what nobody foresaw is logged.
    { method: 'GET', url: `/api/v1/clients?search=${encodeURIComponent(`${text}\u0000`)}` },
  ] as const;
  const answers: string[] = [];
  for (const one of asked) {
    const answer = await server.inject({ ...one, headers: { ...headers, ...('headers' in one ? one.headers : {}) } });
    expect(answer.statusCode, one.url).toBeGreaterThanOrEqual(400);
    answers.push(answer.body);
  }
  return answers;
}

/** Every row of every table as text. */
async function dump(database: pg.ClientConfig): Promise<string> {
  const connection = new pg.Client(database);
  await connection.connect();
  try {
    const { rows: tables } = await connection.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    expect(tables.length).toBeGreaterThan(30);
    const parts: string[] = [];
    for (const { name } of tables) {
      const { rows } = await connection.query<{ row: string }>(`select t::text as row from ${name} t`);
      parts.push(...rows.map(({ row }) => `${name} ${row}`));
    }
    return parts.join('\n');
  } finally {
    await connection.end();
  }
}

async function filesUnder(folder: string): Promise<{ path: string; content: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(paths.map(async (path) => ({ path, content: (await readFile(path)).toString() })));
}

function findIn(text: string, canaries: string[]): string[] {
  return canaries.flatMap((canary) => {
    const at = text.indexOf(canary);
    return at < 0 ? [] : [text.slice(Math.max(0, at - 120), at + canary.length + 20)];
  });
}
