import { and, desc, eq, gt, inArray } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import {
  type FieldValue,
  type RecordKind,
  fieldOf,
  maskOf,
  maskValue,
  plainValue,
} from '#modules/client/client.contract.ts';
import { canReadClient, canReveal } from '#modules/client/client.policy.ts';
import * as document from '#modules/document/document.ts';
import * as handover from '#modules/handover/handover.ts';
import { sideOf } from '#modules/handover/handover.policy.ts';
import { batchClient } from '#modules/handover/handover.table.ts';
import * as issue from '#modules/issue/issue.ts';
import * as journal from '#modules/journal/journal.ts';
import { journalEntry } from '#modules/journal/journal.table.ts';
import * as people from '#modules/people/people.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { type DataKey, openFields } from '#platform/envelope/data-key.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import { formatYuan, parseYuan } from '#platform/kernel/money.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { type Change, type CorrectionRow, correctionsOf, placeOf } from './corrections.ts';
import type { FieldRow, Sheet, SheetGroup, SheetLine } from './reconciliation.contract.ts';
import { secondSource } from './reconciliation.table.ts';
import { keptText } from './record-check.ts';
import { magnitude, verdictOn } from './verdict.ts';
import { type FieldStanding, type LineStanding, standingOf, type WholeBatch, wholeBatch } from './whole-batch.ts';
import { heldOf } from './write-checks.ts';

/** Everything that the rows of one client are shown from. */
interface Shown {
  reveal: boolean;
  keys: Map<ClientId, DataKey>;
  issues: issue.Issue[];
  corrections: CorrectionRow[];
  names: Map<PersonId, string>;
  documents: Map<Id<'document'>, string>;
  hashes: Map<Id<'second-source'>, string>;
  counts: playbook.PlaybookContent['whatCounts'];
}

/**
 * The checking sheet of one client: each line of its inventory with its fields, handed and held value, evidence and verdict,
 * and how far each heading is. Sensitive values are masked unless `reveal`, which needs that right and is journalled. Refused
 * with `sheet.not-found`, `client.no-read`, `client.no-reveal`.
 */
export function readSheet(
  context: Context,
  input: { handover: Id<'handover'>; client: ClientId; reveal: boolean },
): Promise<Sheet> {
  return transact(context, async (inside) => {
    const found = await handover.findHandover(inside, input.handover);
    const batch = await batchOf(inside, input);
    const held = { client: input.client, capabilities: await client.capabilitiesOn(inside, input.client) };
    allow(canReadClient(held));
    if (input.reveal) allow(canReveal(held));
    const parties = handover.standing(await handover.partiesOf(inside, found.id));
    const whole = await wholeBatch(inside, { batch: batch.id, client: input.client });
    const content = await playbook.contentOf(inside, found.playbookVersionId);
    const shown = await shownWith(inside, {
      batch: batch.id,
      client: input.client,
      whole,
      reveal: input.reveal,
      counts: content.whatCounts,
    });
    const standings = whole.items.flatMap((item) => (item.state === 'dropped' ? [] : standingOf(whole, item)));
    const lines = standings.map((one) => ({ one, line: lineOf(one, shown) }));
    const about = await client.findClient(inside, input.client);
    const basic = [...whole.records.values()].find(({ kind, ended }) => kind === 'basic' && !ended);
    await journalLook(inside, input, input.reveal);
    return {
      handover: { id: found.id, number: found.number },
      batch: { id: batch.id, number: batch.number, state: batch.state },
      client: {
        id: about.id,
        number: about.number,
        name: about.name,
        uscc: about.uscc,
        taxpayerType: basic?.fields.taxpayerType === undefined ? null : String(basic.fields.taxpayerType),
      },
      mySide: sideOf(inside.actor, parties),
      parties: parties.map(({ side, person, name }) => ({ side, person: { id: person, name } })),
      capabilities: held.capabilities,
      revealed: input.reveal,
      groups: playbook.headings(content).flatMap(({ key, name }) => {
        const of = lines.filter(({ one }) => one.item.kind === key);
        return of.length > 0 ? [groupOf({ kind: key, name }, of, input.reveal)] : [];
      }),
      lines: lines.map(({ line }) => line),
    };
  });
}

