import { expect, test } from 'vitest';
import { oneSideEach } from './sides.ts';
import { whoMaySupervise } from './supervision.ts';

const lina = { person: '李娜', positions: ['accountant'] } as const;
const wangmin = { person: '王敏', positions: ['accountant'] } as const;
const zhangqiang = { person: '张强', positions: ['head-of-accounting'] } as const;
const zhoujie = { person: '周洁', positions: ['head-of-accounting', 'accountant'] } as const;
const chen = { person: '陈总', positions: ['head-of-unit'] } as const;
const people = [lina, wangmin, zhangqiang, zhoujie, chen];

test('an ordinary accountant’s handover is supervised by the head of accounting, and by nobody else', () => {
  expect(whoMaySupervise({ outgoing: lina, people })).toEqual({
    asks: 'head-of-accounting',
    rule: 'accounting-law-39',
    candidates: [
      { person: '张强', reason: 'head-of-accounting-over-accountant' },
      { person: '周洁', reason: 'head-of-accounting-over-accountant' },
    ],
    barred: [],
  });
});

test('the head of accounting’s own handover is supervised by the head of the unit', () => {
  const found = whoMaySupervise({ outgoing: zhangqiang, people });
  expect(found.candidates).toEqual([{ person: '陈总', reason: 'head-of-unit-over-head-of-accounting' }]);
});

test('a head of accounting who receives the clients cannot supervise, and it is said why', () => {
  const found = whoMaySupervise({ outgoing: lina, others: [{ person: '张强', side: 'incoming' }], people });
  expect(found.candidates.map(({ person }) => person)).toEqual(['周洁']);
  expect(found.barred).toEqual([{ person: '张强', side: 'incoming' }]);
});

test('a firm without a head of accounting has nobody to supervise until it names one', () => {
  expect(whoMaySupervise({ outgoing: lina, people: [lina, wangmin, chen] })).toMatchObject({
    asks: 'head-of-accounting',
    candidates: [],
  });
});

test('nobody of the firm supervises the handover of its head', () => {
  expect(whoMaySupervise({ outgoing: chen, people })).toMatchObject({ asks: null, candidates: [], barred: [] });
});

test('nobody holds two sides of a handover', () => {
  expect(
    oneSideEach([
      { person: '李娜', side: 'outgoing' },
      { person: '王敏', side: 'incoming' },
      { person: '张强', side: 'supervisor' },
    ]),
  ).toEqual({ allowed: true });
  expect(
    oneSideEach([
      { person: '李娜', side: 'outgoing' },
      { person: '张强', side: 'incoming' },
      { person: '张强', side: 'supervisor' },
    ]),
  ).toEqual({
    allowed: false,
    code: 'handover.two-sides',
    facts: { person: '张强', sides: ['incoming', 'supervisor'] },
  });
});
