import { expect, test } from 'vitest';
import { asJob, transact } from '#platform/context/context.ts';
import { addDays, localDateOf } from '#platform/kernel/local-date.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import * as task from './task.ts';

const house = useHouse();

const all = { limit: 200, offset: 0 };
const today = () => localDateOf(new Date());

function open(by: Someone, given: task.NewTask | task.NewTask[]): Promise<void> {
  return transact(by.context, (inside) => task.open(inside, given));
}

test('what is due first stands first, and the list counts what is late and what is due today', async () => {
  const { founder, hire } = house();
  const assignee = await hire('王敏');
  const one = (subject: string, days: number | null) => ({
    kind: 'handover.accept',
    assignee: assignee.id,
    subject,
    ...(days === null ? {} : { dueOn: addDays(today(), days) }),
  });
  await open(founder, [one('some day', null), one('tomorrow', 1), one('yesterday', -1), one('today', 0)]);
  const mine = await task.listMine(assignee.context, all);
  expect(mine.tasks.map(({ subject }) => subject)).toEqual(['yesterday', 'today', 'tomorrow', 'some day']);
  expect(mine).toMatchObject({ total: 4, overdue: 1, dueToday: 1, byKind: { 'handover.accept': 4 } });
  expect((await task.listMine(assignee.context, { ...all, kind: 'vault.' })).tasks).toEqual([]);
});

test('a task that is open already is not opened twice, and may be opened again once it was done', async () => {
  const { founder, hire } = house();
  const assignee = await hire('李娜');
  const wanted = { kind: 'vault.change-secret', assignee: assignee.id, subject: 'one secret' };
  await open(founder, [wanted, wanted]);
  await open(founder, wanted);
  expect((await task.listMine(assignee.context, all)).total).toBe(1);
  expect(await transact(assignee.context, (inside) => task.done(inside, wanted))).toBe(1);
  expect((await task.listMine(assignee.context, all)).total).toBe(0);
  await open(founder, wanted);
  expect((await task.listMine(assignee.context, all)).total).toBe(1);
});

test('an accountant opens a task for a colleague without reading the list of that colleague', async () => {
  const { hire } = house();
  const [accountant, colleague] = [await hire('周洁'), await hire('孙宁')];
  await open(accountant, { kind: 'issue.answer', assignee: colleague.id, subject: 'one difference' });
  expect((await task.listMine(colleague.context, all)).total).toBe(1);
  expect((await task.listMine(accountant.context, all)).total).toBe(0);
});

test('a task that falls away says why and waits for nobody', async () => {
  const { founder, hire } = house();
  const assignee = await hire('何明');
  await open(founder, { kind: 'handover.accept', assignee: assignee.id, subject: 'a cancelled handover' });
  const drop = (which: task.TaskFilter) =>
    transact(founder.context, (inside) => task.drop(inside, { ...which, why: 'cancelled' }));
  expect(await drop({})).toBe(0);
  expect(await drop({ subject: 'a cancelled handover' })).toBe(1);
  expect((await task.listMine(assignee.context, all)).total).toBe(0);
});

test('the program itself has no to-do list', async () => {
  const { founder, firm } = house();
  await expect(task.listMine(asJob(founder.context, firm, null), all)).rejects.toMatchObject({
    code: 'task.only-person',
  });
});
