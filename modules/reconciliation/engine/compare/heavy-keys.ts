import type { JoinRoom } from './join-room.ts';
import { fan, type Pile, type Piles } from './piles.ts';
import { chunkBytes, longestText } from './places.ts';
import type { Thread } from './thread.ts';

/** What is had of both sides. */
export type Sides<Of> = readonly [left: Of, right: Of];

/** Six bits of a word of a record, by which it is dealt. */
interface Deal {
  /** Where the word stands in the record. */
  word: number;
  shift: number;
}

const keyWord = 0;
const placeWord = 8;
const lowWord = 16;
const highWord = 24;
const bits = 6;
/** Deals by which all bits of a word are used; the last ones overlap. */
const levels = 11;
const shiftAt = (level: number) => Math.max(64 - bits * (level + 1), 0);
/** The bits of a place below its offset, and the one that says that a row has no key (kernel/assembly/layout.ts). */
const lengthBits = 24;
const withoutKey = 0x800000;

/** What a deal saw of the records that were taken out. */
interface Seen {
  count: number;
  /** The first place, 0 where there is none. */
  first: bigint;
}

/** Entries of records, one behind the other. */
interface Run {
  at: number;
  count: number;
}

/** What becomes of rows that are gone through side by side. */
interface Pairing {
  pair: 'as-same' | 'to-compare' | 'never';
  alone: (entries: number, count: number, which: 0 | 1) => void;
}

/**
 * Joins piles that are more than the room has place for, whatever their keys are. The key that most records have is taken out and
 * settled part by part: rows that are the same have the same hashes and meet in one part; what is left over is paired in the order
 * of the files. The other keys are divided by their bits until a part has room. The lines come out as if all had been joined at once.
 */
export class HeavyKeys {
  readonly #thread: Thread;
  readonly #piles: Piles;
  readonly #room: JoinRoom;
  readonly #joinAtOnce: (sides: Sides<Pile>) => void;
  readonly #topOfPlaces: number;

  constructor(thread: Thread, piles: Piles, room: JoinRoom, joinAtOnce: (sides: Sides<Pile>) => void) {
    this.#thread = thread;
    this.#piles = piles;
    this.#room = room;
    this.#joinAtOnce = joinAtOnce;
    const longest = Math.max(
      ...[thread.asked.left, thread.asked.right].map(({ bytes, layout }) => longestText(bytes, layout.encoding)),
    );
    this.#topOfPlaces = Math.ceil(Math.log2(longest + 1)) + lengthBits;
  }

