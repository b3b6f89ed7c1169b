import * as client from '#modules/client/client.ts';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { type Fen, formatYuan } from '#platform/kernel/money.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { Difference } from '../engine/difference.ts';
import { readAmount } from '../engine/normalise/amount.ts';
import { compareCells } from '../engine/normalise/normalise.ts';
import { normaliserSchema } from '../engine/normalise/normaliser-json.ts';
import type { DifferenceLine, ListDifferences, MappedPair, OpenedRow } from './comparison-contract.ts';
import { canSeeDifferences } from './comparison-policy.ts';
import type { CellVerdict } from './comparison-terms.ts';
import { type ComparisonCase, comparisonCase, type ComparisonId, type StoredComparison } from './find-comparison.ts';
import type { StoredDataset } from './find-dataset.ts';
import { filterOnDesk, openDifferences } from './open-differences.ts';
import {
  settledLines,
  settlementOf,
  shownSettlements,
  standingSettlements,
  type StoredSettlement,
} from './settlements.ts';
import { descriptionOf } from './shown-dataset.ts';

/** A page of the differences. The first page of each look is journalled. */
export function listDifferences(
  context: Context,
  input: ListDifferences,
): Promise<{ total: number; rows: DifferenceLine[] }> {
  const look = input.from === 0 ? transact : read;
  return look(context, async (inside) => {
    const one = await comparisonCase(inside, input.comparison);
    allow(canSeeDifferences(inside.actor, one.at, one.facts));
    const standing = await standingSettlements(inside, one.found);
    const { pairs } = one.found.plan;
    const { order, descending, from, limit } = input;
    const wanted = { filter: filterOnDesk(input.filter, pairs), order, descending, settled: settledLines(standing) };
    const page = await openDifferences(inside, one, async ({ desk, name, lines }) => {
      const { total, lines: places } = await desk.ask('page', { name, wanted, from, limit });
      return { total, places, differences: await lines(places) };
    });
    if (from === 0)
      await journal.record(inside, {
        verb: 'comparison.differences-seen',
        handover: one.found.handoverId,
        subject: one.found.id,
        facts: { lines: page.total },
      });
    const shown = await shownLines(
      inside,
      one,
      standing,
      page.places.map(({ line }, at) => ({ line, of: page.differences[at]! })),
    );
    return { total: page.total, rows: shown };
  });
}

/** One row whole: every column of both sides, and what was said about it; journalled. Refuses with `comparison.no-such-line`. */
export function openRow(context: Context, input: { comparison: ComparisonId; line: number }): Promise<OpenedRow> {
  return transact(context, async (inside) => {
    const one = await comparisonCase(inside, input.comparison);
    allow(canSeeDifferences(inside.actor, one.at, one.facts));
    const standing = await standingSettlements(inside, one.found);
    const opened = await openDifferences(inside, one, async ({ desk, name, lines, rowsOf }) => {
      const place = await desk.ask('line', { name, line: input.line });
      if (!place) throw notFound('difference', { comparison: input.comparison, line: input.line });
      const cells = async (side: 'left' | 'right') => {
        const { places } = place[side];
        if (places.length === 0) return [];
        const copy = await rowsOf(side);
        return Promise.all(places.map(async (at) => JSON.parse(await copy.line(at)) as string[]));
      };
      return {
        differences: await lines([place, ...place.sameKey]),
        places: [place, ...place.sameKey],
        left: await cells('left'),
        right: await cells('right'),
        more:
          Math.max(place.left.count - place.left.places.length, 0) +
          Math.max(place.right.count - place.right.places.length, 0),
      };
    });
    await journal.record(inside, {
      verb: 'comparison.row-opened',
      handover: one.found.handoverId,
      subject: one.found.id,
      facts: { line: input.line },
    });
    const shown = await shownLines(
      inside,
      one,
      standing,
      opened.places.map(({ line }, at) => ({ line, of: opened.differences[at]! })),
    );
    const [difference, ...sameKey] = shown;
    return { difference: difference!, lines: sameKey, more: opened.more, ...sideBySide(inside, one, opened) };
  });
}