/** The batch of the handover that the client is in; refuses with `sheet.not-found`. */
export async function batchOf(
  inside: Inside,
  input: { handover: Id<'handover'>; client: ClientId },
): Promise<handover.Batch> {
  const [row] = await inside.db
    .select({ batch: batchClient.batchId })
    .from(batchClient)
    .where(
      and(
        eq(batchClient.firmId, inside.firm),
        eq(batchClient.handoverId, input.handover),
        eq(batchClient.clientId, input.client),
      ),
    )
    .orderBy(desc(batchClient.open))
    .limit(1);
  if (!row) throw notFound('sheet', input);
  return handover.findBatch(inside, row.batch);
}

async function shownWith(
  inside: Inside,
  {
    batch,
    client: of,
    whole,
    reveal,
    counts,
  }: { batch: Id<'batch'>; client: ClientId; whole: WholeBatch } & Pick<Shown, 'reveal' | 'counts'>,
): Promise<Shown> {
  const checks = whole.items.flatMap(({ id }) => [...whole.checksOf(id).values()]);
  const documents = await document.documentsByIds(
    inside,
    checks.flatMap(({ documentId }) => documentId ?? []),
  );
  const compared = [...new Set(checks.flatMap(({ secondSourceId }) => secondSourceId ?? []))];
  const hashes = compared.length
    ? await inside.db
        .select({ id: secondSource.id, hash: secondSource.fileHash })
        .from(secondSource)
        .where(and(eq(secondSource.firmId, inside.firm), inArray(secondSource.id, compared)))
    : [];
  return {
    reveal,
    counts,
    keys: await client.dataKeysOf(inside, [of]),
    issues: (await issue.issuesOf(inside, { batch, client: of })).filter(({ state }) => state !== 'withdrawn'),
    corrections: await correctionsOf(inside, { batch, client: of }),
    names: new Map((await people.selectPeople(inside)).map(({ id, name }) => [id, name])),
    documents: new Map(documents.map(({ id, name }) => [id, name])),
    hashes: new Map(hashes.map(({ id, hash }) => [id, hash])),
  };
}

function lineOf(one: LineStanding, shown: Shown): SheetLine {
  const { item, record, movedOn, byFields } = one;
  const raised = shown.issues.findLast(({ itemId, field }) => itemId === item.id && field === null);
  return {
    item: item.id,
    kind: item.kind,
    method: item.method,
    title: item.title,
    state: item.state,
    critical: item.critical,
    evidence: item.evidence,
    line: item.line,
    afterCutOff: item.afterCutOff,
    secret: item.secretId,
    record: record ? { id: record.id, kind: record.kind, version: record.version } : null,
    movedOn,
    provedBy: byFields ? 'fields' : 'proof',
    proof: item.proof,
    provedAt: item.provedAt,
    issue: raised ? { id: raised.id, number: raised.number, state: raised.state } : null,
    rows: record ? one.fields.map((standing) => rowOf(one, record.kind, standing, shown)) : [],
  };
}

function rowOf({ item }: LineStanding, kind: RecordKind, standing: FieldStanding, shown: Shown): FieldRow {
  const field = fieldOf(kind, standing.field) ?? keptText;
  const made = standing.check;
  const held = made ? heldOf(shown.keys, made) : { value: null, remark: null };
  const show = shownValue(kind, standing.field, shown.reveal);
  const { difference } = verdictOn(field, standing.handed, held.value, shown.counts);
  const opened = shown.issues.findLast(({ itemId, field: name }) => itemId === item.id && name === standing.field);
  const waiting = shown.corrections.find(({ issueId, state }) => issueId === opened?.id && state === 'proposed');
  const someone = (id: PersonId) => ({ id, name: shown.names.get(id) ?? '' });
  return {
    field: standing.field,
    type: field.type,
    class: field.class,
    choices: field.choices ?? null,
    handed: show(standing.handed),
    held: made?.verdict === 'skipped' ? null : show(held.value),
    difference:
      open(field.class, shown.reveal) && made?.verdict === 'different' && difference !== null
        ? formatYuan(difference)
        : null,
    source: made?.heldSource ?? null,
    document: made?.documentId ? { id: made.documentId, name: shown.documents.get(made.documentId) ?? '' } : null,
    comparedWith: made?.secondSourceId ? (shown.hashes.get(made.secondSourceId) ?? null) : null,
    remark: held.remark,
    verdict: made?.verdict ?? null,
    stale: standing.stale,
    checkedBy: made ? someone(made.checkedBy) : null,
    checkedAt: made?.checkedAt ?? null,
    issue: opened
      ? {
          id: opened.id,
          number: opened.number,
          state: opened.state,
          owner: someone(opened.ownerId),
          dueOn: opened.dueOn,
        }
      : null,
    correction: waiting ? shownCorrection(waiting, show, someone, shown.keys) : null,
  };
}

