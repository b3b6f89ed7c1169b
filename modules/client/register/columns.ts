import { type FieldWords, fieldWords } from '#platform/kernel/field-words.ts';
import { fieldOf, type RecordKind } from '../fields/catalogue.ts';
import type { Field } from '../fields/field.ts';

/**
 * What a client register may say of a client: the field of the client's record that a column becomes, and the headers that
 * firms and programs write for it, the firm's own word first. `owner` is no record: it names the person in charge.
 */
export const registerColumns = {
  number: column('basic', 'number', fieldWords.clientNumber),
  name: column('basic', 'name', fieldWords.clientName),
  uscc: column('basic', 'uscc', fieldWords.creditCode),
  taxpayerKind: column('basic', 'taxpayerType', fieldWords.taxpayerKind),
  legalRepresentative: column('basic', 'legalPerson', fieldWords.legalRepresentative),
  contactName: column('contact', 'name', fieldWords.contactName),
  contactPhone: column('contact', 'phone', fieldWords.contactPhone),
  contactEmail: column('contact', 'email', fieldWords.contactEmail),
  bank: column('bank-account', 'bank', fieldWords.bank),
  accountNumber: column('bank-account', 'account', fieldWords.bankAccount),
  balance: column('balance', 'amount', fieldWords.balance),
  balanceAsOf: column('balance', 'asOf', fieldWords.balanceAsOf),
  monthlyFee: column('contract', 'fee', fieldWords.monthlyFee),
  contractStart: column('contract', 'startsOn', fieldWords.contractStart),
  contractEnd: column('contract', 'endsOn', fieldWords.contractEnd),
  paidThrough: column('contract', 'paidThrough', fieldWords.paidThrough),
  arrears: column('contract', 'arrears', fieldWords.arrears),
  owner: { record: null, ...fieldWords.owner },
  state: column('basic', 'state', fieldWords.clientState),
  note: column('basic', 'note', fieldWords.note),
} as const satisfies Record<string, RegisterColumn>;

export interface RegisterColumn {
  /** Kind and field of the client's record. */
  record: readonly [kind: RecordKind, field: string] | null;
  chinese: readonly string[];
  english: readonly string[];
}

export type RegisterField = keyof typeof registerColumns;

export const registerFields = Object.keys(registerColumns) as [RegisterField, ...RegisterField[]];

/** The fields that hold an amount: their totals are counted and agreed upon. */
export const amountFields = ['balance', 'monthlyFee', 'arrears'] as const satisfies RegisterField[];

export type AmountField = (typeof amountFields)[number];

/** What becomes of a column: a field, kept beside the record under its own header as sensitive text, or not imported. */
export type ColumnUse = RegisterField | 'extra' | 'left-out';

/** How many yuan one unit of an amount column is: 元, 千元, 万元. */
export const amountUnits = [1, 1000, 10_000] as const;
export type AmountUnit = (typeof amountUnits)[number];

/** How a person confirmed that a file be read. */
export interface RegisterMapping {
  /** The use of every column of the file, by its header. */
  columns: Record<string, ColumnUse>;
  /** Columns that are not in yuan. */
  units?: Record<string, AmountUnit>;
  /** 截至日期 of balances whose row gives none. */
  balanceAsOf?: string;
}

/** The header of the column that a mapping takes for that field of a record. */
export function columnFor(mapping: RegisterMapping, kind: RecordKind, field: string): string | undefined {
  return Object.keys(mapping.columns).find((column) => {
    const use = mapping.columns[column]!;
    const record = use === 'extra' || use === 'left-out' ? null : registerColumns[use].record;
    return record?.[0] === kind && record[1] === field;
  });
}

/** Type and class of a field as the client's record has it; undefined for `owner`. */
export function recordFieldOf(field: RegisterField): Field | undefined {
  const { record } = registerColumns[field];
  return record ? fieldOf(record[0], record[1]) : undefined;
}

function column<const Kind extends RecordKind>(kind: Kind, field: string, { chinese, english }: FieldWords) {
  return { record: [kind, field], chinese, english } as const;
}
