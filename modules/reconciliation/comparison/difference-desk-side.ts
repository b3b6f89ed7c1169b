import { answerAtDesk } from '#platform/workers/desk-side.ts';
import { type DifferenceIndex, openIndex } from './difference-index.ts';
import { findLines, type LinesWanted, open, type Settled, statesOf } from './find-lines.ts';

/** A line and where it stands in the result. */
export interface LinePlace {
  line: number;
  offset: number;
  length: number;
}

interface OnDesk {
  index: DifferenceIndex;
  state: { version: string; of: Uint8Array } | null;
  /** The newest answers by what was asked. */
  found: Map<string, Uint32Array>;
}

const mostFound = 8;
const desk = new Map<string, OnDesk>();

/** What is asked about results whose indexes lie on the desk, by name. */
const deeds = {
  open({ name, index }: { name: string; index: SharedArrayBuffer }): void {
    desk.set(name, { index: openIndex(index), state: null, found: new Map() });
  },

  /** A page of the lines that a filter leaves, and how many there are. */
  page({ name, wanted, from, limit }: Asked & { from: number; limit: number }): { total: number; lines: LinePlace[] } {
    const on = desk.get(name)!;
    const lines = foundOn(on, wanted);
    return { total: lines.length, lines: Array.from(lines.subarray(from, from + limit), (line) => placeOf(on, line)) };
  },

  /** One line, the lines about the same key, and where its rows stand; null when there is no such line. */
  line({ name, line }: { name: string; line: number }) {
    const on = desk.get(name)!;
    const { keys, left, right } = on.index;
    if (line >= keys.length) return null;
    const key = keys[line]!;
    const sameKey: LinePlace[] = [];
    for (
      let other = keys.indexOf(key);
      other !== -1 && sameKey.length < mostOfKey;
      other = keys.indexOf(key, other + 1)
    )
      sameKey.push(placeOf(on, other));
    const rows = ({ starts, places, counts }: typeof left) => ({
      places: [...places.subarray(starts[key], starts[key + 1])],
      count: counts[key]!,
    });
    return { ...placeOf(on, line), sameKey, left: rows(left), right: rows(right) };
  },

  /**
   * What accepting all open lines of a filter would mean: the lines whose amounts are no further apart than the tolerance, as ranges,
   * the sum of their absolute differences in fen, and how many others there are.
   */
  weigh({ name, wanted, toleranceFen }: Asked & { toleranceFen: number }): Weighed {
    const on = desk.get(name)!;
    const state = stateOn(on, wanted.settled);
    const { amounts, kinds } = on.index;
    const lines = foundOn(on, { ...wanted, order: 'file', descending: false });
    const ranges: [number, number][] = [];
    const weighed = { count: 0, sumFen: 0, beyond: 0, notAmounts: 0, settled: 0 };
    for (const line of lines) {
      const isWritten = kinds[line] === equivalent;
      const size = Math.abs(amounts[line]!);
      if (state[line] !== open) weighed.settled++;
      else if (Number.isNaN(size) && !isWritten) weighed.notAmounts++;
      else if (size > toleranceFen) weighed.beyond++;
      else {
        weighed.count++;
        weighed.sumFen += Number.isNaN(size) ? 0 : size;
        const last = ranges.at(-1);
        if (last?.[1] === line) last[1] = line + 1;
        else ranges.push([line, line + 1]);
      }
    }
    return { ...weighed, ranges };
  },

  forget({ name }: { name: string }): void {
    desk.delete(name);
  },
};

export type DifferenceDeeds = typeof deeds;

export interface Weighed {
  count: number;
  sumFen: number;
  /** Further apart than the tolerance; not about an amount; settled already. */
  beyond: number;
  notAmounts: number;
  settled: number;
  ranges: [number, number][];
}

interface Asked {
  name: string;
  wanted: LinesWanted;
}

/** So many lines about one key are shown with a row. */
const mostOfKey = 100;
/** Place of `equivalent` among the kinds. */
const equivalent = 3;

function foundOn(on: OnDesk, wanted: LinesWanted): Uint32Array {
  const state = stateOn(on, wanted.settled);
  const { settled, ...asked } = wanted;
  const key = JSON.stringify([asked, asked.filter.state === undefined ? null : settled.version]);
  const known = on.found.get(key);
  if (known) return known;
  const found = findLines(on.index, state, asked);
  on.found.set(key, found);
  for (const oldest of [...on.found.keys()].slice(0, -mostFound)) on.found.delete(oldest);
  return found;
}

function stateOn(on: OnDesk, settled: Settled): Uint8Array {
  if (on.state?.version !== settled.version) on.state = { version: settled.version, of: statesOf(on.index, settled) };
  return on.state.of;
}

function placeOf({ index: { offsets, lengths } }: OnDesk, line: number): LinePlace {
  return { line, offset: offsets[line]!, length: lengths[line]! };
}

answerAtDesk(deeds);
