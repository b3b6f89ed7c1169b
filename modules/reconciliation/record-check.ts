import * as client from '#modules/client/client.ts';
import { type Field, fieldOf } from '#modules/client/client.contract.ts';
import * as document from '#modules/document/document.ts';
import * as handover from '#modules/handover/handover.ts';
import * as issue from '#modules/issue/issue.ts';
import * as journal from '#modules/journal/journal.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { Agree, Checked, RecordCheck } from './reconciliation.contract.ts';
import { canCheck, canSkip, hasEvidence, type LineFacts } from './reconciliation.policy.ts';
import type { CheckVerdict, HeldSource } from './terms.ts';
import { verdictOn } from './verdict.ts';
import { presentChecks } from './whole-batch.ts';
import { type Held, replaceChecks, writeChecks } from './write-checks.ts';

/** A field of a line that the actor may check, with what was handed over. */
interface Checkable {
  item: handover.Item;
  of: issue.Case;
  record: client.StoredRecord;
  field: Field;
  handed: string | number | boolean | undefined;
  counts: playbook.PlaybookContent['whatCounts'];
}

/**
 * The receiver gives the value that was found; the server compares it with the handed one and gives the verdict. A
 * difference opens an issue in the same transaction. Refused with `reconciliation.only-receiver-checks`,
 * `batch-not-checking`, `line-moved-on`, `critical-without-evidence`, `call-without-note`, `field-unknown`.
 */
export function recordCheck(context: Context, input: RecordCheck): Promise<Checked> {
  return transact(context, async (inside) => {
    const found = await findCheckable(inside, input);
    allow(hasEvidence(lineFacts(found.item), { agrees: false, source: input.source, evidence: isNamed(input) }));
    await refuseForeignDocument(inside, found.item.clientId, input.document);
    const { verdict } = verdictOn(found.field, found.handed, input.held, found.counts);
    return write(inside, found, input, { value: input.held, remark: input.remark ?? null }, verdict);
  });
}

/**
 * The receiver states that the named evidence shows the handed value in the version that was looked at. Refused as
 * `recordCheck`, and with `reconciliation.agreement-without-evidence`.
 */
export function agree(context: Context, input: Agree): Promise<Checked> {
  return transact(context, async (inside) => {
    const found = await findCheckable(inside, input);
    if (input.version !== found.item.recordVersion) throw movedOn(found.item);
    if (found.handed === undefined)
      throw new Refusal('reconciliation.field-unknown', aboutField(found.item, input.field));
    allow(hasEvidence(lineFacts(found.item), { agrees: true, source: input.source, evidence: isNamed(input) }));
    await refuseForeignDocument(inside, found.item.clientId, input.document);
    const { verdict } = verdictOn(found.field, found.handed, found.handed, found.counts);
    return write(inside, found, input, { value: found.handed, remark: input.remark ?? null }, verdict);
  });
}

/** The receiver skips a field that is not critical, and says why. Refused with `reconciliation.critical-not-skipped`. */
export function skipCheck(
  context: Context,
  input: { item: Id<'item'>; field: string; remark: string },
): Promise<Checked> {
  return transact(context, async (inside) => {
    const found = await findCheckable(inside, input);
    allow(canSkip(lineFacts(found.item)));
    return write(inside, found, { ...input, source: 'own-entry' }, { value: null, remark: input.remark }, 'skipped');
  });
}

/** The receiver takes a verdict back; the issue that it opened is withdrawn. Refused with `reconciliation.not-checked`. */
export function undoCheck(
  context: Context,
  input: { item: Id<'item'>; field: string },
): Promise<Record<string, never>> {
  return transact(context, async (inside) => {
    const { item } = await findLine(inside, input.item);
    const checks = await presentChecks(inside, { batch: item.batchId, items: [item.id] });
    const made = checks.filter(({ field }) => field === input.field);
    if (made.length === 0) throw new Refusal('reconciliation.not-checked', aboutField(item, input.field), 'conflict');
    await replaceChecks(inside, item.batchId, made);
    await journal.record(inside, {
      verb: 'reconciliation.check-undone',
      client: item.clientId,
      handover: item.handoverId,
      subject: item.id,
      facts: { field: input.field, verdict: made[0]!.verdict },
    });
    return {};
  });
}

