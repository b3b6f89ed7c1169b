import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { formatCount } from './figures.ts';
import { useKeys } from './keys.ts';
import type { Column, Sorting } from './ledger-column.ts';
import { cellOf, Titles, Widths } from './ledger-head.tsx';
import type { Standing } from './Mark.tsx';
import './ledger-table.css';

export type LedgerTableProps<Row> = {
  /** What the table holds, for those who hear it. */
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  /** Makes the first cell a link and the whole row pressable. */
  to?: (row: Row) => string;
  /** Pressed or Enter, where a row opens something on the same page. */
  onOpen?: (row: Row) => void;
  /** The row that the keys stand on; without it the table keeps count itself. */
  active?: string;
  onActive?: (row: Row) => void;
  /** J and K walk the rows, Enter opens. For the one table that a page is about. */
  keys?: boolean;
  /** Tints a row: a difference, a warning. */
  standing?: (row: Row) => Standing | undefined;
  sort?: Sorting;
  /** Boxes to choose rows by. */
  choice?: { chosen: ReadonlySet<string>; set: (chosen: ReadonlySet<string>) => void };
  /** Rows beyond those given, where the server has more. */
  count?: number;
  /** Called when the last rows come near. */
  onNearEnd?: () => void;
  /** Narrow cells, for a table between two others. */
  tight?: boolean;
  /** Rows of one line and even columns, in a frame of its own that scrolls; otherwise only beyond 100 rows. */
  framed?: boolean;
};

const rowHeight = 40;
const manyRows = 100;

/**
 * A ledger: rows of 40 px between hairlines, figures at the right, the total under a single and over a double line. Draws
 * only the rows in sight, so a hundred thousand of them scroll as lightly as ten.
 */
export function LedgerTable<Row>(props: LedgerTableProps<Row>) {
  const {
    label,
    columns,
    rows,
    rowKey,
    to,
    onOpen,
    keys,
    standing,
    sort,
    choice,
    count = rows.length,
    onNearEnd,
    tight,
  } = props;
  const { t } = useTranslation();
  const navigate = useNavigate();
  const frame = useRef<HTMLDivElement>(null);
  const [own, setOwn] = useState<string>();
  const active = props.active ?? own;
  const framed = props.framed ?? rows.length > manyRows;

  const virtual = useVirtualizer({
    count: framed ? rows.length : 0,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const shown = framed ? virtual.getVirtualItems() : rows.map((_, index) => ({ index, start: 0, end: 0 }));
  const before = framed ? (shown[0]?.start ?? 0) : 0;
  const after = framed ? virtual.getTotalSize() - (shown.at(-1)?.end ?? 0) : 0;

  const last = shown.at(-1)?.index ?? -1;
  useEffect(() => {
    if (onNearEnd && last >= rows.length - 20) onNearEnd();
  }, [last, rows.length, onNearEnd]);

  function step(by: 1 | -1) {
    const at = rows.findIndex((row) => rowKey(row) === active);
    const next = Math.max(0, Math.min(rows.length - 1, at === -1 ? firstInSight() : at + by));
    if (rows[next]) activate(rows[next], next);
  }

  function firstInSight() {
    return framed ? Math.ceil((virtual.scrollOffset ?? 0) / rowHeight) : 0;
  }

  function activate(row: Row, index: number) {
    setOwn(rowKey(row));
    props.onActive?.(row);
    if (framed) virtual.scrollToIndex(index);
    else frame.current?.querySelectorAll('tbody tr')[index]?.scrollIntoView({ block: 'nearest' });
  }

  function open(row: Row) {
    if (to) void navigate(to(row));
    else onOpen?.(row);
  }

  const openActive = () => {
    const row = rows.find((one) => rowKey(one) === active);
    if (row) open(row);
  };
  useKeys(
    {
      j: { text: t('kit.key.next'), run: () => step(1) },
      k: { text: t('kit.key.previous'), run: () => step(-1) },
      ...(to || onOpen ? { Enter: { text: t('kit.key.open'), run: openActive } } : {}),
    },
    { when: keys ?? false },
  );

  function pressed(event: MouseEvent, row: Row, index: number) {
    if ((event.target as Element).closest('a, button, input, label, select, textarea')) return;
    if (window.getSelection()?.isCollapsed === false) return;
    if (to || onOpen) open(row);
    else if (props.onActive) activate(row, index);
  }

  function choose(key: string, on: boolean) {
    const next = new Set(choice?.chosen);
    if (on) next.add(key);
    else next.delete(key);
    choice?.set(next);
  }

  const pressable = Boolean(to || onOpen || props.onActive);
  const totals = columns.some((column) => column.total !== undefined);
  const allChosen = rows.length > 0 && rows.every((row) => choice?.chosen.has(rowKey(row)));
  const classes = ['ledger', framed && 'ledger-framed', tight && 'ledger-tight'].filter(Boolean).join(' ');

  return (
    <div
      className={classes}
      ref={frame}
      tabIndex={framed ? 0 : undefined}
      role={framed ? 'region' : undefined}
      aria-label={framed ? label : undefined}
    >
      <table aria-label={label} aria-rowcount={framed ? count + 1 : undefined}>
        <colgroup>
          {choice && <col style={{ width: 40 }} />}
          <Widths of={columns} />
        </colgroup>
        <thead>
          <tr>
            {choice && (
              <th className="ledger-choice">
                <input
                  type="checkbox"
                  aria-label={t('kit.table.choose-all')}
                  checked={allChosen}
                  onChange={(event) => choice.set(new Set(event.target.checked ? rows.map(rowKey) : []))}
                />
              </th>
            )}
            <Titles of={columns} sort={sort} />
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr className="ledger-gap" aria-hidden style={{ height: before }} />}
          {shown.map(({ index }) => {
            const row = rows[index]!;
            const key = rowKey(row);
            const tint = standing?.(row);
            return (
              <tr
                key={key}
                aria-rowindex={framed ? index + 2 : undefined}
                aria-current={key === active || undefined}
                className={
                  [tint && `ledger-${tint}`, pressable && 'ledger-pressable'].filter(Boolean).join(' ') || undefined
                }
                onClick={pressable ? (event) => pressed(event, row, index) : undefined}
              >
                {choice && (
                  <td className="ledger-choice">
                    <input
                      type="checkbox"
                      aria-label={t('kit.table.choose')}
                      checked={choice.chosen.has(key)}
                      onChange={(event) => choose(key, event.target.checked)}
                    />
                  </td>
                )}
                {columns.map((column, at) => (
                  <td key={column.key} className={cellOf(column)}>
                    {at === 0 && to ? <Link to={to(row)}>{column.render(row)}</Link> : column.render(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          {after > 0 && <tr className="ledger-gap" aria-hidden style={{ height: after }} />}
        </tbody>
        {totals && (
          <tfoot>
            <tr>
              {choice && <td />}
              {columns.map((column) => (
                <td key={column.key} className={cellOf(column)}>
                  {column.total}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
      {framed && count > rows.length && (
        <p className="unseen" aria-live="polite">
          {t('kit.table.loaded', { loaded: formatCount(rows.length), all: formatCount(count) })}
        </p>
      )}
    </div>
  );
}
