import { sql } from 'drizzle-orm';
import { type Context, type Inside, read } from '#platform/context/context.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import { type LocalDate, addDays, localDateOf } from '#platform/kernel/local-date.ts';
import type { Facts } from '#platform/kernel/refusal.ts';
import { nameClients } from './names.ts';
import type { ListTodos, Todo } from './overview.contract.ts';
import { canSeeHome } from './overview.policy.ts';
import { reader } from './reader.ts';

/** More tasks than this of one kind, handover and day stand as one line. */
const mostUnfolded = 3;
const mostLines = 200;
const mostBehindAFold = 1000;
/** How many days ahead a client's filing deadline puts its tasks first. */
const statutoryAhead = 7;

/** A line before its client has a name. */
interface Line extends Record<string, unknown> {
  task: Id<'task'>;
  kind: string;
  subject: string;
  facts: Facts;
  dueOn: LocalDate | null;
  client: ClientId | null;
  handover: { id: Id<'handover'>; number: string } | null;
  statutoryOn: LocalDate | null;
  count: number;
}

/** My to-do list, what concerns a client's statutory deadline first; with `fold` every task behind a folded line. */
export async function listTodos(context: Context, input: ListTodos): Promise<Todo[]> {
  const { person, counting } = await reader(context, canSeeHome);
  const lines = await read(counting, (inside) => todoLines(inside, person, input));
  return namedTodos(context, lines);
}

/** Puts names to clients as far as the actor may know them. */
export async function namedTodos(context: Context, lines: Line[]): Promise<Todo[]> {
  const ids = [...new Set(lines.flatMap(({ client }) => client ?? []))];
  const names = new Map((await nameClients(context, { clients: ids })).map((one) => [one.id, one]));
  return lines.map((line) => ({ ...line, client: line.client ? (names.get(line.client) ?? null) : null }));
}

/**
 * The lines of a person's list: first what belongs to a client that must file something within a week (客户至上), then what
 * is overdue, due today, due later, without a day; of the same day what belongs to a client first.
 */
export async function todoLines(inside: Inside, person: PersonId, { kinds, fold }: ListTodos): Promise<Line[]> {
  const until = addDays(localDateOf(inside.now), statutoryAhead);
  const ofKinds = kinds ? sql`and t.kind = any(${sql.param(kinds)}::text[])` : sql``;
  const behind = fold
    ? sql`and t.kind = ${fold.kind} and t.handover_id is not distinct from ${fold.handover}::uuid and t.due_on is not distinct from ${fold.dueOn}::date`
    : sql``;
  const { rows } = await inside.db.execute<Line>(sql`
    with mine as (
      select t.* from task t
      where t.firm_id = ${inside.firm} and t.assignee_id = ${person} and t.done_at is null ${ofKinds} ${behind}
    ), filing as (
      select r.client_id, min(r.ordinary ->> 'due') as due from client_record r
      where r.firm_id = ${inside.firm} and r.client_id in (select client_id from mine) and r.kind = 'filing' and not r.ended
        and r.ordinary ->> 'state' in ('not-filed', 'overdue') and r.ordinary ->> 'due' <= ${until}
      group by r.client_id
    ), placed as (
      select t.*, f.due as statutory_on,
        count(*) over same as alike, row_number() over (same order by f.due, t.client_id is null, t.id) as place
      from mine t left join filing f on f.client_id = t.client_id
      window same as (partition by t.kind, t.handover_id, t.due_on, f.due is null)
    )
    select p.id as task, p.kind, p.subject_id as subject, p.facts, p.due_on::text as "dueOn", p.client_id as client,
      case when h.id is not null then jsonb_build_object('id', h.id, 'number', h.number) end as handover,
      p.statutory_on as "statutoryOn", case when ${fold !== undefined} or p.alike <= ${mostUnfolded} then 1 else p.alike end::int as count
    from placed p left join handover h on h.firm_id = p.firm_id and h.id = p.handover_id
    where ${fold !== undefined} or p.alike <= ${mostUnfolded} or p.place = 1
    order by p.statutory_on nulls last, p.due_on nulls last, p.client_id is null, p.id
    limit ${fold ? mostBehindAFold : mostLines}`);
  return rows;
}

/** Open tasks of a person by kind, and how many are overdue or due today. */
export async function countTodos(inside: Inside, person: PersonId) {
  const today = localDateOf(inside.now);
  const { rows } = await inside.db.execute<{ kind: string; total: number; overdue: number; today: number }>(sql`
    select kind, count(*)::int as total, count(*) filter (where due_on < ${today})::int as overdue,
      count(*) filter (where due_on = ${today})::int as today
    from task where firm_id = ${inside.firm} and assignee_id = ${person} and done_at is null group by kind`);
  const sum = (of: 'total' | 'overdue' | 'today') => rows.reduce((all, row) => all + row[of], 0);
  return {
    byKind: Object.fromEntries(rows.map(({ kind, total }) => [kind, total])),
    total: sum('total'),
    overdue: sum('overdue'),
    dueToday: sum('today'),
  };
}
