import { Side } from './layout';

/*
 * Cuts records into cells: 64 bytes at a time become a mask of separators, quotes and line ends, and only those bits are
 * visited. RFC 4180; a quote counts only at the beginning of a cell.
 */

/**
 * Begin and end of each cell as it stands, with its quotes; then how many there are (at a fault: before it), and where the record
 * ends.
 */
export let cells: usize = 0;
export let cellCount: u32 = 0;
export let recordEnd: usize = 0;

/** Why no record could be cut; the cell at which it ends begins where the cell behind those counted would. */
export let fault: u32 = 0;
export const faultUnclosedQuote: u32 = 1;
export const faultTooManyCells: u32 = 2;
export const faultTooLong: u32 = 3;

export const mostCells: u32 = 16384;
/** A quoted cell longer than this that runs over lines is a quote that was never closed. */
const longestQuoted: usize = 262144;

let window: usize = 0;
let mask: u64 = 0;

export function refuse(why: u32): void {
  fault = why;
}

/** Where the cells of the next records go. */
export function useCells(at: usize): void {
  cells = at;
}

/** Forgets the bytes looked at last; called when memory was filled anew. */
export function lookAnew(): void {
  window = 0;
  mask = 0;
}

function specialsOf(at: usize, a: v128, b: v128, c: v128): u64 {
  const v0 = v128.load(at);
  const v1 = v128.load(at, 16);
  const v2 = v128.load(at, 32);
  const v3 = v128.load(at, 48);
  const m0 = i8x16.bitmask(v128.or(v128.or(i8x16.eq(v0, a), i8x16.eq(v0, b)), i8x16.eq(v0, c)));
  const m1 = i8x16.bitmask(v128.or(v128.or(i8x16.eq(v1, a), i8x16.eq(v1, b)), i8x16.eq(v1, c)));
  const m2 = i8x16.bitmask(v128.or(v128.or(i8x16.eq(v2, a), i8x16.eq(v2, b)), i8x16.eq(v2, c)));
  const m3 = i8x16.bitmask(v128.or(v128.or(i8x16.eq(v3, a), i8x16.eq(v3, b)), i8x16.eq(v3, c)));
  return <u64>(<u32>(m0 | (m1 << 16))) | ((<u64>(<u32>(m2 | (m3 << 16)))) << 32);
}

/**
 * Cuts the record that begins at `at`; the text ends at `to`. Returns where the next one begins, or 0 when the record goes on
 * behind `to` (never when `isLast`) or cannot be cut (`fault`). 64 bytes behind `to` are read, whatever they hold.
 */
export function cut(side: Side, at: usize, to: usize, isLast: bool): usize {
  const separator = side.separator;
  const quote = side.quote;
  const lineEnd = side.lineEnd;
  const separators = i8x16.splat(<i8>separator);
  // A byte that is no text stands for the quote or separator that there is none of.
  const quotes = i8x16.splat(<i8>(quote ? quote : 0));
  const lineEnds = i8x16.splat(<i8>lineEnd);
  const most = cells + ((<usize>mostCells) << 3);
  let into = cells;
  let from = at;
  let base = window;
  let bits = mask;
  let strays: u32 = 0;
  let after: u32 = 0;
  fault = 0;
  if (at - base >= 64) {
    base = at;
    bits = specialsOf(base, separators, quotes, lineEnds);
  } else bits &= ~0 << (<u64>(at - base));
  for (;;) {
    while (bits === 0) {
      base += 64;
      if (base >= to) break;
      bits = specialsOf(base, separators, quotes, lineEnds);
    }
    const pos = bits === 0 ? to : base + <usize>ctz(bits);
    if (pos >= to) {
      window = 0;
      mask = 0;
      if (!isLast) return 0;
      recordEnd = to;
      store<u32>(into, <u32>from);
      store<u32>(into, <u32>to, 4);
      cellCount = <u32>((into - cells) >> 3) + 1;
      side.strayQuotes += strays;
      side.textAfterQuote += after;
      return to;
    }
    bits &= bits - 1;
    const byte = <u32>load<u8>(pos);
    if (byte === lineEnd) {
      let end = pos;
      if (lineEnd === 10 && end > from && load<u8>(end - 1) === 13) end -= 1;
      recordEnd = end;
      store<u32>(into, <u32>from);
      store<u32>(into, <u32>end, 4);
      cellCount = <u32>((into - cells) >> 3) + 1;
      side.strayQuotes += strays;
      side.textAfterQuote += after;
      window = base;
      mask = bits;
      return pos + 1;
    }
    if (byte === separator && separator !== 0) {
      store<u32>(into, <u32>from);
      store<u32>(into, <u32>pos, 4);
      into += 8;
      from = pos + 1;
      if (into >= most) {
        refuse(faultTooManyCells);
        cellCount = mostCells - 1;
        return 0;
      }
      continue;
    }
    if (byte !== quote || quote === 0) continue;
    if (pos !== from) {
      strays += 1;
      continue;
    }
    let lines = false;
    for (;;) {
      while (bits === 0) {
        base += 64;
        if (base >= to) break;
        bits = specialsOf(base, separators, quotes, lineEnds);
      }
      const next = bits === 0 ? to : base + <usize>ctz(bits);
      if (next >= to || (lines && next - from > longestQuoted)) {
        window = 0;
        mask = 0;
        if (isLast || next < to) fault = faultUnclosedQuote;
        store<u32>(into, <u32>from);
        cellCount = <u32>((into - cells) >> 3);
        return 0;
      }
      bits &= bits - 1;
      const inner = <u32>load<u8>(next);
      if (inner === lineEnd) lines = true;
      if (inner !== quote) continue;
      if (next + 1 >= to) {
        if (isLast) break;
        window = 0;
        mask = 0;
        return 0;
      }
      if (<u32>load<u8>(next + 1) !== quote) {
        const behind = <u32>load<u8>(next + 1);
        if (behind !== separator && behind !== lineEnd && !(behind === 13 && lineEnd === 10)) after += 1;
        break;
      }
      // The second of a doubled quote is the next special byte, in this window or the next.
      if (bits === 0) {
        base += 64;
        bits = specialsOf(base, separators, quotes, lineEnds);
      }
      bits &= bits - 1;
    }
  }
  return 0;
}

/** Cuts a whole record of which begin and end (without its line end) are known. */
export function cutWhole(side: Side, at: usize, end: usize): void {
  lookAnew();
  cut(side, at, end, true);
}
