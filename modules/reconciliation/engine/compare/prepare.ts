import { Refusal } from '#platform/kernel/refusal.ts';
import type { Doubt } from '#platform/tabular/marks.ts';
import type { ColumnPair } from '../map/column-pair.ts';
import type { PairReason } from '../map/propose-pairs.ts';
import { unitOf } from '../map/unit.ts';
import { chooseNormaliser } from '../normalise/choose.ts';
import { columnKind } from '../normalise/column-kind.ts';
import type { Normaliser } from '../normalise/normaliser.ts';
import type { Source, TextSource } from '../read/source.ts';
import type { Comparison } from './places.ts';
import { spool } from './spool.ts';
import { isWrittenAlike } from './written-alike.ts';

/** What a person says of a comparison; what is left out is found. */
export interface Wishes {
  /** Names of the key's columns, as either side has them. */
  key: readonly string[];
  /** Names of the right by names of the left, where they are not the same. */
  map?: Readonly<Record<string, string>>;
  /** By names of the left. */
  normalise?: Readonly<Record<string, Normaliser>>;
  /** Bytes; 768 MiB unless said otherwise. */
  memory?: number;
  exact?: boolean;
  equivalent?: 'list' | 'count';
  seed?: string;
}

/** A comparison that can be run, and what is said about how it came about. */
export interface Prepared {
  comparison: Omit<Comparison, 'seed'> & { seed?: string };
  /** Columns that were taken for the same though their names differ, and those that may be: these are not compared. */
  matched: Match[];
  unsure: Match[];
  /** Columns of which nothing is said on the other side: they are not compared. */
  alone: { left: string[]; right: string[] };
  /** What a person should know before relying on the result. */
  doubts: Doubt[];
  /** Removes what was written to disk on the way. */
  clear(): Promise<void>;
}

/** Two columns, and by what they seem to mean the same. */
export type Match = Names & { by: PairReason['by'] };

export const usualMemory = 768 << 20;
const leastMemory = 128 << 20;
/** So many first values tell what a column is. */
const telling = 100;

/**
 * Prepares the comparison of two sources: columns as the map says or, where there is none, by exact name and by what surely means
 * the same; normalisers as said or chosen by what the columns hold. Sources that are no separated text are written as one to disk.
 * Refuses `reconcile.no-key`, `reconcile.no-such-column` {column, file}, `reconcile.key-alone` {column, file} where the other file has
 * no partner for a column of the key, and `reconcile.too-little-memory` {least}.
 */
export async function prepare(left: Source, right: Source, wishes: Wishes): Promise<Prepared> {
  const memory = wishes.memory ?? usualMemory;
  if (memory < leastMemory) throw new Refusal('reconcile.too-little-memory', { least: leastMemory >> 20 });
  if (wishes.key.length === 0) throw new Refusal('reconcile.no-key');
  const named = mapNames(left, right, wishes.map ?? {});
  const { sure, unsure } = wishes.map ? { sure: [], unsure: [] } : await matchOthers(left, right, named);
  const mapping = inOrderOf(columnsOf(left), [...named, ...sure]);
  const key = [...new Set(await Promise.all(wishes.key.map((name) => placeOf(name, mapping, left, right))))];
  const pairs = mapping.map((names, place) => ({ ...names, by: normaliserOf(names, place) }));
  const spooled = await Promise.all([left, right].map(spool));
  const [leftText, rightText] = spooled.map(({ source }) => source) as [TextSource, TextSource];
  return {
    comparison: {
      left: leftText,
      right: rightText,
      pairs,
      key,
      memory,
      exact: wishes.exact ?? false,
      equivalent: wishes.equivalent ?? 'list',
      canonical: !isWrittenAlike(leftText, rightText, pairs),
      ...(wishes.seed ? { seed: wishes.seed } : {}),
    },
    matched: sure,
    unsure,
    doubts: pairs.flatMap(doubtsOfUnit),
    alone: {
      left: columnsOf(left).filter((name) => !mapping.some((pair) => pair.left === name)),
      right: columnsOf(right).filter((name) => !mapping.some((pair) => pair.right === name)),
    },
    clear: async () => {
      for (const { clear } of spooled) await clear();
    },
  };

  function normaliserOf(names: Names, place: number): Normaliser {
    const said = wishes.normalise?.[names.left];
    if (said) return said;
    const chosen = chooseNormaliser(kindOf(left, names.left), kindOf(right, names.right));
    // A key names a thing; it is no sum of money.
    return key.includes(place) && chosen.kind === 'amount' ? { kind: 'text', blanks: 'all', width: true } : chosen;
  }
}

