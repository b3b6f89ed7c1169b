import { useTranslation } from 'react-i18next';
import { type ChoiceSet, choicesOf } from '#modules/client/client.contract.ts';
import type { FieldRow } from '#modules/reconciliation/reconciliation.contract.ts';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { AmountField, DayField, TextField } from '#kit/fields.tsx';

/** The form field `value` for a field of a record, by its type. `valueOf` (typed-value.ts) turns what was typed into what is sent. */
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
