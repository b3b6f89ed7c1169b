import { fieldWords } from '#platform/kernel/field-words.ts';
import { bareHeader, headerWords, spellings } from '#platform/tabular/header-words.ts';
import { chooseNormaliser } from '../normalise/choose.ts';
import { type ColumnKind, columnKind } from '../normalise/column-kind.ts';
import { normalise } from '../normalise/normalise.ts';
import type { ColumnPair } from './column-pair.ts';

/** The columns of one source with the cells of its first rows. */
export interface MappedSide {
  columns: readonly string[];
  sample: readonly (readonly string[])[];
}

/** Why two columns seem to mean the same. */
export type PairReason =
  | { by: 'name' }
  /** The same but for brackets, marks, blanks and letter case. */
  | { by: 'name-bare' }
  /** Both are words for one field of the trade. */
  | { by: 'synonym'; field: string }
  /** One is the other in pinyin or by its initials. */
  | { by: 'pinyin' }
  /** One ends with the other, and nothing else on its side does: 日期 for 余额日期. */
  | { by: 'end' }
  /** So many of the different values of the side that has fewer stand on the other side too. */
  | { by: 'content'; shared: number; of: number };

export interface PairProposal extends ColumnPair {
  /** From 0 to 1; below one half a person should look twice. */
  score: number;
  reasons: PairReason[];
  /** The kinds of the values, which lower the score where they differ. */
  kinds: [left: ColumnKind, right: ColumnKind];
}

export interface MappingProposal {
  /** In the order of the columns of the left; each column stands in one pair at most. */
  pairs: PairProposal[];
  leftAlone: string[];
  rightAlone: string[];
}

const scores = { name: 1, 'name-bare': 0.95, synonym: 0.85, pinyin: 0.75, content: 0.7, end: 0.55 };
/** What is left of a score where the values are of kinds that are not compared as one. */
const unlike = 0.6;
const leastShared = 0.3;

/**
 * Proposes which columns mean the same: by exact name, synonyms of the field, pinyin, and what stands in them. A person
 * confirms; nothing is mapped by this alone.
 */
export function proposePairs(left: MappedSide, right: MappedSide): MappingProposal {
  const lefts = left.columns.map((_, at) => new Column(left, at));
  const rights = right.columns.map((_, at) => new Column(right, at));
  const candidates = lefts.flatMap((one) => rights.flatMap((other) => candidateOf(one, other, [lefts, rights]) ?? []));
  candidates.sort((a, b) => b.proposal.score - a.proposal.score || a.one.at - b.one.at || a.other.at - b.other.at);
  const taken = new Set<Column>();
  const pairs: { at: number; proposal: PairProposal }[] = [];
  for (const { one, other, proposal } of candidates) {
    if (taken.has(one) || taken.has(other)) continue;
    taken.add(one).add(other);
    pairs.push({ at: one.at, proposal });
  }
  const alone = (columns: Column[]) => columns.filter((column) => !taken.has(column)).map(({ name }) => name);
  return {
    pairs: pairs.sort((a, b) => a.at - b.at).map(({ proposal }) => proposal),
    leftAlone: alone(lefts),
    rightAlone: alone(rights),
  };
}

function candidateOf(
  one: Column,
  other: Column,
  [lefts, rights]: [Column[], Column[]],
): { one: Column; other: Column; proposal: PairProposal } | null {
  const by = chooseNormaliser(one.kind, other.kind);
  const isEnd = one.kind === other.kind && (isOnlyEnd(other, one, lefts) || isOnlyEnd(one, other, rights));
  const byName = nameReason(one, other) ?? (isEnd ? { by: 'end' as const } : null);
  const { shared, of } = overlap(one, other, by);
  const isShared = of >= 3 && shared / of >= leastShared;
  if (!byName && !(isShared && one.kind === other.kind)) return null;
  const named = byName ? scores[byName.by] : 0;
  const content = isShared ? scores.content * (shared / of) : 0;
  const isUnlike = by.kind === 'text' && one.kind !== other.kind && one.kind !== 'empty' && other.kind !== 'empty';
  const score = Math.max(named, content) * (isUnlike ? unlike : 1);
  const reasons: PairReason[] = [
    ...(byName ? [byName] : []),
    ...(isShared ? [{ by: 'content' as const, shared, of }] : []),
  ];
  const proposal = { left: one.name, right: other.name, by, score: Math.round(score * 100) / 100, reasons };
  return { one, other, proposal: { ...proposal, kinds: [one.kind, other.kind] } };
}

