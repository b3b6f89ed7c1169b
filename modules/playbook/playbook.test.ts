import pg from 'pg';
import { expect, test } from 'vitest';
import { asJob } from '#platform/context/context.ts';
import { type Id, newId } from '#platform/kernel/id.ts';
import { useHouse } from '#testing/house.ts';
import * as playbook from './playbook.ts';

const house = useHouse();

test('a firm has the playbook of a bookkeeping agency from its first moment', async () => {
  const accountant = await house().hire('王敏');
  const [standard] = await playbook.list(accountant.context);
  expect(standard).toMatchObject({ name: '代理记账标准交接', versions: [{ number: 1, publishedBy: null }] });
  const { content } = await playbook.readVersion(accountant.context, { version: standard!.versions[0]!.id });
  expect(content.stages.map(({ key }) => key)).toEqual(['plan', 'pledge', 'list', 'check', 'sign', 'close']);
  expect(content.kinds).toHaveLength(14);
});

test('a version that does not exist is refused by name', async () => {
  const version = newId<'playbook-version'>() as Id<'playbook-version'>;
  await expect(playbook.readVersion(house().founder.context, { version })).rejects.toMatchObject({
    code: 'playbook-version.not-found',
    facts: { version },
  });
});

test('the program itself has no reading room: playbooks are listed for people', async () => {
  const { founder, firm } = house();
  await expect(playbook.list(asJob(founder.context, firm, null))).rejects.toMatchObject({
    code: 'playbook.only-people',
  });
});

test('a newer playbook of the product becomes the firm’s next version, once, and never over one that the firm published', async () => {
  const { founder, firm, owner } = house();
  const asOwner = async (text: string) => {
    const connection = new pg.Client(owner);
    await connection.connect();
    await connection.query(text);
    await connection.end();
  };
  const numbers = async () => (await playbook.list(founder.context))[0]!.versions.map(({ number }) => number);
  await asOwner(`update playbook_version set content = content - 'sampling' - 'crossChecks'`);
  const [old] = (await playbook.list(founder.context))[0]!.versions;
  for (const _ of [1, 2]) await playbook.takeUpDefault(asJob(founder.context, firm, null));
  expect(await numbers()).toEqual([2, 1]);
  const { content } = await playbook.readVersion(founder.context, { version: old!.id });
  expect([content.sampling, content.crossChecks]).toEqual([undefined, undefined]);

  await asOwner(
    `update playbook_version set content = content - 'sampling', published_by = '${founder.id}' where number = 2`,
  );
  await playbook.takeUpDefault(asJob(founder.context, firm, null));
  expect(await numbers()).toEqual([2, 1]);
});
