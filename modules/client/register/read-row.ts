import { addDays, type LocalDate } from '#platform/kernel/local-date.ts';
import { type Fen, parseYuan } from '#platform/kernel/money.ts';
import type { Facts } from '#platform/kernel/refusal.ts';
import { checkUscc } from '#platform/kernel/uscc.ts';
import type { TableRow } from '#platform/tabular/table.ts';
import type { Choice } from '../fields/choice-sets.ts';
import type { Field } from '../fields/field.ts';
import { narrow } from '#platform/kernel/narrow.ts';
import { plainValue, readValue } from '../fields/written-value.ts';
import { type AmountField, type AmountUnit, type ColumnUse, recordFieldOf, type RegisterField } from './columns.ts';
import type { ClientDraft } from './draft.ts';
import type { Problem } from './problem.ts';

/** The columns of the file in order, as they are to be read, and what holds for all rows. */
export interface RowPlan {
  columns: { column: string; use: ColumnUse; unit: AmountUnit }[];
  /** The index of the column of each field. */
  places: ReadonlyMap<ColumnUse, number>;
  /** 截至日期 of balances whose row gives none. */
  balanceAsOf: LocalDate | null;
  /** The day on which contracts have ended or not. */
  today: LocalDate;
}

/** What a row was read as. */
export interface ReadRow {
  /** A client's row; one whose cells stand in the wrong columns; or a total or a remark, which is no client's. */
  kind: 'client' | 'misaligned' | 'other';
  draft: ClientDraft | null;
  problems: Problem[];
  /** Amounts by field: fen, null where blank, undefined where not understood. */
  amounts: Partial<Record<AmountField, Fen | null>>;
  /** Cells that the draft writes in another way than the file, by the index of their column. */
  restyled: { at: number; written: string; read: string }[];
}

/**
 * Reads one row: each cell into the type of its field, each thing amiss named by line and column. Text keeps all its
 * characters but the blanks around it, a note keeps those too; an amount is exact to the fen or a fault.
 */
