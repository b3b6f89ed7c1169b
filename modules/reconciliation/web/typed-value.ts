import type { FieldRow } from '#modules/reconciliation/reconciliation.contract.ts';

/** What was typed as the value of the field's type; null when it was left empty. */
export function valueOf({ type }: Pick<FieldRow, 'type'>, typed: string | undefined): string | number | boolean | null {
  if (typed === undefined || typed.trim() === '') return null;
  if (type === 'flag') return typed === 'true';
  return type === 'integer' && /^-?\d+$/.test(typed.trim()) ? Number(typed) : typed.trim();
}
