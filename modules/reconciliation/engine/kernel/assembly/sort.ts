import { itemSize, lengthBits } from './layout';
import { cells } from './record';

/* Stable sorts without a worst case: by digits where there is much to sort, else by merging. */

/** Bits of a digit. While items are sorted no record is cut: its cells lend their room for the counts. */
const digit: u64 = 11;
const worthCounting: u32 = 4096;

/** Sorts items by their place in the left (`word` 0) or the right; `spare` has as much room. */
export function sortItems(at: usize, count: u32, spare: usize, word: u32): void {
  const sorted = count < worthCounting ? merge(at, count, spare, word << 3) : deal(at, count, spare, word << 3);
  if (sorted !== at) memory.copy(at, sorted, <usize>count * itemSize);
}

/** From the lowest digit of the offset to the highest; returns where the sorted items stand. */
function deal(at: usize, count: u32, spare: usize, shift: usize): usize {
  const bytes = <usize>count * itemSize;
  let all: u64 = 0;
  for (let item = at; item < at + bytes; item += itemSize) all |= load<u64>(item + shift);
  let from = at;
  let into = spare;
  for (let low = lengthBits; all >> low; low += digit) {
    memory.fill(cells, 0, 4 << (<usize>digit));
    const end = from + bytes;
    for (let item = from; item < end; item += itemSize) {
      const counted = countOf(load<u64>(item + shift), low);
      store<u32>(counted, load<u32>(counted) + 1);
    }
    let place = <u32>into;
    for (let counted = cells; counted < cells + (4 << (<usize>digit)); counted += 4) {
      const items = load<u32>(counted);
      store<u32>(counted, place);
      place += items * itemSize;
    }
    for (let item = from; item < end; item += itemSize) {
      const next = countOf(load<u64>(item + shift), low);
      const out = <usize>load<u32>(next);
      store<u32>(next, <u32>out + itemSize);
      v128.store(out, v128.load(item));
      store<u64>(out, load<u64>(item, 16), 16);
    }
    const swap = from;
    from = into;
    into = swap;
  }
  return from;
}

function countOf(place: u64, low: u64): usize {
  return cells + ((<usize>((place >> low) & ((1 << digit) - 1))) << 2);
}

/** Returns where the sorted items stand. */
function merge(at: usize, count: u32, spare: usize, shift: usize): usize {
  let from = at;
  let into = spare;
  for (let width: usize = 1; width < <usize>count; width <<= 1) {
    const end = from + <usize>count * 24;
    let start = from;
    let out = into;
    while (start < end) {
      const middle = min(start + width * 24, end);
      const stop = min(start + width * 48, end);
      let a = start;
      let b = middle;
      if (middle === stop || load<u64>(middle - 24 + shift) <= load<u64>(middle + shift)) {
        memory.copy(out, start, stop - start);
        out += stop - start;
      } else {
        while (a < middle && b < stop) {
          const takesA = load<u64>(a + shift) <= load<u64>(b + shift);
          const taken = takesA ? a : b;
          v128.store(out, v128.load(taken));
          store<u64>(out, load<u64>(taken, 16), 16);
          out += 24;
          if (takesA) a += 24;
          else b += 24;
        }
        if (a < middle) {
          memory.copy(out, a, middle - a);
          out += middle - a;
        }
        if (b < stop) {
          memory.copy(out, b, stop - b);
          out += stop - b;
        }
      }
      start = stop;
    }
    const swap = from;
    from = into;
    into = swap;
  }
  return from;
}

/** A record's address may carry its side in the lowest bit. */
const sideBit: usize = 1;

/** Whether record `a` comes before `b`: by key, then low and high hash, then place in the text; or by place alone. */
function isBefore(a: usize, b: usize, byPlace: bool): bool {
  a &= ~sideBit;
  b &= ~sideBit;
  if (!byPlace) {
    if (load<u64>(a) !== load<u64>(b)) return load<u64>(a) < load<u64>(b);
    if (load<u64>(a, 16) !== load<u64>(b, 16)) return load<u64>(a, 16) < load<u64>(b, 16);
    if (load<u64>(a, 24) !== load<u64>(b, 24)) return load<u64>(a, 24) < load<u64>(b, 24);
  }
  return load<u64>(a, 8) < load<u64>(b, 8);
}

/** Sorts addresses of records; `spare` has as much room. */
export function sortRecords(at: usize, count: u32, spare: usize, byPlace: bool): void {
  let from = at;
  let into = spare;
  for (let width: usize = 1; width < <usize>count; width <<= 1) {
    const end = from + ((<usize>count) << 2);
    let start = from;
    let out = into;
    while (start < end) {
      const middle = min(start + (width << 2), end);
      const stop = min(start + (width << 3), end);
      let a = start;
      let b = middle;
      while (a < middle && b < stop) {
        const first = load<u32>(a);
        const second = load<u32>(b);
        const takesB = isBefore(<usize>second, <usize>first, byPlace);
        store<u32>(out, takesB ? second : first);
        if (takesB) b += 4;
        else a += 4;
        out += 4;
      }
      memory.copy(out, a, middle - a);
      out += middle - a;
      memory.copy(out, b, stop - b);
      out += stop - b;
      start = stop;
    }
    const swap = from;
    from = into;
    into = swap;
  }
  if (from !== at) memory.copy(at, from, (<usize>count) << 2);
}
