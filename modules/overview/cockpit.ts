import { sql } from 'drizzle-orm';
import * as handover from '#modules/handover/handover.ts';
import { workingCalendar } from '#platform/calendar/working-calendar.ts';
import { type Context, type Inside, read } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { cardsOf } from './cards.ts';
import type { Card, Cockpit, Deadline, Running } from './overview.contract.ts';
import { canSeeCockpit } from './overview.policy.ts';
import { reader } from './reader.ts';

const mostDeadlines = 500;

/**
 * Every planned and running handover against its plan, how well checks and plans held within a year, and the continuity
 * board: each statutory deadline inside a change and who holds the client that day. Counts and dates only, no values.
 */
export async function cockpit(context: Context): Promise<Cockpit> {
  const { counting } = await reader(context, canSeeCockpit);
  const running = (await handover.listHandovers(context, { mine: false })).filter(
    ({ state }) => state === 'planned' || state === 'running',
  );
  return read(counting, async (inside) => {
    const figures = await firmFigures(inside);
    const { deadlines, deadlinesInAll } = await continuityBoard(
      inside,
      running.map(({ id }) => id),
    );
    return {
      handovers: await runningOf(inside, await cardsOf(inside, running)),
      ...figures,
      deadlines,
      deadlinesInAll,
    };
  });
}

async function runningOf(inside: Inside, cards: Card[]): Promise<Running[]> {
  const ids = sql`${sql.param(cards.map(({ id }) => id))}::uuid[]`;
  const { rows } = await inside.db.execute<{ handover: Id<'handover'>; differences: number; secrets: number }>(sql`
    select h.id as handover,
      (select count(*)::int from issue s where s.firm_id = ${inside.firm} and s.handover_id = h.id and s.settled_at is null) as differences,
      (select count(distinct t.subject_id)::int from task t
        where t.firm_id = ${inside.firm} and t.handover_id = h.id and t.kind = 'vault.change-secret' and t.done_at is null) as secrets
    from unnest(${ids}) as h (id)`);
  const counted = new Map(rows.map((row) => [row.handover, row]));
  const today = localDateOf(inside.now);
  const days = (from: Card['startsOn'], to: Card['endsOn']) => workingCalendar().workingDaysBetween(from, to).result;
  return cards.map((card) => ({
    ...card,
    elapsed: {
      done: Math.min(days(card.startsOn, today), days(card.startsOn, card.endsOn)),
      of: days(card.startsOn, card.endsOn),
    },
    differencesOpen: counted.get(card.id)?.differences ?? 0,
    secretsToChange: counted.get(card.id)?.secrets ?? 0,
  }));
}

type Figures = Pick<Cockpit, 'onTime' | 'firstPass' | 'differences' | 'secrets' | 'keysNotWrapped'>;

async function firmFigures(inside: Inside): Promise<Figures> {
  const { firm } = inside;
  const today = localDateOf(inside.now);
  const { rows } = await inside.db.execute<Figures & Record<string, unknown>>(sql`
    with closed as (
      select (h.closed_at at time zone 'Asia/Shanghai')::date <= max(s.ends_on) as on_time
      from handover h join handover_stage s on s.firm_id = h.firm_id and s.handover_id = h.id
      where h.firm_id = ${firm} and h.state = 'closed' and h.closed_at > now() - interval '1 year'
      group by h.id, h.closed_at
    ), first_check as (
      select distinct on (k.item_id, k.field) k.verdict from check_result k
      where k.firm_id = ${firm} and k.checked_at > now() - interval '1 year' and k.verdict <> 'skipped'
      order by k.item_id, k.field, k.checked_at, k.id
    ), unwrapped as (
      select distinct g.client_id, g.person_id from access_grant g
      join client_lock l on l.firm_id = g.firm_id and l.client_id = g.client_id and l.present_at is not null and l.retired_at is null
      where g.firm_id = ${firm} and 'open' = any(g.capabilities) and g.starts_at <= now() and g.ends_at > now() and g.ended_at is null
        and not exists (select from key_wrap w where w.firm_id = g.firm_id and w.client_id = g.client_id and w.version = l.version
          and w.person_id = g.person_id and w.ended_at is null)
    )
    select
      (select jsonb_build_object('done', count(*) filter (where on_time), 'of', count(*)) from closed) as "onTime",
      (select jsonb_build_object('done', count(*) filter (where verdict in ('same', 'written-differently')), 'of', count(*)) from first_check) as "firstPass",
      (select jsonb_build_object('open', count(*), 'overdue', count(*) filter (where due_on < ${today})) from issue
        where firm_id = ${firm} and settled_at is null) as differences,
      (select jsonb_build_object('toChange', count(*), 'overdue', count(*) filter (where change_by < ${today})) from secret
        where firm_id = ${firm} and change_by is not null and ended_at is null) as secrets,
      (select count(*)::int from unwrapped) as "keysNotWrapped"`);
  return rows[0]!;
}

/** Filings and open matters with a day inside a running change, by day. The holder is as in `handover.listDeadlines`. */
async function continuityBoard(
  inside: Inside,
  handovers: Id<'handover'>[],
): Promise<{ deadlines: Deadline[]; deadlinesInAll: number }> {
  if (handovers.length === 0) return { deadlines: [], deadlinesInAll: 0 };
  const { rows } = await inside.db.execute<Deadline & { all: number } & Record<string, unknown>>(sql`
    select jsonb_build_object('id', h.id, 'number', h.number) as handover,
      jsonb_build_object('id', c.id, 'number', c.number, 'name', c.name) as client,
      d.title as what, d.due::text as due, jsonb_build_object('id', p.id, 'name', p.name) as holder,
      b.signed_at is not null as signed, (count(*) over ())::int as all
    from handover h
    join lateral (
      select max(s.ends_on) as ends_on, max(s.ends_on) filter (where s.stage = 'sign') as sign_on from handover_stage s
      where s.firm_id = h.firm_id and s.handover_id = h.id) plan on true
    join lateral access.handover_deadlines(h.id, plan.ends_on) d on d.due >= h.starts_on
    join batch b on b.firm_id = h.firm_id and b.id = d.batch_id and b.state <> 'withdrawn'
    join client c on c.firm_id = h.firm_id and c.id = d.client_id
    join handover_party incoming on incoming.firm_id = h.firm_id and incoming.handover_id = h.id and incoming.side = 'incoming'
    join person p on p.firm_id = h.firm_id
      and p.id = case when b.signed_at is not null or d.due > coalesce(plan.sign_on, plan.ends_on) then incoming.person_id else h.meanwhile_id end
    where h.firm_id = ${inside.firm} and h.id = any(${sql.param(handovers)}::uuid[])
    order by d.due, c.number, d.title
    limit ${mostDeadlines}`);
  return { deadlines: rows.map(({ all: _, ...row }) => row), deadlinesInAll: rows[0]?.all ?? 0 };
}
