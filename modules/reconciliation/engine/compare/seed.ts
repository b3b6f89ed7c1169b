/** 16 bytes in hex from which all keys of the hashes come. */
export type Seed = string;

/** Loads `node:crypto` only here: the second thread, which is given its seed, starts without it. */
export function randomSeed(): Seed {
  return process.getBuiltinModule('node:crypto').randomBytes(16).toString('hex');
}

/** So many 32-bit words from the seed (the generator sfc32, Chris Doty-Humphrey's). */
export function wordsOf(seed: Seed, count: number): Uint32Array {
  const words = new Uint32Array(count);
  let [a, b, c, d] = [0, 8, 16, 24].map((at) => Number.parseInt(seed.slice(at, at + 8), 16) | 0) as [
    number,
    number,
    number,
    number,
  ];
  for (let n = -16; n < count; n++) {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    if (n >= 0) words[n] = sum;
  }
  return words;
}
