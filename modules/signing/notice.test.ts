import { createRouterClient } from '@orpc/server';
import pg from 'pg';
import { expect, test } from 'vitest';
import * as journal from '#modules/journal/journal.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import { signLetter, signMyLetters } from './signing.client.ts';
import { signingRouter } from './signing.router.ts';
import * as signing from './signing.ts';

const house = useHouse();
const signingOf = (someone: Someone) => createRouterClient(signingRouter, { context: someone.context });
const sign = (who: Someone) => signMyLetters(signingOf(who), who.keyring, { me: who.id });

async function noticeOf(who: Someone) {
  const letters = await signing.openMyLetters(who.context);
  return letters.find(({ kind }) => kind === 'monitoring-notice')!;
}

/** The firm words its notice anew, in the playbook. */
async function wordAnew(zh: string, en: string) {
  const client = new pg.Client(house().owner);
  await client.connect();
  await client.query(
    `update playbook_version set content = jsonb_set(content, '{letters}', (
       select jsonb_agg(case when l ->> 'kind' = 'monitoring-notice'
         then jsonb_set(l, '{paragraphs}', (l -> 'paragraphs') || jsonb_build_object('zh', $1::text, 'en', $2::text)) else l end)
       from jsonb_array_elements(content -> 'letters') l))`,
    [zh, en],
  );
  await client.end();
}

test('at the first sign-in a person is given the notice of what is recorded, in Chinese and in English', async () => {
  const person = await house().hire('王敏');
  expect(await signing.myNotice(person.context)).toEqual({ accepted: false });
  const { text, translation } = await signing.readLetter(person.context, { letter: (await noticeOf(person)).id });
  expect(text.paragraphs.join()).toMatch(/王敏.*登录与退出.*不记录所在位置.*保存三年/s);
  expect(translation!.paragraphs.join()).toMatch(/signing in and out.*no location.*three years/s);
});

test('accepting the notice is a signature with the own key, and stands in the journal with the words that were accepted', async () => {
  const { founder, hire } = house();
  const person = await hire('李娜');
  await sign(person);
  expect(await signing.myNotice(person.context)).toEqual({ accepted: true });
  const notice = await noticeOf(person);
  const { textHash } = await signing.readLetter(person.context, { letter: notice.id });
  const { entries } = await journal.listEntries(founder.context, {
    actor: person.id,
    verb: 'signing.letter-signed',
    limit: 10,
  });
  expect(entries.map(({ facts }) => facts)).toContainEqual(expect.objectContaining({ kind: notice.kind, textHash }));
});

test('nobody accepts the notice for another', async () => {
  const { hire } = house();
  const [person, other] = [await hire('赵敏'), await hire('周洁')];
  await sign(other);
  const notice = await noticeOf(person);
  await expect(signLetter(signingOf(other), other.keyring, notice.id)).rejects.toMatchObject({
    code: 'signing.not-yours',
  });
  const answer = await house().server.inject({
    url: '/api/v1/me/notice',
    headers: { authorization: `Bearer ${person.token}` },
  });
  expect(answer.json()).toEqual({ accepted: false });
});

test('when the firm words the notice anew, it is given again, and what was accepted before stays on record', async () => {
  const person = await house().hire('孙洁');
  await sign(person);
  const before = await noticeOf(person);
  await wordAnew('八、另行记录打印。', '8. Printing is recorded too.');
  expect(await signing.myNotice(person.context)).toEqual({ accepted: false });
  const anew = await noticeOf(person);
  expect(anew).toMatchObject({ state: 'waiting' });
  expect(anew.id).not.toBe(before.id);
  await sign(person);
  expect(await signing.myNotice(person.context)).toEqual({ accepted: true });
  const { text } = await signing.readLetter(person.context, { letter: anew.id });
  expect(text.paragraphs.at(-1)).toBe('八、另行记录打印。');
  const client = new pg.Client(house().owner);
  await client.connect();
  const { rows } = await client.query(
    `select withdrawn_at is not null as withdrawn, signature_id is not null as signed from letter where id = $1`,
    [before.id],
  );
  await client.end();
  expect(rows).toEqual([{ withdrawn: true, signed: true }]);
});
