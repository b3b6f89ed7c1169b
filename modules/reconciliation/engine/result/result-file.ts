import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import type { ComparisonSummary, SideSummary } from '../compare/summary.ts';
import type { ColumnPair } from '../map/column-pair.ts';
import { normaliserJson } from '../normalise/normaliser-json.ts';

/** What was compared and how: with these and the two inputs anyone runs it again and gets the same bytes. */
export interface ResultHeader {
  kind: 'result';
  version: 1;
  left: Input;
  right: Input;
  /** The key's columns as the left names them. */
  key: string[];
  columns: { left: string; right: string; normaliser: Record<string, string | number | boolean> }[];
  /** Columns that have no partner and were not compared. */
  alone: { left: string[]; right: string[] };
  by: 'bytes' | '128-bit hash';
  seed: string;
}

/** An input by what it holds; its name and place do not matter. */
export interface Input {
  sha256: string;
  bytes: number;
}

/** The last line: the comparison's summary without the names of the inputs. */
export type ResultSummary = {
  kind: 'summary';
  left: Omit<SideSummary, 'name'>;
  right: Omit<SideSummary, 'name'>;
} & Omit<ComparisonSummary, 'left' | 'right'>;

/** What a result is told from, beside the differences. */
export interface Compared {
  left: Input;
  right: Input;
  pairs: readonly ColumnPair[];
  /** Places in `pairs`. */
  key: readonly number[];
  alone: { left: string[]; right: string[] };
  exact: boolean;
  seed: string;
}

/**
 * Writes a result: one JSON object a line, the header and the summary by RFC 8785, the differences between them as the
 * comparison gives them. The SHA-256 of all its bytes is the result's name; nothing in it depends on when or where it was made.
 */
export class ResultWriter {
  readonly #write: (bytes: Uint8Array) => void;
  readonly #hash = createHash('sha256');
  #bytes = 0;

  constructor(compared: Compared, write: (bytes: Uint8Array) => void) {
    this.#write = write;
    this.lines(canonicalLine(headerOf(compared)));
  }

  /** Differences as JSON lines, cut anywhere. */
  lines(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    this.#write(bytes);
  }

  end({ left, right, ...summary }: ComparisonSummary): Input {
    const { name: _left, ...leftSide } = left;
    const { name: _right, ...rightSide } = right;
    this.lines(
      canonicalLine({ kind: 'summary', left: leftSide, right: rightSide, ...summary } satisfies ResultSummary),
    );
    return { sha256: this.#hash.digest('hex'), bytes: this.#bytes };
  }
}

function headerOf({ left, right, pairs, key, alone, exact, seed }: Compared): ResultHeader {
  return {
    kind: 'result',
    version: 1,
    left,
    right,
    key: key.map((place) => pairs[place]!.left),
    columns: pairs.map((pair) => ({ left: pair.left, right: pair.right, normaliser: normaliserJson(pair.by) })),
    alone,
    by: exact ? 'bytes' : '128-bit hash',
    seed,
  };
}

function canonicalLine(value: object): Buffer {
  return Buffer.from(`${canonicalize(value)!}\n`);
}
