import { formatYuan } from '#platform/kernel/money.ts';
import type { Doubt } from '#platform/tabular/marks.ts';
import { plainFen, readAmount } from '../normalise/amount.ts';
import { chooseNormaliser } from '../normalise/choose.ts';
import { type ColumnKind, columnKind } from '../normalise/column-kind.ts';
import { normalise } from '../normalise/normalise.ts';
import type { Normaliser, ValueDoubt } from '../normalise/normaliser.ts';
import type { MarkCount } from './mark-tally.ts';
import { MarkTally } from './mark-tally.ts';
import { inFile } from './open-source.ts';
import type { FoundRows, RowBlock, Source, TextLayout } from './source.ts';
import { readTextRows } from './text-rows.ts';

/** What was found in a source, read from end to end, for a person to confirm. */
export interface Description {
  name: string;
  found: ({ format: 'text'; bytes: number } & TextLayout) | FoundRows;
  rows: number;
  columns: DescribedColumn[];
  /** What is odd about the source as a whole. */
  doubts: Doubt[];
  /** What is odd about rows and cells, counted, with the first lines of each kind. */
  marks: MarkCount[];
}

export interface DescribedColumn {
  name: string;
  kind: ColumnKind;
  /** What its values are read by, if nobody says otherwise. */
  normaliser: Normaliser;
  filled: number;
  blank: number;
  /** The sum of an amount column in fen and, for people, in yuan; values that cannot be read are counted in `doubtful`, not as zero. */
  total: { fen: string; yuan: string } | null;
  /** Values that are nothing of the column's kind, with the first lines. */
  doubtful: { doubt: ValueDoubt; count: number; lines: number[] }[];
}

const linesKept = 100;
/** A sum up to this and one more plain amount are exact as numbers. */
const exact = 2 ** 52;

/**
 * Reads the source from end to end and says what is in it: nothing is guessed in silence, nothing dropped. The kind of a column
 * is told from its first thousand values; every value is then held against it. `take` is given the rows as they pass. Refuses what
 * cannot be read, with {file} and {line}.
 */
export async function describe(source: Source, take?: (block: RowBlock) => Promise<void> | void): Promise<Description> {
  const names = source.kind === 'text' ? source.layout.columns : source.columns;
  const columns = names.map(
    (name, at) =>
      new ColumnReading(
        name,
        source.sample.map((cells) => cells[at] ?? ''),
      ),
  );
  const marks = source.kind === 'text' ? new MarkTally() : source.marks;
  let rows = 0;
  try {
    for await (const block of blocksOf(source, marks)) {
      rows += block.rows.length;
      for (const [at, cells] of block.rows.entries())
        for (const [column, reading] of columns.entries()) reading.take(cells[column] ?? '', block.lines[at]!);
      await take?.(block);
    }
  } catch (error) {
    throw inFile(error, source.name);
  }
  return {
    name: source.name,
    found: source.kind === 'text' ? { format: 'text', bytes: source.bytes, ...source.layout } : source.found,
    rows,
    columns: columns.map((column) => column.described()),
    doubts: source.doubts,
    marks: marks.list(),
  };
}

async function* blocksOf(source: Source, marks: MarkTally): AsyncGenerator<RowBlock, void, undefined> {
  if (source.kind === 'rows') {
    yield* source.blocks;
    return;
  }
  for await (const rows of readTextRows(source)) {
    for (const { line, faults, doubts } of rows) {
      for (const mark of faults) marks.add('fault', line, mark);
      for (const mark of doubts) marks.add('doubt', line, mark);
    }
    yield { lines: rows.map(({ line }) => line), rows: rows.map(({ cells }) => cells) };
  }
}

class ColumnReading {
  readonly #name: string;
  readonly #kind: ColumnKind;
  readonly #by: Normaliser;
  readonly #doubtful = new Map<ValueDoubt, { count: number; lines: number[] }>();
  #filled = 0;
  #blank = 0;
  #total = 0n;
  /** Of the total what was written plainly and is not in it yet. */
  #plain = 0;

  constructor(name: string, sample: string[]) {
    this.#name = name;
    this.#kind = columnKind(name, sample);
    this.#by = chooseNormaliser(this.#kind, this.#kind);
  }

  take(cell: string, line: number): void {
    if (cell === '' || cell.trim() === '') {
      this.#blank++;
      return;
    }
    this.#filled++;
    if (this.#by.kind === 'text') return;
    if (this.#by.kind === 'amount') {
      const plain = plainFen(cell);
      if (!Number.isNaN(plain)) {
        this.#plain += plain;
        if (Math.abs(this.#plain) > exact) this.#settlePlain();
        return;
      }
      const amount = readAmount(cell);
      if (typeof amount === 'bigint') this.#total += amount;
      else if (amount !== null) this.#doubt(amount, line);
      return;
    }
    const { doubt } = normalise(cell, this.#by);
    if (doubt !== null) this.#doubt(doubt, line);
  }

  #settlePlain(): void {
    this.#total += BigInt(this.#plain);
    this.#plain = 0;
  }

  #doubt(doubt: ValueDoubt, line: number): void {
    const known = this.#doubtful.get(doubt) ?? { count: 0, lines: [] };
    this.#doubtful.set(doubt, known);
    known.count++;
    if (known.lines.length < linesKept) known.lines.push(line);
  }

  described(): DescribedColumn {
    this.#settlePlain();
    return {
      name: this.#name,
      kind: this.#kind,
      normaliser: this.#by,
      filled: this.#filled,
      blank: this.#blank,
      total: this.#kind === 'amount' ? { fen: String(this.#total), yuan: formatYuan(this.#total) } : null,
      doubtful: [...this.#doubtful].map(([doubt, { count, lines }]) => ({ doubt, count, lines })),
    };
  }
}
