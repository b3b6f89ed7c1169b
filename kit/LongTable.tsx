import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Column, Sorting } from './ledger-column.ts';
import { cellOf, Titles, Widths } from './ledger-head.tsx';
import { heightOf, isShortened, lastTop, rowHeight, scrolledTo, topAt, topThatShows } from './long-scroll.ts';
import './long-table.css';

type LongTableProps<Row> = {
  /** What the table holds, for those who hear it. */
  label: string;
  columns: Column<Row>[];
  /** How many rows there are in all. */
  count: number;
  /** The row at a place, from 0; undefined while it is on its way. */
  rowAt: (place: number) => Row | undefined;
  /** Hears which places are in sight, so that their rows can be asked for. */
  onSight: (from: number, to: number) => void;
  /** The place that the keys stand on, kept in sight. */
  active?: number;
  onActive: (place: number) => void;
  /** Pressed twice. */
  onOpen: (place: number) => void;
  sort?: Sorting;
};

const headHeight = 33;

/**
 * A ledger of any length whose rows stay on the server: a million can be dragged through and each can be reached. Draws the
 * rows in sight only, asks for no others, and shows a row that is still on its way as a grey line.
 */
export function LongTable<Row>(props: LongTableProps<Row>) {
  const { label, columns, count, rowAt, onSight, active, onActive, onOpen, sort } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0);
  const [asked, setAsked] = useState(0);
  const sight = { rows: count, room };
  const top = Math.min(asked, lastTop(sight));
  const from = Math.floor(top);
  const to = Math.min(count, Math.ceil(top + room / rowHeight));

  useLayoutEffect(() => {
    const measure = () => setRoom(Math.max(0, frame.current!.clientHeight - headHeight));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, []);

  const moveTo = useCallback(
    (next: number) => {
      const within = Math.min(lastTop({ rows: count, room }), Math.max(0, next));
      setAsked(within);
      frame.current!.scrollTop = scrolledTo({ rows: count, room }, within);
    },
    [count, room],
  );

  useEffect(() => {
    if (room > 0) onSight(from, to);
  }, [from, to, room, onSight]);

  const latest = useRef(top);
  useEffect(() => {
    latest.current = top;
  });
  useEffect(() => {
    if (active === undefined || room === 0) return;
    const next = topThatShows({ rows: count, room }, latest.current, active);
    if (next !== latest.current) moveTo(next);
  }, [active, count, room, moveTo]);

  useEffect(() => {
    if (!isShortened(count)) return;
    const of = frame.current!;
    const turned = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY : event.deltaY / rowHeight;
      moveTo(latest.current + lines);
    };
    of.addEventListener('wheel', turned, { passive: false });
    return () => of.removeEventListener('wheel', turned);
  }, [count, moveTo]);

  function scrolled() {
    const at = frame.current!.scrollTop;
    if (Math.abs(at - scrolledTo(sight, top)) >= 1) setAsked(topAt(sight, at));
  }

  function pressedKey(event: KeyboardEvent) {
    const page = Math.max(1, Math.floor(room / rowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: top + 1,
      ArrowUp: top - 1,
      PageDown: top + page,
      PageUp: top - page,
      Home: 0,
      End: count,
    };
    const next = steps[event.key];
    if (next === undefined || event.target !== frame.current) return;
    event.preventDefault();
    moveTo(next);
  }

  function pressed(event: MouseEvent, place: number) {
    if ((event.target as Element).closest('a, button')) return;
    if (window.getSelection()?.isCollapsed === false) return;
    onActive(place);
  }

  const places = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
  return (
    <div
      className="ledger ledger-framed ledger-tight long-table"
      ref={frame}
      tabIndex={0}
      role="region"
      aria-label={label}
      style={{ height: headHeight + heightOf(count) }}
      onScroll={scrolled}
      onKeyDown={pressedKey}
    >
      <div style={{ height: headHeight + heightOf(count) }}>
        <div className="long-window" style={{ height: headHeight + room }}>
          <table aria-label={label} aria-rowcount={count + 1}>
            <colgroup>
              <Widths of={columns} />
            </colgroup>
            <thead>
              <tr>
                <Titles of={columns} sort={sort} />
              </tr>
            </thead>
            <tbody style={{ transform: `translateY(${(from - top) * rowHeight}px)` }}>
              {places.map((place) => {
                const row = rowAt(place);
                return (
                  <tr
                    key={place}
                    aria-rowindex={place + 2}
                    aria-current={place === active || undefined}
                    aria-busy={row === undefined || undefined}
                    className="ledger-pressable"
                    onClick={(event) => pressed(event, place)}
                    onDoubleClick={() => onOpen(place)}
                  >
                    {columns.map((column) => (
                      <td key={column.key} className={cellOf(column)}>
                        {row === undefined ? <i className="long-waits" /> : column.render(row)}
                      </td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </div>
    </div>
  );
}
