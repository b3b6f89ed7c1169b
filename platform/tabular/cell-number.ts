import { formatValue, isDateFormat } from 'hucre';

/** How a style writes numbers. `text` formats are part of what people call the thing: `00000`, `"KH"0000`, `000-0000`. */
export type NumberStyle = { kind: 'plain' } | { kind: 'date' } | { kind: 'percent' } | { kind: 'text'; format: string };

/** The text of a numeric cell, with what must be said of it. */
export interface NumberText {
  text: string;
  fault?: 'tabular.rounded-number' | 'tabular.unreadable-number' | 'tabular.date-out-of-range';
  doubt?: 'tabular.binary-noise' | 'tabular.shown-as' | 'tabular.time-of-day';
}

const builtinDates = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47]);
/** Formats 27–36 and 50–58 are dates in Chinese, Japanese and Korean editions (ECMA-376 part 1, 18.8.30). */
const isLocalDate = (id: number) => (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** The style of a number format, by its id and, for a format of the workbook's own, its code. */
export function numberStyle(id: number, code: string | undefined): NumberStyle {
  if (code === undefined) {
    if (builtinDates.has(id) || isLocalDate(id)) return { kind: 'date' };
    return { kind: id === 9 || id === 10 ? 'percent' : 'plain' };
  }
  const positive = code.split(';')[0]!;
  const bare = positive.replaceAll(/"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  if (isDateFormat(bare)) return { kind: 'date' };
  if (bare.includes('%')) return { kind: 'percent' };
  const literal = /"[^"]+"|\\./.test(positive);
  const fixed = /^[0\-() /]*$/.test(bare) && bare.includes('0');
  return fixed && (literal || bare.trim() !== '0') ? { kind: 'text', format: positive } : { kind: 'plain' };
}

/**
 * The exact decimal text of a number as the file stores it. A spreadsheet keeps 15 digits: what has more was rounded or
 * was never a number, which is the fault `rounded-number`; the tail of binary arithmetic (0.30000000000000004) is cut at
 * 15 digits, as the program itself shows it, with the doubt `binary-noise`.
 */
export function numberText(stored: string, style: NumberStyle, dates1904: boolean): NumberText {
  if (style.kind === 'plain' && stored.length <= 15 && /^-?\d+(\.\d+)?$/.test(stored)) return { text: stored };
  const value = Number(stored);
  if (stored.trim() === '' || !Number.isFinite(value)) return { text: stored, fault: 'tabular.unreadable-number' };
  if (style.kind === 'date') return dateText(value, dates1904);
  if (Math.abs(value) >= 1e15) return { text: plainDecimal(value), fault: 'tabular.rounded-number' };
  if (style.kind === 'text' && Number.isInteger(value) && value >= 0) {
    return { text: formatValue(value, style.format), doubt: 'tabular.shown-as' };
  }
  const short = Number(value.toPrecision(15));
  const text = style.kind === 'percent' ? `${shiftTwo(plainDecimal(short))}%` : plainDecimal(short);
  if (short === value) return { text };
  return Math.abs(value) < 1e11 ? { text, doubt: 'tabular.binary-noise' } : { text, fault: 'tabular.rounded-number' };
}

/** The decimal digits of a number without an exponent. */
function plainDecimal(value: number): string {
  const written = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(written);
  if (!match) return written;
  const digits = match[2]! + (match[3] ?? '');
  const point = 1 + Number(match[4]);
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  const part = point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits;
  return `${match[1]}${whole}${part && `.${part}`}`;
}

/** A plain decimal times a hundred, by moving the point. */
function shiftTwo(decimal: string): string {
  const [whole, part = ''] = decimal.split('.') as [string, string?];
  const moved = `${whole}${part.padEnd(2, '0').slice(0, 2)}`.replace(/^(-?)0+(?=\d)/, '$1');
  return part.length > 2 ? `${moved}.${part.slice(2)}` : moved;
}

const dayMilliseconds = 86_400_000;

/** Days already written: a register has few different ones, and writing one is the dearest step of reading a cell. */
const writtenDays = new Map<number, NumberText>();

/**
 * A day counted from 1899-12-30 (or 1904-01-01) as `YYYY-MM-DD`, with `HH:MM:SS` where it has a time of day. Before March
 * 1900 the count is one less, since it takes 1900 for a leap year.
 */
function dateText(serial: number, dates1904: boolean): NumberText {
  const known = dates1904 ? undefined : writtenDays.get(serial);
  if (known) return known;
  const seconds = Math.round(serial * 86_400);
  const days = Math.floor(seconds / 86_400);
  if (days < 0 || days > 2_958_465) return { text: String(serial), fault: 'tabular.date-out-of-range' };
  const clock = new Date((seconds - days * 86_400) * 1000).toISOString().slice(11, 19);
  if (days === 0 && !dates1904) return { text: clock, doubt: 'tabular.time-of-day' };
  const epoch = dates1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);
  const day = new Date(epoch + days * dayMilliseconds).toISOString().slice(0, 10);
  if (clock !== '00:00:00') return { text: `${day} ${clock}`, doubt: 'tabular.time-of-day' };
  const text: NumberText = { text: day };
  if (!dates1904 && writtenDays.size < 100_000) writtenDays.set(serial, text);
  return text;
}
