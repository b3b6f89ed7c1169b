import { createHash } from 'node:crypto';
import * as handover from '#modules/handover/handover.ts';
import * as issue from '#modules/issue/issue.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import * as task from '#modules/task/task.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { type Id, newId, type PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { samplingPlan } from '../engine/sample/plan.ts';
import { type Inspection, severityOf } from '../engine/sample/switching.ts';
import { gates } from '../gates.ts';
import { canSubmitLots } from '../reconciliation.policy.ts';
import { samplingLine, samplingLot } from '../sampling.table.ts';
import { type LineStanding, standingOf, type WholeBatch, wholeBatch } from '../whole-batch.ts';
import { type SubmittedLine, isSampled, submittedLines } from './lots.ts';
import { inspectionOf } from './severity.ts';
import { type LotSeverity, wholeLot } from './words.ts';

/** What must hold before anything is handed in: there is no sense in inspecting what is still being put right. */
const beforehand = ['items-have-verdicts', 'corrections-confirmed', 'cross-checks-agree'];

/** A line that is handed in now. */
interface Handed {
  item: handover.Item;
  byFields: boolean;
  /** Found nonconforming in the lot before: inspected again without a draw. */
  always: boolean;
  again: boolean;
}

/** A line that may be handed in, with how it was before. */
interface Candidate extends Handed {
  standing: LineStanding;
  last: SubmittedLine | undefined;
}

/** How many of a lot are inspected, and from how many faults on it is refused. */
interface Plan {
  severity: LotSeverity;
  letter: string | null;
  sampleSize: number;
  accept: number;
}

/**
 * The receiver hands in whatever of the batch is checked and not accepted yet. The lines become lots by the playbook, critical
 * ones a lot of which each is inspected; lists and plans are frozen, and every checker who stands on no side has the task.
 * Refused with `reconciliation.only-receiver-submits`, `batch-not-checking`, `no-sampling`, `no-checker`,
 * `not-ready-to-sample`, `not-checked-again`, `nothing-to-sample`.
 */
export function submitLots(context: Context, input: { batch: Id<'batch'> }): Promise<Id<'sampling-lot'>[]> {
  return transact(context, async (inside) => {
    const batch = await handover.findBatch(inside, input.batch, { lock: true });
    const parties = await handover.partiesOf(inside, batch.handoverId);
    allow(canSubmitLots(inside.actor, handover.standing(parties), batch));
    const { playbookVersionId, number } = await handover.findHandover(inside, batch.handoverId);
    const content = await playbook.contentOf(inside, playbookVersionId);
    const facts = { handover: batch.handoverId, batch: batch.id };
    if (!content.sampling) throw new Refusal('reconciliation.no-sampling', facts, 'conflict');
    const checkers = await checkersBeside(inside, handover.standing(parties));
    if (checkers.length === 0) throw new Refusal('reconciliation.no-checker', facts, 'conflict');
    await refuseUnready(inside, batch, content);
    const lines = await handedIn(inside, batch.id);
    if (lines.length === 0) throw new Refusal('reconciliation.nothing-to-sample', facts, 'conflict');

    const made: Id<'sampling-lot'>[] = [];
    const lots = Map.groupBy(lines, ({ item }) => ruleOf(content.sampling!, item));
    for (const [rule, of] of lots) {
      const always = of.filter((one) => one.always || rule === wholeLot).length;
      const limits = content.sampling.find(({ key }) => key === rule);
      const plan = limits
        ? planOf(of.length - always, limits, await inspectionOf(inside, parties.outgoing.person, limits.key))
        : { severity: 'normal' as const, letter: null, sampleSize: 0, accept: 0 };
      made.push(await freeze(inside, batch, parties, { rule, of, plan, limit: limits?.limit ?? null }));
    }
    await handover.bumpRevision(inside, batch.id);
    await task.drop(inside, { kind: 'reconciliation.check-again', subject: batch.id, why: 'submitted' });
    await task.open(
      inside,
      checkers.map((assignee) => ({
        kind: 'reconciliation.inspect',
        assignee,
        subject: batch.id,
        handover: batch.handoverId,
        facts: { number, batch: batch.number },
      })),
    );
    return made;
  });
}

/** Everybody who may inspect what these parties hand over. */
async function checkersBeside(inside: Inside, parties: readonly { person: PersonId }[]): Promise<PersonId[]> {
  const sides = new Set(parties.map(({ person }) => person));
  return (await people.selectPeople(inside)).flatMap(({ id, roles, state }) =>
    state === 'active' && roles.includes('checker') && !sides.has(id) ? [id] : [],
  );
}

