import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { Amount } from '#kit/Amount.tsx';
import type { ShownRecord } from '#modules/client/client.contract.ts';
import { extraField } from '#modules/client/client.contract.ts';
import { fieldOf, fieldsOf, type RecordKind } from '../fields/catalogue.ts';
import type { FieldValue } from '../fields/field.ts';

/** The name of a field; a column that an import kept beside the record is called by its header. */
export function fieldWords(t: TFunction, kind: RecordKind, name: string): string {
  const extra = extraField('');
  return name.startsWith(extra) ? name.slice(extra.length) : t(`record.${kind}.${name}`);
}

/** A value as it is read: amounts with thousands, choices and flags in words. Masked values stand as they are. */
export function valueWords(t: TFunction, kind: RecordKind, name: string, value: FieldValue | undefined): ReactNode {
  if (value === undefined) return <span className="faint">—</span>;
  const field = fieldOf(kind, name);
  if (field?.choices) return t(`choice.${field.choices}.${String(value)}`);
  if (typeof value === 'boolean') return t(value ? 'client.yes' : 'client.no');
  if (field?.type === 'money' && /^-?\d/.test(String(value))) return <Amount value={String(value)} />;
  return String(value);
}

/** The fields that a record has, in the order of its kind; kept columns at the end. */
export function filledFields(kind: RecordKind, records: readonly Pick<ShownRecord, 'fields'>[]): string[] {
  const filled = new Set(records.flatMap(({ fields }) => Object.keys(fields)));
  const known = fieldsOf(kind).map(([name]) => name);
  return [...known.filter((name) => filled.has(name)), ...[...filled].filter((name) => !known.includes(name))];
}

/** True when figures of the field stand at the right of a column. */
export function isFigure(kind: RecordKind, name: string): boolean {
  const type = fieldOf(kind, name)?.type;
  return type === 'money' || type === 'integer';
}
