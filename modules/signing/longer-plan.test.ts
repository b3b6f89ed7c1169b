import { createRouterClient } from '@orpc/server';
import { expect, test } from 'vitest';
import { type MadeHandover, aHandover } from '#modules/handover/handover.factory.ts';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import * as task from '#modules/task/task.ts';
import * as vault from '#modules/vault/vault.ts';
import { workingCalendar } from '#platform/calendar/working-calendar.ts';
import { read, transact } from '#platform/context/context.ts';
import { type LocalDate, addDays } from '#platform/kernel/local-date.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import { signLetter, signMyLetters } from './signing.client.ts';
import { signingRouter } from './signing.router.ts';
import * as signing from './signing.ts';

const house = useHouse();
const signingOf = (someone: Someone) => createRouterClient(signingRouter, { context: someone.context });
const signAll = (who: Someone, { handover: id }: MadeHandover) =>
  signMyLetters(signingOf(who), who.keyring, { me: who.id, handover: id });

/** Moves the end of the last stage by about so many days; gives the end of access that the plan then needs. */
async function replan(made: MadeHandover, days: number): Promise<LocalDate> {
  const stages = await read(made.supervisor.context, (inside) => handover.stagesOf(inside, made.handover));
  const last = stages.at(-1)!;
  const endsOn = workingCalendar().addWorkingDays(addDays(last.endsOn, days), 1).result;
  await handover.replan(made.supervisor.context, {
    handover: made.handover,
    stages: [{ stage: last.stage, startsOn: last.startsOn < endsOn ? last.startsOn : endsOn, endsOn } as never],
    reason: '客户资料未齐',
  });
  await house().drain();
  return addDays(endsOn, 30);
}

const lettersOf = async (who: Someone, { handover: id }: MadeHandover) =>
  (await signing.openLetters(who.context, { handover: id })).filter(({ person }) => person.id === who.id);
const waiting = async (who: Someone, made: MadeHandover) =>
  (await lettersOf(who, made)).filter(({ state }) => state !== 'signed');
const endsOf = async (who: Someone, { handover: id }: MadeHandover) =>
  (await vault.listGrants(house().founder.context, { handover: id, person: who.id, limit: 10 })).map(
    ({ endsAt }) => endsAt,
  );
const endOf = (day: LocalDate) => new Date(`${day}T24:00:00+08:00`);

async function aPledgedHandover() {
  const made = await aHandover(house(), {});
  for (const one of [made.outgoing, made.supervisor, made.incoming]) await signAll(one, made);
  return made;
}

test('a plan that runs past the pledged end extends no access by itself, and asks those with access for the pledge anew', async () => {
  const made = await aPledgedHandover();
  const [before] = await endsOf(made.incoming, made);
  const until = await replan(made, 21);
  expect(await endsOf(made.incoming, made)).toEqual([before]);
  expect(await waiting(made.incoming, made)).toMatchObject([
    { kind: 'confidentiality', side: 'incoming', accessUntil: until, state: 'waiting' },
  ]);
  expect(await waiting(made.supervisor, made)).toMatchObject([{ kind: 'confidentiality', accessUntil: until }]);
  expect(await waiting(made.outgoing, made)).toEqual([]);
  const { tasks } = await task.listMine(made.incoming.context, { kind: 'signing.', limit: 10, offset: 0 });
  expect(tasks).toHaveLength(1);
});

test('signing the later pledge extends the access of who signed it, and of nobody else', async () => {
  const made = await aPledgedHandover();
  const [before] = await endsOf(made.supervisor, made);
  const until = await replan(made, 21);
  const [letter] = await waiting(made.incoming, made);
  await signLetter(signingOf(made.incoming), made.incoming.keyring, letter!.id);
  expect(await endsOf(made.incoming, made)).toEqual([endOf(until)]);
  expect(await endsOf(made.supervisor, made)).toEqual([before]);
  const { entries } = await journal.listEntries(house().founder.context, {
    verb: 'vault.access-extended',
    handover: made.handover,
    limit: 10,
  });
  expect(entries).toMatchObject([{ subject: made.incoming.id, facts: { until: endOf(until).toISOString() } }]);
});

test('the sign-off does not wait for the later pledge, and a proxy may still be let in', async () => {
  const made = await aPledgedHandover();
  await replan(made, 21);
  const gate = await read(made.supervisor.context, (inside) =>
    signing.gates['pledges-signed']!.check(inside, made.batches[0]!),
  );
  expect(gate).toMatchObject({ ok: true });
  await read(made.supervisor.context, async ({ client }) => {
    const { rows } = await client.query('select access.pledged($1) as pledged', [made.handover]);
    expect(rows).toEqual([{ pledged: true }]);
  });
});

test('a plan that is shortened again takes back the letter that nobody needs, and changes no access', async () => {
  const made = await aPledgedHandover();
  const [before] = await endsOf(made.incoming, made);
  await replan(made, 21);
  await replan(made, -35);
  expect(await waiting(made.incoming, made)).toEqual([]);
  expect(await endsOf(made.incoming, made)).toEqual([before]);
});

test('letters that still wait when the plan changes are given with the new end', async () => {
  const made = await aHandover(house(), {});
  await signing.openLetters(made.incoming.context, { handover: made.handover });
  const until = await replan(made, 21);
  expect((await lettersOf(made.incoming, made)).map(({ accessUntil }) => accessUntil)).toEqual([until, until]);
  for (const one of [made.outgoing, made.supervisor, made.incoming]) await signAll(one, made);
  expect(await endsOf(made.incoming, made)).toEqual([endOf(until)]);
});

test('no party lengthens a grant by SQL past the end that was signed', async () => {
  const made = await aPledgedHandover();
  const lengthen = transact(made.incoming.context, ({ client }) =>
    client.query(
      `update access_grant set ends_at = ends_at + interval '1 day' where handover_id = $1 and person_id = $2`,
      [made.handover, made.incoming.id],
    ),
  );
  await expect(lengthen).rejects.toMatchObject({ code: '42501' });
});
