import { type LocalDate, parseLocalDate } from '#platform/kernel/local-date.ts';
import type { Fen } from '#platform/kernel/money.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Table } from '#platform/tabular/table.ts';
import {
  type AmountField,
  amountFields,
  type RegisterField,
  registerColumns,
  type RegisterMapping,
} from './columns.ts';
import { type ClientDraft, registerKey } from './draft.ts';
import type { Problem } from './problem.ts';
import { readRow, type RowPlan } from './read-row.ts';
import { isLongNumber, type LongNumber, roundedNumbers } from './rounding.ts';

/** A whole register as read: what can be imported, what cannot and why, and the figures that both parties agree on. */
export interface RegisterReading {
  /** Rows below the header. */
  rows: number;
  /** The fields that the file has columns for. */
  fields: RegisterField[];
  /** The columns that are imported, as a field or beside the record. */
  columns: string[];
  /** The rows that can be imported, in file order. */
  drafts: ClientDraft[];
  /** Keys of all clients in the file, those of rows with faults among them. */
  keys: Set<string>;
  /** In order of lines. */
  problems: Problem[];
  totals: AmountTotal[];
  /** Columns whose cells the drafts write in another way than the file, such as amounts without thousands. */
  restyled: Restyled[];
  /** What the file does not say at all, and a person must know or give. */
  gaps: Gap[];
}

/** Control total of an amount column over all clients' rows; `imported` over those that can be imported. */
export interface AmountTotal {
  column: string;
  field: AmountField;
  sum: Fen;
  imported: Fen;
  filled: number;
  blank: number;
  unreadable: number;
}

export interface Restyled {
  column: string;
  cells: number;
  /** The first of them. */
  line: number;
  written: string;
  read: string;
}

/**
 * `no-owner`: choose one person for all. `no-name`: the number stands as name. `no-number`: the 统一社会信用代码 or the name
 * stands as number. `no-balance-date`: give the 截至日期 of the balances.
 */
export type Gap = 'no-owner' | 'no-name' | 'no-number' | 'no-balance-date';

/** What a mapping leaves open. */
export function gapsOf(mapping: RegisterMapping): Gap[] {
  const uses = new Set(Object.values(mapping.columns));
  const gaps: Gap[] = [];
  if (!uses.has('owner')) gaps.push('no-owner');
  if (!uses.has('name')) gaps.push('no-name');
  if (!uses.has('number')) gaps.push('no-number');
  if (uses.has('balance') && !uses.has('balanceAsOf') && !mapping.balanceAsOf) gaps.push('no-balance-date');
  return gaps;
}

/**
 * Reads every row of a table by a mapping that a person confirmed. Nothing is written anywhere.
 *
 * Refuses `register.unknown-column` {column}, `register.unmapped-column` {column}, `register.field-twice` {field, columns},
 * `register.no-key-column` when neither number nor name has a column, `register.balance-date` when `balanceAsOf` is no day.
 */
export function readRegister(
  table: Pick<Table, 'columns' | 'rows'>,
  mapping: RegisterMapping,
  today: LocalDate,
): RegisterReading {
  const plan = planOf(table.columns, mapping, today);
  const problems: Problem[] = [];
  const drafts: ClientDraft[] = [];
  const rowsByKey = new Map<string, number[]>();
  const linesByUscc = new Map<string, { line: number; key: string }[]>();
  const restyled = new Map<number, Restyled>();
  const counted = totalsOf(plan);
  const watched = watchedColumns(plan);
  const numberAt = plan.columns.findIndex(({ use }) => use === 'number');
  let rows = 0;

  for (const row of table.rows) {
    rows++;
    const read = readRow(row, plan);
    problems.push(...read.problems);
    if (read.kind === 'misaligned') {
      const number = row.cells[numberAt]?.trim();
      if (number) pushTo(rowsByKey, registerKey(number), row.line);
      for (const total of counted) total.unreadable++;
    }
    const { draft } = read;
    if (!draft) continue;
    drafts.push(draft);
    if (draft.number !== '') pushTo(rowsByKey, registerKey(draft.number), row.line);
    if (draft.uscc !== null) pushTo(linesByUscc, draft.uscc, { line: row.line, key: registerKey(draft.number) });
    for (const total of counted) count(total, read.amounts[total.field]);
    for (const { at, written, read: as } of read.restyled) {
      const known = restyled.get(at);
      if (known) known.cells++;
      else restyled.set(at, { column: table.columns[at]!, cells: 1, line: row.line, written, read: as });
    }
    for (const { at, numbers } of watched) {
      const written = row.cells[at]!.trim();
      const isTold = row.faults.some(({ column: faulty }) => faulty === at);
      if (!isTold && isLongNumber(written)) numbers.push({ line: row.line, written });
    }
  }

  for (const { at, numbers } of watched) problems.push(...roundingProblems(table.columns[at]!, numbers));
  const place = (use: string) => plan.columns.find((column) => column.use === use)?.column ?? null;
  problems.push(
    ...doubledNumbers(rowsByKey, place('number') ?? place('name')),
    ...doubledCodes(linesByUscc, place('uscc')),
  );
  problems.sort((a, b) => a.line - b.line);

  const faulty = new Set(problems.filter(({ severity }) => severity === 'fault').map(({ line }) => line));
  const sound = drafts.filter(({ line }) => !faulty.has(line));
  for (const total of counted) total.imported = sound.reduce((sum, draft) => sum + (draft[total.field] ?? 0n), 0n);
  return {
    rows,
    fields: plan.columns.flatMap(({ use }) => (use === 'extra' || use === 'left-out' ? [] : [use])),
    columns: plan.columns.flatMap(({ column, use }) => (use === 'left-out' ? [] : [column])),
    drafts: sound,
    keys: new Set(rowsByKey.keys()),
    problems,
    totals: counted,
    restyled: [...restyled.values()],
    gaps: gapsOf(mapping),
  };
}

