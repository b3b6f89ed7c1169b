import { createHash } from 'node:crypto';
import * as client from '#modules/client/client.ts';
import {
  compareValues,
  type Field,
  type FieldValue,
  type RecordKind,
  fieldOf,
  plainValue,
} from '#modules/client/client.contract.ts';
import * as handover from '#modules/handover/handover.ts';
import * as issue from '#modules/issue/issue.ts';
import * as journal from '#modules/journal/journal.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { type ClientId, type Id, newId } from '#platform/kernel/id.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import { formatYuan, parseYuan } from '#platform/kernel/money.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { openTable } from '#platform/tabular/open-table.ts';
import type { Table } from '#platform/tabular/table.ts';
import type { Compared, SecondSource, SourcePreview } from './reconciliation.contract.ts';
import { canCompare } from './reconciliation.policy.ts';
import { secondSource } from './reconciliation.table.ts';
import { keptText } from './record-check.ts';
import type { CheckVerdict } from './terms.ts';
import { verdictOn, type WhatCounts } from './verdict.ts';
import { type LineStanding, standingOf, wholeBatch } from './whole-batch.ts';
import { type NewCheck, writeChecks } from './write-checks.ts';

/**
 * Reads a second register and shows, before anything is checked, what it was understood as: each column's use, which clients
 * of the batch it names, and the totals of its amounts beside those of the records. Nothing is kept.
 */
export async function previewSource(context: Context, input: SecondSource): Promise<SourcePreview> {
  const source = await openSource(input);
  return read(context, async (inside) => {
    const { register, plan } = await planOf(inside, source, input);
    const { reading } = register;
    const { found } = source.table;
    return {
      fileHash: source.fileHash,
      found: {
        format: found.format,
        encoding: found.encoding,
        separator: found.separator,
        sheet: found.sheet,
        headerLine: found.headerLine,
        rows: found.rows,
      },
      columns: source.table.columns.map((column) => ({
        column,
        use: source.mapping.columns[column]!,
      })),
      units: source.mapping.units ?? {},
      balanceAsOf: (source.mapping.balanceAsOf as LocalDate | undefined) ?? null,
      undated: reading.drafts.filter(({ balance, balanceAsOf }) => balance !== null && balanceAsOf === null).length,
      clients: plan.clients,
      matched: plan.matched.length,
      missing: plan.missing,
      doubled: plan.doubled,
      faulty: plan.faulty,
      others: plan.others,
      totals: totalsOf(source, plan),
      fields: plan.matched.reduce((sum, { fields }) => sum + fields.length, 0),
      problems: reading.problems.slice(0, 100).map(({ severity, code, line, column, facts }) => ({
        severity,
        code,
        line,
        column,
        facts,
      })),
      problemCount: reading.problems.length,
    };
  });
}

/** Checks a batch against the register in a file; refuses as `checkAgainst` and `openTable` do. */
export async function checkAgainstSource(context: Context, input: SecondSource): Promise<Compared> {
  const source = await openSource(input);
  return transact(context, (inside) => checkAgainst(inside, source, input));
}

/**
 * Checks every client of the batch that the register names once against it, field by field: the server compares each cell with
 * the handed value. Differences open issues. Clients that the register names not at all, twice, or in a row with a fault are
 * reported and checked as nothing. Refused with `reconciliation.only-receiver-checks`, `batch-not-checking`,
 * `nothing-matched`, and as `readRegister` refuses.
 */
