import { parseLocalDate } from '#platform/kernel/local-date.ts';
import type { Normalised } from './normaliser.ts';
import { asWritten, bareFigures } from './written.ts';

const numeral: Record<string, string> = Object.fromEntries(
  ['〇零○OoＯ', '一壹', '二贰貳', '三叁參', '四肆', '五伍', '六陆陸', '七柒', '八捌', '九玖'].flatMap((same, digit) =>
    [...same].map((character) => [character, String(digit)]),
  ),
);
const numerals = '〇零○OoＯ一壹二贰貳三叁參四肆五伍六陆陸七柒八捌九玖';
const chineseDate = new RegExp(
  `^([${numerals}]{4})年([${numerals}十拾元]{1,4})月(?:([${numerals}十拾廿卅]{1,4})[日号號])?$`,
);

/** The clock behind a day: nothing at midnight. */
const clock = String.raw`(?:[T ]?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?Z?)?`;
const dayForms = [
  new RegExp(String.raw`^(\d{4})-(\d{1,2})-(\d{1,2})${clock}$`),
  new RegExp(String.raw`^(\d{4})/(\d{1,2})/(\d{1,2})${clock}$`),
  new RegExp(String.raw`^(\d{4})\.(\d{1,2})\.(\d{1,2})${clock}$`),
  new RegExp(String.raw`^(\d{4})年(\d{1,2})月(\d{1,2})[日号號]?${clock}$`),
  /^(\d{4})(\d{2})(\d{2})$/,
];
const monthForms = [/^(\d{4})[-/.](\d{1,2})$/, /^(\d{4})年(\d{1,2})月份?$/, /^((?:19|20)\d{2})(\d{2})$/];

/**
 * A day as `YYYY-MM-DD`, a month as `YYYY-MM`, a time of day behind it only when it is not midnight. Days with the year
 * first are read (2026-1-5, 2026/01/05, 2026.1.5, 2026年1月5日, 20260105, 二〇二六年一月五日, 贰零贰陆年零壹月零伍日); what leaves the order or
 * the century open (3/4/2026, 26-1-5) is doubtful.
 */
export function normaliseDate(written: string, serial?: 1900 | 1904): Normalised {
  if (parseLocalDate(written)) return { text: written, doubt: null };
  const bare = bareFigures(written);
  if (bare === '') return { text: '', doubt: null };
  if (serial && /^\d{1,7}(\.0+)?$/.test(bare)) {
    const day = dayOfSerial(Number(bare), serial);
    return day ? { text: day, doubt: null } : { text: asWritten(written), doubt: 'no-such-day' };
  }
  const plain = inFigures(bare);
  for (const form of dayForms) {
    const match = form.exec(plain);
    if (!match) continue;
    const text = dayText(match[1]!, match[2]!, match[3]!, match.slice(4));
    return text ? { text, doubt: null } : { text: asWritten(written), doubt: 'no-such-day' };
  }
  for (const form of monthForms) {
    const match = form.exec(plain);
    if (!match) continue;
    const month = match[2]!.padStart(2, '0');
    if (month >= '01' && month <= '12') return { text: `${match[1]!}-${month}`, doubt: null };
    return { text: asWritten(written), doubt: 'no-such-day' };
  }
  return { text: asWritten(written), doubt: 'unreadable' };
}

function dayText(year: string, month: string, day: string, time: (string | undefined)[]): string | null {
  const date = parseLocalDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  if (date === null) return null;
  const [hours = '0', minutes = '00', seconds = '00'] = time;
  if (Number(hours) > 23 || minutes > '59' || seconds > '59') return null;
  const ofDay = `${hours.padStart(2, '0')}:${minutes}:${seconds}`;
  return ofDay === '00:00:00' ? date : `${date} ${ofDay}`;
}

/** A date in Chinese numerals, those of cheques among them, in figures; any other text as it is. */
function inFigures(bare: string): string {
  const match = chineseDate.exec(bare);
  if (!match) return bare;
  const year = [...match[1]!].map((character) => numeral[character]!).join('');
  const month = match[2] === '元' ? '1' : numberOf(match[2]!);
  const day = match[3] === undefined ? '' : `${numberOf(match[3])}日`;
  return `${year}年${month}月${day}`;
}

/** 一 to 三十一 in figures, with or without the 零 that cheques put in front; `0` when it is no such number. */
function numberOf(words: string): string {
  const plain = words
    .replace('廿', '二十')
    .replace('卅', '三十')
    .replace('拾', '十')
    .replace(/^[〇零○](?=.)/, '');
  const figures = [...plain].map((character) => (character === '十' ? '十' : (numeral[character] ?? '?'))).join('');
  const match = /^([1-9])?(十)?([0-9])?$/.exec(figures);
  if (!match) return '0';
  if (!match[2]) return figures.length === 1 ? figures : '0';
  return String(Number(match[1] ?? '1') * 10 + Number(match[3] ?? '0'));
}

/** The day of a spreadsheet's number; before March 1900 the count takes 1900 for a leap year. */
function dayOfSerial(serial: number, system: 1900 | 1904): string | null {
  if (serial < 1 || serial > 2_958_465 || (system === 1900 && serial === 60)) return null;
  const epoch = system === 1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
  return new Date(epoch + serial * 86_400_000).toISOString().slice(0, 10);
}
