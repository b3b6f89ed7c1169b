import { and, eq, inArray, isNull } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import { type Field, type FieldValue, fieldOf } from '#modules/client/client.contract.ts';
import * as handover from '#modules/handover/handover.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import type { Inside } from '#platform/context/context.ts';
import { type DataKey, type RowOfFields, openFields } from '#platform/envelope/data-key.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import { parseYuan } from '#platform/kernel/money.ts';
import { crossCheck } from '../engine/cross-check/cross-check.ts';
import type { Normaliser } from '../engine/normalise/normaliser.ts';
import { testimony } from '../testimony.table.ts';
import type { HeldSource } from '../terms.ts';
import { verdictOn, type WhatCounts } from '../verdict.ts';
import { type FieldStanding, standingOf, wholeAsSigned, type WholeBatch } from '../whole-batch.ts';
import { heldOf } from '../write-checks.ts';
import type { AgreementVerdict } from './cross-check.contract.ts';
import type { Channel, Voice } from './voices.ts';

type Rules = Pick<playbook.PlaybookContent, 'crossChecks' | 'whatCounts'>;

/** What a source says, opened. */
export interface Heard {
  testimony: Id<'testimony'> | null;
  voice: 'record' | Voice;
  channel: 'record' | Channel;
  value: FieldValue | null;
  remark: string | null;
  document: Id<'document'> | null;
  by: PersonId | null;
  at: Date | null;
  stale: boolean;
}

/** A field that several sources must agree on, what each says, and what that comes to. */
export interface Agreement {
  item: handover.Item;
  record: client.StoredRecord;
  field: string;
  type: Field;
  rule: playbook.CrossCheckRule;
  /** How values are held against each other. */
  by: Normaliser;
  /** The record's own word first. */
  heard: Heard[];
  verdict: AgreementVerdict;
}

/** As what a check counts: what the receiver typed without a source is nobody's word. */
const heardBy: Record<HeldSource, { voice: Voice; channel: Channel } | null> = {
  'second-source': { voice: 'books', channel: 'file' },
  original: { voice: 'paper', channel: 'paper' },
  phone: { voice: 'client', channel: 'phone' },
  'own-entry': null,
};

/**
 * Every filled field of these lines that the playbook wants agreed, laid side by side by the engine. The record's own word is
 * one source; a check is another, while it holds.
 */
export async function agreementsOf(inside: Inside, whole: WholeBatch, rules: Rules): Promise<Agreement[]> {
  const asked = whole.items.flatMap((item) => fieldsAsked(whole, item, rules.crossChecks ?? []));
  if (asked.length === 0) return [];
  const said = Map.groupBy(
    await presentTestimonies(
      inside,
      asked.map(({ item }) => item.id),
    ),
    ({ itemId, field }) => `${itemId} ${field}`,
  );
  const keys = await client.dataKeysOf(inside, [...new Set(asked.map(({ item }) => item.clientId))]);
  return asked.map(({ standing, ...one }) => {
    const { item, record, field, type, rule } = one;
    const heard = [
      fromRecord(standing.handed!),
      ...fromCheck(standing, keys),
      ...(said.get(`${item.id} ${field}`) ?? []).map((row) => {
        const { value, remark } = openFields<{ value: FieldValue | null; remark: string | null }>(
          keys.get(row.clientId)!,
          placeOf(row.id),
          row.said,
        );
        const then = whole.versionOf(record.id, row.recordVersion)?.fields[field];
        const differs = verdictOn(type, standing.handed, value, rules.whatCounts).verdict === 'different';
        const { id, voice, channel, documentId: document, recordedBy, recordedAt: at } = row;
        return {
          testimony: id,
          voice,
          channel,
          value,
          remark,
          document,
          by: recordedBy,
          at,
          stale: differs && then !== standing.handed,
        };
      }),
    ];
    const by = normaliserOf(type, rules.whatCounts);
    return { ...one, by, heard, verdict: verdictOf(heard, rule, by) };
  });
}

const asSigned = new WeakMap<Inside, Map<Id<'batch'>, Promise<Agreement[]>>>();

