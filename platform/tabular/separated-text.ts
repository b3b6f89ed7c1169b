import { Refusal } from '#platform/kernel/refusal.ts';
import { type Mark, noMarks } from './marks.ts';

const separators = [',', ';', '\t', '|'] as const;
export type Separator = (typeof separators)[number];

/** A record as it stands in the file; `cells` is `['']` on an empty line. */
export interface TextRecord {
  line: number;
  cells: string[];
  faults: readonly Mark[];
  doubts: readonly Mark[];
}

/** A quoted cell longer than this that runs over lines is taken for a quote that was never closed. */
const longestCell = 65_536;

/** What is known of a stretch of a longer text; the whole text and the usual quote where nothing is said. */
export interface Stretch {
  /** Another single character than `"`; null where cells are never quoted. */
  quote?: string | null;
  lineEnd?: LineEnd;
  /** The physical line on which the stretch begins. */
  firstLine?: number;
  /** The text goes on: a record that reaches the end of the stretch is left for the next one. */
  goesOn?: boolean;
}

export type LineEnd = '\n' | '\r';

/** LF stands for CRLF too; CR only where the text has no LF. */
export function lineEndOf(text: string): LineEnd {
  return text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
}

/**
 * The records of a separated text by RFC 4180: quoted cells may hold separators, doubled quotes and line ends, which are
 * kept exactly. Lines end with LF or CRLF, or with CR where the text has no LF. A `null` separator makes one cell a line.
 * Returns how many characters the records took up.
 *
 * Marks: fault `tabular.text-after-quote`, doubt `tabular.quote-in-plain-cell` (kept as written). Refuses
 * `tabular.unclosed-quote` {line, column} with the place at which the cell begins.
 */
export function* readRecords(
  text: string,
  separator: string | null,
  stretch: Stretch = {},
): Generator<TextRecord, number, undefined> {
  const { lineEnd = lineEndOf(text), firstLine = 1, goesOn = false } = stretch;
  const sign = stretch.quote === undefined ? '"' : stretch.quote;
  const quoteAfter = (from: number) => (sign === null ? -1 : text.indexOf(sign, from));
  let at = 0;
  let line = firstLine;
  let quote = quoteAfter(0);
  while (at < text.length) {
    let end = text.indexOf(lineEnd, at);
    if (end === -1) end = text.length;
    if (quote !== -1 && quote < at) quote = quoteAfter(at);
    if (quote === -1 || quote >= end) {
      if (end === text.length && goesOn) break;
      const content = text.slice(
        at,
        lineEnd === '\n' && end > at && text[end - 1] === '\r' && end < text.length ? end - 1 : end,
      );
      yield {
        line,
        cells: separator === null ? [content] : content.split(separator),
        faults: noMarks,
        doubts: noMarks,
      };
      at = end + 1;
      line++;
    } else {
      const read = readQuotedRecord(text, at, line, separator, sign!, lineEnd, goesOn);
      if (read === null) break;
      yield read.record;
      at = read.next;
      line = read.nextLine;
    }
  }
  return Math.min(at, text.length);
}

/** The record that begins at `from`; null when the text goes on and the record may do so too. */
function readQuotedRecord(
  text: string,
  from: number,
  firstLine: number,
  separator: string | null,
  quote: string,
  lineEnd: LineEnd,
  goesOn: boolean,
) {
  const cells: string[] = [];
  const faults: Mark[] = [];
  const doubts: Mark[] = [];
  let at = from;
  let line = firstLine;
  for (;;) {
    let cell = '';
    if (text[at] === quote) {
      const close = closingQuote(text, at, line, quote, lineEnd, goesOn);
      if (close === null) return null;
      cell = text.slice(at + 1, close).replaceAll(quote + quote, quote);
      line += countOf(lineEnd, text, at, close);
      at = close + 1;
      const end = plainEnd(text, at, separator, lineEnd);
      let rest = text.slice(at, end);
      if (lineEnd === '\n' && text[end] === '\n' && rest.endsWith('\r')) rest = rest.slice(0, -1);
      if (rest !== '') {
        faults.push({ code: 'tabular.text-after-quote', column: cells.length, facts: {} });
        cell += rest;
      }
      at = end;
    } else {
      const end = plainEnd(text, at, separator, lineEnd);
      cell = text.slice(at, end);
      if (lineEnd === '\n' && text[end] === '\n' && cell.endsWith('\r')) cell = cell.slice(0, -1);
      if (cell.includes(quote)) doubts.push({ code: 'tabular.quote-in-plain-cell', column: cells.length, facts: {} });
      at = end;
    }
    if (goesOn && at >= text.length) return null;
    cells.push(cell);
    if (separator !== null && text[at] === separator) {
      at++;
      continue;
    }
    return {
      record: { line: firstLine, cells, faults, doubts } satisfies TextRecord,
      next: at + 1,
      nextLine: line + 1,
    };
  }
}

