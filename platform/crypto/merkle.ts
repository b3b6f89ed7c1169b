import { sha256 } from '@noble/hashes/sha2.js';

/**
 * The Merkle tree of RFC 6962 §2.1 with SHA-256: leaves are hashed as 0x00 ‖ data, inner nodes as 0x01 ‖ left ‖ right.
 * Sizes and indexes are whole numbers up to 2⁵³ − 1. A log stores only *complete* nodes: node (level, index) covers the
 * leaves [index·2^level, (index + 1)·2^level), is written once and never changes.
 */
export type Hash = Uint8Array;

/** The place of a complete node: level 0 holds the leaf hashes. */
export interface NodePlace {
  level: number;
  index: number;
}

/** A complete node, as a log stores it. */
export interface TreeNode extends NodePlace {
  hash: Hash;
}

/** Gives the stored hash of a complete node; called only for the places that the matching `…Places` function lists. */
export type GetNode = (level: number, index: number) => Hash | Promise<Hash>;

export function leafHash(data: Uint8Array): Hash {
  return sha256.create().update(leafPrefix).update(data).digest();
}

export function nodeHash(left: Hash, right: Hash): Hash {
  return sha256.create().update(nodePrefix).update(left).update(right).digest();
}

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** The root of the tree without leaves: SHA-256 of nothing. */
export function emptyRoot(): Hash {
  return sha256(new Uint8Array());
}

/**
 * The right edge of a growing tree: the complete nodes that make up a tree of `size` leaves, from the largest to the
 * smallest. It is all that is needed to append: at most one hash for each bit of the size.
 */
export class MerkleFrontier {
  #size = 0;
  #edge: TreeNode[] = [];

  /**
   * Takes up a stored tree of `size` leaves; `getNode` is asked for `frontierPlaces(size)`.
   */
  static async resume(size: number, getNode: GetNode): Promise<MerkleFrontier> {
    const frontier = new MerkleFrontier();
    frontier.#edge = await Promise.all(
      frontierPlaces(size).map(async ({ level, index }) => ({ level, index, hash: await getNode(level, index) })),
    );
    frontier.#size = size;
    return frontier;
  }

  get size(): number {
    return this.#size;
  }

  /** Appends one leaf by its hash; gives the nodes this completed, the leaf itself first, all of them to be stored. */
  append(leaf: Hash): TreeNode[] {
    return this.appendComplete(0, leaf);
  }

  /**
   * Appends 2^level leaves at once by the hash of the node over them; gives the nodes this completed, that one first.
   *
   * @throws RangeError when the size is no multiple of as many leaves.
   */
  appendComplete(level: number, hash: Hash): TreeNode[] {
    const index = this.#size / 2 ** level;
    if (!Number.isInteger(index)) throw new RangeError(`no node of level ${level} begins at leaf ${this.#size}`);
    let node: TreeNode = { level, index, hash };
    const completed = [node];
    while (this.#edge.at(-1)?.level === node.level) {
      const left = this.#edge.pop()!;
      node = { level: node.level + 1, index: left.index / 2, hash: nodeHash(left.hash, node.hash) };
      completed.push(node);
    }
    this.#edge.push(node);
    this.#size += 2 ** level;
    return completed;
  }

  /** The root over all leaves appended so far. */
  root(): Hash {
    return this.#edge.length === 0 ? emptyRoot() : bagged(this.#edge.map((node) => node.hash));
  }
}

/** The complete nodes that make up a tree of `size` leaves, from the largest to the smallest. */
export function frontierPlaces(size: number): NodePlace[] {
  return placesOf({ from: 0, to: size });
}

/** The stored nodes that `inclusionProof` of the same arguments asks for, so that one query can fetch them. */
export function inclusionPlaces(index: number, size: number): NodePlace[] {
  return inclusionRanges(index, { from: 0, to: size }).flatMap(placesOf);
}

/**
 * The audit path of RFC 6962 §2.1.1 for the leaf at `index` in the tree of the first `size` leaves.
 *
 * @throws RangeError when the tree has no such leaf.
 */
export function inclusionProof(index: number, size: number, getNode: GetNode): Promise<Hash[]> {
  return hashesOf(inclusionRanges(index, { from: 0, to: size }), getNode);
}

/** The stored nodes that `consistencyProof` of the same arguments asks for. */
export function consistencyPlaces(first: number, second: number): NodePlace[] {
  return consistencyRanges(first, second).flatMap(placesOf);
}

/**
 * The proof of RFC 6962 §2.1.2 that the tree of the first `second` leaves only appended to the tree of the first `first`;
 * empty when the first is empty or both are the same.
 *
 * @throws RangeError when `first` is larger than `second`.
 */
export function consistencyProof(first: number, second: number, getNode: GetNode): Promise<Hash[]> {
  return hashesOf(consistencyRanges(first, second), getNode);
}

