import type { Column, Sort, Sorting } from './ledger-column.ts';

/** The classes of a cell by its column. */
export function cellOf<Row>(column: Column<Row>): string | undefined {
  return [column.align === 'end' && 'num', column.wide && 'ledger-wide'].filter(Boolean).join(' ') || undefined;
}

/** The widths of a ledger's columns, as `col` elements. */
export function Widths<Row>({ of }: { of: Column<Row>[] }) {
  return of.map((column) => (
    <col
      key={column.key}
      className={column.wide ? 'ledger-wide' : undefined}
      style={column.width ? { width: column.width } : undefined}
    />
  ));
}

/** The titles of a ledger's columns; those that sort are buttons. */
export function Titles<Row>({ of, sort }: { of: Column<Row>[]; sort: Sorting | undefined }) {
  return of.map((column) => (
    <th key={column.key} scope="col" className={cellOf(column)} aria-sort={sorted(column, sort?.now)}>
      {column.sortable && sort ? <SortTitle column={column} sort={sort} /> : column.title}
    </th>
  ));
}

function sorted<Row>(column: Column<Row>, now?: Sort): 'ascending' | 'descending' | undefined {
  if (now?.key !== column.key) return undefined;
  return now.descending ? 'descending' : 'ascending';
}

function SortTitle<Row>({ column, sort }: { column: Column<Row>; sort: Sorting }) {
  const now = sort.now?.key === column.key ? sort.now : undefined;
  return (
    <button
      type="button"
      className="ledger-sort"
      onClick={() => sort.by({ key: column.key, descending: now ? !now.descending : false })}
    >
      {column.title}
      <span aria-hidden>{now ? (now.descending ? '↓' : '↑') : ''}</span>
    </button>
  );
}
