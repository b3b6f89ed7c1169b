import { useTranslation } from 'react-i18next';
import { type ChoiceSet, choicesOf } from '#modules/client/client.contract.ts';
import type { FieldRow } from '#modules/reconciliation/reconciliation.contract.ts';
import { AmountField, ChoiceField, DayField, TextField } from '#kit/fields.tsx';

/** The form field `value` for a field of a record, by its type. `valueOf` turns what was typed into what is sent. */
export function ValueField({ of, label, optional }: { of: FieldRow; label: string; optional: boolean }) {
  const { t } = useTranslation();
  const field = { name: 'value', label, optional };
  if (of.choices) {
    const choices = (choicesOf(of.choices as ChoiceSet) as readonly string[]).map((value) => ({
      value,
      label: t(`choice.${String(of.choices)}.${String(value)}`),
    }));
    return <ChoiceField {...field} choices={choices} />;
  }
  switch (of.type) {
    case 'money':
      return <AmountField {...field} />;
    case 'date':
      return <DayField {...field} />;
    case 'flag':
      return (
        <ChoiceField
          {...field}
          choices={[
            { value: 'true', label: t('check.yes') },
            { value: 'false', label: t('check.no') },
          ]}
        />
      );
    default:
      return <TextField {...field} maxLength={200} inputMode={of.type === 'integer' ? 'numeric' : 'text'} autoFocus />;
  }
}

/** What was typed as the value of the field's type; null when it was left empty. */
export function valueOf({ type }: Pick<FieldRow, 'type'>, typed: string | undefined): string | number | boolean | null {
  if (typed === undefined || typed.trim() === '') return null;
  if (type === 'flag') return typed === 'true';
  return type === 'integer' && /^-?\d+$/.test(typed.trim()) ? Number(typed) : typed.trim();
}
