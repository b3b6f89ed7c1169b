import type { Mark } from './marks.ts';
import type { TableRow } from './table.ts';

/** Whether a record holds nothing at all, a fault included. */
export function isBlank({ cells, faults }: TableRow): boolean {
  return faults.length === 0 && cells.every((cell) => cell.trim() === '');
}

/**
 * The record as a row of a table with `width` columns: empty cells right of the table are left out; fewer cells or more
 * filled ones are the fault `tabular.too-few-cells` or `tabular.too-many-cells`, and the cells stay as they are.
 */
export function alignRow(record: TableRow, width: number): TableRow {
  const { cells } = record;
  if (cells.length === width) return record;
  if (cells.length < width) return ragged(record, 'tabular.too-few-cells', width);
  if (cells.findLastIndex((cell) => cell !== '') >= width) return ragged(record, 'tabular.too-many-cells', width);
  return withoutEmptyEnd(record, width);
}

function ragged(record: TableRow, code: string, width: number): TableRow {
  const mark: Mark = { code, column: null, facts: { cells: record.cells.length, columns: width } };
  return { ...record, faults: [...record.faults, mark] };
}

/** The row without the empty cells right of the table; a fault there is one of the row. */
function withoutEmptyEnd({ line, cells, faults, doubts }: TableRow, width: number): TableRow {
  const isInside = ({ column }: Mark) => column === null || column < width;
  return {
    line,
    cells: cells.slice(0, width),
    faults: faults.map((mark) => (isInside(mark) ? mark : { ...mark, column: null })),
    doubts: doubts.filter(isInside),
  };
}
