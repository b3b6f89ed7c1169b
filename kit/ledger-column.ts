import type { ReactNode } from 'react';

/** A column of a ledger: its title, and what it shows of a row. */
export type Column<Row> = {
  key: string;
  title: ReactNode;
  render: (row: Row) => ReactNode;
  /** Figures stand at the right. */
  align?: 'end';
  /** In pixels; a column without one shares what is left. */
  width?: number;
  /** Left away on a phone. */
  wide?: boolean;
  /** Its title sorts; the table calls `sort.by` with the column's key. */
  sortable?: boolean;
  /** Stands in the total row, under a single and over a double line. */
  total?: ReactNode;
};

export type Sort = { key: string; descending: boolean };

/** By which column a ledger is sorted, and what a press on a title asks for. */
export type Sorting = { now?: Sort; by: (sort: Sort) => void };
