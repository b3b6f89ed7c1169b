import { useTranslation } from 'react-i18next';
import type { RecordKind } from '#modules/client/client.contract.ts';
import { fieldWords } from '#modules/client/web/client.parts.tsx';
import type { FieldRow, SheetLine } from '#modules/reconciliation/reconciliation.contract.ts';
import { Amount } from '#kit/Amount.tsx';

/** What the firm calls a field of a line. */
export function useFieldWords(): (line: Pick<SheetLine, 'record'>, field: string) => string {
  const { t } = useTranslation();
  return (line, field) => fieldWords(t, (line.record?.kind ?? 'basic') as RecordKind, field);
}

/** A value of a field as it is read: amounts with thousands, choices in words; what was found stands as it was written. */
export function ShownValue({ of, value }: { of: Pick<FieldRow, 'type' | 'choices'>; value: FieldRow['handed'] }) {
  const { t, i18n } = useTranslation();
  if (value === null) return <span className="faint">—</span>;
  if (typeof value === 'boolean') return t(value ? 'check.yes' : 'check.no');
  const words = `choice.${of.choices}.${value}`;
  if (of.choices && i18n.exists(words)) return t(words);
  if (of.type === 'money' && /^-?\d+(\.\d+)?$/.test(String(value))) return <Amount value={String(value)} bare />;
  return <span className="check-value">{String(value)}</span>;
}