/** `agreementsOf` a whole batch by its playbook, read once in a transaction that makes and judges what is signed. */
export function agreementsAsSigned(inside: Inside, batch: Id<'batch'>): Promise<Agreement[]> {
  const known = asSigned.get(inside) ?? new Map<Id<'batch'>, Promise<Agreement[]>>();
  asSigned.set(inside, known);
  const agreements = known.get(batch) ?? readAsSigned(inside, batch);
  known.set(batch, agreements);
  return agreements;
}

async function readAsSigned(inside: Inside, batch: Id<'batch'>): Promise<Agreement[]> {
  const { handoverId } = await handover.findBatch(inside, batch);
  const { playbookVersionId } = await handover.findHandover(inside, handoverId);
  return agreementsOf(inside, await wholeAsSigned(inside, batch), await playbook.contentOf(inside, playbookVersionId));
}

/** Where what was said is sealed. */
export function placeOf(id: Id<'testimony'>): RowOfFields {
  return { table: 'testimony', row: id };
}

interface Asked extends Pick<Agreement, 'item' | 'record' | 'field' | 'type' | 'rule'> {
  standing: FieldStanding;
}

function fieldsAsked(whole: WholeBatch, item: handover.Item, rules: readonly playbook.CrossCheckRule[]): Asked[] {
  if (item.state === 'dropped' || item.state === 'none') return [];
  const kind = item.recordId ? whole.records.get(item.recordId)?.kind : undefined;
  const wanted = rules.filter(({ record }) => record === kind);
  if (wanted.length === 0) return [];
  const { record, fields } = standingOf(whole, item);
  return wanted.flatMap((rule) => {
    const standing = fields.find(({ field }) => field === rule.field);
    const type = record && fieldOf(record.kind, rule.field);
    return type && standing?.handed !== undefined ? [{ item, record, field: rule.field, type, rule, standing }] : [];
  });
}

function fromRecord(value: FieldValue): Heard {
  return {
    testimony: null,
    voice: 'record',
    channel: 'record',
    value,
    remark: null,
    document: null,
    by: null,
    at: null,
    stale: false,
  };
}

function fromCheck({ check, stale }: FieldStanding, keys: Map<ClientId, DataKey>): Heard[] {
  const as = check && check.verdict !== 'skipped' ? heardBy[check.heldSource] : null;
  if (!check || !as) return [];
  const { value, remark } = heldOf(keys, check);
  return [
    {
      testimony: null,
      ...as,
      value,
      remark,
      document: check.documentId,
      by: check.checkedBy,
      at: check.checkedAt,
      stale,
    },
  ];
}

function verdictOf(heard: Heard[], { least, leastChannels, needed }: playbook.CrossCheckRule, by: Normaliser) {
  const { verdict } = crossCheck(
    heard
      .filter(({ stale }) => !stale)
      .map(({ voice, channel, value }) => ({ source: voice, channel, value: value === null ? null : String(value) })),
    { least, leastChannels, needed, by },
  );
  return withoutValues(verdict);
}

/** The verdict as others may be told it: which sources, never which value. */
function withoutValues(verdict: ReturnType<typeof crossCheck>['verdict']): AgreementVerdict {
  switch (verdict.kind) {
    case 'contradicted':
      return { kind: 'contradicted', by: verdict.by };
    case 'needed-missing':
      return { kind: 'needed-missing', voices: verdict.sources };
    case 'agreed':
    case 'split':
      return { kind: verdict.kind };
    case 'too-few':
    case 'too-few-channels':
      return verdict;
  }
}

function normaliserOf({ type }: Field, { moneyTolerance }: WhatCounts): Normaliser {
  switch (type) {
    case 'money':
      return { kind: 'amount', toleranceFen: parseYuan(moneyTolerance)! };
    case 'date':
      return { kind: 'date' };
    case 'phone':
      return { kind: 'digits', phone: true };
    case 'account':
      return { kind: 'digits' };
    case 'uscc':
      return { kind: 'credit-code' };
    case 'email':
      return { kind: 'text', blanks: 'all', width: true, case: true };
    default:
      return { kind: 'text', blanks: 'edge', width: true, brackets: true };
  }
}

function presentTestimonies(inside: Inside, items: Id<'item'>[]) {
  return inside.db
    .select()
    .from(testimony)
    .where(and(eq(testimony.firmId, inside.firm), inArray(testimony.itemId, items), isNull(testimony.replacedAt)))
    .orderBy(testimony.recordedAt, testimony.id);
}
