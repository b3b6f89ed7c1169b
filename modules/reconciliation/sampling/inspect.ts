import { and, count, eq, isNotNull, isNull } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import { type Field, type FieldValue, fieldOf } from '#modules/client/client.contract.ts';
import * as handover from '#modules/handover/handover.ts';
import * as issue from '#modules/issue/issue.ts';
import * as journal from '#modules/journal/journal.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { sealFields } from '#platform/envelope/data-key.ts';
import { type Id, newId, type PersonId } from '#platform/kernel/id.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { canInspectLine } from '../reconciliation.policy.ts';
import { keptText } from '../record-check.ts';
import { samplingFinding, samplingLine } from '../sampling.table.ts';
import { verdictOn, type WhatCounts } from '../verdict.ts';
import { type FieldStanding, type LineStanding, standingOf, wholeBatch } from '../whole-batch.ts';
import { heldOf } from '../write-checks.ts';
import { decide, endSightWhenOver } from './decide.ts';
import { findLot, type LineRow, lotFacts } from './lots.ts';
import type { Inspected, InspectLine } from './sampling.contract.ts';
import type { Outcome } from './words.ts';

/** What was found otherwise than the first check says: a field, or the whole line where `field` is null. */
interface Nonconformity {
  field: string | null;
  /** Whose check it was. */
  by: PersonId;
}

/**
 * The checker says what is there of a drawn line and what each of its fields shows. Only then the first check is read, and the
 * server compares: a line conforms when both found the same. A nonconformity is an issue of who made the first check, with its
 * answer due. The last line decides the lot. A nonconforming line is inspected again once it was put
 * right, in an accepted lot or in the next one; when it conforms, its issues are settled. Refused as `canInspectLine` says, with `reconciliation.line-moved-on` and
 * `inspection-incomplete`, which names the fields that are left.
 */
export function inspectLine(context: Context, input: InspectLine): Promise<Inspected> {
  return transact(context, async (inside) => {
    const lot = await findLot(inside, input.lot, { lock: true });
    const batch = await handover.findBatch(inside, lot.batchId, { lock: true });
    const parties = await handover.partiesOf(inside, lot.handoverId);
    const line = await findSampleLine(inside, input);
    const { place, conforms: before } = line;
    const asked = { id: line.itemId, drawn: place !== null, conforms: before };
    allow(canInspectLine(inside.actor, handover.standing(parties), batch, lotFacts(lot), asked));

    // From here on the actor has said what they found; what the first check found is theirs to read.
    await mark(inside, line, true);
    const whole = await wholeBatch(inside, { batch: lot.batchId, client: line.clientId });
    const standing = standingOf(
      whole,
      whole.items.find(({ id }) => id === line.itemId)!,
    );
    if (before === null && standing.item.recordVersion !== line.recordVersion)
      throw new Refusal(
        'reconciliation.line-moved-on',
        { client: line.clientId, item: line.itemId, version: line.recordVersion },
        'conflict',
      );
    refuseIncomplete(standing, input);
    const of: issue.Case = { handover: await handover.findHandover(inside, lot.handoverId), batch, parties };
    const { whatCounts } = await playbook.contentOf(inside, of.handover.playbookVersionId);
    const keys = await client.dataKeysOf(inside, [line.clientId]);
    const found = nonconformities(standing, input, {
      counts: whatCounts,
      held: (check) => heldOf(keys, check).value,
      receiver: parties.incoming.person,
    });
    const conforms = found.length === 0;
    await mark(inside, line, conforms, standing.item.recordVersion);
    const id = newId<'sampling-finding'>();
    const { outcome, fields, remark } = input;
    const differing = found.flatMap(({ field }) => field ?? []);
    await inside.db.insert(samplingFinding).values({
      firmId: inside.firm,
      id,
      lotId: lot.id,
      itemId: line.itemId,
      clientId: line.clientId,
      conforms,
      fields: differing,
      found: sealFields(keys.get(line.clientId)!, { table: 'sampling_finding', row: id }, { outcome, fields, remark }),
      inspectedBy: personOf(inside.actor)!,
      inspectedAt: inside.now,
    });
    const issues = await issue.open(
      inside,
      of,
      found.map(({ field, by }) => ({
        kind: 'nonconformity',
        client: line.clientId,
        item: line.itemId,
        field,
        owner: by,
        said: remark,
      })),
      keys,
    );
    if (conforms) await settleNonconformities(inside, line);
    await journal.record(inside, {
      verb: 'reconciliation.line-inspected',
      client: line.clientId,
      handover: lot.handoverId,
      subject: line.itemId,
      facts: { lot: lot.id, conforms, fields: differing, issues: issues.map(({ number }) => number) },
    });
    const remaining = await notYetInspected(inside, lot.id);
    const state = lot.state === 'drawn' && remaining === 0 ? await decide(inside, lot, of) : lot.state;
    await endSightWhenOver(inside, lot);
    await handover.bumpRevision(inside, batch.id);
    return { conforms, differing, issues, lot: state, remaining };
  });
}