  join(sides: Sides<Pile>, level = 0): void {
    const alike = { word: lowWord, shift: shiftAt(0) };
    this.#divide(sides, 'key', alike, { word: keyWord, shift: shiftAt(level) }, (taken, others, seen, isKeyed) => {
      this.#settleKey(taken, seen, isKeyed);
      this.#each(others, this.#joinAtOnce, (pair) => this.join(pair, level + 1));
    });
  }

  /** A key by itself: the rows that are the same, then that it stands more than once, then what is left over. */
  #settleKey(parts: Sides<Pile[]>, [left, right]: Sides<Seen>, isKeyed: boolean): void {
    const { kernel, places, index } = this.#thread;
    const into = [places.items[index], places.pools[index]] as const;
    const piles = this.#piles.take();
    const rest = [piles[0]!, piles[1]!] as const;
    this.#each(
      parts,
      (pair) => this.#pairSameAtOnce(pair, rest),
      (pair) => this.#pairSame(pair, rest),
    );
    this.#piles.reserve(1);
    if (isKeyed && Math.max(left.count, right.count) > 1)
      kernel.tellDuplicate(places.plan, left.count, right.count, left.first, right.first, ...into);
    const isSurplus = Number(isKeyed && left.count > 0 && right.count > 0);
    this.#pairInOrder([[rest[0]], [rest[1]]], this.#topOfPlaces, {
      pair: isKeyed ? 'to-compare' : 'never',
      alone: (entries, count, which) => kernel.tellEntries(places.plan, entries, count, which, isSurplus, ...into),
    });
    this.#piles.release(piles);
  }

  /** Pairs the rows of one key that are the same; the others go to `rest`. */
  #pairSame(sides: Sides<Pile>, rest: Sides<Pile>, level = 0): void {
    const { kernel, places, index } = this.#thread;
    const alike = { word: placeWord, shift: this.#topOfPlaces - bits };
    const word = level < levels ? lowWord : highWord;
    this.#divide(sides, 'row', alike, { word, shift: shiftAt(level % levels) }, (taken, others) => {
      this.#pairInOrder(taken, alike.shift, {
        pair: 'as-same',
        alone: (entries, count, which) =>
          kernel.keepEntries(entries, count, rest[which].head, this.#piles.recordSize, places.pools[index]),
      });
      this.#each(
        others,
        (pair) => this.#pairSameAtOnce(pair, rest),
        (pair) => this.#pairSame(pair, rest, level + 1),
      );
    });
  }

  #pairSameAtOnce([left, right]: Sides<Pile>, rest: Sides<Pile>): void {
    const { kernel, places, index } = this.#thread;
    const { loaded, heads, repeats } = this.#room;
    this.#piles.reserve(this.#piles.weigh(left) + this.#piles.weigh(right));
    const one = this.#piles.load(left, loaded, heads);
    const other = this.#piles.load(right, one.end, heads + 4);
    kernel.settlePart(
      places.plan,
      places.tallies[index],
      heads,
      heads + 4,
      repeats,
      rest[0].head,
      rest[1].head,
      places.items[index],
      places.pools[index],
    );
    one.giveBack();
    other.giveBack();
  }

  /**
   * Goes through both sides in the order of the files, n-th with n-th; what one side has more of is alone. The piles stand in that
   * order, and what is in one differs in its places below the bit `below`.
   */
  #pairInOrder([lefts, rights]: Sides<Pile[]>, below: number, { pair, alone }: Pairing): void {
    const { kernel, places, index } = this.#thread;
    const cursors = [this.#inOrder(lefts, 0, below), this.#inOrder(rights, 1, below)] as const;
    const next = (which: 0 | 1): Run | null => cursors[which].next().value ?? null;
    const runs: [Run | null, Run | null] = [next(0), next(1)];
    for (;;) {
      const [left, right] = runs;
      if (left && right && pair !== 'never') {
        const count = Math.min(left.count, right.count);
        this.#piles.reserve(count);
        kernel.pairEntries(
          places.plan,
          places.tallies[index],
          left.at,
          right.at,
          count,
          Number(pair === 'as-same'),
          places.items[index],
          places.pools[index],
        );
        for (const which of [0, 1] as const)
          runs[which] = runs[which]!.count > count ? after(runs[which]!, count) : next(which);
        continue;
      }
      const which = left ? 0 : 1;
      const run = runs[which];
      if (!run) return;
      this.#piles.reserve(run.count);
      alone(run.at, run.count, which);
      runs[which] = next(which);
    }
  }

  /** Entries in the order of the text, run by run; a run stands until the next one is asked for. */
  *#inOrder(piles: Pile[], which: 0 | 1, below: number): Generator<Run, void, undefined> {
    const { most, loaded, loadedBytes, repeats, heads } = this.#room;
    const half = Math.max(Math.floor(most / 2), 1);
    const halfBytes = Math.floor(loadedBytes / 2 / chunkBytes) * chunkBytes;
    const room = loaded + which * halfBytes;
    const entries = repeats + which * half * 8;
    for (const pile of piles) {
      const weight = this.#piles.weigh(pile);
      if (weight === 0) continue;
      if (weight <= half) {
        const head = heads + 8 + which * 4;
        const { giveBack } = this.#piles.load(pile, room, head);
        const count = this.#thread.kernel.inOrder(head, this.#piles.recordSize, entries, entries + half * 4);
        if (count > 0) yield { at: entries, count };
        giveBack();
      } else {
        const parts = this.#piles.take();
        const shift = Math.max(below - bits, 0);
        this.#piles.visit(pile, room, halfBytes, (chunk) =>
          this.#deal(chunk, 'row', 0, null, { piles: parts, word: placeWord, shift }),
        );
        yield* this.#inOrder(parts, which, shift);
        this.#piles.release(parts);
      }
    }
  }

  /** Takes out of both piles the records with the key, or the row, that most of them have, and divides the others. */
  #divide(
    sides: Sides<Pile>,
    by: 'key' | 'row',
    alike: Deal,
    other: Deal,
    settle: (taken: Sides<Pile[]>, others: Sides<Pile[]>, seen: Sides<Seen>, isKeyed: boolean) => void,
  ): void {
    const { kernel, memory } = this.#thread;
    const { loaded, loadedBytes, ballot } = this.#room;
    memory.bytes.fill(0, ballot, ballot + 64);
    for (const pile of sides)
      this.#piles.peek(pile, loaded, loadedBytes, (chunk) =>
        kernel.vote(chunk, this.#piles.recordSize, Number(by === 'row'), ballot),
      );
    const isKeyed = (memory.words[(ballot + placeWord) / 4]! & withoutKey) === 0;
    const taken = [this.#piles.take(), this.#piles.take()] as const;
    const others = [this.#piles.take(), this.#piles.take()] as const;
    const [left, right] = ([0, 1] as const).map((which): Seen => {
      memory.bytes.fill(0, ballot + 52, ballot + 64);
      this.#piles.visit(sides[which], loaded, loadedBytes, (chunk) =>
        this.#deal(chunk, by, ballot, { piles: taken[which], ...alike }, { piles: others[which], ...other }),
      );
      const first = BigInt.asUintN(64, memory.longs[(ballot + 56) / 8]!);
      return { count: memory.words[(ballot + 52) / 4]!, first };
    });
    settle(taken, others, [left!, right!], isKeyed);
    for (const piles of [...taken, ...others]) this.#piles.release(piles);
  }

  #deal(
    chunk: number,
    by: 'key' | 'row',
    ballot: number,
    alike: (Deal & { piles: Pile[] }) | null,
    others: Deal & { piles: Pile[] },
  ): void {
    this.#piles.reserveChunks(fan * 2);
    this.#thread.kernel.divide(
      chunk,
      this.#piles.recordSize,
      Number(by === 'row'),
      ballot,
      alike?.piles[0]!.head ?? 0,
      alike?.word ?? 0,
      alike?.shift ?? 0,
      others.piles[0]!.head,
      others.word,
      others.shift,
      this.#thread.places.pools[this.#thread.index],
    );
  }

  #each([lefts, rights]: Sides<Pile[]>, light: (pair: Sides<Pile>) => void, heavy: (pair: Sides<Pile>) => void): void {
    for (const [at, left] of lefts.entries()) {
      const pair = [left, rights[at]!] as const;
      const weight = this.#piles.weigh(pair[0]) + this.#piles.weigh(pair[1]);
      if (weight > this.#room.most) heavy(pair);
      else if (weight > 0) light(pair);
    }
  }
}

function after({ at, count }: Run, taken: number): Run {
  return { at: at + taken * 4, count: count - taken };
}
