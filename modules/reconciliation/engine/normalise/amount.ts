import { type Fen, formatYuan } from '#platform/kernel/money.ts';
import type { Normalised, ValueDoubt } from './normaliser.ts';
import { asWritten, bareFigures, isScientific } from './written.ts';

const currency = '(?:¥|CNY|RMB|人民币)';
const form = new RegExp(
  String.raw`^([-+−–]?)${currency}?([-+−–]?)(\d+|\d{1,3}(?:,\d{3})+|(?=\.\d))(?:\.(\d*))?` +
    String.raw`(千万|百万|千|[万萬]|[亿億])?(?:[元圆圓][整正]?)?(-?)$`,
  'i',
);
const bracketed = new RegExp(String.raw`^(${currency}?)\(([^()+−–-]+)\)((?:[千百]?[万萬]|千|[亿億])?[元圆圓]?)$`, 'i');

/** How many places a unit moves the point. */
const places: Record<string, number> = { 千: 3, 万: 4, 萬: 4, 百万: 6, 千万: 7, 亿: 8, 億: 8 };

/** Sixteen digits of yuan fit into 64 bits of fen; what is longer is a number of something else. */
const mostDigits = 18;

/**
 * An amount in fen, exactly: plain or with thousands, full-width, with ¥, 元, 千, 万, 百万, 千万, 亿, a sign before or behind, or
 * in brackets for a negative one. Null where the cell is blank; a doubt where it is no amount that fen can say.
 */
export function readAmount(written: string): Fen | null | ValueDoubt {
  const bare = bareFigures(written);
  if (bare === '') return null;
  if (isScientific(bare)) return 'rounded';
  const negative = bracketed.exec(bare);
  const match = form.exec(negative ? `-${negative[1]}${negative[2]}${negative[3]}` : bare);
  if (!match) return 'unreadable';
  const [, before, within, whole, part = '', unit, behind] = match;
  const signs = [before, within, behind].filter((sign) => sign);
  if (signs.length > 1) return 'unreadable';
  const shift = (unit === undefined ? 0 : places[unit]!) + 2;
  if (/[1-9]/.test(part.slice(shift))) return 'finer-than-fen';
  const figures = (whole!.replaceAll(',', '') + part.slice(0, shift).padEnd(shift, '0')).replace(/^0+(?=\d)/, '');
  if (figures.length > mostDigits) return 'too-large';
  const fen = BigInt(figures);
  return signs.length === 1 && signs[0] !== '+' ? -fen : fen;
}

/** The fen of an amount of up to 13 characters that is written plainly (`-1234.50`); NaN for any other, which `readAmount` reads. */
export function plainFen(written: string): number {
  const negative = written.charCodeAt(0) === 45;
  let fen = 0;
  let point = 0;
  const from = negative ? 1 : 0;
  if (written.length === from || written.length > from + 13) return Number.NaN;
  for (let at = from; at < written.length; at++) {
    const figure = written.charCodeAt(at) - 48;
    if (figure >= 0 && figure <= 9) fen = fen * 10 + figure;
    else if (figure === -2 && point === 0 && at > from) point = at;
    else return Number.NaN;
  }
  const decimals = point === 0 ? 0 : written.length - 1 - point;
  if (decimals > 2) return Number.NaN;
  fen *= decimals === 0 ? 100 : decimals === 1 ? 10 : 1;
  return negative ? -fen : fen;
}

/** The amount as a decimal of yuan with two decimals, which reads as itself again. */
export function normaliseAmount(written: string): Normalised {
  const read = readAmount(written);
  if (typeof read === 'string') return { text: asWritten(written), doubt: read };
  return { text: read === null ? '' : formatYuan(read), doubt: null };
}