/** The line of the lot; refuses with `item.not-found`. */
export async function findSampleLine(
  inside: Inside,
  { lot, item }: { lot: Id<'sampling-lot'>; item: Id<'item'> },
): Promise<LineRow> {
  const [found] = await inside.db
    .select()
    .from(samplingLine)
    .where(and(eq(samplingLine.firmId, inside.firm), eq(samplingLine.lotId, lot), eq(samplingLine.itemId, item)));
  if (!found) throw notFound('item', { item });
  return found;
}

function refuseIncomplete(standing: LineStanding, { outcome, fields }: InspectLine): void {
  if (outcome !== 'as-listed' || !standing.byFields) return;
  const given = new Set(fields.map(({ field }) => field));
  const left = standing.fields.flatMap(({ field, handed }) =>
    handed === undefined || given.has(field) ? [] : [field],
  );
  if (left.length > 0)
    throw new Refusal('reconciliation.inspection-incomplete', {
      item: standing.item.id,
      client: standing.item.clientId,
      fields: left,
      count: left.length,
    });
}

interface Against {
  counts: WhatCounts;
  held: (check: NonNullable<FieldStanding['check']>) => FieldValue | null;
  receiver: PersonId;
}

function nonconformities(standing: LineStanding, input: InspectLine, against: Against): Nonconformity[] {
  const { item, record, fields } = standing;
  if (outcomeOf(standing) !== input.outcome) return [{ field: null, by: item.provedBy ?? against.receiver }];
  if (input.outcome !== 'as-listed' || !record || !isProvedByFields(standing)) return [];
  const given = new Map(input.fields.map(({ field, found }) => [field, found]));
  return fields.flatMap((one) => {
    const found = given.get(one.field);
    if (!found) return [];
    const mine = found.kind === 'as-handed' ? (one.handed ?? null) : found.value;
    const type = fieldOf(record.kind, one.field) ?? keptText;
    return isSameFinding(one, mine, type, against)
      ? []
      : [{ field: one.field, by: one.check?.checkedBy ?? against.receiver }];
  });
}

/** Whether the first check and the checker found the same: both that it agrees, or both the same other value. */
function isSameFinding(
  { handed, check }: FieldStanding,
  mine: FieldValue | null,
  type: Field,
  against: Against,
): boolean {
  if (!check) return false;
  const differs = verdictOn(type, handed, mine, against.counts).verdict === 'different';
  if (check.verdict !== 'different') return !differs;
  return differs && verdictOn(type, against.held(check), mine, against.counts).verdict !== 'different';
}

/** Whether the verdicts of its fields say what the first check found, rather than a report on the whole line. */
function isProvedByFields({ byFields, item }: LineStanding): boolean {
  return byFields && (item.state === 'received' || item.proof?.by === 'fields');
}

/** What the first check says is there of the line. */
function outcomeOf(standing: LineStanding): Outcome {
  const { state } = standing.item;
  if (state === 'received' || isProvedByFields(standing)) return 'as-listed';
  return state === 'different' ? 'different' : 'missing';
}

async function mark(inside: Inside, line: LineRow, conforms: boolean, recordVersion = line.recordVersion) {
  await inside.db
    .update(samplingLine)
    .set({ conforms, recordVersion })
    .where(
      and(
        eq(samplingLine.firmId, inside.firm),
        eq(samplingLine.lotId, line.lotId),
        eq(samplingLine.itemId, line.itemId),
      ),
    );
}

async function settleNonconformities(inside: Inside, { itemId, clientId }: LineRow): Promise<void> {
  const { batchId } = await handover.findItem(inside, itemId);
  const issues = await issue.issuesOf(inside, { batch: batchId, client: clientId, unsettled: true });
  await issue.settle(
    inside,
    issues.filter((one) => one.itemId === itemId && one.kind === 'nonconformity'),
    'corrected',
  );
}

async function notYetInspected(inside: Inside, lot: Id<'sampling-lot'>): Promise<number> {
  const [left] = await inside.db
    .select({ lines: count() })
    .from(samplingLine)
    .where(
      and(
        eq(samplingLine.firmId, inside.firm),
        eq(samplingLine.lotId, lot),
        isNotNull(samplingLine.place),
        isNull(samplingLine.conforms),
      ),
    );
  return left!.lines;
}