/** Where the cell that opens at `open` is closed; null when the text goes on and may close it later. */
function closingQuote(
  text: string,
  open: number,
  line: number,
  sign: string,
  lineEnd: string,
  goesOn: boolean,
): number | null {
  let at = open + 1;
  for (;;) {
    const quote = text.indexOf(sign, at);
    const last = quote === -1 ? text.length : quote;
    const endless = last - open > longestCell && countOf(lineEnd, text, open, last) > 0;
    if (endless || (quote === -1 && !goesOn))
      throw new Refusal('tabular.unclosed-quote', { line, column: open - text.lastIndexOf(lineEnd, open - 1) });
    if (quote === -1 || (goesOn && quote + 1 === text.length)) return null;
    if (text[quote + 1] !== sign) return quote;
    at = quote + 2;
  }
}

/** The end of an unquoted stretch: the next separator or line end. */
function plainEnd(text: string, at: number, separator: string | null, lineEnd: string): number {
  let end = at;
  while (end < text.length && text[end] !== separator && text[end] !== lineEnd) end++;
  return end;
}

function countOf(character: string, text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf(character, from); at !== -1 && at < to; at = text.indexOf(character, at + 1)) count++;
  return count;
}

/** How many records are looked at to find the separator. */
const sampled = 200;

/**
 * The separator that cuts most records into the same number of cells, more cells counting for more, and another that
 * cuts nearly as evenly, if there is one. Null when none cuts anything: one column.
 */
export function findSeparator(text: string): { separator: Separator | null; rival: Separator | null } {
  return findSeparatorAmong(separators, text, {});
}

/** The same among other candidates, in a text of which only a stretch may be at hand. */
export function findSeparatorAmong<Candidate extends string>(
  candidates: readonly Candidate[],
  text: string,
  stretch: Stretch,
): { separator: Candidate | null; rival: Candidate | null } {
  const ranked = candidates
    .map((separator) => ({ separator, ...evenness(text, separator, stretch) }))
    .filter(({ width }) => width > 1)
    .sort((a, b) => b.share * (1 - 1 / b.width) - a.share * (1 - 1 / a.width));
  const [best, second] = ranked;
  if (!best) return { separator: null, rival: null };
  return { separator: best.separator, rival: second && second.share >= best.share * 0.9 ? second.separator : null };
}

/** The commonest number of cells above one that the separator cuts records into, and the share of records that have it. */
function evenness(text: string, separator: string, stretch: Stretch): { width: number; share: number } {
  const counts = new Map<number, number>();
  let records = 0;
  try {
    for (const { cells } of readRecords(text, separator, stretch)) {
      if (cells.length === 1 && cells[0] === '') continue;
      counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
      if (++records === sampled) break;
    }
  } catch (error) {
    // An unclosed quote further on is told when the file is read with the separator chosen.
    if (!(error instanceof Refusal)) throw error;
  }
  let [width, most] = [1, 0];
  for (const [cells, times] of counts) if (cells > 1 && times > most) [width, most] = [cells, times];
  return { width, share: most / Math.max(records, 1) };
}
