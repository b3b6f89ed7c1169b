import { type Found, kept } from './found.ts';
import { type RecordStore, contentOf, rowsOf } from './record-store.ts';
import { unrelatedBits } from './weights.ts';

/** What a person said of a pair when it was proposed before. */
export interface Decision {
  /** Row on the left, from 0. */
  left: number;
  right: number;
  verdict: 'accepted' | 'refused' | 'unsure';
}

export interface ProposalRules {
  /** Pairs less likely than this are not proposed; 0.5. */
  atLeast?: number;
  /** Every record stands in one pair at most. */
  oneToOne?: boolean;
  /** An accepted pair is certain and its records take part in no other pair of theirs; a refused one is not proposed again. */
  decisions?: readonly Decision[];
}

/** Proposed pairs as columns. */
export interface Proposals {
  length: number;
  left: Uint32Array;
  right: Uint32Array;
  /** The chance that both are the same firm, by the evidence and its rivals; 1 where a person accepted it. */
  probability: Float32Array;
  /** What a person decided of the pair before; null where nobody did. */
  decided(n: number): Decision['verdict'] | null;
  /** The share of right records that have their like on the left, as estimated. */
  overlap: number;
}

interface Pair {
  left: number;
  right: number;
  probability: number;
}

/** From what was found, the pairs that are likely enough. */
export function propose(found: Found, store: RecordStore, rules: ProposalRules): Proposals {
  const { atLeast = 0.5, oneToOne = false, decisions = [] } = rules;
  const decided = new Map(decisions.map((one) => [pairNumber(one.left, one.right), one.verdict]));
  const accepted = decisions.filter(({ verdict }) => verdict === 'accepted');
  const settled = {
    left: new Set(oneToOne ? accepted.map(({ left }) => left) : []),
    right: new Set(accepted.map(({ right }) => right)),
  };
  const overlap = overlapOf(found, rowsOf(store));
  const pairs: Pair[] = accepted.map(({ left, right }) => ({ left, right, probability: 1 }));
  const open = (left: number, right: number) =>
    !settled.left.has(left) && decided.get(pairNumber(left, right)) !== 'refused';
  for (let right = 0; right < found.sums.length; right += 1) {
    if (!settled.right.has(right)) pairs.push(...likely(found, rowsOf(store), right, { overlap, atLeast, open }));
  }
  const chosen = oneToOne ? eachOnce(pairs, store, found.sums.length) : pairs;
  chosen.sort((a, b) => a.right - b.right || b.probability - a.probability);
  return {
    length: chosen.length,
    left: Uint32Array.from(chosen, ({ left }) => left),
    right: Uint32Array.from(chosen, ({ right }) => right),
    probability: Float32Array.from(chosen, ({ probability }) => probability),
    decided: (n) => decided.get(pairNumber(chosen[n]!.left, chosen[n]!.right)) ?? null,
    overlap,
  };
}

const pairNumber = (left: number, right: number) => left * 2 ** 24 + right;

/**
 * The share of right records that have their like on the left, in the steps of expectation and maximisation; each right
 * record has one like at most, so that its candidates are rivals of each other and of there being none.
 */
function overlapOf({ sums, evidence }: Found, rows: number): number {
  let overlap = 0.5;
  for (let step = 0; step < 20 && sums.length > 0; step += 1) {
    let matched = 0;
    for (let right = 0; right < sums.length; right += 1) {
      const scale = overlap / Math.max(1, rows);
      matched += (scale * sums[right]!) / (1 - overlap + scale * evidence[right]!);
    }
    overlap = Math.min(0.99, Math.max(0.01, matched / sums.length));
  }
  return overlap;
}

interface Likelihood {
  overlap: number;
  atLeast: number;
  open(left: number, right: number): boolean;
}

/** The pairs of one right record that are likely enough, after those that cannot be are taken out. */
function likely({ rows, weights, levels, evidence }: Found, all: number, right: number, by: Likelihood): Pair[] {
  const scale = by.overlap / all;
  let rivals = evidence[right]!;
  const candidates: { left: number; weight: number }[] = [];
  for (let at = right * kept; at < (right + 1) * kept && rows[at] !== 0; at += 1) {
    const left = rows[at]! - 1;
    const weight = 2 ** weights[at]!;
    if (by.open(left, right)) candidates.push({ left, weight });
    else rivals = Math.max(0, rivals - 2 ** (weights[at]! - unrelatedBits(levels[at]!)));
  }
  const none = 1 - by.overlap + scale * rivals;
  return candidates
    .map(({ left, weight }) => ({ left, right, probability: Math.min(1, (scale * weight) / none) }))
    .filter(({ probability }) => probability >= by.atLeast);
}

/**
 * Each record once: where several pairs want one, the most likely has it; of equal ones that with the smaller content, whatever
 * the order of rows.
 */
function eachOnce(pairs: Pair[], store: RecordStore, rights: number): Pair[] {
  const wanted = { left: new Uint8Array(rowsOf(store)), right: new Uint8Array(rights) };
  for (const { left, right } of pairs) {
    wanted.left[left] = Math.min(2, wanted.left[left]! + 1);
    wanted.right[right] = Math.min(2, wanted.right[right]! + 1);
  }
  const alone = ({ left, right }: Pair) => wanted.left[left] === 1 && wanted.right[right] === 1;
  const rivals = pairs.filter((pair) => !alone(pair));
  rivals.sort((a, b) => b.probability - a.probability || contentOf(store, a.left) - contentOf(store, b.left));
  const taken = { left: new Set<number>(), right: new Set<number>() };
  const winners = new Set<Pair>();
  for (const pair of rivals) {
    if (taken.left.has(pair.left) || taken.right.has(pair.right)) continue;
    taken.left.add(pair.left);
    taken.right.add(pair.right);
    winners.add(pair);
  }
  return pairs.filter((pair) => alone(pair) || winners.has(pair));
}
