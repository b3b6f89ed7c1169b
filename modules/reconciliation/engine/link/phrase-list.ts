const buckets = 1 << 16;

/** Phrases with a number each, found in folded text at a place; the longest one wins. Phrases have two units or more. */
export class PhraseList {
  /** Phrase n has the units from `#from[n]` on; phrases of a bucket stand together, longer ones first. */
  readonly #units: Uint16Array;
  readonly #from: Int32Array;
  readonly #lengths: Uint8Array;
  readonly #numbers: Int32Array;
  readonly #bucketStarts = new Int32Array(buckets + 1);
  readonly #fromEnd: boolean;

  /** `fromEnd`: phrases are looked for where they end instead of where they begin. */
  constructor(phrases: Iterable<[text: string, number: number]>, { fromEnd = false } = {}) {
    this.#fromEnd = fromEnd;
    const bucketOfText = (text: string) => {
      const at = fromEnd ? text.length - 2 : 0;
      return bucketOf(text.charCodeAt(at), text.charCodeAt(at + 1));
    };
    const sorted = [...phrases]
      .map(([text, number]) => ({ text, number, bucket: bucketOfText(text) }))
      .toSorted((a, b) => a.bucket - b.bucket || b.text.length - a.text.length);
    this.#units = Uint16Array.from(sorted.flatMap(({ text }) => Array.from(text, (unit) => unit.charCodeAt(0))));
    this.#lengths = Uint8Array.from(sorted, ({ text }) => text.length);
    this.#numbers = Int32Array.from(sorted, ({ number }) => number);
    this.#from = new Int32Array(sorted.length);
    for (let at = 1; at < sorted.length; at += 1) this.#from[at] = this.#from[at - 1]! + this.#lengths[at - 1]!;
    for (const { bucket } of sorted) this.#bucketStarts[bucket + 1]! += 1;
    for (let bucket = 0; bucket < buckets; bucket += 1) this.#bucketStarts[bucket + 1]! += this.#bucketStarts[bucket]!;
  }

  /**
   * The longest phrase that begins at `from`, or ends before `to`, and lies within both; -1 when there is none. `accept` may
   * turn numbers down.
   */
  find(text: Uint16Array, from: number, to: number, accept?: (number: number) => boolean): number {
    if (to - from < 2) return -1;
    const near = this.#fromEnd ? to - 2 : from;
    const bucket = bucketOf(text[near]!, text[near + 1]!);
    const end = this.#bucketStarts[bucket + 1]!;
    for (let phrase = this.#bucketStarts[bucket]!; phrase < end; phrase += 1) {
      const length = this.#lengths[phrase]!;
      if (length > to - from || !this.#stands(phrase, text, this.#fromEnd ? to - length : from)) continue;
      if (!accept || accept(this.#numbers[phrase]!)) return phrase;
    }
    return -1;
  }

  #stands(phrase: number, text: Uint16Array, start: number): boolean {
    const from = this.#from[phrase]!;
    const length = this.#lengths[phrase]!;
    for (let at = 0; at < length; at += 1) if (text[start + at] !== this.#units[from + at]) return false;
    return true;
  }

  lengthOf(phrase: number): number {
    return this.#lengths[phrase]!;
  }

  numberOf(phrase: number): number {
    return this.#numbers[phrase]!;
  }
}

function bucketOf(one: number, next: number): number {
  return (Math.imul(one, 40_503) + next) & (buckets - 1);
}
