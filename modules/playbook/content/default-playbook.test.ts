import { expect, test } from 'vitest';
import { defaultPlaybook } from './default-playbook.ts';
import { laws } from './laws.ts';
import { playbookContentSchema } from './playbook-content.ts';
import { transferMethods } from './playbook-shape.ts';

test('the playbook that a firm begins with is one that could be published', () => {
  expect(playbookContentSchema.safeParse(defaultPlaybook).error?.issues).toBeUndefined();
});

test('it is data: written out and read again it is the same', () => {
  expect(playbookContentSchema.parse(JSON.parse(JSON.stringify(defaultPlaybook)))).toEqual(defaultPlaybook);
});

test('a handover goes 计划 承诺与授权 清单 核对 签署 回收与更换', () => {
  expect(defaultPlaybook.stages.map(({ name }) => name.zh)).toEqual([
    '计划',
    '承诺与授权',
    '清单',
    '核对',
    '签署',
    '回收与更换',
  ]);
});

test('the fourteen kinds of item stand in the order of the trade', () => {
  expect(defaultPlaybook.kinds.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
});

test('each of the seven methods has a proof of its own, and each is used by a kind', () => {
  expect(defaultPlaybook.methods.map(({ key }) => key)).toEqual([...transferMethods]);
  const used = new Set(defaultPlaybook.kinds.flatMap(({ methods }) => methods));
  expect(transferMethods.filter((method) => !used.has(method))).toEqual([]);
});

test('the law names twelve kinds, two of them only where accounting is computerised', () => {
  expect(defaultPlaybook.statutoryKinds.map(({ name }) => name.zh).join('、')).toBe(
    '会计凭证、会计账簿、会计报表、印章、现金、有价证券、支票簿、发票、文件、其他会计资料和物品、会计软件及密码、数据磁盘及有关资料',
  );
  expect(defaultPlaybook.statutoryKinds.filter(({ computerisedOnly }) => computerisedOnly)).toHaveLength(2);
});

test('every rule of law says which version it is and where it was read', () => {
  for (const rule of laws) {
    expect(rule.version, rule.id).not.toBe('');
    expect(rule.source, rule.id).not.toBe('');
  }
});

test('the rule on supervision is Art. 39 of the law of 2024, not 41 of the older one', () => {
  const rule = laws.find(({ id }) => id === 'accounting-law-39');
  expect(rule).toMatchObject({ article: '第三十九条', standing: 'text' });
  expect(rule?.version).toContain('2024');
});

test('vouchers are kept thirty years, statements ten, annual reports for ever', () => {
  const termOf = (archive: string) =>
    defaultPlaybook.retention.find(({ archives }) => archives.includes(archive))?.term;
  expect(termOf('accounting-voucher')).toEqual({ kind: 'years', years: 30 });
  expect(termOf('bank-statement')).toEqual({ kind: 'years', years: 10 });
  expect(termOf('annual-report')).toEqual({ kind: 'permanent' });
  expect(termOf('fixed-asset-card')).toEqual({ kind: 'after-scrapping', years: 5 });
});

test.each([
  [
    'a gate after a stage that there is not',
    { gates: [{ ...defaultPlaybook.gates[0]!, after: 'training' }] },
    'training',
  ],
  [
    'a line under a kind that there is not',
    { recordLines: [{ ...defaultPlaybook.recordLines[0]!, kind: 'secrets' }] },
    'secrets',
  ],
  ['a seal sent as a file', { recordLines: [{ ...defaultPlaybook.recordLines[0]!, kind: 'seals' }] }, 'seals'],
  ['a law that it does not cite', { rules: laws.filter(({ id }) => id !== 'basic-work-35') }, 'basic-work-35'],
  [
    'no letter of responsibility',
    { letters: defaultPlaybook.letters.filter(({ kind }) => kind !== 'responsibility') },
    'responsibility',
  ],
  [
    'a kind that stands twice',
    { kinds: defaultPlaybook.kinds.with(13, { ...defaultPlaybook.kinds[0]!, number: 14 }) },
    'licences',
  ],
])('a playbook with %s is refused and told which', (_what, fault, named) => {
  const { error } = playbookContentSchema.safeParse({ ...defaultPlaybook, ...fault });
  expect(error?.issues.some(({ message }) => message.includes(named))).toBe(true);
});
