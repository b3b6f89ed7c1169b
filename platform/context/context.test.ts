import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { Refusal } from '#platform/kernel/refusal.ts';
import { useHouse } from '#testing/house.ts';
import { type Context, type Inside, read, transact } from './context.ts';
import { mostOfOneFirm } from './turns.ts';

const house = useHouse();

const person = ({ actor }: Inside) => (actor.kind === 'person' ? actor.person : null);
const isReadOnly = async ({ db }: Inside) =>
  (await db.execute<{ transaction_read_only: string }>(sql`show transaction_read_only`)).rows[0]!.transaction_read_only;

test('what a read leaves behind on its connection is nobody’s', async () => {
  const { founder, ground } = house();
  await read(founder.context, async () => {});
  const { rows } = await ground.database.app.query('select access.person() as who');
  expect(rows).toEqual([{ who: null }]);
});

test('whoever follows a read on its connection is asked for anew, at a later instant, and may write', async () => {
  const { founder } = house();
  const other = await house().hire('后来人');
  const first = await read(founder.context, async (inside) => ({ inside, only: await isReadOnly(inside) }));
  const second = await transact(other.context, async (inside) => ({ inside, only: await isReadOnly(inside) }));
  const third = await read(founder.context, async (inside) => ({ inside, only: await isReadOnly(inside) }));
  expect([first, second, third].map(({ inside }) => person(inside))).toEqual([founder.id, other.id, founder.id]);
  expect([first.only, second.only, third.only]).toEqual(['on', 'off', 'on']);
  expect(second.inside.now >= first.inside.now && third.inside.now >= second.inside.now).toBe(true);
});

test('a session that ended says so at the next call, however warm the connection is', async () => {
  const { context, id } = await house().hire('将离者');
  await read(context, async () => {});
  await transact(house().founder.context, ({ db }) => db.execute(sql`select access.end_sign_ins(${id})`));
  await expect(read(context, async () => {})).rejects.toMatchObject({ code: 'session.ended' });
});

test('calls of one firm beyond its places are refused as busy, and nobody else is', async () => {
  const { founder, server, ground } = house();
  const colleague = await house().hire('同事');
  for (const { context } of [founder, colleague]) await read(context, async () => {});
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const crowd = Array.from({ length: mostOfOneFirm }, (_, at) =>
    read((at % 2 === 0 ? founder : colleague).context, () => opened),
  );
  await expect(read(colleague.context, async () => {})).rejects.toMatchObject({ code: 'server.busy' });
  const overHttp = await server.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${founder.token}` } });
  expect(overHttp.statusCode, overHttp.body).toBe(503);
  expect(overHttp.headers['retry-after']).toBe('1');
  const stranger: Context = { by: { kind: 'credential', secret: 'somebody else' }, ground };
  const asked = read(stranger, async () => {});
  open();
  await expect(asked).rejects.toMatchObject({ code: 'session.ended' });
  await Promise.all(crowd);
  await expect(read(colleague.context, async () => {})).resolves.toBeUndefined();
});

test('reads of one session in the same moment share a transaction; those of two persons never do', async () => {
  const { founder } = house();
  const other = await house().hire('另一人');
  const transaction = async (inside: Inside) => {
    const { rows } = await inside.db.execute<{ pid: number; who: string }>(
      sql`select pg_backend_pid() as pid, access.person() as who`,
    );
    return { ...rows[0]!, person: person(inside), now: inside.now.getTime() };
  };
  const [one, two, three] = await Promise.all([
    read(founder.context, transaction),
    read(founder.context, transaction),
    read(other.context, transaction),
  ]);
  expect(one).toEqual(two);
  expect(one.pid).not.toBe(three.pid);
  expect([one, three].map(({ who }) => who)).toEqual([founder.id, other.id]);
  expect([one, three].map(({ person: told }) => told)).toEqual([founder.id, other.id]);
});

test('a read that fails in the database takes none of those down that share its transaction, and a refusal neither', async () => {
  const { context } = house().founder;
  const two = ({ db }: Inside) =>
    db.execute<{ two: number }>(sql`select 1 + 1 as two`).then(({ rows }) => rows[0]!.two);
  const outcomes = await Promise.allSettled([
    read(context, ({ db }) => db.execute(sql`select 1 / 0`)),
    read(context, two),
    read(context, async () => {
      throw new Refusal('task.not-found', {}, 'not-found');
    }),
    read(context, async (inside) => (await two(inside)) + (await two(inside))),
  ]);
  expect(outcomes).toMatchObject([
    { status: 'rejected', reason: { code: '22012' } },
    { status: 'fulfilled', value: 2 },
    { status: 'rejected', reason: { code: 'task.not-found' } },
    { status: 'fulfilled', value: 4 },
  ]);
});
