import { Checkbox, Form, type FormRule as Rule, Input } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { parseYuan } from '#platform/kernel/money.ts';
import './fields.css';

export type FieldProps = {
  name: string | (string | number)[];
  label: ReactNode;
  /** A quiet line under the field. */
  help?: ReactNode;
  optional?: boolean;
  rules?: Rule[];
};

function useRules({ optional, rules = [] }: FieldProps): Rule[] {
  const { t } = useTranslation();
  return optional ? rules : [{ required: true, message: t('kit.field.required') }, ...rules];
}

function Label({ of: { label, optional } }: { of: FieldProps }) {
  const { t } = useTranslation();
  return (
    <>
      {label}
      {optional && <span className="faint"> · {t('kit.field.optional')}</span>}
    </>
  );
}

/** What every field of a form is made of: its label, its rules, its help; `children` is what one types or chooses in. */
export function Field({ children, ...field }: FieldProps & { children: ReactNode }) {
  return (
    <Form.Item
      name={field.name}
      label={<Label of={field} />}
      rules={useRules(field)}
      extra={field.help}
      validateTrigger="onBlur"
    >
      {children}
    </Form.Item>
  );
}

/** One line of text. */
export function TextField(
  props: FieldProps & {
    maxLength?: number;
    placeholder?: string;
    autoFocus?: boolean;
    inputMode?: 'text' | 'email' | 'tel' | 'numeric';
  },
) {
  const { maxLength = 60, placeholder, autoFocus, inputMode, ...field } = props;
  return (
    <Field {...field}>
      <Input
        maxLength={maxLength}
        placeholder={placeholder}
        autoFocus={autoFocus}
        inputMode={inputMode}
        autoComplete="off"
      />
    </Field>
  );
}

/** Text of several lines, with what is left of its length. */
export function NoteField({ maxLength = 200, rows = 3, ...field }: FieldProps & { maxLength?: number; rows?: number }) {
  return (
    <Field {...field}>
      <Input.TextArea maxLength={maxLength} rows={rows} showCount />
    </Field>
  );
}

/** A secret, shown only when asked. `kind` tells password keepers whether it is known already or made now. */
export function PasswordField({
  kind,
  autoFocus,
  ...field
}: FieldProps & { kind: 'known' | 'new' | 'vault'; autoFocus?: boolean }) {
  const autoComplete = { known: 'current-password', new: 'new-password', vault: 'off' }[kind];
  return (
    <Field {...field}>
      <Input.Password autoComplete={autoComplete} autoFocus={autoFocus} />
    </Field>
  );
}

/** An amount in yuan, kept as the decimal string that was typed: `1472469.81`. Thousands may be typed or pasted. */
export function AmountField(field: FieldProps) {
  const { t } = useTranslation();
  const exact: Rule = {
    validator: (_, value?: string) =>
      !value || parseYuan(value) !== null ? Promise.resolve() : Promise.reject(new Error(t('kit.field.amount'))),
  };
  return (
    <Form.Item
      name={field.name}
      label={<Label of={field} />}
      rules={[...useRules(field), exact]}
      extra={field.help}
      validateTrigger="onBlur"
      normalize={(typed: string) => typed.replace(/[,,\s¥¥]/g, '').replace('−', '-')}
    >
      <Input prefix="¥" inputMode="decimal" className="field-amount" autoComplete="off" />
    </Form.Item>
  );
}

/** A day of the calendar, `2026-11-23`. */
export function DayField({ min, max, ...field }: FieldProps & { min?: string; max?: string }) {
  return (
    <Field {...field}>
      <Input type="date" min={min} max={max ?? '2099-12-31'} className="field-day" />
    </Field>
  );
}

/** A statement that one agrees to or not. */
export function CheckField({ mustBeTrue, ...field }: Omit<FieldProps, 'optional'> & { mustBeTrue?: string }) {
  const agreed: Rule = {
    validator: (_, value) => (value || !mustBeTrue ? Promise.resolve() : Promise.reject(new Error(mustBeTrue))),
  };
  return (
    <Form.Item name={field.name} valuePropName="checked" rules={[agreed, ...(field.rules ?? [])]} extra={field.help}>
      <Checkbox>{field.label}</Checkbox>
    </Form.Item>
  );
}