async function refuseUnready(
  inside: Inside,
  batch: handover.Batch,
  content: Pick<playbook.PlaybookContent, 'gates'>,
): Promise<void> {
  const refuse = (gate: string, { done, total }: { done: number; total: number }) => {
    const facts = { handover: batch.handoverId, batch: batch.id, gate, done, total };
    throw new Refusal('reconciliation.not-ready-to-sample', facts, 'conflict');
  };
  for (const id of beforehand) {
    if (!content.gates.some(({ check }) => check === id)) continue;
    const result = await gates[id]!.check(inside, batch.id);
    if (!result.ok) refuse(id, result);
  }
  // What an inspection found is settled by the next one, so it cannot be waited for.
  const issues = (await issue.issuesOf(inside, { batch: batch.id })).filter(({ kind }) => kind !== 'nonconformity');
  const settled = issues.filter(({ settledAt }) => settledAt !== null);
  if (settled.length < issues.length) refuse('differences-settled', { done: settled.length, total: issues.length });
}

/** What is handed in now: what never was, what changed since, and what was refused, provided that it was checked again. */
async function handedIn(inside: Inside, batch: Id<'batch'>): Promise<Handed[]> {
  const whole = await wholeBatch(inside, { batch });
  const before = await submittedLines(inside, batch);
  const lines = whole.items.filter(isSampled).flatMap((item): Candidate[] => {
    const last = before.get(item.id);
    const standing = standingOf(whole, item);
    const { byFields } = standing;
    if (!last) return [{ item, byFields, always: false, again: false, standing, last }];
    if (last.lotState === 'waiting' || last.lotState === 'drawn') return [];
    if (last.lotState === 'accepted' && last.recordVersion === item.recordVersion) return [];
    if (last.lotState === 'accepted' && last.conforms === false) return [];
    return [{ item, byFields, always: last.conforms === false, again: true, standing, last }];
  });
  const untouched = lines.filter(({ standing, last }) => last && !isCheckedAgain(whole, standing, last));
  if (untouched.length > 0)
    throw new Refusal(
      'reconciliation.not-checked-again',
      { batch, count: untouched.length, title: untouched[0]!.item.title, item: untouched[0]!.item.id },
      'conflict',
    );
  return lines.map(({ item, byFields, always, again }) => ({ item, byFields, always, again }));
}

/** After a refusal every line of the lot is checked anew; of lines that were all inspected only those that did not conform. */
function isCheckedAgain(whole: WholeBatch, { item }: LineStanding, last: SubmittedLine): boolean {
  const { lotState, rule, conforms, decidedAt } = last;
  if (lotState !== 'refused' || (rule === wholeLot && conforms)) return true;
  const checks = [...whole.checksOf(item.id).values()];
  const at = item.proof?.by === 'fields' && checks.length > 0 ? checks.map((one) => one.checkedAt) : [item.provedAt];
  return at.every((one) => one !== null && one > decidedAt!);
}

function ruleOf(rules: readonly playbook.LotRule[], { critical, kind }: handover.Item): string {
  return critical ? wholeLot : rules.find(({ kinds }) => kinds.includes(kind))!.key;
}

function planOf(lines: number, { level, limit }: playbook.LotRule, now: Inspection): Plan {
  const severity = severityOf(now);
  if (severity === null || lines === 0) return { severity: now.severity, letter: null, sampleSize: lines, accept: 0 };
  const { letter, sampleSize, accept } = samplingPlan(lines, { level, limit, severity });
  return { severity, letter, sampleSize, accept };
}

async function freeze(
  inside: Inside,
  { id: batchId, handoverId }: handover.Batch,
  { outgoing }: handover.Parties,
  { rule, of, plan, limit }: { rule: string; of: Handed[]; plan: Plan; limit: string | null },
): Promise<Id<'sampling-lot'>> {
  const id = newId<'sampling-lot'>();
  const ids = of.map(({ item }) => item.id).toSorted();
  await inside.db.insert(samplingLot).values({
    firmId: inside.firm,
    id,
    handoverId,
    batchId,
    rule,
    transferorId: outgoing.person,
    submittedBy: personOf(inside.actor)!,
    submittedAt: inside.now,
    lines: of.length,
    listHash: createHash('sha256')
      .update(ids.map((one) => `${one}\n`).join(''))
      .digest('hex'),
    qualityLimit: limit,
    ...plan,
    first: !of.some(({ again }) => again),
  });
  const rows = of.map(({ item, byFields, always }) => ({
    firmId: inside.firm,
    lotId: id,
    itemId: item.id,
    handoverId,
    clientId: item.clientId,
    kind: item.kind,
    title: item.title,
    method: item.method,
    listed: item.line,
    recordId: item.recordId,
    recordVersion: item.recordVersion,
    byFields,
    always: always || rule === wholeLot,
  }));
  for (let from = 0; from < rows.length; from += 2000)
    await inside.db.insert(samplingLine).values(rows.slice(from, from + 2000));
  await journal.record(inside, {
    verb: 'reconciliation.lot-submitted',
    handover: handoverId,
    subject: id,
    facts: { rule, lines: of.length, ...plan, limit },
  });
  return id;
}
