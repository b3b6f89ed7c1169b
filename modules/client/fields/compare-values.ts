import { type Fen, parseYuan } from '#platform/kernel/money.ts';
import type { ChoiceSet } from './choice-sets.ts';
import type { FieldType, FieldValue } from './field.ts';
import { narrow } from '#platform/kernel/narrow.ts';
import { plainValue } from './written-value.ts';

/**
 * What comparing the handed value with the held one gives. `difference` is held minus handed in fen, where both are
 * amounts; a value against an empty field is different, two empty fields are the same.
 */
export interface Comparison {
  outcome: 'same' | 'written-differently' | 'different';
  difference?: Fen;
}

/**
 * Compares two written values of one type. Full-width characters, blanks, thousands, ways of writing a day or a period, and
 * the words of a choice are ways of writing; every other character counts, 繁简 and the case of letters in names among
 * them. `choices` is the field's choice set.
 */
export function compareValues(
  type: FieldType,
  handed: FieldValue | null | undefined,
  held: FieldValue | null | undefined,
  choices?: ChoiceSet,
): Comparison {
  if (isEmpty(handed) || isEmpty(held)) return { outcome: isEmpty(handed) && isEmpty(held) ? 'same' : 'different' };
  if (String(handed) === String(held)) return { outcome: 'same' };

  const left = plainValue(type, handed, choices);
  const right = plainValue(type, held, choices);
  if (left === null || right === null) {
    // Whatever the one text is, the other is the same text: two unreadable amounts can still be one.
    const alike = left === right && bare(handed) === bare(held);
    return { outcome: alike ? 'written-differently' : 'different' };
  }
  if (left === right) return { outcome: 'written-differently' };
  if (type !== 'money') return { outcome: 'different' };
  return { outcome: 'different', difference: parseYuan(right)! - parseYuan(left)! };
}

function isEmpty(value: FieldValue | null | undefined): value is null | undefined | '' {
  return value === null || value === undefined || String(value).trim() === '';
}

function bare(value: FieldValue): string {
  return narrow(String(value)).replace(/\s+/g, '');
}
