import { expect, test } from 'vitest';
import * as journal from '#modules/journal/journal.ts';
import { type House, type Someone, useHouse } from '#testing/house.ts';
import type { Client, RecordDraft } from './client.contract.ts';
import { aClient } from './client.factory.ts';
import * as client from './client.ts';

const house = useHouse();

const records: RecordDraft[] = [
  { kind: 'contact', fields: { name: '陈立', phone: '138 1234 2211' } },
  { kind: 'bank-account', fields: { bank: '招商银行徐汇支行', account: '775083301366334671' } },
];

async function anOwnedClient(): Promise<{ owner: Someone; stranger: Someone; manager: Someone; mine: Client }> {
  const { founder, hire } = house();
  const [owner, stranger, manager] = [
    await hire('李娜'),
    await hire('王敏'),
    await hire('张总', { roles: ['manager'], positions: ['head-of-accounting'] }),
  ];
  return { owner, stranger, manager, mine: await aClient(founder.context, { owner: owner.id, records }) };
}

/** What one sees of a table by SQL, as the application's own role with the credential of a person. */
async function rowsBySql({ ground }: House, someone: Someone, query: string): Promise<unknown[]> {
  const connection = await ground.database.app.connect();
  try {
    await connection.query('begin');
    await connection.query(`select set_config('baton.credential', $1, true)`, [someone.token]);
    return (await connection.query(query)).rows;
  } finally {
    await connection.query('rollback');
    connection.release();
  }
}

test('the owner in charge reads a client with every sensitive value masked', async () => {
  const { owner, mine } = await anOwnedClient();
  const whole = await client.readClient(owner.context, { client: mine.id });
  const contact = whole.records.find(({ kind }) => kind === 'contact')!;
  expect(contact.fields).toEqual({ name: '陈**', phone: '138****2211' });
  expect(contact.masked).toEqual(['name', 'phone']);
  expect(whole.client.ownerName).toBe('李娜');
});

test('opening a client is journalled once for a person who stays on its page', async () => {
  const { founder } = house();
  const { owner, mine } = await anOwnedClient();
  await client.readClient(owner.context, { client: mine.id });
  await client.readClient(owner.context, { client: mine.id });
  const { entries } = await journal.listEntries(founder.context, { client: mine.id, verb: 'client.opened', limit: 10 });
  expect(entries.map(({ actor }) => actor)).toEqual([owner.id]);
});

test('a stranger is told of no such client, by operation and over HTTP', async () => {
  const { stranger, mine } = await anOwnedClient();
  await expect(client.readClient(stranger.context, { client: mine.id })).rejects.toMatchObject({
    code: 'client.not-found',
    status: 'not-found',
  });
  const answer = await house().server.inject({
    method: 'GET',
    url: `/api/v1/clients/${mine.id}`,
    headers: { authorization: `Bearer ${stranger.token}` },
  });
  expect(answer.statusCode).toBe(404);
  expect(answer.body).not.toContain(mine.name);
  expect((await client.listClients(stranger.context, list)).rows).toEqual([]);
});

test.each(['client', 'client_record', 'client_data_key', 'client_record_version', 'client_search'])(
  'a stranger finds no row of table %s by SQL as the application role',
  async (table) => {
    const { owner, stranger, mine } = await anOwnedClient();
    const column = table === 'client' ? 'id' : 'client_id';
    const query = `select * from ${table} where ${column} = '${mine.id}'`;
    expect(await rowsBySql(house(), stranger, query)).toEqual([]);
    if (table !== 'client_record_version') expect(await rowsBySql(house(), owner, query)).not.toEqual([]);
  },
);

test('a manager sees the directory and no record of a client, by operation, HTTP and SQL', async () => {
  const { manager, mine } = await anOwnedClient();
  const listed = await client.listClients(manager.context, { ...list, search: mine.number });
  expect(listed.rows).toMatchObject([{ name: mine.name, ownerName: '李娜' }]);
  await expect(client.readClient(manager.context, { client: mine.id })).rejects.toMatchObject({
    code: 'client.no-read',
    status: 'forbidden',
  });
  const answer = await house().server.inject({
    method: 'GET',
    url: `/api/v1/clients/${mine.id}`,
    headers: { authorization: `Bearer ${manager.token}` },
  });
  expect(answer.statusCode).toBe(403);
  expect(await rowsBySql(house(), manager, `select * from client_record where client_id = '${mine.id}'`)).toEqual([]);
});

