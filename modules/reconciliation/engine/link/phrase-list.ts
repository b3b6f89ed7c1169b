/** Phrases with a number each, found in folded text at a place; the longest one wins. */
export class PhraseList {
  readonly #byEnds: Phrase[][] = Array.from({ length: 65_536 }, () => []);
  readonly #fromEnd: boolean;

  /** `fromEnd`: phrases are looked for where they end instead of where they begin. Phrases have two units or more. */
  constructor(phrases: Iterable<[text: string, number: number]>, { fromEnd = false } = {}) {
    this.#fromEnd = fromEnd;
    for (const [text, number] of phrases) {
      const units = Uint16Array.from(text, (unit) => unit.charCodeAt(0));
      this.#bucket(units, fromEnd ? units.length - 2 : 0).push({ units, number });
    }
    for (const bucket of this.#byEnds) bucket.sort((a, b) => b.units.length - a.units.length);
  }

  #bucket(text: Uint16Array, at: number): Phrase[] {
    return this.#byEnds[(Math.imul(text[at]!, 40_503) + text[at + 1]!) & 0xffff]!;
  }

  /**
   * The longest phrase that begins at `from`, or ends before `to`, and lies within both; null when there is none. `accept` may
   * turn one down.
   */
  find(text: Uint16Array, from: number, to: number, accept?: (phrase: Phrase) => boolean): Phrase | null {
    if (to - from < 2) return null;
    for (const phrase of this.#bucket(text, this.#fromEnd ? to - 2 : from)) {
      const { units } = phrase;
      if (units.length > to - from) continue;
      const start = this.#fromEnd ? to - units.length : from;
      let at = 0;
      while (at < units.length && text[start + at] === units[at]) at += 1;
      if (at === units.length && (!accept || accept(phrase))) return phrase;
    }
    return null;
  }
}

export interface Phrase {
  units: Uint16Array;
  number: number;
}
