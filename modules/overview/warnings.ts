import { sql } from 'drizzle-orm';
import type { HandoverLine } from '#modules/handover/handover.contract.ts';
import { type Actor, holds, personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import type { Warning } from './overview.contract.ts';

/** A signed batch whose package is not sealed after this long raises an alarm. */
const sealingTakes = '10 minutes';
/** A sealed package that nobody verified for this long is named. */
const verifiedEvery = '90 days';

/** A backup of each night, and a trial restore of each month that found all as it should be; a young firm is not told. */
const backedUpEvery = '36 hours';
const drilledEvery = '35 days';
const settledAfter = '7 days';
/** How long it is told that a restore took back what was signed over since. */
const toldFor = '30 days';

type Counted = { code: Warning['code']; count: number; day: LocalDate | null; handover: Id<'handover'> | null };

/** What warns this person: of their running handovers, their clients, and, by role, of the firm. Worst first. */
export async function warningsFor(inside: Inside, actor: Actor, mine: HandoverLine[]): Promise<Warning[]> {
  const me = personOf(actor)!;
  const today = localDateOf(inside.now);
  const firm = inside.firm;
  const ids = sql`${sql.param(mine.map(({ id }) => id))}::uuid[]`;
  const ends = sql`${sql.param(mine.map(({ endsOn }) => endsOn))}::date[]`;
  const receiving = sql`${sql.param(mine.filter(({ mySide }) => mySide !== 'outgoing').map(({ id }) => id))}::uuid[]`;
  const appoints = holds(actor, 'administrator');
  const watches = holds(actor, 'manager', 'administrator', 'auditor');
  const { rows } = await inside.db.execute<Counted>(sql`
    select 'filings-due' as code, count(distinct bc.client_id)::int as count, min(r.ordinary ->> 'due') as day, h.id as handover
    from unnest(${ids}, ${ends}) as h (id, ends_on)
    join batch_client bc on bc.firm_id = ${firm} and bc.handover_id = h.id and bc.open
    join client_record r on r.firm_id = bc.firm_id and r.client_id = bc.client_id and r.kind = 'filing' and not r.ended
    where r.ordinary ->> 'state' in ('not-filed', 'overdue') and (r.ordinary ->> 'due')::date <= h.ends_on
    group by h.id
    union all
    select 'not-sealed', count(*)::int, null, b.handover_id from batch b
    where b.firm_id = ${firm} and b.state in ('signed', 'sealing') and b.signed_at < now() - ${sealingTakes}::interval
      and (b.handover_id = any(${ids}) or ${watches})
    group by b.handover_id
    union all
    select 'keys-not-wrapped', count(distinct g.client_id)::int, null, g.handover_id from access_grant g
    join client_lock l on l.firm_id = g.firm_id and l.client_id = g.client_id and l.present_at is not null and l.retired_at is null
    where g.firm_id = ${firm} and g.person_id = ${me} and 'open' = any(g.capabilities) and g.starts_at <= now() and g.ends_at > now() and g.ended_at is null
      and not exists (select from key_wrap w where w.firm_id = g.firm_id and w.client_id = g.client_id and w.version = l.version
        and w.person_id = ${me} and w.ended_at is null)
    group by g.handover_id
    union all
    select 'roles-not-rebound', count(distinct i.client_id)::int, null, i.handover_id from item i
    join batch b on b.firm_id = i.firm_id and b.id = i.batch_id and b.state in ('checking', 'signing')
    where i.firm_id = ${firm} and i.handover_id = any(${ids}) and i.method = 'rebind' and i.state not in ('received', 'dropped', 'none')
    group by i.handover_id
    union all
    select 'contracts-ended', count(*)::int, null, null from client c
    where c.firm_id = ${firm} and c.contract_end < ${today} and (c.owner_id = ${me} or c.id in (
      select bc.client_id from batch_client bc where bc.firm_id = ${firm} and bc.open and bc.handover_id = any(${receiving})))
    union all
    select 'verification-old', count(*)::int, null, null from archive_package p
    where ${watches} and p.firm_id = ${firm} and p.sealed_at < now() - ${verifiedEvery}::interval and not exists (
      select from journal_entry e where e.firm_id = p.firm_id and e.verb = 'archive.package-verified' and e.handover_id = p.handover_id
        and e.subject_id = p.batch_id::text and e.at > now() - ${verifiedEvery}::interval)
    union all
    select 'backup-old', 1, null, null from firm f
    where ${watches} and f.id = ${firm} and f.created_at < now() - ${settledAfter}::interval and not exists (
      select from journal_entry e where e.firm_id = f.id and e.verb = 'archive.backup-made' and e.at > now() - ${backedUpEvery}::interval)
    union all
    select 'drill-old', 1, null, null from firm f
    where ${watches} and f.id = ${firm} and f.created_at < now() - ${settledAfter}::interval and not exists (
      select from journal_entry e join journal_fact d on d.firm_id = e.firm_id and d.entry_id = e.id
      where e.firm_id = f.id and e.verb = 'archive.restore-drilled' and e.at > now() - ${drilledEvery}::interval and (d.facts ->> 'sound')::boolean)
    union all
    select 'handovers-undone', coalesce(sum(jsonb_array_length(d.facts -> 'undone')), 0)::int, null, null
    from journal_entry e join journal_fact d on d.firm_id = e.firm_id and d.entry_id = e.id
    where ${watches} and e.firm_id = ${firm} and e.verb = 'archive.restored' and e.at > now() - ${toldFor}::interval
    union all
    select 'files-faulty', count(distinct e.subject_id)::int, null, null from journal_entry e
    where ${watches} and e.firm_id = ${firm} and e.verb = 'document.fault-found' and not exists (
      select from journal_entry m where m.firm_id = e.firm_id and m.verb = 'document.file-mended' and m.subject_id = e.subject_id and m.at >= e.at)
    union all
    select 'recovery-missing', 1, null, null from firm f where ${appoints} and f.id = ${firm} and f.recovery_recipient is null
    union all
    select 'vault-password-missing', 1, null, null
    where not exists (select from person_key k where k.firm_id = ${firm} and k.person_id = ${me} and k.revoked_at is null)
    union all
    select 'nobody-supervises', 1, null, null
    where ${appoints} and not exists (
      select from position_held h join person p on p.firm_id = h.firm_id and p.id = h.person_id
      where h.firm_id = ${firm} and h.position = 'head-of-accounting' and h.ended_at is null and p.suspended_at is null and p.left_at is null)`);
  const numbers = new Map(mine.map(({ id, number }) => [id, { id, number }]));
  return rows
    .filter(({ count }) => count > 0)
    .map(({ handover, ...row }) => ({ ...row, handover: handover ? (numbers.get(handover) ?? null) : null }))
    .toSorted((one, other) => order.indexOf(one.code) - order.indexOf(other.code));
}

const order: Warning['code'][] = [
  'handovers-undone',
  'not-sealed',
  'filings-due',
  'vault-password-missing',
  'recovery-missing',
  'backup-old',
  'drill-old',
  'files-faulty',
  'keys-not-wrapped',
  'roles-not-rebound',
  'contracts-ended',
  'nobody-supervises',
  'verification-old',
];
