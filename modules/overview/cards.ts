import { sql } from 'drizzle-orm';
import type { HandoverLine } from '#modules/handover/handover.contract.ts';
import { workingCalendar } from '#platform/calendar/working-calendar.ts';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { addDays, localDateOf } from '#platform/kernel/local-date.ts';
import type { Card } from './overview.contract.ts';

/** How many clients of a handover are how far. */
interface Standing {
  clients: number;
  received: number;
  differing: number;
}

/** The handovers with the standing of their clients and the days that are left. */
export async function cardsOf(inside: Inside, lines: HandoverLine[]): Promise<Card[]> {
  const standings = await standingOf(
    inside,
    lines.map(({ id }) => id),
  );
  const tomorrow = addDays(localDateOf(inside.now), 1);
  return lines.map((line) => {
    const { clients, received, differing } = standings.get(line.id) ?? { clients: 0, received: 0, differing: 0 };
    const daysLeft = workingCalendar().workingDaysBetween(tomorrow, line.endsOn);
    return { ...line, clients, received, differing, waiting: clients - received - differing, daysLeft };
  });
}

/**
 * Clients by handover: with a difference, when a line did not arrive as it should or an issue is not settled; received,
 * when every line has an outcome; clients that were taken out of their batch do not count.
 */
async function standingOf(inside: Inside, handovers: Id<'handover'>[]): Promise<Map<Id<'handover'>, Standing>> {
  if (handovers.length === 0) return new Map();
  const { rows } = await inside.db.execute<Standing & { handover: Id<'handover'> }>(sql`
    with lines as (
      select i.batch_id, i.client_id, bool_or(i.state = 'open') as open, bool_or(i.state in ('missing', 'unreadable', 'different')) as wrong
      from item i where i.firm_id = ${inside.firm} and i.handover_id = any(${sql.param(handovers)}::uuid[])
      group by i.batch_id, i.client_id
    ), unsettled as (
      select distinct s.batch_id, s.client_id from issue s
      where s.firm_id = ${inside.firm} and s.handover_id = any(${sql.param(handovers)}::uuid[]) and s.settled_at is null
    ), standing as (
      select bc.handover_id, b.signed_at is not null as signed, l.open is false as complete,
        b.signed_at is null and (coalesce(l.wrong, false) or u.client_id is not null) as differing
      from batch_client bc
      join batch b on b.firm_id = bc.firm_id and b.id = bc.batch_id
      left join lines l on l.batch_id = bc.batch_id and l.client_id = bc.client_id
      left join unsettled u on u.batch_id = bc.batch_id and u.client_id = bc.client_id
      where bc.firm_id = ${inside.firm} and bc.handover_id = any(${sql.param(handovers)}::uuid[]) and (bc.open or b.signed_at is not null)
    )
    select handover_id as handover, count(*)::int as clients, count(*) filter (where differing)::int as differing,
      count(*) filter (where not differing and (signed or complete))::int as received
    from standing group by handover_id`);
  return new Map(rows.map(({ handover, ...standing }) => [handover, standing]));
}
