import { and, eq } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import { type FieldValue, fieldOf, readValue, valueSchema } from '#modules/client/client.contract.ts';
import * as handover from '#modules/handover/handover.ts';
import * as issue from '#modules/issue/issue.ts';
import { isUnsettled } from '#modules/issue/issue.policy.ts';
import * as journal from '#modules/journal/journal.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import * as task from '#modules/task/task.ts';
import { workingCalendar } from '#platform/calendar/working-calendar.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { type RowOfFields, openFields, sealFields } from '#platform/envelope/data-key.ts';
import { type Id, newId, type PersonId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { Correction, ProposeCorrection } from './reconciliation.contract.ts';
import { canDecideCorrection, canProposeCorrection } from './reconciliation.policy.ts';
import { correction } from './reconciliation.table.ts';
import { keptText, refuseForeignDocument } from './record-check.ts';
import { verdictOn } from './verdict.ts';
import { presentChecks } from './whole-batch.ts';
import { heldOf, writeChecks } from './write-checks.ts';

export type CorrectionRow = typeof correction.$inferSelect;

/** What a correction changes, as it is sealed. */
export interface Change {
  from: FieldValue | null;
  to: FieldValue | null;
  reason: string;
}

/**
 * Proposes the right value of a field that differs. Nothing changes before a second person confirms it, who has a task for
 * it. Refused with `reconciliation.only-parties-correct`, `issue-settled`, `correction-waits`, `value-malformed`,
 * `nothing-corrected`, `line-moved-on`.
 */
export function proposeCorrection(context: Context, input: ProposeCorrection): Promise<Correction> {
  return transact(context, async (inside) => {
    const about = await issue.findIssue(inside, input.issue);
    const batch = await handover.findBatch(inside, about.batchId, { lock: true });
    const parties = await handover.partiesOf(inside, about.handoverId);
    allow(canProposeCorrection(inside.actor, handover.standing(parties), batch, !isUnsettled(about.state)));
    const item = await handover.findItem(inside, about.itemId);
    const facts = { client: item.clientId, item: item.id, issue: about.id, number: about.number };
    if (!item.recordId || about.field === null) throw new Refusal('reconciliation.no-fields', facts);
    const waiting = await correctionOn(inside, about.id);
    if (waiting) throw new Refusal('reconciliation.correction-waits', { issues: [about.number], count: 1 }, 'conflict');
    await refuseForeignDocument(inside, item.clientId, input.document);
    const record = await client.findRecord(inside, item.recordId);
    if (record.version !== item.recordVersion || record.ended)
      throw new Refusal('reconciliation.line-moved-on', { ...facts, version: item.recordVersion }, 'conflict');
    const from = record.fields[about.field] ?? null;
    const to = storedValue(record.kind, about.field, input.value, facts);
    if (from === to) throw new Refusal('reconciliation.nothing-corrected', facts);

    const id = newId<'correction'>();
    const key = await client.dataKeyOf(inside, item.clientId);
    const change: Change = { from, to, reason: input.reason };
    await inside.db.insert(correction).values({
      firmId: inside.firm,
      id,
      handoverId: item.handoverId,
      batchId: item.batchId,
      clientId: item.clientId,
      itemId: item.id,
      recordId: record.id,
      field: about.field,
      issueId: about.id,
      recordVersion: record.version,
      change: sealFields(key, placeOf(id), change),
      documentId: input.document ?? null,
      proposedBy: personOf(inside.actor)!,
      proposedAt: inside.now,
    });
    await handover.bumpRevision(inside, batch.id);
    const found = await handover.findHandover(inside, item.handoverId);
    const { deadlines } = await playbook.contentOf(inside, found.playbookVersionId);
    await task.done(inside, { kind: 'reconciliation.correct-again', subject: about.id });
    await task.open(inside, {
      kind: 'reconciliation.confirm-correction',
      assignee: secondPerson(parties, found.manner, personOf(inside.actor)!),
      subject: id,
      client: item.clientId,
      handover: item.handoverId,
      facts: { number: about.number },
      dueOn: workingCalendar().addWorkingDays(localDateOf(inside.now), deadlines.confirmCorrection).result,
    });
    await journalled(inside, { ...item, field: about.field }, 'reconciliation.correction-proposed', {
      correction: id,
      issue: about.number,
      record: record.id,
      version: record.version,
    });
    return { id, issue: about.id, state: 'proposed', settled: false };
  });
}

/**
 * A second person confirms: the client record has the new value at once and keeps the old version, the check is made again
 * against the new version, and the issue is settled when they agree by now. Refused with `reconciliation.own-correction`,
 * `correction-decided`, and `client.record-moved-on` when the value changed since it was proposed.
 */
export function confirmCorrection(context: Context, input: { correction: Id<'correction'> }): Promise<Correction> {
  return transact(context, async (inside) => {
    const { found, of, about } = await findDecidable(inside, input.correction);
    const key = await client.dataKeyOf(inside, found.clientId);
    const change = openFields<Change>(key, placeOf(found.id), found.change);
    const record = await client.findRecord(inside, found.recordId);
    const value = record.fields[found.field] ?? null;
    // Another field of the record may have been corrected meanwhile; what counts is that this value is still the one.
    const expectedVersion = value === change.from ? record.version : found.recordVersion;
    const changed = await client.changeFields(inside, {
      record: found.recordId,
      expectedVersion,
      changes: { [found.field]: change.to },
      reason: change.reason,
    });
    await decide(inside, found, { state: 'confirmed' });
    await handover.followCorrection(inside, found.itemId);
    const settled = await checkAgain(inside, found, of, changed);
    await task.done(inside, { kind: 'reconciliation.confirm-correction', subject: found.id });
    await journalled(inside, { ...found, id: found.itemId }, 'reconciliation.correction-confirmed', {
      correction: found.id,
      issue: about.number,
      record: found.recordId,
      version: changed.version,
      proposedBy: found.proposedBy,
    });
    return { id: found.id, issue: found.issueId, state: 'confirmed', settled };
  });
}

/** A second person returns a correction with the reason; who proposed it has the task of proposing another. */
export function returnCorrection(
  context: Context,
  input: { correction: Id<'correction'>; reason: string },
): Promise<Correction> {
  return transact(context, async (inside) => {
    const { found, about } = await findDecidable(inside, input.correction);
    const key = await client.dataKeyOf(inside, found.clientId);
    const returnedFor = sealFields(key, { table: 'correction', row: `${found.id}:returned` }, input.reason);
    await decide(inside, found, { state: 'returned', returnedFor });
    await handover.bumpRevision(inside, found.batchId);
    await task.done(inside, { kind: 'reconciliation.confirm-correction', subject: found.id });
    await task.open(inside, {
      kind: 'reconciliation.correct-again',
      assignee: found.proposedBy,
      subject: found.issueId,
      client: found.clientId,
      handover: found.handoverId,
      facts: { number: about.number },
      dueOn: localDateOf(inside.now),
    });
    await journalled(inside, { ...found, id: found.itemId }, 'reconciliation.correction-returned', {
      correction: found.id,
      issue: about.number,
    });
    return { id: found.id, issue: found.issueId, state: 'returned', settled: false };
  });
}

/** The corrections of a batch, or of one client in it, oldest first. */
export function correctionsOf(
  inside: Inside,
  of: { batch: Id<'batch'>; client?: Id<'client'> | undefined; item?: Id<'item'> | undefined },
): Promise<CorrectionRow[]> {
  return inside.db
    .select()
    .from(correction)
    .where(
      and(
        eq(correction.firmId, inside.firm),
        eq(correction.batchId, of.batch),
        of.client ? eq(correction.clientId, of.client) : undefined,
        of.item ? eq(correction.itemId, of.item) : undefined,
      ),
    )
    .orderBy(correction.proposedAt, correction.id);
}

/** Where the change of a correction is sealed. */
export function placeOf(id: Id<'correction'>): RowOfFields {
  return { table: 'correction', row: id };
}

async function findDecidable(inside: Inside, id: Id<'correction'>) {
  const seen = await findCorrection(inside, id);
  const batch = await handover.findBatch(inside, seen.batchId, { lock: true });
  const found = await findCorrection(inside, id);
  const parties = await handover.partiesOf(inside, found.handoverId);
  allow(canDecideCorrection(inside.actor, handover.standing(parties), batch, found));
  const of: issue.Case = { handover: await handover.findHandover(inside, found.handoverId), batch, parties };
  return { found, of, about: await issue.findIssue(inside, found.issueId) };
}

async function findCorrection(inside: Inside, id: Id<'correction'>): Promise<CorrectionRow> {
  const [found] = await inside.db
    .select()
    .from(correction)
    .where(and(eq(correction.firmId, inside.firm), eq(correction.id, id)));
  if (!found) throw notFound('correction', { correction: id });
  return found;
}

async function correctionOn(inside: Inside, id: Id<'issue'>): Promise<CorrectionRow | undefined> {
  const [found] = await inside.db
    .select()
    .from(correction)
    .where(and(eq(correction.firmId, inside.firm), eq(correction.issueId, id), eq(correction.state, 'proposed')));
  return found;
}

async function decide(
  inside: Inside,
  { id }: CorrectionRow,
  values: { state: 'confirmed' | 'returned'; returnedFor?: Buffer },
): Promise<void> {
  await inside.db
    .update(correction)
    .set({ ...values, decidedBy: personOf(inside.actor)!, decidedAt: inside.now })
    .where(and(eq(correction.firmId, inside.firm), eq(correction.id, id)));
}

/** The same held value against the new version, by the one who found it; true when it agrees. */
async function checkAgain(
  inside: Inside,
  { itemId, batchId, field }: CorrectionRow,
  of: issue.Case,
  changed: client.StoredRecord,
): Promise<boolean> {
  const item = await handover.findItem(inside, itemId);
  const made = (await presentChecks(inside, { batch: batchId, items: [itemId] })).find((one) => one.field === field);
  if (!made) return false;
  const held = heldOf(await client.dataKeysOf(inside, [made.clientId]), made);
  const { whatCounts } = await playbook.contentOf(inside, of.handover.playbookVersionId);
  const { verdict } = verdictOn(
    fieldOf(changed.kind, field) ?? keptText,
    changed.fields[field],
    held.value,
    whatCounts,
  );
  await writeChecks(inside, of, [
    {
      item,
      field,
      held,
      verdict,
      source: made.heldSource,
      version: changed.version,
      by: made.checkedBy,
      document: made.documentId ?? undefined,
      secondSource: made.secondSourceId ?? undefined,
    },
  ]);
  return verdict !== 'different';
}

/** Who is asked to confirm: the receiver what the other side proposes, the other side what the receiver proposes. */
function secondPerson(
  { outgoing, incoming, supervisor, proxy }: handover.Parties,
  manner: handover.Handover['manner'],
  proposer: PersonId,
): PersonId {
  if (proposer !== incoming.person) return incoming.person;
  if (manner === 'one-sided') return supervisor.person;
  return (manner === 'proxy' ? (proxy ?? supervisor) : outgoing).person;
}

/** The value as the record stores it; refuses with `reconciliation.value-malformed`. */
function storedValue(
  kind: client.StoredRecord['kind'],
  name: string,
  value: FieldValue | null,
  facts: Record<string, unknown>,
): FieldValue | null {
  if (value === null || value === '') return null;
  const field = fieldOf(kind, name) ?? keptText;
  const read = typeof value === 'string' ? readValue(field, value) : value;
  const parsed = valueSchema(field).safeParse(read);
  if (!parsed.success) throw new Refusal('reconciliation.value-malformed', { ...facts, field: name, type: field.type });
  return parsed.data;
}

function journalled(
  inside: Inside,
  {
    id,
    clientId,
    handoverId,
    field,
  }: { id: Id<'item'>; clientId: Id<'client'>; handoverId: Id<'handover'>; field: string },
  verb: string,
  facts: Record<string, unknown>,
): Promise<void> {
  return journal.record(inside, {
    verb,
    client: clientId,
    handover: handoverId,
    subject: id,
    facts: { field, ...facts },
  });
}