export function readRow(row: TableRow, plan: RowPlan): ReadRow {
  const problems: Problem[] = [];
  const amounts: ReadRow['amounts'] = {};
  const restyled: ReadRow['restyled'] = [];
  const extra: Record<string, string> = {};
  const { places } = plan;

  function problem(severity: Problem['severity'], code: string, at: number | null, facts: Facts = {}) {
    const column = at === null ? null : plan.columns[at]!.column;
    problems.push({ severity, code, line: row.line, column, written: at === null ? null : row.cells[at]!, facts });
  }

  const notClient = notAClient(row, plan);
  if (notClient) {
    problem('fault', notClient.code, null, notClient.facts);
    return { kind: notClient.kind, draft: null, problems, amounts, restyled };
  }
  for (const [severity, marks] of [
    ['fault', row.faults],
    ['warning', row.doubts],
  ] as const) {
    for (const { code, column, facts } of marks) {
      if (column === null || plan.columns[column]?.use !== 'left-out') problem(severity, code, column, facts);
    }
  }

  /** The cell of a field and the index of its column; null where there is no such column or the cell is blank. */
  function cellOf(field: RegisterField): { at: number; written: string } | null {
    const at = places.get(field);
    const written = at === undefined ? '' : row.cells[at]!;
    return at === undefined || written.trim() === '' ? null : { at, written };
  }

  /** Keeps a text that was not understood beside the record, with a warning. */
  function keepAside(at: number, code: string, facts: Facts = {}): null {
    problem('warning', code, at, facts);
    extra[plan.columns[at]!.column] = row.cells[at]!;
    return null;
  }

  function restyle(at: number, written: string, read: string): string {
    if (read !== written) restyled.push({ at, written, read });
    return read;
  }

  function text(field: RegisterField): string | null {
    const cell = cellOf(field);
    if (!cell) return null;
    const read = restyle(cell.at, cell.written, withoutGuard(cell.written));
    const most = recordFieldOf(field)?.type === 'text' ? 2000 : 200;
    if (read.length > most) problem('fault', 'register.too-long', cell.at, { characters: read.length, most });
    return read === '' ? null : read;
  }

  /** A number or code that is written in figures and letters. */
  function code(field: RegisterField): string | null {
    const read = text(field);
    if (read !== null && isScientific(read))
      problem('fault', 'register.rounded-number', places.get(field)!, { how: 'scientific' });
    return read;
  }

  function amount(field: AmountField): Fen | null {
    const cell = cellOf(field);
    if (!cell) {
      if (places.has(field)) amounts[field] = null;
      return null;
    }
    const read = readAmount(cell.written, plan.columns[cell.at]!.unit);
    if ('fault' in read) {
      problem('fault', `register.amount-${read.fault}`, cell.at);
      return null;
    }
    if (!/^-?\d+(\.\d+)?$/.test(cell.written)) restyle(cell.at, cell.written, read.written);
    amounts[field] = read.fen;
    return read.fen;
  }

  function day(field: RegisterField): LocalDate | null {
    const cell = cellOf(field);
    if (!cell) return null;
    const read = readDay(cell.written) ?? (field === 'paidThrough' ? lastDayOf(cell.written) : null);
    if (!read) return keepAside(cell.at, 'register.day');
    restyle(cell.at, cell.written, read);
    const years = Number(read.slice(0, 4)) - Number(plan.today.slice(0, 4));
    if (years < -50 || years > 50) problem('warning', 'register.day-odd', cell.at);
    return read;
  }

  function choice<Value extends string>(field: 'taxpayerKind' | 'state'): Value | null {
    const cell = cellOf(field);
    if (!cell) return null;
    const read = readValue(recordFieldOf(field)!, cell.written) as Value | null;
    return read ?? keepAside(cell.at, 'register.choice');
  }

  function uscc(): string | null {
    const cell = cellOf('uscc');
    const bare = cell && withoutGuard(cell.written);
    if (!bare) return null;
    if (isScientific(bare)) problem('fault', 'register.rounded-number', cell.at, { how: 'scientific' });
    const read = restyle(cell.at, cell.written, plainValue('uscc', bare)!);
    const check = checkUscc(read);
    if (!check.valid) problem('warning', `register.uscc-${check.reason}`, cell.at);
    return read;
  }

  function warnUnless(field: RegisterField, value: string | null, plain: RegExp, problemCode: string) {
    const at = places.get(field);
    if (value === null || at === undefined || isScientific(value)) return;
    if (!plain.test(plainValue(recordFieldOf(field)!.type, value) ?? '')) problem('warning', problemCode, at);
  }

  const numberWritten = code('number');
  const nameWritten = text('name');
  const codeOfCredit = uscc();
  if (numberWritten === null && nameWritten === null) problem('fault', 'register.no-number-and-no-name', null);
  const number = numberWritten ?? codeOfCredit ?? nameWritten ?? '';
  const numberFrom = numberWritten !== null ? 'number' : codeOfCredit !== null ? 'uscc' : 'name';
  if (numberWritten === null && places.has('number'))
    problem('warning', 'register.no-number', places.get('number')!, { from: numberFrom });
  if (nameWritten === null && places.has('name')) problem('warning', 'register.no-name', places.get('name')!);

  const draft: ClientDraft = {
    line: row.line,
    number,
    numberFrom,
    name: nameWritten ?? number,
    nameFrom: nameWritten !== null ? 'name' : 'number',
    uscc: codeOfCredit,
    taxpayerKind: choice<Choice<'taxpayer-type'>>('taxpayerKind'),
    legalRepresentative: text('legalRepresentative'),
    contactName: text('contactName'),
    contactPhone: code('contactPhone'),
    contactEmail: text('contactEmail'),
    bank: text('bank'),
    accountNumber: code('accountNumber'),
    balance: amount('balance'),
    balanceAsOf: day('balanceAsOf'),
    monthlyFee: amount('monthlyFee'),
    contractStart: day('contractStart'),
    contractEnd: day('contractEnd'),
    paidThrough: day('paidThrough'),
    arrears: amount('arrears'),
    owner: text('owner'),
    state: choice<Choice<'client-state'>>('state'),
    note: cellOf('note')?.written ?? null,
    extra,
  };
  if (draft.balance !== null) draft.balanceAsOf ??= plan.balanceAsOf;
  if ((draft.note?.length ?? 0) > 2000)
    problem('fault', 'register.too-long', places.get('note')!, { characters: draft.note!.length, most: 2000 });
  warnUnless(
    'contactPhone',
    draft.contactPhone,
    /^(1[3-9]\d{9}|0\d{9,11}|[48]00\d{7}|[2-8]\d{6,7})(转\d+)?$/,
    'register.phone',
  );
  warnUnless('contactEmail', draft.contactEmail, /^[^@\s]+@[^@\s]+\.[^@\s.]+$/, 'register.email');
  warnUnless('accountNumber', draft.accountNumber, /^\d{8,30}$/, 'register.account');
  if (draft.contractEnd !== null && draft.contractEnd < plan.today)
    problem('warning', 'register.contract-ended', places.get('contractEnd')!);
  if (draft.contractStart !== null && draft.contractEnd !== null && draft.contractEnd < draft.contractStart) {
    problem('warning', 'register.contract-ends-before-it-starts', places.get('contractEnd')!);
  }
  for (const [at, { column, use }] of plan.columns.entries()) {
    const written = row.cells[at]!;
    if (use !== 'extra' || written === '') continue;
    extra[column] = written;
    if (isScientific(written)) problem('fault', 'register.rounded-number', at, { how: 'scientific' });
  }
  return { kind: 'client', draft, problems, amounts, restyled };
}

