import type { Mark } from '#platform/tabular/marks.ts';

/** How many places of each kind of mark are kept; all are counted. */
const placesKept = 100;

export interface MarkCount {
  code: string;
  severity: 'fault' | 'doubt';
  count: number;
  /** The first of them: line, and the index of the column, null when the mark is about the whole row. */
  places: { line: number; column: number | null; facts: Mark['facts'] }[];
}

/** Counts marks while rows are read, and keeps the first places of each kind. */
export class MarkTally {
  readonly #counts = new Map<string, MarkCount>();

  add(severity: MarkCount['severity'], line: number, { code, column, facts }: Mark): void {
    const key = `${severity} ${code}`;
    let known = this.#counts.get(key);
    if (!known) this.#counts.set(key, (known = { code, severity, count: 0, places: [] }));
    known.count++;
    if (known.places.length < placesKept) known.places.push({ line, column, facts });
  }

  /** The counts in the order in which each kind was first met. */
  list(): MarkCount[] {
    return [...this.#counts.values()];
  }
}
