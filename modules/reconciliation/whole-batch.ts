import { and, eq, inArray, isNull } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import { fieldOf, fieldsOf } from '#modules/client/client.contract.ts';
import * as handover from '#modules/handover/handover.ts';
import type { Inside } from '#platform/context/context.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { check } from './reconciliation.table.ts';

export type Check = typeof check.$inferSelect;
type Value = string | number | boolean;

/** Everything that verdicts of a batch, or of one client in it, stand on. */
export interface WholeBatch {
  items: handover.Item[];
  /** Present versions. */
  records: Map<client.RecordId, client.StoredRecord>;
  /** The record as it stood in a version, present or earlier. */
  versionOf(record: client.RecordId, version: number): client.StoredRecord | undefined;
  /** Present checks of an item, by field. */
  checksOf(item: Id<'item'>): Map<string, Check>;
}

/** Reads what verdicts stand on, in a few statements however many clients there are. */
export async function wholeBatch(
  inside: Inside,
  of: { batch: Id<'batch'>; client?: ClientId | undefined },
): Promise<WholeBatch> {
  const items = await handover.itemsOf(inside, { batch: of.batch, ...(of.client ? { client: of.client } : {}) });
  const clients = [...new Set(items.map(({ clientId }) => clientId))];
  const records = new Map((await client.recordsOf(inside, clients, { ended: true })).map((one) => [one.id, one]));
  const checks = Map.groupBy(await presentChecks(inside, of), ({ itemId }) => itemId);
  const moved = items.filter(({ id, recordId, recordVersion }) => {
    const present = recordId ? records.get(recordId)?.version : undefined;
    if (present === undefined) return false;
    return recordVersion !== present || checks.get(id)?.some((one) => one.recordVersion !== present);
  });
  const earlier = new Map(
    (
      await client.earlierVersionsOf(
        inside,
        moved.flatMap(({ recordId }) => recordId ?? []),
      )
    ).map((one) => [`${one.id} ${one.version}`, one]),
  );
  return {
    items,
    records,
    versionOf: (record, version) => {
      const present = records.get(record);
      return present?.version === version ? present : earlier.get(`${record} ${version}`);
    },
    checksOf: (item) => new Map((checks.get(item) ?? []).map((one) => [one.field, one])),
  };
}

const asSigned = new WeakMap<Inside, Map<Id<'batch'>, Promise<WholeBatch>>>();

/**
 * What verdicts of a batch stand on, read once in a transaction: the gate and the results that are printed speak of the same
 * moment. Not for a transaction that changes lines, checks or records.
 */
export function wholeAsSigned(inside: Inside, batch: Id<'batch'>): Promise<WholeBatch> {
  const known = asSigned.get(inside) ?? new Map<Id<'batch'>, Promise<WholeBatch>>();
  asSigned.set(inside, known);
  const whole = known.get(batch) ?? wholeBatch(inside, { batch });
  known.set(batch, whole);
  return whole;
}

/** The checks that stand, of a batch, of one client in it, or of some of its lines. */
export function presentChecks(
  inside: Inside,
  of: { batch: Id<'batch'>; client?: ClientId | undefined; items?: readonly Id<'item'>[] },
): Promise<Check[]> {
  return inside.db
    .select()
    .from(check)
    .where(
      and(
        eq(check.firmId, inside.firm),
        eq(check.batchId, of.batch),
        isNull(check.replacedAt),
        of.client ? eq(check.clientId, of.client) : undefined,
        of.items ? inArray(check.itemId, [...of.items]) : undefined,
      ),
    );
}

/** One field of a line's record, and how its verdict stands. */
export interface FieldStanding {
  field: string;
  handed: Value | undefined;
  check: Check | undefined;
  /** The value in the record is another one by now than the one that was checked. */
  stale: boolean;
}

/** How the verdicts of a line stand. */
export interface LineStanding {
  item: handover.Item;
  /** The record in the version that is handed over; absent for a line that stands for none. */
  record: client.StoredRecord | undefined;
  /** The record has a newer version than the line, or is no longer in force. */
  movedOn: boolean;
  /** Whether verdicts of all fields are its proof; otherwise it needs the proof of its method. */
  byFields: boolean;
  fields: FieldStanding[];
  unchecked: number;
  stale: number;
  different: number;
  /** It has the verdict of each field, or the proof of its method. */
  done: boolean;
}

/** What a file or a balance asks for that the verdicts of its fields give. */
const givenByFields = new Set(['file', 'opened', 'statement']);

/** How a line stands: every filled field needs a verdict that still holds, or the line the proof of its method. */
export function standingOf(whole: WholeBatch, item: handover.Item): LineStanding {
  const { recordId, recordVersion } = item;
  const present = recordId ? whole.records.get(recordId) : undefined;
  const record = recordId && recordVersion !== null ? whole.versionOf(recordId, recordVersion) : undefined;
  const movedOn = recordId !== null && (present === undefined || present.ended || present.version !== recordVersion);
  const byFields =
    recordId !== null &&
    (item.method === 'file' || item.method === 'balance') &&
    item.evidence.every((key) => givenByFields.has(key));
  const checks = whole.checksOf(item.id);
  const fields = record
    ? fieldNames(record, checks).map((field): FieldStanding => {
        const made = checks.get(field);
        const seen = made && whole.versionOf(record.id, made.recordVersion);
        const stale = made !== undefined && (present!.ended || seen?.fields[field] !== present!.fields[field]);
        return { field, handed: record.fields[field], check: made, stale };
      })
    : [];
  const unchecked = fields.filter((one) => !one.check).length;
  const stale = fields.filter((one) => one.stale).length;
  const proved = item.state !== 'open' && item.proof?.by !== provedByFields;
  return {
    item,
    record,
    movedOn,
    byFields,
    fields,
    unchecked,
    stale,
    different: fields.filter((one) => one.check?.verdict === 'different' && !one.stale).length,
    done: !movedOn && (proved || (byFields && unchecked === 0 && stale === 0)),
  };
}

/** What `proof.by` says of a line whose fields are its proof. */
export const provedByFields = 'fields';

/** What the verdicts of its fields make of a line that they prove; null when it stays as it is. */
export function outcomeOf({
  item,
  byFields,
  fields,
  unchecked,
  stale,
  different,
}: LineStanding): handover.Outcome | null {
  if (!byFields) return null;
  const own = item.state !== 'open' && item.proof?.by !== provedByFields;
  if (own && different === 0) return null;
  const whole = unchecked === 0 && stale === 0;
  const state = different > 0 ? 'different' : whole ? 'received' : 'open';
  if (state === item.state) return null;
  return { item, state, proof: state === 'open' ? null : { by: provedByFields, fields: fields.length } };
}

/** The filled fields in the order of the catalogue, then those that an import kept, then empty ones that were checked. */
function fieldNames(record: client.StoredRecord, checks: Map<string, Check>): string[] {
  const known = fieldsOf(record.kind).map(([name]) => name);
  const names = [
    ...known.filter((name) => record.fields[name] !== undefined || checks.has(name)),
    ...Object.keys(record.fields).filter((name) => !fieldOf(record.kind, name)),
  ];
  return [...new Set([...names, ...checks.keys()])];
}
