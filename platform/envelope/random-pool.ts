import { randomFillSync } from 'node:crypto';

// One call for many: asking the system for a few bytes costs more than the encryption of a field.
const pool = Buffer.alloc(16_384);
let used = pool.length;

/** A few random bytes, which nothing else keeps. */
export function freshBytes(length: number): Buffer {
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = Buffer.from(pool.subarray(used, used + length));
  pool.fill(0, used, used + length);
  used += length;
  return bytes;
}
