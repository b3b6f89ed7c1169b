import { and, eq, inArray, sql } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import * as handover from '#modules/handover/handover.ts';
import * as issue from '#modules/issue/issue.ts';
import { personOf } from '#platform/context/actor.ts';
import type { Inside } from '#platform/context/context.ts';
import { type DataKey, type RowOfFields, openFields, sealFields } from '#platform/envelope/data-key.ts';
import { type ClientId, type Id, newId, type PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { correction } from './reconciliation.table.ts';
import type { CheckVerdict, HeldSource } from './terms.ts';
import { type Check, outcomeOf, standingOf, wholeBatch } from './whole-batch.ts';

/** What was found, as it is sealed: the value as written, and the remark that names what was looked at. */
export interface Held {
  value: string | number | boolean | null;
  remark: string | null;
}

/** A check before it is written; its verdict was computed. */
export interface NewCheck {
  item: handover.Item;
  field: string;
  held: Held;
  source: HeldSource;
  verdict: CheckVerdict;
  document?: Id<'document'> | undefined;
  secondSource?: Id<'second-source'> | undefined;
  /** What goes into the course of the issue when it differs. */
  said?: string | undefined;
  /** Who must answer then and by when, where it is not whoever hands over within the days of the playbook. */
  answer?: Pick<issue.NewIssue, 'owner' | 'dueOn'> | undefined;
  /** The version that was checked, where it is not the line's, and who checked, where it is not the actor. */
  version?: number;
  by?: PersonId;
}

/** Check and issue of a field, in the order in which the checks were given. */
export interface WrittenCheck {
  check: Id<'check'>;
  issue: { id: Id<'issue'>; number: number } | null;
}

/**
 * Writes checks: each replaces the one before it of the same field, a difference opens an issue, an agreement settles it, and
 * a line whose last field is checked has its proof. All in few statements. Raises the revision; the caller journals.
 * Refuses with `reconciliation.correction-waits` while somebody proposes another value for one of the fields.
 */
export async function writeChecks(
  inside: Inside,
  of: issue.Case,
  checks: readonly NewCheck[],
): Promise<WrittenCheck[]> {
  if (checks.length === 0) return [];
  const batch = of.batch.id;
  const fields = checks.map(({ item: { id }, field }) => ({ item: id, field }));
  const live = await issue.liveIssuesOn(inside, batch, fields);
  await refuseWaiting(inside, live);
  const keys = await client.dataKeysOf(
    inside,
    checks.map(({ item }) => item.clientId),
  );
  const ids = await insertChecks(inside, checks, keys);
  const differing = new Set(
    checks.flatMap(({ item, field, verdict }) => (verdict === 'different' ? [`${item.id} ${field}`] : [])),
  );
  const gone = live.filter(({ itemId, field, state }) => !differing.has(`${itemId} ${field}`) || state === 'noted');
  const corrected = await confirmedOn(inside, gone);
  await issue.settle(
    inside,
    gone.filter(({ id }) => corrected.has(id)),
    'corrected',
  );
  await issue.settle(
    inside,
    gone.filter(({ id }) => !corrected.has(id)),
    'withdrawn',
  );
  const found = checks.flatMap((one, at) => (one.verdict === 'different' ? [{ one, at }] : []));
  const opened = await issue.open(
    inside,
    of,
    found.map(({ one, at }) => ({
      kind: 'difference',
      client: one.item.clientId,
      item: one.item.id,
      field: one.field,
      check: ids[at]!,
      said: one.said ?? one.held.remark ?? undefined,
      ...one.answer,
    })),
    keys,
  );
  await markProved(inside, batch, [...keys.keys()]);
  await handover.bumpRevision(inside, batch);
  const issues = new Map(found.map(({ at }, nth) => [at, opened[nth]!]));
  return ids.map((check, at) => ({ check, issue: issues.get(at) ?? null }));
}

/** Takes checks out of force, and settles or withdraws what they opened. Raises the revision; the caller journals. */
export async function replaceChecks(inside: Inside, batch: Id<'batch'>, checks: readonly Check[]): Promise<void> {
  const live = await issue.liveIssuesOn(
    inside,
    batch,
    checks.map(({ itemId, field }) => ({ item: itemId, field })),
  );
  await refuseWaiting(inside, live);
  await inside.db.execute(sql`
    update check_result set replaced_at = now()
    where firm_id = ${inside.firm} and id = any (${sql.param(checks.map(({ id }) => id))}::uuid[])`);
  await issue.settle(inside, live, 'withdrawn');
  await markProved(inside, batch, [...new Set(checks.map(({ clientId }) => clientId))]);
  await handover.bumpRevision(inside, batch);
}

/** What a check found, opened. */
export function heldOf(keys: Map<ClientId, DataKey>, { id, clientId, held }: Check): Held {
  return held ? openFields<Held>(keys.get(clientId)!, placeOf(id), held) : { value: null, remark: null };
}

async function insertChecks(
  inside: Inside,
  checks: readonly NewCheck[],
  keys: Map<ClientId, DataKey>,
): Promise<Id<'check'>[]> {
  const me = personOf(inside.actor)!;
  const rows = checks.map((one) => {
    const id = newId<'check'>();
    return { ...one, id, held: sealFields(keys.get(one.item.clientId)!, placeOf(id), one.held) };
  });
  const column = <Value>(value: (row: (typeof rows)[number]) => Value) => sql.param(rows.map(value));
  await inside.db.execute(sql`
    update check_result c set replaced_at = now()
    from unnest(${column(({ item }) => item.id)}::uuid[], ${column(({ field }) => field)}::text[]) as t (item_id, field)
    where c.firm_id = ${inside.firm} and c.item_id = t.item_id and c.field = t.field and c.replaced_at is null`);
  await inside.db.execute(sql`
    insert into check_result (firm_id, handover_id, batch_id, id, client_id, item_id, field, record_version, held, held_source,
      document_id, second_source_id, verdict, checked_by, checked_at)
    select ${inside.firm}, ${rows[0]!.item.handoverId}, ${rows[0]!.item.batchId}, t.*, ${inside.now} from unnest(
      ${column(({ id }) => id)}::uuid[], ${column(({ item }) => item.clientId)}::uuid[], ${column(({ item }) => item.id)}::uuid[],
      ${column(({ field }) => field)}::text[], ${column(({ item, version }) => version ?? item.recordVersion)}::integer[],
      ${column(({ held }) => held)}::bytea[], ${column(({ source }) => source)}::text[], ${column(({ document }) => document ?? null)}::uuid[],
      ${column(({ secondSource }) => secondSource ?? null)}::uuid[], ${column(({ verdict }) => verdict)}::text[],
      ${column(({ by }) => by ?? me)}::uuid[]) as t`);
  return rows.map(({ id }) => id);
}

async function markProved(inside: Inside, batch: Id<'batch'>, clients: ClientId[]): Promise<void> {
  const whole = await wholeBatch(inside, { batch, client: clients.length === 1 ? clients[0] : undefined });
  const concerned = new Set(clients);
  const outcomes = whole.items.flatMap((item) =>
    concerned.has(item.clientId) ? (outcomeOf(standingOf(whole, item)) ?? []) : [],
  );
  await handover.markItems(inside, outcomes);
}

async function refuseWaiting(inside: Inside, issues: readonly issue.Issue[]): Promise<void> {
  const waiting = await correctionsOn(inside, issues, 'proposed');
  if (waiting.size === 0) return;
  const numbers = issues.flatMap(({ id, number }) => (waiting.has(id) ? [number] : []));
  throw new Refusal(
    'reconciliation.correction-waits',
    { issues: numbers.slice(0, 20), count: numbers.length },
    'conflict',
  );
}

function confirmedOn(inside: Inside, issues: readonly issue.Issue[]): Promise<Set<Id<'issue'>>> {
  return correctionsOn(inside, issues, 'confirmed');
}

/** Those of the issues on which somebody's correction stands so. */
export async function correctionsOn(
  inside: Inside,
  issues: readonly issue.Issue[],
  state: 'proposed' | 'confirmed',
): Promise<Set<Id<'issue'>>> {
  if (issues.length === 0) return new Set();
  const rows = await inside.db
    .select({ issue: correction.issueId })
    .from(correction)
    .where(
      and(
        eq(correction.firmId, inside.firm),
        eq(correction.state, state),
        inArray(
          correction.issueId,
          issues.map(({ id }) => id),
        ),
      ),
    );
  return new Set(rows.map((row) => row.issue));
}

function placeOf(id: Id<'check'>): RowOfFields {
  return { table: 'check_result', row: id };
}
