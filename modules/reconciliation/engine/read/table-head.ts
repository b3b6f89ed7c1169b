import { Refusal } from '#platform/kernel/refusal.ts';
import { isBlank } from '#platform/tabular/align-row.ts';
import { findHeader, headerSearch } from '#platform/tabular/header.ts';
import type { Doubt } from '#platform/tabular/marks.ts';
import { nameColumns } from '#platform/tabular/name-columns.ts';
import type { TableRow } from '#platform/tabular/table.ts';

/** How many rows are kept as a sample. */
export const sampled = 1000;
/** How many records are looked at to place the header and to name the columns. */
export const headRecords = sampled + headerSearch;

export interface TableHead {
  /** The physical line of the header from 1; null where there is none. */
  headerLine: number | null;
  headerBy: 'given' | 'content';
  /** Unique names, never empty. */
  columns: string[];
  /** The index of the first record below the header. */
  next: number;
  /** Cells of the first rows, as many as are sampled. */
  sample: string[][];
}

/**
 * Finds the header among the first records and names the columns; what is odd about them is told in `doubts`. `isWhole`: there
 * are no further records. Refuses `tabular.no-such-line` {line} and, unless it `mayBeEmpty`, `tabular.no-rows` {line}.
 */
export function placeHead(
  records: readonly TableRow[],
  given: number | undefined,
  isWhole: boolean,
  doubts: Doubt[],
  mayBeEmpty = false,
): TableHead {
  const { headerLine, header, next } = placeHeader(records, given);
  if (headerLine === null) doubts.push({ code: 'tabular.no-header', facts: {} });
  const rows = records.slice(next).filter((record) => !isBlank(record));
  if (isWhole && rows.length === 0 && !(mayBeEmpty && header))
    throw new Refusal('tabular.no-rows', { line: headerLine });
  const above = records.slice(0, Math.max(next - 1, 0)).filter((record) => !isBlank(record));
  if (above.length > 0) doubts.push({ code: 'tabular.lines-above-header', facts: { lines: above.length } });
  const lastNamed = header ? header.findLastIndex((cell) => cell.trim() !== '') : -1;
  const width = header ? Math.max(lastNamed, lastFilled(rows, header.length)) + 1 : usualWidth(rows);
  return {
    headerLine,
    headerBy: given === undefined ? 'content' : 'given',
    columns: nameColumns(header ?? [], width, doubts),
    next,
    sample: rows.slice(0, sampled).map(({ cells }) => cells),
  };
}

function placeHeader(records: readonly TableRow[], given: number | undefined) {
  if (given === 0) return { headerLine: null, header: null, next: 0 };
  if (given !== undefined) {
    const index = records.findIndex(({ line }) => line === given);
    if (index === -1) throw new Refusal('tabular.no-such-line', { line: given });
    return { headerLine: given, header: records[index]!.cells, next: index + 1 };
  }
  const first = records.filter((record) => !isBlank(record)).slice(0, headerSearch);
  const found = first.length === 0 ? null : findHeader(first.map(({ cells }) => cells));
  if (found === null) return { headerLine: null, header: null, next: 0 };
  const { line, cells } = first[found]!;
  return { headerLine: line, header: cells, next: records.findIndex((record) => record.line === line) + 1 };
}

/** The last column up to the header's width that holds anything below it. */
function lastFilled(rows: readonly TableRow[], headerWidth: number): number {
  let last = -1;
  for (const { cells } of rows) {
    for (let at = Math.min(cells.length, headerWidth) - 1; at > last; at--) if (cells[at] !== '') last = at;
  }
  return last;
}

function usualWidth(rows: readonly TableRow[]): number {
  const widths = Map.groupBy(rows, ({ cells }) => cells.length);
  return [...widths].sort((a, b) => b[1].length - a[1].length || b[0] - a[0])[0]?.[0] ?? 0;
}