export async function checkAgainst(inside: Inside, source: Source, input: { batch: Id<'batch'> }): Promise<Compared> {
  const { plan, of } = await planOf(inside, source, input, { lock: true });
  if (plan.matched.length === 0) throw new Refusal('reconciliation.nothing-matched', { clients: plan.clients });
  const id = newId<'second-source'>();
  const checks = plan.matched.flatMap(({ fields }) =>
    fields.map(({ item, field, written, verdict }): NewCheck => ({
      item,
      field,
      verdict,
      secondSource: id,
      source: 'second-source',
      held: {
        value: written,
        remark: null,
      },
    })),
  );
  const count = (verdict: CheckVerdict) => checks.filter((one) => one.verdict === verdict).length;
  const counts = {
    clients: plan.matched.length,
    checked: checks.length,
    same: count('same'),
    writtenDifferently: count('written-differently'),
    different: count('different'),
  };
  await inside.db.insert(secondSource).values({
    firmId: inside.firm,
    id,
    handoverId: of.handover.id,
    batchId: input.batch,
    fileHash: source.fileHash,
    columns: source.mapping.columns,
    counts: { ...counts, missing: plan.missing.length, doubled: plan.doubled.length, faulty: plan.faulty.length },
    comparedBy: personOf(inside.actor)!,
    comparedAt: inside.now,
  });
  const written = await writeChecks(inside, of, checks);
  const unlisted = await openUnlisted(inside, of, plan.matched);
  counts.different += unlisted.length;
  await journal.record(inside, [
    {
      verb: 'reconciliation.compared',
      handover: of.handover.id,
      subject: id,
      facts: { batch: input.batch, fileHash: source.fileHash, ...counts, missing: plan.missing.length },
    },
    ...plan.matched.map(({ client: about, fields }) => ({
      verb: 'reconciliation.client-compared',
      client: about,
      handover: of.handover.id,
      subject: id,
      facts: {
        checked: fields.length,
        different: fields.filter(({ verdict }) => verdict === 'different').length,
      },
    })),
  ]);
  const numbers = new Map(plan.matched.map((one) => [one.client, one.number]));
  const kinds = new Map(plan.matched.flatMap(({ fields }) => fields.map(({ item, kind }) => [item.id, kind] as const)));
  return {
    secondSource: id,
    fileHash: source.fileHash,
    ...counts,
    missing: plan.missing,
    doubled: plan.doubled,
    faulty: plan.faulty,
    differences: [
      ...written.flatMap(({ issue: opened }, at) => {
        const { item, field } = checks[at]!;
        return opened
          ? [
              {
                issue: opened.id,
                number: opened.number,
                client: numbers.get(item.clientId)!,
                item: item.id,
                record: kinds.get(item.id)!,
                field,
              },
            ]
          : [];
      }),
      ...unlisted,
    ],
  };
}

/** A second register, opened and mapped. */
export interface Source {
  table: Table;
  fileHash: string;
  mapping: ReturnType<typeof client.proposedMapping>;
}

/** What comparing would check. */
interface Plan {
  clients: number;
  matched: MatchedClient[];
  /** Numbers of clients of the batch. */
  missing: string[];
  doubled: string[];
  faulty: string[];
  /** Clients of the file that are not in the batch. */
  others: number;
}

interface MatchedClient {
  client: ClientId;
  number: string;
  fields: PlannedCheck[];
  /** What the file says of things of which the client has no record. */
  unlisted: { kind: RecordKind; field: string; written: string }[];
  basic: handover.Item | undefined;
}

interface PlannedCheck {
  item: handover.Item;
  kind: RecordKind;
  field: string;
  type: Field['type'];
  handed: FieldValue | null;
  /** As the cell writes it; as it was read where the cell alone does not say it, such as an amount in 万元. */
  written: FieldValue | null;
  verdict: CheckVerdict;
}

async function openSource({ file, reading }: SecondSource): Promise<Source> {
  const bytes = Buffer.from(await file.arrayBuffer());
  const { columns, units, balanceAsOf, ...options } = reading;
  const table = await openTable(bytes, { ...options, name: file.name });
  const proposed = client.proposedMapping(table);
  const mapping = {
    ...(columns ? { columns, ...(units ? { units } : {}) } : proposed),
    ...(balanceAsOf ? { balanceAsOf } : {}),
  };
  return { table, mapping, fileHash: createHash('sha256').update(bytes).digest('hex') };
}

