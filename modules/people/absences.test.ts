import { expect, test } from 'vitest';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { useHouse } from '#testing/house.ts';
import * as people from './people.ts';

const house = useHouse();
const from = '2099-12-07' as LocalDate;
const until = '2099-12-11' as LocalDate;

test('everybody enters the days of their own absence, colleagues see them, and who entered them takes them back', async () => {
  const one = await house().hire('李娜');
  const colleague = await house().hire('王敏');
  const entered = await people.enterAbsence(one.context, { person: one.id, from, until, reason: '年假' });
  expect(await people.listAbsences(colleague.context, { person: one.id })).toEqual([entered]);
  await people.withdrawAbsence(one.context, { absence: entered.id });
  expect(await people.listAbsences(colleague.context, { person: one.id })).toEqual([]);
  await expect(people.withdrawAbsence(one.context, { absence: entered.id })).rejects.toMatchObject({
    code: 'absence.not-found',
  });
});

test('a manager enters the absence of another; a colleague does not', async () => {
  const one = await house().hire('赵敏');
  const colleague = await house().hire('周洁');
  const absence = { person: one.id, from, until };
  await expect(people.enterAbsence(colleague.context, absence)).rejects.toMatchObject({ code: 'people.only-manager' });
  expect(await people.enterAbsence(house().founder.context, absence)).toMatchObject({ person: { name: '赵敏' } });
});

test('an absence does not end before it begins, and nobody is away twice on one day', async () => {
  const one = await house().hire('钱进');
  const mine = (first: LocalDate, last: LocalDate) =>
    people.enterAbsence(one.context, { person: one.id, from: first, until: last });
  await expect(mine(until, from)).rejects.toMatchObject({ code: 'people.absence-ends-early' });
  await mine(from, until);
  await expect(mine(until, '2099-12-20' as LocalDate)).rejects.toMatchObject({
    code: 'people.absence-overlaps',
    facts: { from, until },
  });
});
