import pg from 'pg';
import { expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import { aHandover } from '#modules/handover/handover.factory.ts';
import * as issue from '#modules/issue/issue.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { useHouse } from '#testing/house.ts';
import * as reconciliation from './reconciliation.ts';

const house = useHouse();

const header =
  '客户编号,企业名称,统一社会信用代码,纳税人类型,法定代表人,联系人,联系电话,开户行,银行账号,基本户余额,余额截至日期,服务费(元/月),合同起始日,合同到期日,主办会计,备注';

interface Row {
  number: string;
  phone: string;
  account: string;
  balance: string;
  ends: string;
  note: string;
}

let counted = 0;

const aRow = (): Row => {
  counted += 1;
  return {
    number: `BJ${String(counted).padStart(4, '0')}`,
    phone: `138${String(12_340_000 + counted)}`,
    account: String(755_900_012_340_000 + counted),
    balance: `${String(1000 + counted)}.50`,
    ends: '2027-03-31',
    note: `第 ${counted} 户`,
  };
};

const nameOf = ({ number }: Row) => `上海安众${number}贸易有限公司`;

const lineOf = (row: Row) =>
  [
    row.number,
    nameOf(row),
    '',
    '一般纳税人',
    '陈立',
    '周强',
    row.phone,
    '招商银行徐汇支行',
    row.account,
    row.balance,
    '2026-10-31',
    '800.00',
    '2024-04-01',
    row.ends,
    '李娜',
    row.note,
  ].join(',');

const fileOf = (rows: Row[], name = '台账.csv') => new File([`${header}\n${rows.map(lineOf).join('\n')}\n`], name);

async function aBatch(count: number) {
  const { founder, hire } = house();
  const outgoing = await hire('李娜');
  const rows = Array.from({ length: count }, aRow);
  const clients: ClientId[] = [];
  for (const row of rows) {
    const { id } = await aClient(founder.context, {
      owner: outgoing.id,
      records: [
        {
          kind: 'basic',
          fields: {
            name: nameOf(row),
            number: row.number,
            taxpayerType: 'general',
            legalPerson: '陈立',
            note: row.note,
          },
        },
        { kind: 'contact', fields: { name: '周强', phone: row.phone, main: true } },
        { kind: 'bank-account', fields: { bank: '招商银行徐汇支行', account: row.account } },
        {
          kind: 'balance',
          fields: {
            subject: '银行存款',
            code: '1002',
            group: 'bank',
            direction: 'debit',
            amount: row.balance,
            asOf: '2026-10-31',
          },
        },
        { kind: 'contract', fields: { startsOn: '2024-04-01', endsOn: row.ends, fee: '800.00', feeCycle: 'monthly' } },
      ],
    });
    clients.push(id);
  }
  const made = await aHandover(house(), { batches: [clients], parties: { outgoing }, until: 'checking' });
  return { ...made, batch: made.batches[0]!, rows };
}

test('a second register gives each field its verdict: what differs opens an issue, what is only written differently does not', async () => {
  const { incoming, batch, rows, handover, clients } = await aBatch(6);
  const held = rows.map((row) => ({ ...row }));
  held[0]!.balance = '"1,001.50"';
  held[1]!.phone = '１３８ １２３４ ０００２';
  held[2]!.balance = '9.99';
  held[3]!.ends = '2028/03/31';
  held[4]!.note = '';
  const stranger = aRow();
  const file = fileOf([...held.slice(0, 5), stranger]);

  const preview = await reconciliation.previewSource(incoming.context, { batch, file, reading: {} });
  expect(preview).toMatchObject({
    clients: 6,
    matched: 5,
    missing: [rows[5]!.number],
    doubled: [],
    faulty: [],
    others: 1,
  });
  expect(preview.columns.find(({ column }) => column === '基本户余额')).toEqual({
    column: '基本户余额',
    use: 'balance',
  });
  const sum = preview.totals.find(({ column }) => column === '基本户余额')!;
  expect(sum).toMatchObject({ handed: '5017.50', held: '4023.99', handedFilled: 5, heldFilled: 5 });

  const compared = await reconciliation.checkAgainstSource(incoming.context, { batch, file, reading: {} });
  expect(compared).toMatchObject({ clients: 5, different: 3, writtenDifferently: 2, missing: [rows[5]!.number] });
  expect(compared.checked).toBe(compared.same + compared.writtenDifferently + compared.different);
  expect(compared.differences.map(({ client: number, record, field }) => [number, record, field]).toSorted()).toEqual([
    [rows[2]!.number, 'balance', 'amount'],
    [rows[3]!.number, 'contract', 'endsOn'],
    [rows[4]!.number, 'basic', 'note'],
  ]);
  const { rows: issues } = await issue.listIssues(incoming.context, { handover, state: 'open', limit: 10 });
  expect(issues).toHaveLength(3);

  const sheet = await reconciliation.readSheet(incoming.context, { handover, client: clients[0]![0]!, reveal: true });
  const amount = sheet.lines
    .flatMap((line) => line.rows)
    .find(({ field, type }) => field === 'amount' && type === 'money');
  expect(amount).toMatchObject({ verdict: 'written-differently', held: '1,001.50', comparedWith: compared.fileHash });
  const records = sheet.lines.filter(({ record }) => record);
  expect(records.map(({ state }) => state)).toEqual(records.map(() => 'received'));
});

test('a client that the register names twice is reported and checked as nothing', async () => {
  const { incoming, batch, rows } = await aBatch(2);
  const twice = [rows[0]!, { ...rows[0]!, balance: '1.00' }, rows[1]!];
  const compared = await reconciliation.checkAgainstSource(incoming.context, {
    batch,
    file: fileOf(twice),
    reading: {},
  });
  expect(compared).toMatchObject({ clients: 1, doubled: [rows[0]!.number], different: 0 });
});

test('the same register again replaces the verdicts, and a difference that is gone is withdrawn', async () => {
  const { incoming, batch, rows, handover } = await aBatch(1);
  const wrong = fileOf([{ ...rows[0]!, balance: '1.00' }]);
  await reconciliation.checkAgainstSource(incoming.context, { batch, file: wrong, reading: {} });
  const { different } = await reconciliation.checkAgainstSource(incoming.context, {
    batch,
    file: fileOf(rows),
    reading: {},
  });
  expect(different).toBe(0);
  const { rows: issues } = await issue.listIssues(incoming.context, { handover, limit: 10 });
  expect(issues).toMatchObject([{ state: 'withdrawn' }]);
});

test('what the register says of things that the client has no record of is an issue', async () => {
  const { founder, hire } = house();
  const outgoing = await hire('李娜');
  const row = aRow();
  const { id } = await aClient(founder.context, {
    owner: outgoing.id,
    records: [{ kind: 'basic', fields: { name: nameOf(row), number: row.number } }],
  });
  const { incoming, batches, handover } = await aHandover(house(), {
    batches: [[id]],
    parties: { outgoing },
    until: 'checking',
  });
  const compared = await reconciliation.checkAgainstSource(incoming.context, {
    batch: batches[0]!,
    file: fileOf([row]),
    reading: {},
  });
  const whole = compared.differences.filter(({ field }) => field === null);
  expect(whole).toHaveLength(1);
  const found = await issue.readIssue(incoming.context, { issue: whole[0]!.issue });
  expect(found).toMatchObject({ kind: 'shortage', handover: { id: handover } });
  expect(found.course[0]!.said).toContain('银行账号');
});

test('only the receiver compares, and a register that names nobody of the batch is refused', async () => {
  const { incoming, outgoing, batch, rows } = await aBatch(1);
  const file = fileOf(rows);
  await expect(reconciliation.checkAgainstSource(outgoing.context, { batch, file, reading: {} })).rejects.toMatchObject(
    {
      code: 'reconciliation.only-receiver-checks',
    },
  );
  await expect(
    reconciliation.checkAgainstSource(incoming.context, { batch, file: fileOf([aRow()]), reading: {} }),
  ).rejects.toMatchObject({ code: 'reconciliation.nothing-matched' });
  await expect(
    reconciliation.previewSource(incoming.context, { batch, file: new File([''], '空.csv'), reading: {} }),
  ).rejects.toMatchObject({ code: 'tabular.empty-file' });
});

test('a register goes up over HTTP as a file', async () => {
  const { incoming, batch, rows } = await aBatch(1);
  const { server } = house();
  const address = await server.listen({ port: 0, host: '127.0.0.1' });
  const form = new FormData();
  form.set('file', fileOf(rows));
  const answer = await fetch(`${address}/api/v1/batches/${batch}/second-source`, {
    method: 'POST',
    headers: { authorization: `Bearer ${incoming.token}` },
    body: form,
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  expect(await answer.json()).toMatchObject({ clients: 1, different: 0 });
});

test('what was found and said stands nowhere in the open: not in the database, not in the journal', async () => {
  const { incoming, outgoing, batch, rows } = await aBatch(1);
  const canary = '13899998888';
  const said = '金丝雀:银行已扣手续费';
  const compared = await reconciliation.checkAgainstSource(incoming.context, {
    batch,
    file: fileOf([{ ...rows[0]!, phone: canary, note: '金丝雀备注' }]),
    reading: {},
  });
  const phone = compared.differences.find(({ field }) => field === 'phone')!;
  await issue.answerIssue(outgoing.context, { issue: phone.issue, answer: said });
  const { id } = await reconciliation.proposeCorrection(outgoing.context, {
    issue: phone.issue,
    value: canary,
    reason: said,
  });
  await issue.proposeNote(incoming.context, {
    issue: compared.differences.find(({ field }) => field === 'note')!.issue,
    cause: said,
    responsible: outgoing.id,
    dueOn: '2099-01-01' as never,
  });
  await reconciliation.returnCorrection(incoming.context, { correction: id, reason: said });
  const owner = new pg.Client(house().owner);
  await owner.connect();
  const { rows: tables } = await owner.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'jobs', 'auth')`,
  );
  for (const { name } of tables) {
    const { rows: found } = await owner.query(`select from ${name} t where t::text like any ($1)`, [
      [`%${canary}%`, '%金丝雀%'],
    ]);
    expect(found.length, name).toBe(0);
  }
  await owner.end();
});
