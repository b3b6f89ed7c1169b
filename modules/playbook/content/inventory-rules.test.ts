import { expect, test } from 'vitest';
import { defaultPlaybook as playbook } from './default-playbook.ts';
import {
  emptyStatutoryKinds,
  headings,
  isCritical,
  mandatoryLinesLeft,
  recordLineFor,
  tradeLines,
} from './inventory-rules.ts';
import type { RecordLine } from './playbook-shape.ts';

const lineOf = (record: string, fields: Record<string, unknown> = {}): RecordLine => {
  const line = recordLineFor(playbook, record, fields);
  if (!line) throw new Error(`no line for ${record}`);
  return line;
};

test.each([
  ['a finance seal', 'custody', { object: 'finance-seal' }],
  ['a bank UKey', 'custody', { object: 'bank-ukey' }],
  ['cash', 'custody', { object: 'cash' }],
  ['a balance of cash', 'balance', { group: 'cash' }],
  ['a role at the e-tax bureau', 'role', { system: 'e-tax' }],
  ['a filing not made', 'filing', { state: 'not-filed' }],
  ['an overdue filing', 'filing', { state: 'overdue' }],
  ['an open tax matter', 'open-matter', { group: 'tax' }],
])('%s is checked to 100 %%', (_what, record, fields) => {
  expect(isCritical(playbook, lineOf(record, fields))).toBe(true);
});

test('a sealed secret is checked to 100 %', () => {
  expect(isCritical(playbook, playbook.secretLine)).toBe(true);
});

test.each([
  ['a contract', 'contract', {}],
  ['a filing that was made', 'filing', { state: 'filed' }],
  ['a bank balance', 'balance', { group: 'bank' }],
])('%s may be checked by sample', (_what, record, fields) => {
  expect(isCritical(playbook, lineOf(record, fields))).toBe(false);
});

test('a seal goes over by hand, a tax clerk by rebinding, an overdue filing as an obligation, a habit by telling', () => {
  expect(lineOf('custody', { object: 'official-seal' })).toMatchObject({ kind: 'seals', method: 'physical' });
  expect(lineOf('role', { system: 'e-tax' })).toMatchObject({ kind: 'tax', method: 'rebind' });
  expect(lineOf('filing', { state: 'overdue' })).toMatchObject({ kind: 'tax', method: 'obligation' });
  expect(lineOf('habit')).toMatchObject({ kind: 'relations', method: 'knowledge' });
});

test('a balance without a group stands under 往来与资产', () => {
  expect(lineOf('balance')).toMatchObject({ kind: 'assets', method: 'balance' });
});

test('a record of which the playbook knows nothing has no line', () => {
  expect(recordLineFor(playbook, 'horoscope', {})).toBeNull();
});

test('客户基本信息、交易记录、合同文件 stand on the inventory even where the client has no record of them', () => {
  expect(mandatoryLinesLeft(playbook, []).map(({ name }) => name.zh)).toEqual(['客户基本信息', '交易记录', '合同文件']);
  expect(mandatoryLinesLeft(playbook, [lineOf('basic'), lineOf('contract')]).map(({ key }) => key)).toEqual([
    'transaction-records',
  ]);
});

test('a kind that the law names and the client does not have stands as 无', () => {
  const made = [lineOf('contract'), lineOf('custody', { object: 'finance-seal' }), lineOf('ledger')];
  expect(emptyStatutoryKinds(playbook, made, { computerised: true }).map(({ name }) => name.zh)).toEqual([
    '会计凭证',
    '会计账簿',
    '会计报表',
    '现金',
    '有价证券',
    '支票簿',
    '发票',
    '其他会计资料和物品',
    '数据磁盘及有关资料',
  ]);
});

test('software and data media are named only where accounting is computerised', () => {
  const byHand = emptyStatutoryKinds(playbook, [], { computerised: false }).map(({ key }) => key);
  expect(byHand).not.toContain('software-and-passwords');
  expect(byHand).toHaveLength(10);
});

test('a manufacturer hands over stock and costing, a restaurant its prepayments, an adviser nothing further', () => {
  expect(tradeLines(playbook, 'manufacturing').map(({ key }) => key)).toContain('stock-count');
  expect(tradeLines(playbook, 'catering').map(({ key }) => key)).toContain('prepaid-cards');
  expect(tradeLines(playbook, 'services')).toEqual([]);
  expect(tradeLines(playbook, undefined)).toEqual([]);
});

test('an inventory is headed by the basic information and then by the fourteen kinds', () => {
  const names = headings(playbook).map(({ name }) => name.zh);
  expect(names).toHaveLength(15);
  expect(names.slice(0, 3)).toEqual(['客户基本信息', '企业证照', '印章']);
});
