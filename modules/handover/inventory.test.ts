import { beforeAll, expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import type { RecordDraft } from '#modules/client/client.contract.ts';
import * as client from '#modules/client/client.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import { openSecret, wrapWaitingKeys } from '#modules/vault/vault.client.ts';
import { aRecoveryKey, aSecret, vaultOf } from '#modules/vault/vault.factory.ts';
import * as vault from '#modules/vault/vault.ts';
import { transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { useHouse } from '#testing/house.ts';
import type { ItemView, Proof } from './handover.contract.ts';
import { type MadeHandover, aHandover, inDays, openForChecking } from './handover.factory.ts';
import * as handover from './handover.ts';

const house = useHouse();
beforeAll(async () => void (await aRecoveryKey(house())));

const withOneOfEach: RecordDraft[] = [
  { kind: 'basic', fields: { name: '上海浦光机械有限公司', number: 'KH-full', trade: 'manufacturing' } },
  { kind: 'contract', fields: { services: '代理记账', startsOn: '2026-01-01', endsOn: '2026-12-31', fee: '500.00' } },
  { kind: 'custody', fields: { object: 'official-seal', quantity: 1, serial: 'GZ-310-77', place: '保险柜 2 层' } },
  { kind: 'custody', fields: { object: 'bank-ukey', quantity: 2, use: 'making' } },
  { kind: 'role', fields: { system: 'e-tax', role: 'tax-clerk', boundPerson: '李娜' } },
  { kind: 'filing', fields: { tax: 'vat', period: '2026-11', state: 'not-filed', due: inDays(6) } },
  { kind: 'balance', fields: { subject: '银行存款', group: 'bank', amount: '128430.55', asOf: '2026-10-31' } },
  { kind: 'habit', fields: { topic: 'invoicing', content: '每月 25 日前开票' } },
];

let made = 0;
function records(): RecordDraft[] {
  made += 1;
  return withOneOfEach.map((record) =>
    record.kind === 'basic' ? { ...record, fields: { ...record.fields, number: `KH-full-${made}` } } : record,
  );
}

async function linesOf({ outgoing, batches }: MadeHandover): Promise<ItemView[]> {
  return handover.listItems(outgoing.context, { batch: batches[0]! });
}

const received = (of: MadeHandover, item: Id<'item'>, proof: Proof) =>
  handover.proveItem(of.incoming.context, { item, proof });

async function gate(of: MadeHandover, id: string) {
  return transact(of.outgoing.context, (inside) => handover.gates[id]!.check(inside, of.batches[0]!));
}

test('the inventory is made of the records, the mandatory lines, the lines of the trade, and 无 for what the law names', async () => {
  const of = await aHandover(house(), { records: records() });
  const lines = await linesOf(of);
  const seal = lines.find(({ kind }) => kind === 'seals');
  expect(seal).toMatchObject({
    method: 'physical',
    critical: true,
    statutory: 'seals',
    line: { number: 'GZ-310-77', quantity: '1' },
  });
  expect(lines.find(({ method }) => method === 'rebind')?.evidence).toEqual([
    'binding-receipt',
    'client-confirmation',
    'signed-in',
  ]);
  expect(
    lines
      .filter(({ serves }) => serves)
      .map(({ serves }) => serves)
      .toSorted(),
  ).toEqual(['basic-information', 'contract-documents', 'transaction-records']);
  expect(lines.some(({ title }) => title === '存货盘点表及收发存汇总')).toBe(true);
  const none = lines.filter(({ state }) => state === 'none').map(({ title }) => title);
  expect(none).toContain('现金');
  expect(none).not.toContain('印章');
  expect(lines.map(({ position }) => position)).toEqual(
    lines.map(({ position }) => position).toSorted((a, b) => a - b),
  );
  expect((await gate(of, 'inventory-complete')).ok).toBe(true);
});

test('no line carries a sensitive value, only its mask', async () => {
  const of = await aHandover(house(), {
    records: [
      { kind: 'bank-account', fields: { bank: '招商银行徐汇支行', account: '6214830211112267', nature: 'basic' } },
    ],
  });
  const written = JSON.stringify(await linesOf(of));
  expect(written).not.toContain('6214830211112267');
  expect(written).toContain('2267');
});

test('made again, an inventory gets only what is new; what came after the cut-off date is 期后事项', async () => {
  const of = await aHandover(house(), { input: { cutOff: inDays(-5) } });
  const before = await linesOf(of);
  expect(before.some(({ afterCutOff }) => afterCutOff)).toBe(false);
  const [whom] = of.clients[0]!;
  await client.addRecord(of.outgoing.context, {
    client: whom!,
    kind: 'open-matter',
    fields: { matter: '注销银行账户', due: inDays(9) },
  });
  expect(await handover.makeInventory(of.outgoing.context, { batch: of.batches[0]! })).toEqual({
    added: 1,
    refreshed: 0,
  });
  const matter = (await linesOf(of)).find(({ title }) => title.includes('注销银行账户'));
  expect(matter).toMatchObject({ method: 'obligation', afterCutOff: true });
  expect(await handover.makeInventory(of.outgoing.context, { batch: of.batches[0]! })).toEqual({
    added: 0,
    refreshed: 0,
  });
});

test('a later change of a record moves its line to the newest version, and what was proved must be proved again', async () => {
  const of = await aHandover(house(), { records: records(), until: 'checking', input: { cutOff: inDays(-1) } });
  const line = (await linesOf(of)).find(({ kind }) => kind === 'seals')!;
  await received(of, line.id, { method: 'physical', counted: 1, serial: 'GZ 310-77', both: true });
  await transact(of.outgoing.context, (inside) =>
    client.changeFields(inside, {
      record: line.record!,
      expectedVersion: 1,
      changes: { place: '保险柜 3 层' },
      reason: '换地方',
    }),
  );
  const refreshed = await handover.refreshItem(of.outgoing.context, { item: line.id });
  expect(refreshed).toMatchObject({
    recordVersion: 2,
    state: 'open',
    proof: null,
    afterCutOff: true,
    line: { place: '保险柜 3 层' },
  });
});

test('a correction moves the line without making it 期后事项, and what was proved stands', async () => {
  const of = await aHandover(house(), { records: records(), until: 'checking', input: { cutOff: inDays(-1) } });
  const line = (await linesOf(of)).find(({ kind }) => kind === 'seals')!;
  await received(of, line.id, { method: 'physical', counted: 1, serial: 'GZ-310-77', both: true });
  await transact(of.outgoing.context, async (inside) => {
    await client.changeFields(inside, {
      record: line.record!,
      expectedVersion: 1,
      changes: { place: '前台' },
      reason: '更正',
    });
    await handover.followCorrection(inside, line.id);
  });
  const after = (await linesOf(of)).find(({ id }) => id === line.id);
  expect(after).toMatchObject({ recordVersion: 2, state: 'received', afterCutOff: false, line: { place: '前台' } });
});

test('a line is added by hand, and the 无 of its kind falls away', async () => {
  const of = await aHandover(house());
  const [whom] = of.clients[0]!;
  const input = {
    batch: of.batches[0]!,
    client: whom!,
    kind: 'bank',
    method: 'physical' as const,
    title: '支票簿',
    line: { quantity: '2' },
  };
  const added = await handover.addItem(of.outgoing.context, { ...input, statutory: 'cheque-books' });
  expect(added).toMatchObject({ kind: 'bank', state: 'open', evidence: ['count', 'serial', 'photo'] });
  expect((await linesOf(of)).filter(({ statutory }) => statutory === 'cheque-books')).toHaveLength(1);
  const dropped = await handover.dropItem(of.outgoing.context, { item: added.id, reason: '客户已取回' });
  expect(dropped).toMatchObject({ state: 'dropped', droppedFor: '客户已取回' });
  const again = (await linesOf(of)).filter(({ statutory }) => statutory === 'cheque-books');
  expect(again.map(({ state }) => state).toSorted()).toEqual(['dropped', 'none']);
  await expect(handover.dropItem(of.outgoing.context, { item: added.id, reason: '再次' })).rejects.toMatchObject({
    code: 'handover.item-dropped',
  });
});

test('the last line of a mandatory kind is not dropped, nor a kind that the law names', async () => {
  const of = await aHandover(house());
  const lines = await linesOf(of);
  const contract = lines.find(({ serves }) => serves === 'contract-documents')!;
  await expect(handover.dropItem(of.outgoing.context, { item: contract.id, reason: '不需要' })).rejects.toMatchObject({
    code: 'handover.mandatory-line',
  });
  const none = lines.find(({ state }) => state === 'none')!;
  await expect(handover.dropItem(of.outgoing.context, { item: none.id, reason: '不需要' })).rejects.toMatchObject({
    code: 'handover.named-by-law',
  });
});

test('a line is refused for a client of another batch, and of a kind that the playbook does not have', async () => {
  const of = await aHandover(house(), { batches: [1, 1] });
  const [own] = of.clients[0]!;
  const [other] = of.clients[1]!;
  const input = { batch: of.batches[0]!, kind: 'bank', method: 'file' as const, title: '回单卡', line: {} };
  const add = (more: object) => handover.addItem(of.outgoing.context, { ...input, client: own!, ...more });
  await expect(add({ client: other! })).rejects.toMatchObject({ code: 'handover.client-not-in-batch' });
  await expect(add({ kind: 'furniture' })).rejects.toMatchObject({ code: 'handover.kind-unknown' });
  await expect(add({ serves: 'furniture' })).rejects.toMatchObject({ code: 'handover.line-unknown' });
});

test('the supervisor adds no line, and the receiver drops none', async () => {
  const of = await aHandover(house(), { until: 'checking' });
  const [whom] = of.clients[0]!;
  const input = {
    batch: of.batches[0]!,
    client: whom!,
    kind: 'bank',
    method: 'file' as const,
    title: '回单卡',
    line: {},
  };
  await expect(handover.addItem(of.supervisor.context, input)).rejects.toMatchObject({
    code: 'handover.only-parties-list',
  });
  const found = await handover.addItem(of.incoming.context, input);
  await expect(handover.dropItem(of.incoming.context, { item: found.id, reason: '不要' })).rejects.toMatchObject({
    code: 'handover.only-giver-drops',
  });
});

test('a stranger to the handover makes no inventory of it', async () => {
  const of = await aHandover(house());
  await expect(handover.makeInventory(house().founder.context, { batch: of.batches[0]! })).rejects.toMatchObject({
    code: 'handover.only-parties-list',
  });
});

test('nothing is proved before the pledges open the checking, and nobody ticks for the receiver', async () => {
  const of = await aHandover(house());
  const line = (await linesOf(of)).find(({ serves }) => serves === 'basic-information')!;
  const proof = { method: 'file' as const, opened: true as const, recordVersion: 1, signedIn: false };
  await expect(received(of, line.id, proof)).rejects.toMatchObject({ code: 'item.not-found' });
  await openForChecking(house(), of);
  for (const { context } of [of.outgoing, of.supervisor])
    await expect(handover.proveItem(context, { item: line.id, proof })).rejects.toMatchObject({
      code: 'handover.only-receiver-proves',
    });
  expect(line.accountable).toBe('outgoing');
  expect(await received(of, line.id, proof)).toMatchObject({
    state: 'received',
    provedBy: of.incoming.id,
    accountable: 'incoming',
  });
});

test('a batch that is being signed takes neither proofs nor lines', async () => {
  const of = await aHandover(house(), { until: 'checking' });
  const line = (await linesOf(of)).find(({ serves }) => serves === 'basic-information')!;
  await transact(of.supervisor.context, (inside) =>
    handover.moveBatch(inside, of.batches[0]!, ['checking'], 'signing'),
  );
  const proof = { method: 'file' as const, opened: true as const, recordVersion: 1, signedIn: false };
  await expect(received(of, line.id, proof)).rejects.toMatchObject({ code: 'handover.batch-not-checking' });
  await expect(handover.refreshItem(of.outgoing.context, { item: line.id })).rejects.toMatchObject({
    code: 'handover.batch-not-open',
  });
  await expect(
    transact(of.supervisor.context, (inside) => handover.moveBatch(inside, of.batches[0]!, ['checking'], 'signing')),
  ).rejects.toMatchObject({ code: 'handover.batch-moved-on' });
});

test('a line that stands for no record has no newer version to take up', async () => {
  const of = await aHandover(house());
  const plain = (await linesOf(of)).find(({ record, state }) => !record && state === 'open')!;
  await expect(handover.refreshItem(of.outgoing.context, { item: plain.id })).rejects.toMatchObject({
    code: 'handover.no-record',
  });
});

test('an object is counted, and its number read: another count or number is refused', async () => {
  const of = await aHandover(house(), { records: records(), until: 'checking' });
  const seal = (await linesOf(of)).find(({ kind }) => kind === 'seals')!;
  const proof = { method: 'physical' as const, counted: 1, serial: 'GZ-310-77', both: true as const };
  await expect(received(of, seal.id, { ...proof, counted: 2 })).rejects.toMatchObject({
    code: 'handover.count-differs',
    facts: { counted: 2, listed: 1 },
  });
  await expect(received(of, seal.id, { ...proof, serial: 'GZ-310-78' })).rejects.toMatchObject({
    code: 'handover.serial-differs',
  });
  const { serial: _serial, ...unread } = proof;
  await expect(received(of, seal.id, unread)).rejects.toMatchObject({
    code: 'handover.evidence-missing',
    facts: { evidence: 'serial' },
  });
  await expect(received(of, seal.id, { method: 'knowledge', toldBack: '已经讲解并复述一遍了' })).rejects.toMatchObject({
    code: 'handover.other-method',
    facts: { asks: 'physical' },
  });
  expect(await received(of, seal.id, proof)).toMatchObject({ state: 'received' });
  expect(await gate(of, 'objects-received')).toMatchObject({ ok: false, done: 1 });
});

test('a bound role asks for the receipt, the confirmation of the client and a sign-in', async () => {
  const of = await aHandover(house(), { records: records(), until: 'checking' });
  const role = (await linesOf(of)).find(({ method }) => method === 'rebind')!;
  const proof = {
    method: 'rebind' as const,
    boundOn: inDays(0),
    receipt: '换绑回执 2026-118',
    signedIn: true,
    clientConfirmed: true,
  };
  const { receipt: _receipt, ...bare } = proof;
  await expect(received(of, role.id, bare)).rejects.toMatchObject({ facts: { evidence: 'binding-receipt' } });
  await expect(received(of, role.id, { ...proof, clientConfirmed: false })).rejects.toMatchObject({
    facts: { evidence: 'client-confirmation' },
  });
  await expect(received(of, role.id, { ...proof, signedIn: false })).rejects.toMatchObject({
    facts: { evidence: 'signed-in' },
  });
  await expect(received(of, role.id, { ...proof, boundOn: inDays(1) })).rejects.toMatchObject({
    code: 'handover.date-ahead',
  });
  expect((await gate(of, 'roles-rebound')).ok).toBe(false);
  await received(of, role.id, proof);
  expect((await gate(of, 'roles-rebound')).ok).toBe(true);
});

test('a sealed secret is a line of its own, received when the receiver has opened it', async () => {
  const { founder, hire, firm } = house();
  const outgoing = await hire('李娜');
  const { id } = await aClient(founder.context, { owner: outgoing.id });
  const secret = await aSecret(house(), outgoing, id, { title: '电子税务局登录密码' });
  const of = await aHandover(house(), { parties: { outgoing }, batches: [[id]], until: 'checking' });
  const line = (await linesOf(of)).find((one) => one.secret === secret)!;
  expect(line).toMatchObject({
    method: 'secret',
    kind: 'keys',
    title: '电子税务局登录密码',
    critical: true,
    secrecy: 'sealed',
  });
  const proof = { method: 'secret' as const, signedIn: true as const };
  await expect(received(of, line.id, proof)).rejects.toMatchObject({ code: 'handover.secret-not-opened' });
  await wrapWaitingKeys(vaultOf(outgoing), outgoing.keyring, firm);
  await openSecret(vaultOf(of.incoming), of.incoming.keyring, secret);
  expect(await received(of, line.id, proof)).toMatchObject({ state: 'received' });
});

test('an obligation is taken on by its own date, not by a later or a past one', async () => {
  const of = await aHandover(house(), { records: records(), until: 'checking' });
  const filing = (await linesOf(of)).find(({ method }) => method === 'obligation')!;
  await expect(received(of, filing.id, { method: 'obligation', dueOn: inDays(7) })).rejects.toMatchObject({
    code: 'handover.due-earlier',
  });
  await expect(received(of, filing.id, { method: 'obligation', dueOn: inDays(-1) })).rejects.toMatchObject({
    code: 'handover.date-past',
  });
  await received(of, filing.id, { method: 'obligation', dueOn: inDays(6) });
  expect((await gate(of, 'obligations-accepted')).ok).toBe(true);
});

test('a balance of the records is proved by checking alone; a listed one by its statement', async () => {
  const of = await aHandover(house(), { records: records(), until: 'checking' });
  const lines = await linesOf(of);
  const balance = lines.find(({ method, record }) => method === 'balance' && record)!;
  const proof = { method: 'balance' as const, asOf: inDays(-1), statement: '盘点表 2026-11' };
  await expect(received(of, balance.id, proof)).rejects.toMatchObject({ code: 'handover.proved-by-checking' });
  const stock = lines.find(({ title }) => title === '存货盘点表及收发存汇总')!;
  await expect(received(of, stock.id, { ...proof, statement: undefined })).rejects.toMatchObject({
    facts: { evidence: 'statement' },
  });
  expect(await received(of, stock.id, proof)).toMatchObject({ state: 'received' });
});

test('a file asks for its hash where no record stands behind it, and for the version that was opened where one does', async () => {
  const of = await aHandover(house(), { records: records(), until: 'checking' });
  const lines = await linesOf(of);
  const proof = { method: 'file' as const, opened: true as const, signedIn: false };
  const contract = lines.find(({ serves }) => serves === 'contract-documents')!;
  await expect(received(of, contract.id, { ...proof, recordVersion: 7 })).rejects.toMatchObject({
    code: 'handover.other-version',
  });
  const plain = lines.find(({ serves, record }) => serves === 'transaction-records' && !record)!;
  await expect(received(of, plain.id, proof)).rejects.toMatchObject({ facts: { evidence: 'file' } });
  expect(await received(of, plain.id, { ...proof, sha256: 'ab'.repeat(32) })).toMatchObject({ state: 'received' });
});

test('what was shown of a line is taken back, and the line is open again', async () => {
  const of = await aHandover(house(), { records: records(), until: 'checking' });
  const habit = (await linesOf(of)).find(({ method }) => method === 'knowledge')!;
  await received(of, habit.id, { method: 'knowledge', toldBack: '每月五号之前快递取发票和回单' });
  expect(await handover.undoProof(of.incoming.context, { item: habit.id })).toMatchObject({
    state: 'open',
    provedBy: null,
  });
});

test('there is nothing to prove of 无', async () => {
  const of = await aHandover(house(), { until: 'checking' });
  const none = (await linesOf(of)).find(({ state }) => state === 'none')!;
  await expect(received(of, none.id, { method: 'knowledge', toldBack: '已经讲解并复述一遍了' })).rejects.toMatchObject({
    code: 'handover.nothing-to-prove',
  });
});

test('what is proved and what is listed raises the revision that a sign-off names', async () => {
  const of = await aHandover(house(), { records: records(), until: 'checking' });
  const revision = async () => (await handover.readHandover(of.incoming.context, of)).batches[0]!.revision;
  const before = await revision();
  const habit = (await linesOf(of)).find(({ method }) => method === 'knowledge')!;
  await received(of, habit.id, { method: 'knowledge', toldBack: '每月二十五日之前把发票开完' });
  expect(await revision()).toBe(before + 1);
});

test('a batch that was withdrawn takes no more changes', async () => {
  const of = await aHandover(house());
  await handover.withdrawBatch(of.supervisor.context, { batch: of.batches[0]!, reason: '客户终止合作' });
  await expect(handover.makeInventory(of.outgoing.context, { batch: of.batches[0]! })).rejects.toMatchObject({
    code: 'handover.batch-not-open',
  });
  await expect(
    transact(of.outgoing.context, (inside) => handover.bumpRevision(inside, of.batches[0]!)),
  ).rejects.toMatchObject({
    code: 'handover.batch-signed',
  });
});

test('a filing that falls due within the change is on the board with who holds it that day', async () => {
  const of = await aHandover(house(), { records: records(), input: { startsOn: inDays(1) } });
  const [due] = await handover.listDeadlines(of.outgoing.context, of);
  expect(due).toMatchObject({ due: inDays(6), holder: { id: of.outgoing.id }, client: of.clients[0]![0] });
  const { warnings } = await handover.readHandover(of.supervisor.context, of);
  expect(warnings).toContainEqual({ code: 'deadlines-within', facts: { count: 1 } });
});

test('a contract that has ended is warned of', async () => {
  const of = await aHandover(house(), {
    records: [{ kind: 'contract', fields: { services: '代理记账', endsOn: '2025-12-31' } }],
  });
  const { warnings } = await handover.readHandover(of.outgoing.context, of);
  expect(warnings).toContainEqual({ code: 'contracts-ended', facts: { count: 1 } });
});

test('finance seal and legal seal in one hand are warned of', async () => {
  const of = await aHandover(house(), {
    records: [
      { kind: 'custody', fields: { object: 'finance-seal', quantity: 1 } },
      { kind: 'custody', fields: { object: 'legal-person-seal', quantity: 1 } },
    ],
  });
  expect(await gate(of, 'duties-segregated')).toMatchObject({
    ok: false,
    missing: [{ code: 'held-together', facts: { rule: 'finance-and-legal-seal' } }],
  });
  expect((await gate(of, 'parties-accepted')).ok).toBe(true);
  expect((await gate(of, 'supervisor-lawful')).ok).toBe(true);
});

test('every check that the playbook names for the handover itself is registered', async () => {
  const { content } = await transact(house().founder.context, (inside) => playbook.presentVersion(inside));
  const named = content.gates.map(({ check }) => check);
  expect(Object.keys(handover.gates).every((id) => named.includes(id))).toBe(true);
});

test(
  'the inventory of 100 clients with a dozen records each is made by a few statements',
  { timeout: 60_000 },
  async () => {
    const { founder, hire, drain } = house();
    const outgoing = await hire('李娜');
    const many = [];
    for (let n = 0; n < 100; n += 1)
      many.push((await aClient(founder.context, { owner: outgoing.id, records: records() })).id);
    const of = await aHandover(house(), { parties: { outgoing }, batches: [many], until: 'asked' });
    for (const { context } of [of.outgoing, of.incoming, of.supervisor])
      await handover.answerHandover(context, { handover: of.handover, answer: 'accept' });
    await drain();
    expect((await linesOf(of)).length).toBeGreaterThan(1500);
  },
);

test('a secret sealed after the inventory was made becomes a line of it, and raises the revision that a sign-off names', async () => {
  const of = await aHandover(house(), { until: 'checking' });
  const revision = async () => (await handover.readHandover(of.incoming.context, of)).batches[0]!.revision;
  const before = await revision();
  const secret = await aSecret(house(), of.outgoing, of.clients[0]![0]!, { title: '社保网厅密码' });
  await house().drain();
  expect((await linesOf(of)).find((line) => line.secret === secret)).toMatchObject({
    title: '社保网厅密码',
    state: 'open',
  });
  const sealed = await revision();
  expect(sealed).toBeGreaterThan(before);
  await vault.endSecret(of.outgoing.context, { secret });
  await house().drain();
  expect(await revision()).toBeGreaterThan(sealed);
});
