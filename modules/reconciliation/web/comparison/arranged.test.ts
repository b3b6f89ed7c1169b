import { expect, test } from 'vitest';
import { arrangedBy, pairsOf, withPartner } from './arranged.ts';

const proposed = arrangedBy({
  pairs: [
    {
      left: '客户编号',
      right: '编号',
      normaliser: { kind: 'none' },
      score: 1,
      reasons: [{ by: 'name' }],
      kinds: ['code', 'code'],
    },
    {
      left: '余额',
      right: '期末余额',
      normaliser: { kind: 'amount' },
      score: 0.85,
      reasons: [{ by: 'pinyin' }],
      kinds: ['amount', 'amount'],
    },
  ],
  leftAlone: ['备注'],
  rightAlone: ['说明'],
  key: ['客户编号'],
  mostTolerance: '0.00',
  kept: false,
});

const text = (name: string) => ({ name, kind: 'text' });

test('a column without a partner is shown and not compared until somebody gives it one', () => {
  expect(proposed.rows.map(({ left, right }) => [left, right])).toEqual([
    ['客户编号', '编号'],
    ['余额', '期末余额'],
    ['备注', null],
  ]);
  expect(pairsOf(proposed)).toHaveLength(2);
  expect(pairsOf(withPartner(proposed, text('备注'), text('说明')))).toContainEqual(
    expect.objectContaining({ left: '备注', right: '说明' }),
  );
});

test('a column that takes the partner of another leaves that one alone', () => {
  const said = withPartner(proposed, text('备注'), text('编号'));
  expect(said.rows.map(({ left, right, isKey }) => [left, right, isKey])).toEqual([
    ['客户编号', null, false],
    ['余额', '期末余额', false],
    ['备注', '编号', false],
  ]);
});

test('what a person chose is no longer said to be proposed', () => {
  const said = withPartner(proposed, text('余额'), text('说明'));
  expect(said.rows[1]).toMatchObject({ reasons: [], score: null });
});

test('two columns of one kind are compared as that kind, others as texts', () => {
  const [day, other] = [
    { name: '余额', kind: 'date' },
    { name: '说明', kind: 'date' },
  ];
  expect(withPartner(proposed, day, other).rows[1]!.by).toEqual({ kind: 'date' });
  expect(withPartner(proposed, day, text('说明')).rows[1]!.by).toMatchObject({ kind: 'text' });
});
