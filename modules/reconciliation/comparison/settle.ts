import { fieldOf } from '#modules/client/client.contract.ts';
import * as journal from '#modules/journal/journal.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { sealFields } from '#platform/envelope/data-key.ts';
import { type Id, newId } from '#platform/kernel/id.ts';
import { type Fen, formatYuan } from '#platform/kernel/money.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { settlement } from '../comparison.table.ts';
import type { Difference } from '../engine/difference.ts';
import { keptText } from '../record-check.ts';
import { verdictOn } from '../verdict.ts';
import { standingOf, wholeBatch } from '../whole-batch.ts';
import { writeChecks } from '../write-checks.ts';
import type {
  AcceptAll,
  AcceptDifference,
  AcceptPreview,
  DifferenceFilter,
  OpenDifferenceIssue,
  Settlement,
} from './comparison-contract.ts';
import { canOpenDifferenceIssue, canSeeDifferences, canSettle } from './comparison-policy.ts';
import type { SettlementKind } from './comparison-terms.ts';
import type { Weighed } from './difference-desk-side.ts';
import { type ComparisonCase, comparisonCase, type ComparisonId, keyOfComparison } from './find-comparison.ts';
import { heldMapping } from './held-mapping.ts';
import { clientNamed, clientsByKey } from './list-differences.ts';
import { mostTolerance } from './mapping.ts';
import { filterOnDesk, openDifferences } from './open-differences.ts';
import { settledLines, settlementOf, shownSettlements, standingSettlements, writeRanges } from './settlements.ts';
import type { LineRanges } from './find-lines.ts';

/** Settlements of a comparison, newest first. */
export function listSettlements(context: Context, input: { comparison: ComparisonId }): Promise<Settlement[]> {
  return transact(context, async (inside) => {
    const { found, at, facts } = await comparisonCase(inside, input.comparison);
    allow(canSeeDifferences(inside.actor, at, facts));
    return [...(await shownSettlements(inside, found, await standingSettlements(inside, found))).values()];
  });
}

/** Accepts one difference as it is. Refuses with `comparison.settled-already` and `difference.not-found`. */
export function acceptDifference(context: Context, input: AcceptDifference): Promise<Settlement> {
  return transact(context, async (inside) => {
    const one = await comparisonCase(inside, input.comparison, { lock: true });
    allow(canSettle(inside.actor, one.at, one.facts));
    await openLine(inside, one, input.line);
    return settle(inside, one, { kind: 'accepted', lines: [[input.line, input.line + 1]], reason: input.reason });
  });
}

/** What accepting all open differences of a filter would mean. */
export function previewAcceptAll(
  context: Context,
  input: { comparison: ComparisonId; filter: DifferenceFilter },
): Promise<AcceptPreview> {
  return transact(context, async (inside) => {
    const one = await comparisonCase(inside, input.comparison);
    allow(canSettle(inside.actor, one.at, one.facts));
    const { count, sumFen, beyond, notAmounts, settled } = await weigh(inside, one, input.filter);
    const refused = [
      { code: 'beyond-tolerance' as const, lines: beyond },
      { code: 'no-amount' as const, lines: notAmounts },
      { code: 'settled' as const, lines: settled },
    ];
    return {
      lines: count,
      sum: formatYuan(BigInt(sumFen) as Fen),
      refused: refused.filter(({ lines }) => lines > 0),
    };
  });
}

/**
 * Accepts all open differences of a filter at once: amounts no further apart than the playbook allows, and what is only written
 * differently. Refuses with `comparison.beyond-tolerance` {beyond, of} when any other is among them, `comparison.nothing-open`, and
 * `comparison.moved-on` when they are another number than was shown.
 */
export function acceptAll(context: Context, input: AcceptAll): Promise<Settlement> {
  return transact(context, async (inside) => {
    const one = await comparisonCase(inside, input.comparison, { lock: true });
    allow(canSettle(inside.actor, one.at, one.facts));
    const { count, beyond, notAmounts, ranges } = await weigh(inside, one, input.filter);
    const others = beyond + notAmounts;
    if (others > 0)
      throw new Refusal('comparison.beyond-tolerance', {
        comparison: one.found.id,
        beyond: others,
        of: count + others,
      });
    if (count === 0) throw new Refusal('comparison.nothing-open', { comparison: one.found.id });
    if (count !== input.lines)
      throw new Refusal('comparison.moved-on', { comparison: one.found.id, lines: count }, 'conflict');
    return settle(inside, one, { kind: 'accepted', lines: ranges, reason: input.reason });
  });
}

/**
 * Opens an issue on a difference that concerns a field of a client's record on the inventory; the held value stands in the check.
 * Refuses with `comparison.without-client` and `comparison.without-field` where there is no such line, `comparison.owner-no-party`,
 * `comparison.not-different` where the server finds the held value the same, and as `acceptDifference` does.
 */