async function planOf(
  inside: Inside,
  { table, mapping }: Source,
  { batch: id }: { batch: Id<'batch'> },
  options: { lock?: boolean } = {},
): Promise<{ register: client.WrittenRegister; plan: Plan; of: issue.Case }> {
  const batch = await handover.findBatch(inside, id, options);
  const parties = await handover.partiesOf(inside, batch.handoverId);
  allow(canCompare(inside.actor, handover.standing(parties), batch));
  const found = await handover.findHandover(inside, batch.handoverId);
  const { whatCounts } = await playbook.contentOf(inside, found.playbookVersionId);
  const register = client.readWrittenRegister(table, mapping, localDateOf(inside.now));
  const clients = await client.clientsByIds(inside, await handover.clientsOf(inside, batch));
  const whole = await wholeBatch(inside, { batch: id });
  const lines = Map.groupBy(
    whole.items.flatMap((item) => (item.state === 'dropped' || !item.recordId ? [] : standingOf(whole, item))),
    ({ item }) => item.clientId,
  );
  return {
    register,
    plan: comparePlan(register, clients, lines, whatCounts),
    of: { handover: found, batch, parties },
  };
}

function comparePlan(
  { reading, clients: written, doubled }: client.WrittenRegister,
  clients: { id: ClientId; number: string }[],
  lines: Map<ClientId, LineStanding[]>,
  counts: WhatCounts,
): Plan {
  const byKey = new Map(written.map((one) => [one.key, one]));
  const plan: Plan = { clients: clients.length, matched: [], missing: [], doubled: [], faulty: [], others: 0 };
  const ours = new Set<string>();
  for (const { id, number } of clients) {
    const key = client.registerKey(number);
    ours.add(key);
    const cells = byKey.get(key);
    if (cells) plan.matched.push(matchClient(id, number, cells, lines.get(id) ?? [], counts));
    else if (!reading.keys.has(key)) plan.missing.push(number);
    else (doubled.has(key) ? plan.doubled : plan.faulty).push(number);
  }
  plan.others = [...reading.keys].filter((key) => !ours.has(key)).length;
  return plan;
}

/** Sets each cell of the client's row beside the field of the one record that it speaks of. */
function matchClient(
  id: ClientId,
  number: string,
  cells: client.WrittenClient,
  lines: LineStanding[],
  counts: WhatCounts,
): MatchedClient {
  const matched: MatchedClient = { client: id, number, fields: [], unlisted: [], basic: undefined };
  const cellsByKind = Map.groupBy(cells.written, ({ kind }) => kind);
  const kinds = new Set([...cellsByKind.keys(), ...cells.records.keys()]);
  for (const kind of kinds) {
    const ofKind = lines.filter(({ record }) => record?.kind === kind);
    if (kind === 'basic') matched.basic = ofKind[0]?.item;
    const written = cellsByKind.get(kind) ?? [];
    const plans = ofKind.map((line) => planRecord(line, kind, written, cells.records.get(kind) ?? {}, counts));
    const best = plans.toSorted((one, other) => agreeing(other) - agreeing(one))[0];
    if (best) matched.fields.push(...best);
    else
      matched.unlisted.push(
        ...written.filter(({ text }) => text.trim() !== '').map(({ field, text }) => ({ kind, field, written: text })),
      );
  }
  return matched;
}

/**
 * The checks of one record: each field with a column against its cell; and what a register says by having the column at all,
 * such as that a balance is the bank's, against the record.
 */