function nameReason(one: Column, other: Column): Exclude<PairReason, { by: 'content' }> | null {
  if (one.name === other.name) return { by: 'name' };
  if (bareHeader(one.name) === bareHeader(other.name)) return { by: 'name-bare' };
  if (one.words !== '' && one.words === other.words) return { by: 'name-bare' };
  if (one.field !== null && one.field === other.field) return { by: 'synonym', field: one.field };
  const isSpelled = one.spelled.includes(other.words) || other.spelled.includes(one.words);
  return isSpelled ? { by: 'pinyin' } : null;
}

/** Whether `long` is the only one of its side whose header ends with that of `short`. */
function isOnlyEnd(short: Column, long: Column, side: Column[]): boolean {
  if (short.words.length < 2 || !long.words.endsWith(short.words)) return false;
  return side.every((other) => other === long || !other.words.endsWith(short.words));
}

/** How many of the different values of the side that has fewer of them stand on the other side, as they are compared. */
function overlap(one: Column, other: Column, by: ColumnPair['by']): { shared: number; of: number } {
  const [few, many] = [one.values(by), other.values(by)].sort((a, b) => a.size - b.size) as [Set<string>, Set<string>];
  let shared = 0;
  for (const value of few) if (many.has(value)) shared++;
  return { shared, of: few.size };
}

class Column {
  readonly at: number;
  readonly name: string;
  readonly words: string;
  readonly kind: ColumnKind;
  readonly field: string | null;
  /** A Chinese header in pinyin, where that is long enough to mean something. */
  readonly spelled: string[];
  readonly #cells: string[];
  readonly #values = new Map<string, Set<string>>();

  constructor({ columns, sample }: MappedSide, at: number) {
    this.at = at;
    this.name = columns[at]!;
    this.words = headerWords(this.name);
    this.#cells = sample.map((cells) => cells[at] ?? '');
    this.kind = columnKind(this.name, this.#cells);
    this.field = fieldOf(this.name);
    this.spelled = /\p{Script=Han}/u.test(this.words) ? spellings(this.words).filter((word) => word.length > 2) : [];
  }

  values(by: ColumnPair['by']): Set<string> {
    const known = this.#values.get(by.kind);
    if (known) return known;
    const values = new Set(this.#cells.map((cell) => normalise(cell, by).text).filter((text) => text !== ''));
    this.#values.set(by.kind, values);
    return values;
  }
}

/** The field of the trade that the header is a word for. */
export function fieldOf(header: string): string | null {
  return fieldsByWord().get(headerWords(header)) ?? null;
}

let known: Map<string, string> | undefined;

/** The field by each of its words, and by a word's pinyin where that stands for one field only. */
function fieldsByWord(): Map<string, string> {
  if (known) return known;
  const spelled = new Map<string, Set<string>>();
  known = new Map();
  for (const [field, { chinese, english }] of Object.entries(fieldWords)) {
    for (const word of [...chinese, ...english]) known.set(bareHeader(word), field);
    for (const spelling of chinese.flatMap(spellings))
      spelled.set(spelling, (spelled.get(spelling) ?? new Set()).add(field));
  }
  for (const [spelling, fields] of spelled)
    if (fields.size === 1 && spelling.length > 2 && !known.has(spelling)) known.set(spelling, [...fields][0]!);
  return known;
}