export function openDifferenceIssue(context: Context, input: OpenDifferenceIssue): Promise<Settlement> {
  return transact(context, async (inside) => {
    const one = await comparisonCase(inside, input.comparison, { lock: true });
    allow(canOpenDifferenceIssue(inside.actor, one.at, one.facts));
    const { owner, dueOn, reason } = input;
    if (owner && !one.at.parties.some(({ person }) => person === owner))
      throw new Refusal('comparison.owner-no-party', { comparison: one.found.id });
    const difference = await openLine(inside, one, input.line);
    const target = await targetOf(inside, one, difference, input.line);
    const { whatCounts } = await playbook.contentOf(inside, one.at.of.handover.playbookVersionId);
    const held = difference.right ?? null;
    const { verdict } = verdictOn(target.field, target.handed, held, whatCounts);
    if (verdict !== 'different') throw new Refusal('comparison.not-different', { line: input.line });
    const [written] = await writeChecks(inside, one.at.of, [
      {
        item: target.item,
        field: target.name,
        verdict,
        source: 'second-source',
        held: { value: held, remark: null },
        said: reason,
        answer: { ...(owner ? { owner } : {}), ...(dueOn ? { dueOn } : {}) },
      },
    ]);
    const lines: LineRanges = [[input.line, input.line + 1]];
    return settle(inside, one, { kind: 'issue', lines, reason, issue: written!.issue!.id });
  });
}

/** Writes a settlement; the caller holds the comparison. */
export async function settle(
  inside: Inside,
  { found }: Pick<ComparisonCase, 'found'>,
  said: { kind: SettlementKind; lines: LineRanges; reason: string; issue?: Id<'issue'> },
): Promise<Settlement> {
  const id = newId<'settlement'>();
  const count = said.lines.reduce((sum, [from, to]) => sum + to - from, 0);
  const [written] = await inside.db
    .insert(settlement)
    .values({
      firmId: inside.firm,
      handoverId: found.handoverId,
      batchId: found.batchId,
      id,
      comparisonId: found.id,
      kind: said.kind,
      lines: writeRanges(said.lines),
      count,
      reason: sealFields(keyOfComparison(inside, found), { table: 'difference_settlement', row: id }, said.reason),
      issueId: said.issue ?? null,
      settledBy: personOf(inside.actor)!,
      settledAt: inside.now,
    })
    .returning();
  await journal.record(inside, {
    verb: 'comparison.settled',
    handover: found.handoverId,
    subject: id,
    facts: { comparison: found.id, as: said.kind, lines: count, issue: said.issue },
  });
  return (await shownSettlements(inside, found, [written!])).get(id)!;
}

async function weigh(inside: Inside, one: ComparisonCase, filter: DifferenceFilter): Promise<Weighed> {
  const standing = await standingSettlements(inside, one.found);
  const toleranceFen = Number((await mostTolerance(inside, one.at.of)).fen);
  const wanted = {
    filter: filterOnDesk(filter, one.found.plan.pairs),
    order: 'file' as const,
    descending: false,
    settled: settledLines(standing),
  };
  return openDifferences(inside, one, ({ desk, name }) => desk.ask('weigh', { name, wanted, toleranceFen }));
}

/** The difference on a line that nobody has settled. */
async function openLine(inside: Inside, one: ComparisonCase, line: number): Promise<Difference> {
  const standing = await standingSettlements(inside, one.found);
  const found = await openDifferences(inside, one, async ({ desk, name, lines }) => {
    const place = await desk.ask('line', { name, line });
    return place && (await lines([place]))[0];
  });
  if (!found) throw notFound('difference', { comparison: one.found.id, line });
  if (settlementOf(standing, line)) throw new Refusal('comparison.settled-already', { line }, 'conflict');
  return found;
}

/** The field of the inventory that a difference is about. */
async function targetOf(inside: Inside, one: ComparisonCase, difference: Difference, line: number) {
  const named = clientNamed(await clientsByKey(inside, one.at.of), difference.key);
  if (!named) throw new Refusal('comparison.without-client', { line });
  const record = difference.column === undefined ? null : heldMapping(inside, one).recordFieldOf(difference.column);
  const whole = await wholeBatch(inside, { batch: one.at.of.batch.id, client: named.id });
  const found = record
    ? whole.items
        .filter(({ state, recordId }) => state !== 'dropped' && recordId)
        .flatMap((item) => standingOf(whole, item))
        .find((standing) => standing.record?.kind === record.kind)
    : undefined;
  if (!record || !found?.record) throw new Refusal('comparison.without-field', { line, client: named.id });
  const field = fieldOf(record.kind, record.field) ?? keptText;
  return { item: found.item, name: record.field, field, handed: found.record.fields[record.field] };
}