function planRecord(
  { item, record }: LineStanding,
  kind: RecordKind,
  written: { field: string; text: string }[],
  read: Partial<Record<string, FieldValue>>,
  counts: WhatCounts,
): PlannedCheck[] {
  const handed = record!.fields;
  const own = new Set(written.map(({ field }) => field));
  const implied = Object.entries(read).flatMap(([field, value]) =>
    own.has(field) || value === undefined || handed[field] === undefined ? [] : [{ field, text: String(value) }],
  );
  return [...written, ...implied].flatMap((cell): PlannedCheck[] => {
    const text = cell.text.trim();
    const before = handed[cell.field];
    if (text === '' && before === undefined) return [];
    const field = fieldOf(kind, cell.field) ?? keptText;
    const held = read[cell.field];
    return [
      {
        item,
        kind,
        field: cell.field,
        type: field.type,
        handed: before ?? null,
        written: text === '' ? null : heldAs(field, text, held),
        verdict: cellVerdict(field, before, text, held, counts),
      },
    ];
  });
}

/**
 * The verdict on a cell. What it was read as decides whether it differs; how it is written, whether only the writing does. The
 * words of a choice, and an amount without thousands, are no other way of writing.
 */
function cellVerdict(
  field: Field,
  handed: FieldValue | undefined,
  text: string,
  read: FieldValue | undefined,
  counts: WhatCounts,
): CheckVerdict {
  const { verdict } = verdictOn(field, handed, text === '' ? null : (read ?? text), counts);
  if (verdict === 'different' || text === '') return verdict;
  const plainly =
    field.type === 'choice' || field.type === 'flag' || (field.type === 'money' && /^-?\d+(?:\.\d+)?$/.test(text));
  return plainly ? verdict : verdictOn(field, handed, text, counts).verdict === 'same' ? 'same' : asWritten(counts);
}

function heldAs({ type, choices }: Field, text: string, read: FieldValue | undefined): FieldValue {
  return read === undefined || compareValues(type, read, text, choices).outcome !== 'different' ? text : read;
}

function asWritten({ writtenDifferently }: WhatCounts): CheckVerdict {
  return writtenDifferently === 'differs' ? 'different' : 'written-differently';
}

function agreeing(fields: readonly PlannedCheck[]): number {
  return fields.filter(({ verdict }) => verdict !== 'different').length;
}

/** Amounts of the matched clients by column: what the records say beside what the file says. */
function totalsOf({ mapping }: Source, { matched }: Plan): SourcePreview['totals'] {
  const fields = matched.flatMap((one) => one.fields.filter(({ type }) => type === 'money'));
  const byField = Map.groupBy(fields, ({ kind, field }) => `${kind}.${field}`);
  return [...byField].map(([name, of]) => {
    const amounts = (values: (FieldValue | null)[]) =>
      values.flatMap((value) => {
        const fen = value === null ? null : parseYuan(plainValue('money', value) ?? '');
        return fen === null ? [] : [fen];
      });
    const [handed, held] = [amounts(of.map((one) => one.handed)), amounts(of.map((one) => one.written))];
    const sum = (list: bigint[]) => formatYuan(list.reduce((all, fen) => all + fen, 0n));
    const [kind, field] = name.split('.') as [RecordKind, string];
    const column = client.columnFor(mapping, kind, field) ?? name;
    return { column, handed: sum(handed), held: sum(held), handedFilled: handed.length, heldFilled: held.length };
  });
}

/** What the file says of things that the client has no record of is an issue on the client's basic information. */
async function openUnlisted(
  inside: Inside,
  of: issue.Case,
  matched: readonly MatchedClient[],
): Promise<Compared['differences']> {
  const found = matched.filter(({ unlisted, basic }) => unlisted.length > 0 && basic);
  const opened = await issue.open(
    inside,
    of,
    found.map(({ client: about, basic, unlisted }) => ({
      kind: 'shortage',
      client: about,
      item: basic!.id,
      field: null,
      said: unlisted.map(({ kind, field, written }) => `${client.fieldWord(kind, field)}: ${written}`).join('; '),
    })),
  );
  return found.map(({ number, basic }, at) => ({
    issue: opened[at]!.id,
    number: opened[at]!.number,
    client: number,
    item: basic!.id,
    record: 'basic',
    field: null,
  }));
}
