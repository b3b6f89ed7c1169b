/** The height of every row of a long table, in pixels. */
export const rowHeight = 40;

/** Browsers draw no box higher than about 17 million pixels; a longer table is scrolled in larger steps than it is drawn. */
const highest = 16_000_000;

/** The height of the box that stands for so many rows, in pixels. */
export function heightOf(rows: number): number {
  return Math.min(rows * rowHeight, highest);
}

/** True when a pixel of the scroll bar stands for more than a pixel of rows, so that a wheel would pass rows by. */
export function isShortened(rows: number): boolean {
  return rows * rowHeight > highest;
}

/** A window of `room` pixels on so many rows. */
export interface Sight {
  rows: number;
  room: number;
}

/** The last row that can stand at the top, in rows and parts of a row. */
export function lastTop({ rows, room }: Sight): number {
  return Math.max(0, rows - room / rowHeight);
}

/** The row at the top, with the part of it that has passed, when the box is scrolled so far. */
export function topAt(sight: Sight, scrolled: number): number {
  const way = heightOf(sight.rows) - sight.room;
  return way <= 0 ? 0 : Math.min(1, Math.max(0, scrolled / way)) * lastTop(sight);
}

/** How far the box is scrolled when that row is at the top; the other way round of `topAt`. */
export function scrolledTo(sight: Sight, top: number): number {
  const last = lastTop(sight);
  return last === 0 ? 0 : (Math.min(last, top) / last) * (heightOf(sight.rows) - sight.room);
}

/** The row at the top after as little movement as shows the whole of that row. */
export function topThatShows(sight: Sight, top: number, row: number): number {
  const whole = sight.room / rowHeight;
  return Math.min(row, Math.max(top, row + 1 - whole));
}
