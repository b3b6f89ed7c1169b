import { type AnyRecord, fieldOf, kindOf, type RecordKind } from './catalogue.ts';
import type { ChoiceSet } from './choice-sets.ts';
import { maskOf, maskValue } from './mask.ts';

/**
 * What names the record among its like in a list and on the 清册, such as `招商银行徐汇支行 · 基本存款账户 · ****2267`: the label
 * fields of its kind that are filled, sensitive ones under their mask, choices in the words that `wordOf` gives.
 */
export function recordLabel(
  kind: RecordKind,
  record: AnyRecord,
  wordOf: (choices: ChoiceSet, choice: string) => string,
): string {
  return kindOf(kind)
    .label.flatMap((name) => {
      const field = fieldOf(kind, name);
      const value = record[name];
      if (!field || value === undefined || value === '') return [];
      if (field.class === 'sensitive') return [maskValue(maskOf(field), value)];
      return [field.choices ? wordOf(field.choices, String(value)) : String(value)];
    })
    .join(' · ');
}
