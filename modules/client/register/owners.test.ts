import { expect, test } from 'vitest';
import type { PersonId } from '#platform/kernel/id.ts';
import { countOwners, matchOwners, resolveOwners } from './owners.ts';

const person = (id: string, name: string) => ({ id: id as PersonId, name });
const people = [person('p1', '李娜'), person('p2', '周洁'), person('p3', '周洁'), person('p4', '赵 敏')];
const rows = (...owners: (string | null)[]) => countOwners(owners.map((owner) => ({ owner })));

test("owners' names are matched with people, the most frequent first, and who cannot be told is asked about", () => {
  expect(matchOwners(rows('李娜', '李娜', '李娜', '周洁', '周洁', '赵敏', '钱七', null), people)).toEqual([
    { written: '李娜', rows: 3, outcome: 'exact', people: ['p1'] },
    { written: '周洁', rows: 2, outcome: 'several', people: ['p2', 'p3'] },
    { written: '赵敏', rows: 1, outcome: 'written-differently', people: ['p4'] },
    { written: '钱七', rows: 1, outcome: 'unknown', people: [] },
    { written: '', rows: 1, outcome: 'unknown', people: [] },
  ]);
});

test('nothing goes on until each name has one person', () => {
  const matches = matchOwners(rows('李娜', '周洁', '周洁', null), people);
  expect(() => resolveOwners(matches, {})).toThrow(
    expect.objectContaining({ code: 'register.owners-unresolved', facts: { names: 2, rows: 3 } }),
  );
  const resolved = resolveOwners(matches, { 周洁: 'p3' as PersonId, '': 'p1' as PersonId });
  expect([...resolved].toSorted()).toEqual([
    ['', 'p1'],
    ['周洁', 'p3'],
    ['李娜', 'p1'],
  ]);
});

test('what the person answers goes before a match', () => {
  const matches = matchOwners(rows('李娜'), people);
  expect(resolveOwners(matches, { 李娜: 'p4' as PersonId }).get('李娜')).toBe('p4');
});

test('a branch number chosen as owner is matched with nobody until someone is named', () => {
  expect(matchOwners(rows('18', '18', '1'), people)).toMatchObject([
    { written: '18', rows: 2, outcome: 'unknown' },
    { written: '1', outcome: 'unknown' },
  ]);
});