/** Lines of the result as they are shown. */
export async function shownLines(
  inside: Inside,
  { found, at }: Pick<ComparisonCase, 'found' | 'at'>,
  standing: readonly StoredSettlement[],
  lines: readonly { line: number; of: Difference }[],
): Promise<DifferenceLine[]> {
  const own = lines.map(({ line }) => settlementOf(standing, line));
  const settlements = await shownSettlements(inside, found, [...new Set(own.flatMap((one) => one ?? []))]);
  const clients = await clientsByKey(inside, at.of);
  return lines.map(({ line, of }, place) => ({
    line,
    kind: of.kind,
    key: of.key,
    column: of.column ?? null,
    left: of.left ?? null,
    right: of.right ?? null,
    amount: amountOf(found, of),
    settlement: settlements.get(own[place]?.id as never) ?? null,
    client: clientNamed(clients, of.key),
  }));
}

type NamedClient = NonNullable<DifferenceLine['client']>;

/** The clients of the batch by what a key may name them by: number, credit code, name. */
export async function clientsByKey(
  inside: Inside,
  { batch }: Pick<ComparisonCase['at']['of'], 'batch'>,
): Promise<Map<string, NamedClient>> {
  const found = await client.clientsByIds(inside, await handover.clientsOf(inside, batch));
  return new Map(
    found.flatMap(({ id, number, name, uscc }) =>
      [name, uscc, number].flatMap((word) => (word ? [[client.registerKey(word), { id, number, name }] as const] : [])),
    ),
  );
}

export function clientNamed(clients: ReadonlyMap<string, NamedClient>, key: readonly string[]): NamedClient | null {
  for (const cell of key) {
    const named = clients.get(client.registerKey(cell));
    if (named) return named;
  }
  return null;
}

function amountOf({ plan }: StoredComparison, { kind, column, left, right }: Difference): string | null {
  const pair = plan.pairs.find((one) => one.left === column);
  if (pair?.normaliser.kind !== 'amount' || kind === 'duplicate') return null;
  const [a, b] = [readAmount(left ?? '') ?? 0n, readAmount(right ?? '') ?? 0n];
  return typeof a === 'bigint' && typeof b === 'bigint' ? formatYuan((b - a) as Fen) : null;
}

/** Compared columns in the order of the left, then those of the left alone, then those of the right alone. */
function sideBySide(
  inside: Inside,
  { found, left, right }: Pick<ComparisonCase, 'found' | 'left' | 'right'>,
  rows: { left: string[][]; right: string[][] },
): Pick<OpenedRow, 'fields' | 'rows'> {
  const names = (of: StoredDataset) => descriptionOf(inside, of)!.columns.map(({ name }) => name);
  const [columns, others] = [names(left), names(right)];
  const pairs = found.plan.pairs as MappedPair[];
  const fields = [
    ...columns.flatMap((name) => pairs.filter((pair) => pair.left === name)),
    ...columns
      .filter((name) => !pairs.some((pair) => pair.left === name))
      .map((name) => ({ left: name, right: null, normaliser: null })),
    ...others
      .filter((name) => !pairs.some((pair) => pair.right === name))
      .map((name) => ({ left: null, right: name, normaliser: null })),
  ];
  const cellOf = (cells: string[] | undefined, of: string[], name: string | null) =>
    cells === undefined || name === null ? null : (cells[of.indexOf(name)] ?? '');
  return {
    fields: fields.map((field) => ({ ...field, isKey: field.left !== null && found.plan.key.includes(field.left) })),
    rows: Array.from({ length: Math.max(rows.left.length, rows.right.length) }, (_, at) => {
      const [one, other] = [rows.left[at], rows.right[at]];
      const lefts = fields.map((field) => cellOf(one, columns, field.left));
      const rights = fields.map((field) => cellOf(other, others, field.right));
      return {
        left: one ? lefts : null,
        right: other ? rights : null,
        verdicts: fields.map(({ normaliser }, place): CellVerdict => {
          if (!one) return 'only-right';
          if (!other) return 'only-left';
          if (!normaliser) return 'not-compared';
          return compareCells(lefts[place]!, rights[place]!, normaliserSchema.parse(normaliser));
        }),
      };
    }),
  };
}