test('a client is found by any piece of its name, by pinyin, initials, code and number', async () => {
  const { founder, hire } = house();
  const owner = await hire('周洁');
  const { id } = await aClient(founder.context, {
    owner: owner.id,
    records: [
      {
        kind: 'basic',
        fields: { number: 'KH00777', name: '上海绿地(集团)银行设备有限公司', uscc: '91310115M53JJL6B0U' },
      },
    ],
  });
  const found = async (search: string) =>
    (await client.listClients(owner.context, { ...list, search })).rows.some((row) => row.id === id);
  for (const piece of [
    '绿',
    '绿地',
    '地(集',
    '地(集团)银',
    '司',
    'lvdi',
    'lvd',
    'yinhangshebei',
    'ldjt',
    'yhsb',
    '91310115m5',
    'M53JJL6B0U',
    'kh007',
    '777',
    ' 绿 地 ',
  ])
    expect([piece, await found(piece)]).toEqual([piece, true]);
  for (const piece of ['地绿', 'vdi', 'xyz', '%', "'", '\\', '778'])
    expect([piece, await found(piece)]).toEqual([piece, false]);
});

test('a phone or an account finds its client however it is parted, and only for those who may read the client', async () => {
  const { owner, stranger, manager, mine } = await anOwnedClient();
  const found = async (someone: Someone, search: string) =>
    (await client.listClients(someone.context, { ...list, search })).rows.map(({ id }) => id);
  expect(await found(owner, '13812342211')).toEqual([mine.id]);
  expect(await found(owner, '+86 138-1234-2211')).toEqual([mine.id]);
  expect(await found(owner, '7750 8330 1366 3346 71')).toEqual([mine.id]);
  expect(await found(manager, '13812342211')).toEqual([]);
  expect(await found(stranger, '13812342211')).toEqual([]);
});

test('a list goes on from page to page without leaving out or doubling a client, in each order', async () => {
  const { founder, hire } = house();
  const owner = await hire('赵敏');
  for (const at of [1, 2, 3, 4, 5])
    await aClient(founder.context, {
      owner: owner.id,
      number: `LX0000${at}`,
      records: at % 2 ? [{ kind: 'contract', fields: { endsOn: `202${at}-05-31` } }] : [],
    });
  for (const sort of ['number', 'name', 'contractEnd', 'paidThrough'] as const) {
    const pages: string[] = [];
    let after: string | undefined;
    do {
      const page = await client.listClients(owner.context, {
        ...list,
        sort,
        descending: true,
        limit: 2,
        ...(after ? { after } : {}),
      });
      if (!after) expect(page.total).toBe(5);
      pages.push(...page.rows.map(({ number }) => number));
      after = page.next ?? undefined;
    } while (after);
    expect(pages.toSorted()).toEqual(['LX00001', 'LX00002', 'LX00003', 'LX00004', 'LX00005']);
    if (sort === 'number') expect(pages[0]).toBe('LX00005');
    if (sort === 'contractEnd') expect(pages.slice(0, 3)).toEqual(['LX00005', 'LX00003', 'LX00001']);
  }
  const ended = await client.listClients(owner.context, { ...list, contractEnded: true });
  expect(ended.rows.map(({ number }) => number)).toEqual(['LX00001', 'LX00003', 'LX00005']);
});

test('a revealed value is shown to who may reveal it and is journalled with its field, never with its value', async () => {
  const { founder } = house();
  const { owner, stranger, mine } = await anOwnedClient();
  const { records: shown } = await client.readClient(owner.context, { client: mine.id });
  const account = shown.find(({ kind }) => kind === 'bank-account')!;
  const asked = { record: account.id, field: 'account' };
  expect(await client.revealField(owner.context, asked)).toEqual({ value: '775083301366334671', version: 1 });
  await expect(client.revealField(stranger.context, asked)).rejects.toMatchObject({ code: 'record.not-found' });
  const { entries } = await journal.listEntries(founder.context, {
    client: mine.id,
    verb: 'client.revealed',
    limit: 10,
  });
  expect(entries).toHaveLength(1);
  expect(entries[0]!.facts).toEqual({ record: account.id, kind: 'bank-account', field: 'account', version: 1 });
});

test('revealing an empty field is refused', async () => {
  const { owner, mine } = await anOwnedClient();
  const { records: shown } = await client.readClient(owner.context, { client: mine.id });
  const contact = shown.find(({ kind }) => kind === 'contact')!;
  await expect(client.revealField(owner.context, { record: contact.id, field: 'email' })).rejects.toMatchObject({
    code: 'client.field-empty',
  });
});

test('who has revealed two hundred values within an hour is refused the next one', async () => {
  const { owner, mine } = await anOwnedClient();
  const { records: shown } = await client.readClient(owner.context, { client: mine.id });
  const asked = { record: shown.find(({ kind }) => kind === 'contact')!.id, field: 'phone' };
  for (let time = 0; time < client.revealsAnHour; time += 1) await client.revealField(owner.context, asked);
  await expect(client.revealField(owner.context, asked)).rejects.toMatchObject({
    code: 'client.reveal-quota',
    status: 'too-many',
  });
});

const list = { sort: 'number', descending: false, limit: 50 } as const;
