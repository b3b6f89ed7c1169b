import { regionReach } from './layout';

/*
 * NH, the universal hash of UMAC (RFC 4418, Black et al. 1999), twice with keys shifted by one block (Toeplitz): two texts that
 * differ have the same 128 bits with a chance of at most 2^-64 over the seeds, whatever the texts are.
 */

/** The two halves of the running sum. */
export let sumLow: u64 = 0;
export let sumHigh: u64 = 0;

/** 16 bytes of ones, then 16 of zeros: how much of a last block counts. */
let masks: usize = 0;
let longSecrets: usize = 0;

export function useSecrets(maskTable: usize, long: usize): void {
  masks = maskTable;
  longSecrets = long;
}

export function clearSum(): void {
  sumLow = 0;
  sumHigh = 0;
}

/** Adds the text under the keys of a region; texts beyond the region's reach go in as their own hash. */
export function add(at: usize, length: usize, secrets: usize): void {
  if (length <= regionReach) addBlocks(at, length, secrets);
  else addLong(at, length, secrets);
}

function addBlocks(at: usize, length: usize, secrets: usize): void {
  let first = i64x2.splat(0);
  let second = i64x2.splat(0);
  let key = v128.load(secrets);
  const end = at + (length & ~15);
  while (at < end) {
    const block = v128.load(at);
    const next = v128.load(secrets, 16);
    const a = i32x4.add(block, key);
    const b = i32x4.add(block, next);
    first = i64x2.add(first, i64x2.extmul_low_i32x4_u(a, v128.shuffle<i32>(a, a, 2, 3, 0, 1)));
    second = i64x2.add(second, i64x2.extmul_low_i32x4_u(b, v128.shuffle<i32>(b, b, 2, 3, 0, 1)));
    key = next;
    at += 16;
    secrets += 16;
  }
  const rest = length & 15;
  if (rest) {
    const block = v128.and(v128.load(at), v128.load(masks + 16 - rest));
    const a = i32x4.add(block, key);
    const b = i32x4.add(block, v128.load(secrets, 16));
    first = i64x2.add(first, i64x2.extmul_low_i32x4_u(a, v128.shuffle<i32>(a, a, 2, 3, 0, 1)));
    second = i64x2.add(second, i64x2.extmul_low_i32x4_u(b, v128.shuffle<i32>(b, b, 2, 3, 0, 1)));
  }
  const lengthKey = load<u64>(longSecrets);
  sumLow += i64x2.extract_lane(first, 0) + i64x2.extract_lane(first, 1) + length * lengthKey;
  sumHigh += i64x2.extract_lane(second, 0) + i64x2.extract_lane(second, 1) + length * (lengthKey ^ 0x9e3779b97f4a7c15);
}

/** How much of a long text goes under one run of keys. */
const stretch: usize = 4096;

function addLong(at: usize, length: usize, secrets: usize): void {
  const low = sumLow;
  const high = sumHigh;
  clearSum();
  addRow(at, length);
  sumLow = low + finish(sumLow ^ load<u64>(secrets));
  sumHigh = high + finish(sumHigh ^ load<u64>(secrets, 16));
}

/** Adds a text of any length under the keys for long texts. */
export function addRow(at: usize, length: usize): void {
  while (length > stretch) {
    addBlocks(at, stretch, longSecrets);
    sumLow = finish(sumLow);
    sumHigh = finish(sumHigh);
    at += stretch;
    length -= stretch;
  }
  addBlocks(at, length, longSecrets);
}

/** Spreads every bit over all others (the finish of MurmurHash3). */
export function finish(bits: u64): u64 {
  bits ^= bits >> 33;
  bits *= 0xff51afd7ed558ccd;
  bits ^= bits >> 33;
  bits *= 0xc4ceb9fe1a85ec53;
  return bits ^ (bits >> 33);
}

/** The running sum in 64 bits of which any part is as good as another. */
export function spread(): u64 {
  return finish(sumLow ^ rotl<u64>(sumHigh, 32));
}