/** The receiver reports that a whole line is missing, unreadable or different; an issue is opened with it. */
export function reportItem(
  context: Context,
  input: { item: Id<'item'>; state: 'missing' | 'unreadable' | 'different'; remark: string },
): Promise<{ issue: Id<'issue'>; number: number }> {
  return transact(context, async (inside) => {
    const { item, of } = await findLine(inside, input.item);
    await handover.markItem(inside, item, { state: input.state, proof: { by: 'report' } });
    const [opened] = await issue.open(inside, of, [
      { kind: 'shortage', client: item.clientId, item: item.id, field: null, said: input.remark },
    ]);
    return { issue: opened!.id, number: opened!.number };
  });
}

/** The line with its case, when the actor may check it; the batch is held, so that nobody signs it meanwhile. */
export async function findLine(inside: Inside, id: Id<'item'>): Promise<{ item: handover.Item; of: issue.Case }> {
  const item = await handover.findItem(inside, id);
  const batch = await handover.findBatch(inside, item.batchId, { lock: true });
  const parties = await handover.partiesOf(inside, item.handoverId);
  const held = await client.capabilitiesOn(inside, item.clientId);
  allow(canCheck(inside.actor, handover.standing(parties), batch, lineFacts(item), held));
  return { item, of: { handover: await handover.findHandover(inside, item.handoverId), batch, parties } };
}

async function findCheckable(inside: Inside, input: { item: Id<'item'>; field: string }): Promise<Checkable> {
  const { item, of } = await findLine(inside, input.item);
  if (!item.recordId) throw new Refusal('reconciliation.no-fields', { client: item.clientId, item: item.id });
  const record = await client.findRecord(inside, item.recordId);
  if (record.version !== item.recordVersion || record.ended) throw movedOn(item);
  const field = fieldOf(record.kind, input.field);
  const handed = record.fields[input.field];
  if (!field && handed === undefined) throw new Refusal('reconciliation.field-unknown', aboutField(item, input.field));
  const { whatCounts: counts } = await playbook.contentOf(inside, of.handover.playbookVersionId);
  return { item, of, record, field: field ?? keptText, handed, counts };
}

/** What an import kept under its own header. */
export const keptText: Field = { type: 'text', class: 'sensitive' };

async function write(
  inside: Inside,
  { item, of, record }: Checkable,
  input: { field: string; source: Exclude<HeldSource, 'second-source'>; document?: Id<'document'> | undefined },
  held: Held,
  verdict: CheckVerdict,
): Promise<Checked> {
  const { field, source, document: id } = input;
  const [written] = await writeChecks(inside, of, [{ item, field, held, source, verdict, document: id }]);
  await journal.record(inside, {
    verb: 'reconciliation.checked',
    client: item.clientId,
    handover: item.handoverId,
    subject: item.id,
    facts: {
      field,
      record: record.id,
      version: record.version,
      source,
      document: id,
      verdict,
      issue: written!.issue?.number,
    },
  });
  return { check: written!.check, verdict, issue: written!.issue };
}

/** Evidence must lie with the client it speaks for. */
export async function refuseForeignDocument(
  inside: Inside,
  of: ClientId,
  id: Id<'document'> | undefined,
): Promise<void> {
  if (id && (await document.findDocument(inside, id)).client !== of)
    throw notFound('document', { document: id, client: of });
}

/** What the policies ask of a line. */
export function lineFacts({ id, clientId, state, critical }: handover.Item): LineFacts {
  return { id, client: clientId, state, critical };
}

function isNamed({ document: id, remark }: { document?: unknown; remark?: string | undefined }): boolean {
  return id !== undefined || remark !== undefined;
}

/** The line is older than its record: what is said of it now would be of another value. */
export function movedOn({ id, clientId, recordVersion }: handover.Item): Refusal {
  return new Refusal(
    'reconciliation.line-moved-on',
    { client: clientId, item: id, version: recordVersion },
    'conflict',
  );
}

function aboutField({ id, clientId }: handover.Item, field: string) {
  return { client: clientId, item: id, field };
}
