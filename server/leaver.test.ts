import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { sign } from '#modules/closing/closing.client.ts';
import { uploadDocument } from '#modules/document/document.client.ts';
import { type Inside, read } from '#platform/context/context.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { aCase } from '#testing/at-work.ts';
import { type House, useHouse } from '#testing/house.ts';
import { startDownload } from '#testing/running-download.ts';

const house = useHouse();

test('the leaver, one second after sign-off, by each means held before (page, API, API key, open stream, running download, SQL as the app role): refused', async () => {
  const made = await aCase(house(), 'checked');
  const url = await listening(house());
  const { leaver, receiver, witness, clients, batches, outgoing } = made;
  const id = clients[0]![0]!;
  const cookie = await signedIn(url, outgoing);
  const { key } = await leaver.api.people.addApiKey({ name: 'kept for later', days: 30 });
  const means: { name: string; headers: Record<string, string> }[] = [
    { name: 'page', headers: { cookie } },
    { name: 'API', headers: { authorization: `Bearer ${outgoing.token}` } },
    { name: 'API key', headers: { authorization: `Bearer ${key}` } },
  ];
  const server = { url, headers: { authorization: `Bearer ${key}` } };
  const content = new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(24 * 1024 * 1024)]));
  const big = await uploadDocument(server, { client: id }, { name: '账簿.pdf', content });
  const [secret] = await leaver.api.vault.listSecrets({ client: id });
  const doors = [
    `/api/v1/clients/${id}`,
    `/api/v1/clients/${id}/secrets`,
    `/api/v1/documents?client=${id}`,
    `/documents/${big.id}`,
    `/api/v1/handovers/${made.handover}/clients/${id}/sheet`,
  ];
  for (const { name, headers } of means)
    for (const door of doors) expect((await fetch(url + door, { headers })).status, `${name} ${door} before`).toBe(200);
  const stream = await openStream(url, cookie);
  const download = await startDownload(house(), `/documents/${big.id}`, key);

  await witness.api.closing.makeInventory({ batch: batches[0]! });
  for (const { api, keyring } of [leaver, receiver, witness]) await sign(api.closing, keyring, batches[0]!);
  const signed = performance.now();

  await stream.ended;
  expect(performance.now() - signed, 'ms until the open stream ended').toBeLessThan(1000);
  expect(await download.rest(), 'bytes of the running download').toBeLessThan(content.length);
  expect(performance.now() - signed, 'ms until the download ended').toBeLessThan(2000);
  for (const { name, headers } of means)
    for (const door of doors) {
      const answer = await fetch(url + door, { headers });
      const body = await answer.text();
      expect(body === '[]' ? 404 : answer.status, `${name} ${door} after`).toBeOneOf([403, 404]);
      expect(body).not.toContain(secret!.title);
    }
  expect(
    await fetch(`${url}/api/v1/secrets/${secret!.id}/opening`, { method: 'POST', headers: means[2]!.headers }).then(
      ({ status }) => status,
    ),
  ).toBe(404);
  const listed = await leaver.api.client.listClients({ limit: 200 });
  expect(listed.rows.map((row) => row.id)).not.toContain(id);
  expect(await rowsInSql(house(), outgoing.token, id)).toEqual({});
});

test('a read that the leaver holds open over the sign-off, and one that shares its transaction or comes next on its connection, sees nothing any more', async () => {
  const { leaver, receiver, witness, clients, batches, outgoing } = await aCase(house(), 'checked');
  const id = clients[0]![0]!;
  await witness.api.closing.makeInventory({ batch: batches[0]! });
  for (const { api, keyring } of [leaver, receiver]) await sign(api.closing, keyring, batches[0]!);

  const over = Promise.withResolvers<void>();
  const begun: Promise<void>[] = [];
  const held = [0, 1].map(() => {
    const { promise, resolve } = Promise.withResolvers<void>();
    begun.push(promise);
    return read(outgoing.context, async (inside) => {
      const before = await recordsOf(inside, id);
      resolve();
      await over.promise;
      return { before, after: await recordsOf(inside, id) };
    });
  });
  await Promise.all(begun);
  let going = true;
  const chain = (async () => {
    const reads: { from: number; records: number }[] = [];
    while (going) {
      const from = performance.now();
      reads.push({ from, ...(await read(outgoing.context, (inside) => recordsOf(inside, id))) });
    }
    return reads;
  })();

  await sign(witness.api.closing, witness.keyring, batches[0]!);
  const signed = performance.now();
  over.resolve();
  const [one, other] = await Promise.all(held);
  expect([one!.before.connection, one!.after.connection, other!.after.connection]).toEqual(
    Array(3).fill(other!.before.connection),
  );
  expect([one!.before.records, other!.before.records].every((records) => records > 0)).toBe(true);
  expect([one!.after.records, other!.after.records]).toEqual([0, 0]);
  expect((await read(outgoing.context, (inside) => recordsOf(inside, id))).records).toBe(0);
  going = false;
  const reads = await chain;
  expect(reads[0]!.records).toBeGreaterThan(0);
  expect(reads.filter(({ from, records }) => from > signed && records > 0)).toEqual([]);
});

/** How many records of the client a statement sees now, and over which connection. */
async function recordsOf({ db }: Inside, client: ClientId): Promise<{ connection: number; records: number }> {
  const { rows } = await db.execute<{ connection: number; records: number }>(
    sql`select pg_backend_pid() as connection, (select count(*) from client_record where client_id = ${client})::int as records`,
  );
  return rows[0]!;
}

/** The leaver's own past: which handover, deeds and tasks there were, by ids and verbs, without a word of the client. */
const ownPast = ['batch_client', 'journal_entry', 'task'];

async function listening({ server }: House): Promise<string> {
  await server.listen({ host: '127.0.0.1', port: 0 });
  return `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
}

async function signedIn(url: string, { email, password }: { email: string; password: string }): Promise<string> {
  const answer = await fetch(`${url}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  expect(answer.status).toBe(200);
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

async function openStream(url: string, cookie: string): Promise<{ ended: Promise<void> }> {
  const reader = (await fetch(`${url}/events`, { headers: { cookie } })).body!.getReader();
  await reader.read();
  const drain = async () => {
    while (!(await reader.read()).done);
  };
  return { ended: drain() };
}

/** How many rows of the client each table shows to the application's role with this session; tables that show none are left out. */
async function rowsInSql({ ground }: House, token: string, client: string): Promise<Record<string, number>> {
  const connection = await ground.database.app.connect();
  try {
    await connection.query(
      `begin read only; select set_config('baton.credential', ${connection.escapeLiteral(token)}, true)`,
    );
    const { rows: tables } = await connection.query<{ name: string }>(
      `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'client_id'`,
    );
    expect(tables.length).toBeGreaterThan(10);
    const shown: Record<string, number> = {};
    for (const { name } of tables.filter((table) => !ownPast.includes(table.name))) {
      const { rows } = await connection.query<{ n: number }>(
        `select count(*)::int as n from ${connection.escapeIdentifier(name)} where client_id = $1`,
        [client],
      );
      if (rows[0]!.n > 0) shown[name] = rows[0]!.n;
    }
    return shown;
  } finally {
    await connection.query('rollback');
    connection.release();
  }
}