export function columnsOf(source: Source): string[] {
  return source.kind === 'text' ? source.layout.columns : source.columns;
}

type Names = Pick<ColumnPair, 'left' | 'right'>;

function mapNames(left: Source, right: Source, map: Readonly<Record<string, string>>): Names[] {
  const [lefts, rights] = [columnsOf(left), columnsOf(right)];
  for (const [name, other] of Object.entries(map)) {
    if (!lefts.includes(name)) throw new Refusal('reconcile.no-such-column', { column: name, file: left.name });
    if (!rights.includes(other)) throw new Refusal('reconcile.no-such-column', { column: other, file: right.name });
  }
  const taken = new Set(Object.values(map));
  return lefts.flatMap((name) => {
    const other = Object.hasOwn(map, name) ? map[name]! : name;
    if (!rights.includes(other) || (!Object.hasOwn(map, name) && taken.has(other))) return [];
    return [{ left: name, right: other }];
  });
}

/** The modules that know the words of the field are loaded only where names differ. */
async function matchOthers(left: Source, right: Source, named: Names[]): Promise<{ sure: Match[]; unsure: Match[] }> {
  const [lefts, rights] = [columnsOf(left), columnsOf(right)];
  if (lefts.length === named.length || rights.length === named.length) return { sure: [], unsure: [] };
  const { matchColumns } = await import('../map/match-columns.ts');
  const first = ({ sample }: Source) => sample.slice(0, telling);
  const matched = matchColumns(
    { columns: lefts, sample: first(left) },
    { columns: rights, sample: first(right) },
    named,
  );
  const shown = ({ left: name, right: other, reasons }: (typeof matched.sure)[number]): Match => ({
    left: name,
    right: other,
    by: reasons[0]!.by,
  });
  return { sure: matched.sure.map(shown), unsure: matched.unsure.map(shown) };
}

function inOrderOf(columns: string[], names: Names[]): Names[] {
  return names
    .map(({ left, right }) => ({ left, right }))
    .sort((a, b) => columns.indexOf(a.left) - columns.indexOf(b.left));
}

/** By its exact name on either side, else by the only one that differs in marks, blanks and letter case. */
async function placeOf(name: string, mapping: Names[], left: Source, right: Source): Promise<number> {
  const place = mapping.findIndex((pair) => pair.left === name || pair.right === name);
  if (place !== -1) return place;
  for (const [source, other] of [
    [left, right],
    [right, left],
  ] as const)
    if (columnsOf(source).includes(name)) throw new Refusal('reconcile.key-alone', { column: name, file: other.name });
  const { bareHeader } = await import('#platform/tabular/header-words.ts');
  const alike = [...mapping.keys()].filter((at) =>
    [mapping[at]!.left, mapping[at]!.right].some((column) => bareHeader(column) === bareHeader(name)),
  );
  if (alike.length !== 1) throw new Refusal('reconcile.no-such-column', { column: name, file: left.name });
  return alike[0]!;
}

/** Amounts that a header counts in 万元 are compared and added up as they stand, which has to be said. */
function doubtsOfUnit({ left, right, by }: ColumnPair): Doubt[] {
  if (by.kind !== 'amount') return [];
  const [unit, other] = [unitOf(left), unitOf(right)];
  if (unit !== other) return [{ code: 'reconcile.units-differ', facts: { left, right } }];
  return unit ? [{ code: 'reconcile.unit', facts: { column: left, unit } }] : [];
}

function kindOf(source: Source, name: string) {
  const column = columnsOf(source).indexOf(name);
  return columnKind(
    name,
    source.sample.slice(0, telling).map((cells) => cells[column] ?? ''),
  );
}
