import type { ChoiceSet } from './choice-sets.ts';

/**
 * How a value of a record is written. In the record itself: `money` is a decimal string of yuan, `date` is `YYYY-MM-DD`,
 * `period` is `2026`, `2026-10`, `2026-Q4` or `2026-H2`, `choice` is a key of its choice set, `integer` a number, `flag` a
 * boolean; all else is text as the source wrote it.
 */
export type FieldType =
  | 'text'
  | 'name'
  | 'money'
  | 'date'
  | 'period'
  | 'phone'
  | 'email'
  | 'uscc'
  | 'account'
  | 'choice'
  | 'integer'
  | 'flag';

/** 普通 ordinary: searchable text. 敏感 sensitive: encrypted at rest, masked until revealed. Sealed secrets are in no record. */
export type FieldClass = 'ordinary' | 'sensitive';

/** What stays to be read of a sensitive value; see `maskValue`. */
export type Mask = 'phone' | 'id' | 'name' | 'account' | 'email' | 'all';

export type FieldValue = string | number | boolean;

/** One field of a kind of record. Its words are the locale text `record.<kind>.<name>`. */
export interface Field {
  type: FieldType;
  class: FieldClass;
  /** Where it differs from the mask that the type brings. */
  mask?: Mask;
  required?: true;
  /** The list that a `choice` takes its value from. */
  choices?: ChoiceSet;
}

/** A kind of record and its fields, in the order they are shown. Its title is the locale text `record.<kind>.title`. */
export interface KindOfRecord {
  /** False when a client has exactly one such record. */
  many: boolean;
  /** The fields that together name one record among its like, as on a line of the 清册 (名称). */
  label: readonly string[];
  /** The field that the 清册 prints as 编号/卷号. */
  number?: string;
  fields: Record<string, Field>;
}