/** What an inclusion proof claims: this leaf hash stands at this index of the tree with this size and root. */
export interface InclusionClaim {
  leaf: Hash;
  index: number;
  size: number;
  proof: readonly Hash[];
  root: Hash;
}

/** True when the audit path leads from the leaf to the root (RFC 9162 §2.1.3.2). Never throws. */
export function verifyInclusion({ leaf, index, size, proof, root }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  let place = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      hash = nodeHash(sibling, hash);
      while (place !== 0 && !isOdd(place)) [place, last] = [half(place), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && sameHash(hash, root);
}

/** What a consistency proof claims: the second tree begins with exactly the leaves of the first. */
export interface ConsistencyClaim {
  first: number;
  firstRoot: Hash;
  second: number;
  secondRoot: Hash;
  proof: readonly Hash[];
}

/** True when the second tree only appended to the first (RFC 9162 §2.1.4.2). Never throws. */
export function verifyConsistency({ first, firstRoot, second, secondRoot, proof }: ConsistencyClaim): boolean {
  if (!isCount(first) || !isCount(second) || first > second) return false;
  if (first === second) return proof.length === 0 && sameHash(firstRoot, secondRoot);
  if (first === 0) return proof.length === 0 && sameHash(firstRoot, emptyRoot());

  const path = isPowerOfTwo(first) ? [firstRoot, ...proof] : proof;
  const [start, ...siblings] = path;
  if (!start) return false;
  let place = first - 1;
  let last = second - 1;
  while (isOdd(place)) [place, last] = [half(place), half(last)];
  let before = start;
  let after = start;
  for (const sibling of siblings) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      before = nodeHash(sibling, before);
      after = nodeHash(sibling, after);
      while (place !== 0 && !isOdd(place)) [place, last] = [half(place), half(last)];
    } else {
      after = nodeHash(after, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && sameHash(before, firstRoot) && sameHash(after, secondRoot);
}

/** The leaves [from, to) of a subtree of RFC 6962. */
interface LeafRange {
  from: number;
  to: number;
}

function inclusionRanges(index: number, { from, to }: LeafRange): LeafRange[] {
  if (!isCount(index) || !isCount(to) || index < from || index >= to) {
    throw new RangeError(`no leaf ${index} in a tree of ${to}`);
  }
  if (to - from === 1) return [];
  const middle = from + largestPowerBelow(to - from);
  return index < middle
    ? [...inclusionRanges(index, { from, to: middle }), { from: middle, to }]
    : [...inclusionRanges(index, { from: middle, to }), { from, to: middle }];
}

function consistencyRanges(first: number, second: number): LeafRange[] {
  if (!isCount(first) || !isCount(second) || first > second) {
    throw new RangeError(`a tree of ${second} does not contain a tree of ${first}`);
  }
  return first === 0 ? [] : subproof(first, { from: 0, to: second }, true);
}

/** SUBPROOF of RFC 6962 §2.1.2; `known` while the range's first part is the whole first tree, whose root the verifier has. */
function subproof(first: number, { from, to }: LeafRange, known: boolean): LeafRange[] {
  if (first === to) return known ? [] : [{ from, to }];
  const middle = from + largestPowerBelow(to - from);
  return first <= middle
    ? [...subproof(first, { from, to: middle }, known), { from: middle, to }]
    : [...subproof(first, { from: middle, to }, false), { from, to: middle }];
}

/** The complete nodes that make up a range, from the largest to the smallest. */
function placesOf({ from, to }: LeafRange): NodePlace[] {
  const places: NodePlace[] = [];
  for (let start = from; start < to;) {
    const width = largestPowerUpTo(to - start);
    places.push({ level: Math.log2(width), index: start / width });
    start += width;
  }
  return places;
}

function hashesOf(ranges: LeafRange[], getNode: GetNode): Promise<Hash[]> {
  return Promise.all(
    ranges.map(async (range) =>
      bagged(await Promise.all(placesOf(range).map(({ level, index }) => getNode(level, index)))),
    ),
  );
}

/** One hash over complete neighbours of falling size. */
function bagged(hashes: Hash[]): Hash {
  return hashes.reduceRight((right, left) => nodeHash(left, right));
}

function largestPowerUpTo(count: number): number {
  let power = 1;
  while (power * 2 <= count) power *= 2;
  return power;
}

function largestPowerBelow(count: number): number {
  return largestPowerUpTo(count - 1);
}

function isPowerOfTwo(count: number): boolean {
  return largestPowerUpTo(count) === count;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Shifts by arithmetic: the operators `>>` and `&` cut numbers off at 32 bits. */
function half(value: number): number {
  return Math.floor(value / 2);
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function sameHash(one: Hash, other: Hash): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