const totalWords = /^(本页|本月)?(合计|总计|小计|共计|累计):?$|^(grand ?)?total:?$/i;

/** Why a row cannot be read as a client's: a total, a remark below the table, or cells in the wrong columns. */
function notAClient(row: TableRow, plan: RowPlan): { kind: 'misaligned' | 'other'; code: string; facts: Facts } | null {
  const misaligned = row.faults.find(({ code }) => /^tabular\.too-(few|many)-cells$/.test(code));
  if (misaligned) return { kind: 'misaligned', code: misaligned.code, facts: misaligned.facts };
  const filled = row.cells.filter((cell) => cell.trim() !== '');
  const first = narrow(filled[0] ?? '').replaceAll(/\s+/g, '');
  if (totalWords.test(first)) return { kind: 'other', code: 'register.total-row', facts: {} };
  if (filled.length === 1 && plan.columns.length >= 4) return { kind: 'other', code: 'register.stray-row', facts: {} };
  return null;
}

/** The text without the blanks around it and without what exports put before figures so that no program rounds them: `="…"`, `'`. */
function withoutGuard(written: string): string {
  const text = written.trim();
  return /^="(.*)"$/s.exec(text)?.[1] ?? text.replace(/^'(?=\d)/, '');
}

/** Whether a spreadsheet wrote a long number in scientific notation, by which its last figures are lost. */
function isScientific(written: string): boolean {
  return /^-?\d(\.\d+)?E\+\d{2,}$/i.test(narrow(written).trim());
}

type AmountRead = { fen: Fen; written: string } | { fault: 'percent' | 'scientific' | 'too-fine' | 'unreadable' };

const money: Field = { type: 'money', class: 'sensitive' };

/** An amount in fen; of 万元 and 千元 by moving the point, never by a float. */
function readAmount(written: string, unit: AmountUnit): AmountRead {
  const text = unit === 1 ? written : inYuan(written, unit);
  const read = readValue(money, text);
  if (typeof read === 'string') return { fen: parseYuan(read)!, written: read };
  const plain = narrow(written).trim();
  if (plain.includes('%')) return { fault: 'percent' };
  if (/\d\s*E[-+]?\d+$/i.test(plain)) return { fault: 'scientific' };
  return { fault: /^[-+¥(\s]*[\d,]+\.\d{3,}\)?元?$/.test(plain) ? 'too-fine' : 'unreadable' };
}

function inYuan(written: string, unit: AmountUnit): string {
  const match = /^([^\d]*)([\d,]+)(?:\.(\d+))?([^\d]*)$/.exec(narrow(written).trim());
  if (!match) return written;
  const places = String(unit).length - 1;
  const part = (match[3] ?? '').padEnd(places, '0');
  const moved = `${match[2]!.replaceAll(',', '')}${part.slice(0, places)}.${part.slice(places)}`.replace(/\.$/, '');
  return `${match[1]}${moved}${match[4]}`;
}

function readDay(written: string): LocalDate | null {
  const read = readValue({ type: 'date', class: 'ordinary' }, written);
  return read as LocalDate | null;
}

/** The last day of a month, quarter, half or whole year: 2026-10, 2026年第三季度, 2026. */
function lastDayOf(written: string): LocalDate | null {
  const period = readValue({ type: 'period', class: 'ordinary' }, written);
  const match = /^(\d{4})(?:-(?:(\d{2})|Q(\d)|H(\d)))?$/.exec(String(period));
  if (!match) return null;
  const month = match[2] ? Number(match[2]) : match[3] ? Number(match[3]) * 3 : match[4] ? Number(match[4]) * 6 : 12;
  const nextMonth =
    month === 12 ? `${Number(match[1]) + 1}-01-01` : `${match[1]}-${String(month + 1).padStart(2, '0')}-01`;
  return addDays(nextMonth as LocalDate, -1);
}
