import { type Comparison, sumBytes } from './places.ts';
import type { Thread } from './thread.ts';
import type { ComparisonSummary, Explanation, SideSummary } from './summary.ts';

/** Reads the counts and sums of both threads from the shared memory. */
export function summarise({ memory, places, asked }: Thread): ComparisonSummary {
  const left = sideOf(0);
  const right = sideOf(1);
  return {
    left,
    right,
    counts: {
      added: tallied(3),
      removed: tallied(4),
      changed: tallied(6),
      equivalent: asked.equivalent === 'list' ? tallied(7) : null,
      duplicate: tallied(5),
    },
    rows: {
      same: tallied(0),
      equivalent: tallied(1),
      changed: tallied(2),
      surplusLeft: tallied(8),
      surplusRight: tallied(9),
    },
    explained: explain(),
    seed: asked.seed,
    identity: asked.exact ? { by: 'bytes' } : { by: '128-bit hash', missed: chance(Math.min(left.rows, right.rows)) },
  };

  function sideOf(which: 0 | 1): SideSummary {
    const at = places.sides[which] / 4;
    const { words } = memory;
    const totals: Record<string, string> = {};
    for (const [index, pair] of amountsOf(asked).entries())
      totals[which === 0 ? pair.left : pair.right] = String(totalOf(which, index));
    return {
      name: which === 0 ? asked.left.name : asked.right.name,
      rows: words[at + 8]!,
      totals,
      blankLines: words[at + 9]!,
      shortRows: words[at + 10]!,
      longRows: words[at + 11]!,
      rowsWithoutKey: words[at + 12]!,
      strayQuotes: words[at + 13]!,
      textAfterQuote: words[at + 14]!,
    };
  }

  function totalOf(which: 0 | 1, amount: number): bigint {
    return memory.wide(memory.words[places.sides[which] / 4 + 6]! + amount * sumBytes);
  }

  function tallied(word: number): number {
    return places.tallies.reduce((total, tally) => total + memory.words[tally / 4 + word]!, 0);
  }

  function explain(): Record<string, Explanation> {
    const explained: Record<string, Explanation> = {};
    for (const [amount, pair] of amountsOf(asked).entries()) {
      const sum = (which: number) =>
        places.tallies.reduce(
          (total, tally) => total + memory.wide(memory.words[tally / 4 + 12 + which]! + amount * sumBytes),
          0n,
        );
      const [added, removed, changed, surplus] = [sum(0), sum(1), sum(2), sum(3)] as const;
      const [before, after] = [totalOf(0, amount), totalOf(1, amount)];
      explained[pair.left] = {
        left: String(before),
        right: String(after),
        added: String(added),
        removed: String(removed),
        changed: String(changed),
        surplus: String(surplus),
        unexplained: String(after - before - (added - removed + changed + surplus)),
      };
    }
    return explained;
  }
}

/** The amounts among the columns, in their order. */
function amountsOf({ pairs }: Comparison) {
  return pairs.filter(({ by }) => by.kind === 'amount');
}

/** Two rows that differ have the same hash with a chance of at most 2^-64 (see kernel/assembly/hash.ts). */
function chance(rows: number): string {
  return (rows * 2 ** -64).toExponential(1);
}
