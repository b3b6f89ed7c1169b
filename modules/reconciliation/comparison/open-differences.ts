import type { Context, Inside } from '#platform/context/context.ts';
import { parseYuan } from '#platform/kernel/money.ts';
import type { Difference } from '../engine/difference.ts';
import type { DifferenceFilter } from './comparison-contract.ts';
import type { LinePlace } from './difference-desk-side.ts';
import { type OpenedDifferences, withDifferences } from './difference-desk.ts';
import { type ComparisonCase, indexFile, keyOfComparison, resultFile } from './find-comparison.ts';
import { keyOfDataset, rowsFile, type StoredDataset } from './find-dataset.ts';
import type { LinesWanted } from './find-lines.ts';
import type { WorkingCopy } from './working-copy.ts';

/** The differences of a comparison that lie open, with what of it was read. */
export interface OpenDifferences extends OpenedDifferences {
  lines(places: readonly LinePlace[]): Promise<Difference[]>;
  rowsOf(side: 'left' | 'right'): Promise<WorkingCopy>;
}

/** Opens the differences of a comparison; the caller asked the policy in this very transaction. */
export function openDifferences<T>(
  inside: Inside,
  { found, left, right }: Pick<ComparisonCase, 'found' | 'left' | 'right'>,
  deed: (opened: OpenDifferences) => Promise<T>,
): Promise<T> {
  const key = keyOfComparison(inside, found);
  const sealedRows = (of: StoredDataset) => ({ key: keyOfDataset(inside, of), file: rowsFile(of.id, of.readRound!) });
  const ground: Pick<Context, 'ground'> = { ground: inside.ground };
  return withDifferences(
    ground,
    {
      name: `${found.id} ${found.run}`,
      index: { key, file: indexFile(found.id, found.run) },
      result: { key, file: resultFile(found.id, found.run) },
    },
    (opened) =>
      deed({
        ...opened,
        lines: (places) => readLines(opened.result, places),
        rowsOf: (side) => opened.rows(sealedRows(side === 'left' ? left : right)),
      }),
  );
}

/** So far apart lines are still read at once. */
const nearBytes = 1 << 14;

/** The lines of a result at these places, in their order. */
async function readLines(result: WorkingCopy, places: readonly LinePlace[]): Promise<Difference[]> {
  const found = new Map<number, Difference>();
  const sorted = places.toSorted((one, other) => one.offset - other.offset);
  for (let from = 0; from < sorted.length;) {
    let until = from + 1;
    while (until < sorted.length && sorted[until]!.offset - sorted[until - 1]!.offset < nearBytes) until++;
    const group = sorted.slice(from, until);
    const start = group[0]!.offset;
    const last = group.at(-1)!;
    const bytes = await result.read(start, last.offset + last.length - start);
    for (const { line, offset, length } of group)
      found.set(line, JSON.parse(bytes.toString('utf8', offset - start, offset - start + length)) as Difference);
    from = until;
  }
  return places.map(({ line }) => found.get(line)!);
}

/** A filter as the desk understands it: columns by their place, amounts in fen. */
export function filterOnDesk(
  { column, least, most, ...filter }: DifferenceFilter,
  pairs: readonly { left: string }[],
): LinesWanted['filter'] {
  const fen = (yuan: string | undefined) => (yuan === undefined ? undefined : Math.abs(Number(parseYuan(yuan))));
  const at = pairs.findIndex((pair) => pair.left === column);
  return {
    ...filter,
    column: column === undefined ? undefined : at === -1 ? null : at,
    least: fen(least),
    most: fen(most),
  };
}
