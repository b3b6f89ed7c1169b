import type { Doubt } from './marks.ts';
import { columnLetter } from './table.ts';

/**
 * A name for each of `width` columns: the header as written, made unique by a count (`tabular.doubled-column`) and, where it
 * is blank, the column's letter (`tabular.unnamed-column`); both are told in `doubts`.
 */
export function nameColumns(header: readonly string[], width: number, doubts: Doubt[]): string[] {
  const columns: string[] = [];
  const taken = new Set<string>();
  for (let index = 0; index < width; index++) {
    const written = header[index] ?? '';
    const unnamed = written.trim() === '';
    const base = unnamed ? columnLetter(index) : written;
    let column = base;
    for (let count = 2; taken.has(column); count++) column = `${base} (${count})`;
    if (unnamed && header.length > 0) doubts.push({ code: 'tabular.unnamed-column', facts: { column } });
    else if (column !== written && !unnamed)
      doubts.push({ code: 'tabular.doubled-column', facts: { column: written, as: column } });
    taken.add(column);
    columns.push(column);
  }
  return columns;
}
