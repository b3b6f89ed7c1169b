/** How a part of two records can stand to each other. The first of each says nothing; the order is the number in `packLevels`. */
export const levels = {
  core: ['absent', 'same', 'same-sound', 'one-character', 'swapped', 'part', 'similar', 'different'],
  place: ['absent', 'same', 'within', 'same-city', 'same-province', 'different'],
  trade: ['absent', 'same', 'part', 'similar', 'different'],
  form: ['absent', 'same', 'different'],
  branch: ['absent', 'same', 'one-sided', 'different'],
  code: ['absent', 'same', 'one-character', 'different'],
  phone: ['absent', 'same', 'different'],
  address: ['absent', 'same', 'similar', 'different'],
} as const;
export type Part = keyof typeof levels;
export type Level<P extends Part = Part> = (typeof levels)[P][number];
export const parts = Object.keys(levels) as Part[];

/** Levels as numbers, four bits each, in the order of `parts`. */
export function packLevels(of: Uint8Array): number {
  let packed = 0;
  for (let part = 0; part < of.length; part += 1) packed |= of[part]! << (part * 4);
  return packed;
}

export function levelOf<P extends Part>(packed: number, part: P): Level<P> {
  return levels[part][(packed >>> (parts.indexOf(part) * 4)) & 15] as Level<P>;
}

type Shares = { [P in Part]: Partial<Record<Level<P>, number>> };

/**
 * Fellegi and Sunter's m: in how many of the true pairs a part stands so, where both sides have it. Rounded from the made truth set
 * (bench/link, seed 7), except for codes, phones and addresses, which are set by judgement. The other half, u, is counted in
 * the tables at hand: how many others would stand so by chance.
 */
export const amongPairs: Shares = {
  core: {
    same: 0.82,
    'same-sound': 0.08,
    'one-character': 0.06,
    swapped: 0.01,
    part: 0.015,
    similar: 0.003,
    different: 0.01,
  },
  place: { same: 0.94, within: 0.05, 'same-city': 0.004, 'same-province': 0.002, different: 0.002 },
  trade: { same: 0.91, part: 0.045, similar: 0.04, different: 0.005 },
  form: { same: 0.98, different: 0.02 },
  branch: { same: 0.9, 'one-sided': 0.01, different: 0.01 },
  code: { same: 0.93, 'one-character': 0.05, different: 0.02 },
  phone: { same: 0.7, different: 0.3 },
  address: { same: 0.4, similar: 0.4, different: 0.2 },
};

/**
 * Firms have relatives: another city, trade or branch under the same name. They are not there by chance, so u does not know them.
 * This is how often what stands so, and is alike in all else, is a relative and not the firm. A code that is the same, or nearly, settles it.
 */
export const amongRelatives: Shares = {
  core: { 'same-sound': 0.06, 'one-character': 0.17, swapped: 0.1, part: 0.1, similar: 0.65, different: 0.5 },
  place: { absent: 0.04, different: 0.985, 'same-province': 0.97, 'same-city': 0.6 },
  trade: { similar: 0.05, different: 0.985 },
  form: {},
  branch: { 'one-sided': 0.985, different: 0.99 },
  code: { different: 0.5 },
  phone: {},
  address: {},
};

/** The number of a part's level, by name: what `Weigher` writes. */
export function numbersOf<P extends Part>(part: P): Record<Level<P>, number> {
  return Object.fromEntries(levels[part].map((level, at) => [level, at])) as Record<Level<P>, number>;
}

/** Of every level: log2 of its m (0 where it says nothing), and log2 of how often it is not a relative; level n of part p at 8 p + n. */
export const tables = {
  agreement: table(amongPairs, Math.log2),
  unrelated: table(amongRelatives, (share) => Math.log2(1 - share)),
};

function table(shares: Shares, value: (share: number) => number): Float64Array {
  const all = new Float64Array(parts.length * 8);
  for (const [at, part] of parts.entries()) {
    for (const [number, level] of levels[part].entries()) {
      const share = (shares[part] as Record<string, number | undefined>)[level];
      if (share !== undefined) all[at * 8 + number] = value(share);
    }
  }
  return all;
}

/** How many bits of the evidence relatives would show as well, by packed levels; 0 or less. */
export function unrelatedBits(packed: number): number {
  const code = levelOf(packed, 'code');
  if (code === 'same' || code === 'one-character') return 0;
  let bits = 0;
  for (let part = 0; part < parts.length; part += 1)
    bits += tables.unrelated[part * 8 + ((packed >>> (part * 4)) & 15)]!;
  return bits;
}