function shownCorrection(
  row: CorrectionRow,
  show: (value: FieldValue | null) => FieldValue | null,
  someone: (id: PersonId) => { id: PersonId; name: string },
  keys: Map<ClientId, DataKey>,
): FieldRow['correction'] {
  const change = openFields<Change>(keys.get(row.clientId)!, placeOf(row.id), row.change);
  return {
    id: row.id,
    value: show(change.to),
    reason: change.reason,
    proposedBy: someone(row.proposedBy),
    proposedAt: row.proposedAt,
  };
}

/** How a value of the field may be shown: as it is, or under its mask. */
export function shownValue(kind: RecordKind, name: string, reveal: boolean) {
  const field = fieldOf(kind, name) ?? keptText;
  return (value: FieldValue | null | undefined): FieldValue | null => {
    if (value === null || value === undefined || value === '') return null;
    return open(field.class, reveal) ? value : maskValue(maskOf(field), value);
  };
}

function open(of: 'ordinary' | 'sensitive', reveal: boolean): boolean {
  return of === 'ordinary' || reveal;
}

function groupOf(
  { kind, name }: Pick<SheetGroup, 'kind' | 'name'>,
  lines: { one: LineStanding; line: SheetLine }[],
  reveal: boolean,
): SheetGroup {
  const listed = lines.filter(({ one }) => one.item.state !== 'none');
  const byFields = listed.filter(({ one }) => one.byFields);
  const byProof = listed.filter(({ one }) => !one.byFields);
  const fields = byFields.flatMap(({ one }) => one.fields);
  return {
    kind,
    name,
    done: fields.filter(({ check, stale }) => check && !stale).length + byProof.filter(({ one }) => one.done).length,
    total: fields.length + byProof.length,
    differs:
      listed.reduce((sum, { one }) => sum + one.different, 0) +
      byProof.filter(({ one: { item } }) => ['missing', 'unreadable', 'different'].includes(item.state)).length,
    stale: listed.reduce((sum, { one }) => sum + one.stale + (one.movedOn ? 1 : 0), 0),
    sealed: listed.some(({ one }) => one.item.secretId !== null),
    sums: sumsOf(listed, reveal),
  };
}

/** Amounts that were checked, added up beside each other; what is not checked is counted apart. */
function sumsOf(lines: { one: LineStanding; line: SheetLine }[], reveal: boolean): SheetGroup['sums'] {
  const amounts = lines.flatMap(({ line }) => line.rows.filter(({ type }) => type === 'money'));
  if (amounts.length === 0) return null;
  const checked = amounts.filter(({ verdict, stale }) => verdict !== null && verdict !== 'skipped' && !stale);
  const differing = checked.filter(({ verdict }) => verdict === 'different').length;
  const counted = { differing, unchecked: amounts.length - checked.length };
  if (!reveal) return { handed: null, held: null, difference: null, ...counted };
  const sum = (values: (FieldValue | null)[]) =>
    formatYuan(values.reduce<bigint>((all, value) => all + (parseYuan(plainAmount(value)) ?? 0n), 0n));
  const apart = checked.reduce((all, { difference }) => all + magnitude(parseYuan(difference ?? '') ?? 0n), 0n);
  return {
    handed: sum(checked.map(({ handed }) => handed)),
    held: sum(checked.map(({ held }) => held)),
    difference: formatYuan(apart),
    ...counted,
  };
}

function plainAmount(value: FieldValue | null): string {
  return value === null ? '' : (plainValue('money', value) ?? '');
}

/** Journals the opening of a client, and the revealing of its values, once a minute for a person who stays on the page. */
export async function journalLook(
  inside: Inside,
  { handover: of, client: about }: { handover: Id<'handover'>; client: ClientId },
  reveal: boolean,
): Promise<void> {
  const verb = reveal ? 'reconciliation.revealed' : 'reconciliation.opened';
  const me = personOf(inside.actor);
  if (!me) return;
  const [known] = await inside.db
    .select({ id: journalEntry.id })
    .from(journalEntry)
    .where(
      and(
        eq(journalEntry.firmId, inside.firm),
        eq(journalEntry.actorId, me),
        eq(journalEntry.verb, verb),
        eq(journalEntry.clientId, about),
        gt(journalEntry.at, new Date(inside.now.getTime() - 60_000)),
      ),
    )
    .limit(1);
  if (!known) await journal.record(inside, { verb, client: about, handover: of, facts: {} });
}