function planOf(columns: readonly string[], mapping: RegisterMapping, today: LocalDate): RowPlan {
  const unknown = Object.keys(mapping.columns).find((column) => !columns.includes(column));
  if (unknown !== undefined) throw new Refusal('register.unknown-column', { column: unknown });
  const planned = columns.map((column) => {
    const use = mapping.columns[column];
    if (use === undefined) throw new Refusal('register.unmapped-column', { column });
    return { column, use, unit: mapping.units?.[column] ?? 1 };
  });
  const isField = (use: string): use is RegisterField => use in registerColumns;
  for (const [field, same] of Map.groupBy(
    planned.filter(({ use }) => isField(use)),
    ({ use }) => use,
  )) {
    if (same.length > 1)
      throw new Refusal('register.field-twice', { field, columns: same.map(({ column }) => column) });
  }
  if (!planned.some(({ use }) => use === 'number' || use === 'name')) throw new Refusal('register.no-key-column');
  const balanceAsOf = mapping.balanceAsOf === undefined ? null : parseLocalDate(mapping.balanceAsOf);
  if (mapping.balanceAsOf !== undefined && balanceAsOf === null) throw new Refusal('register.balance-date');
  return { columns: planned, places: new Map(planned.map(({ use }, at) => [use, at])), balanceAsOf, today };
}

function totalsOf(plan: RowPlan): AmountTotal[] {
  return plan.columns.flatMap(({ column, use }) => {
    const field = amountFields.find((amount) => amount === use);
    return field ? [{ column, field, sum: 0n, imported: 0n, filled: 0, blank: 0, unreadable: 0 }] : [];
  });
}

function count(total: AmountTotal, amount: Fen | null | undefined): void {
  if (amount === undefined) total.unreadable++;
  else if (amount === null) total.blank++;
  else {
    total.filled++;
    total.sum += amount;
  }
}

/** The columns in which a long number is a code: all but amounts, notes and what is not imported. */
function watchedColumns(plan: RowPlan): { at: number; numbers: LongNumber[] }[] {
  const amounts: readonly string[] = amountFields;
  return plan.columns.flatMap(({ use }, at) =>
    amounts.includes(use) || use === 'note' || use === 'left-out' ? [] : [{ at, numbers: [] }],
  );
}

function roundingProblems(column: string, numbers: LongNumber[]): Problem[] {
  const { rounded, certain } = roundedNumbers(numbers);
  return rounded.map(({ line, written }) => ({
    severity: certain ? 'fault' : 'warning',
    code: certain ? 'register.rounded-number' : 'register.perhaps-rounded',
    line,
    column,
    written,
    facts: { how: 'zeros', cells: rounded.length },
  }));
}

/** Two rows of one number: nobody can know which is right, so none is imported. */
function doubledNumbers(rowsByKey: Map<string, number[]>, column: string | null): Problem[] {
  const doubled = [...rowsByKey.values()].filter((lines) => lines.length > 1);
  return doubled.flatMap((lines) =>
    lines.map((line): Problem => {
      const others = lines.filter((other) => other !== line).slice(0, 10);
      return {
        severity: 'fault',
        code: 'register.doubled-number',
        line,
        column,
        written: null,
        facts: { lines: others },
      };
    }),
  );
}

/** One 统一社会信用代码 under two numbers: perhaps one client twice. */
function doubledCodes(linesByUscc: Map<string, { line: number; key: string }[]>, column: string | null): Problem[] {
  const doubled = [...linesByUscc.values()].filter((rows) => new Set(rows.map(({ key }) => key)).size > 1);
  return doubled.flatMap((rows) =>
    rows.map(({ line }): Problem => {
      const others = rows
        .map((row) => row.line)
        .filter((other) => other !== line)
        .slice(0, 10);
      return {
        severity: 'warning',
        code: 'register.doubled-uscc',
        line,
        column,
        written: null,
        facts: { lines: others },
      };
    }),
  );
}

function pushTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
