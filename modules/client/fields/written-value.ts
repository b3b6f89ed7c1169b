import { parseLocalDate } from '#platform/kernel/local-date.ts';
import { formatYuan, parseYuan } from '#platform/kernel/money.ts';
import { narrow } from '#platform/kernel/narrow.ts';
import { type ChoiceSet, choiceSets } from './choice-sets.ts';
import type { Field, FieldType, FieldValue } from './field.ts';

/**
 * The one way of writing what was written, so that two ways of writing the same compare equal: a record's own form for
 * money, dates, periods, choices, integers and flags; bare characters for codes and numbers. Null when the text is nothing
 * of that type (`1.005` is no amount, `3/4/2026` says no certain day).
 */
export function plainValue(type: FieldType, written: FieldValue, choices?: ChoiceSet): string | null {
  const text = narrow(String(written)).trim();
  switch (type) {
    case 'text':
      return spaced(text);
    case 'name':
      return text.replace(/\s+/g, '').replace(/[•・‧]/g, '·');
    case 'money':
      return plainMoney(text);
    case 'date':
      return plainDate(text);
    case 'period':
      return plainPeriod(text);
    case 'phone':
      return plainPhone(text);
    case 'email':
      return text.replace(/\s+/g, '').toLowerCase();
    case 'uscc':
      return text.replace(/[\s-]+/g, '').toUpperCase();
    case 'account':
      return text.replace(/[\s-]+/g, '');
    case 'choice':
      return plainChoice(text, choices);
    case 'integer':
      return plainInteger(text);
    case 'flag':
      return plainFlag(text);
  }
}

/**
 * What a register wrote, as the value that a record stores; null when it is nothing of the field's type. Text, names, codes
 * and numbers keep every character but the blanks around them: an import changes nothing in silence.
 */
export function readValue(field: Field, written: string): FieldValue | null {
  const trimmed = written.trim();
  switch (field.type) {
    case 'text':
    case 'name':
    case 'phone':
    case 'email':
    case 'uscc':
    case 'account':
      return trimmed === '' ? null : trimmed;
    case 'integer': {
      const plain = plainInteger(narrow(trimmed));
      return plain === null ? null : Number(plain);
    }
    case 'flag': {
      const plain = plainFlag(narrow(trimmed));
      return plain === null ? null : plain === 'true';
    }
    case 'money':
    case 'date':
    case 'period':
    case 'choice':
      return plainValue(field.type, trimmed, field.choices);
  }
}

/** Blanks between two Latin words or figures count as one; any other blank counts as none. */
function spaced(text: string): string {
  return text.replace(
    /(\w?)\s+(?=(\w?))/g,
    (_blank, before: string, after: string) => before + (before && after ? ' ' : ''),
  );
}

function plainMoney(text: string): string | null {
  const bare = text
    .replace(/\s+/g, '')
    .replace(/^(?:¥|CNY|RMB|人民币)/i, '')
    .replace(/元$/, '')
    .replace(/^[−–]/, '-');
  const bracketed = /^\((.+)\)$/.exec(bare);
  const signed = bracketed ? `-${bracketed[1]!}` : bare.replace(/^\+/, '').replace(/^-¥/, '-').replace(/^¥/, '');
  if (!/^-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/.test(signed)) return null;
  const fen = parseYuan(signed.replaceAll(',', '').replace(/(\.\d\d)0+$/, '$1'));
  return fen === null ? null : formatYuan(fen);
}

function plainDate(text: string): string | null {
  const bare = text.replace(/[ T]00:00(?::00(?:\.0+)?)?(?:Z)?$/, '').replace(/\s+/g, '');
  const match =
    /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(bare)?.filter((_part, index) => index !== 2) ??
    /^(\d{4})年(\d{1,2})月(\d{1,2})[日号]$/.exec(bare) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(bare);
  if (!match) return null;
  return parseLocalDate(`${match[1]!}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`);
}

const quarters: Record<string, string> = { 一: '1', 二: '2', 三: '3', 四: '4' };

function plainPeriod(text: string): string | null {
  const bare = text.replace(/\s+/g, '').toUpperCase();
  const year = /^(\d{4})(?:年|年度)?$/.exec(bare);
  if (year) return year[1]!;
  const month = /^(\d{4})[-/.年](\d{1,2})月?份?$/.exec(bare) ?? /^(\d{4})(\d{2})$/.exec(bare);
  if (month) {
    const number = Number(month[2]);
    return number >= 1 && number <= 12 ? `${month[1]!}-${String(number).padStart(2, '0')}` : null;
  }
  const quarter = /^(\d{4})(?:-?Q([1-4])|年第?([1-4一二三四])季度?)$/.exec(bare);
  if (quarter) {
    const which = quarter[2] ?? quarter[3]!;
    return `${quarter[1]!}-Q${quarters[which] ?? which}`;
  }
  const half = /^(\d{4})(?:-?H([12])|年([上下])半年)$/.exec(bare);
  if (half) return `${half[1]!}-H${half[2] ?? (half[3] === '上' ? '1' : '2')}`;
  return null;
}

/** Bare digits, without the country's own prefix before a mobile number; an extension keeps its word. */
function plainPhone(text: string): string {
  return text
    .replace(/[\s()\-.]+/g, '')
    .replace(/^(?:\+86|0086|86)(?=1\d{10}$)/, '')
    .replace(/^(?:\+86|0086)(?=\d)/, '0');
}

function plainChoice(text: string, choices: ChoiceSet | undefined): string | null {
  const bare = text.replace(/\s+/g, '');
  if (!choices) return bare;
  const found = Object.entries<readonly string[]>(choiceSets[choices]).find(
    ([key, words]) => key === bare || words.some((word) => narrow(word) === bare),
  );
  return found?.[0] ?? null;
}

function plainInteger(text: string): string | null {
  const bare = text.replace(/\s+/g, '');
  if (!/^-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.0+)?$/.test(bare)) return null;
  const number = Number(bare.replaceAll(',', ''));
  return Number.isSafeInteger(number) ? String(number) : null;
}

function plainFlag(text: string): string | null {
  if (/^(?:true|是|有|√|✓|✔|y|yes|1)$/i.test(text)) return 'true';
  if (/^(?:false|否|无|没有|×|✗|✘|n|no|0)$/i.test(text)) return 'false';
  return null;
}
