/** Chance that is the same at every run: the demo firm of every installation is one and the same. */
export interface Seeded {
  /** A whole number from `least` to `most`, both counted. */
  between(least: number, most: number): number;
  pick<One>(list: readonly One[]): One;
  /** True in so many of a hundred cases. */
  percent(chance: number): boolean;
}

/** Marsaglia's xorshift with 32 bits. */
export function seeded(seed: number): Seeded {
  let state = seed >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4_294_967_296;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    between,
    pick: (list) => list[between(0, list.length - 1)]!,
    percent: (chance) => next() * 100 < chance,
  };
}
