import { cellCount, cells } from './record';

/** The text of a cell: where it stands and how long it is. */
export let valueAt: usize = 0;
export let valueLength: usize = 0;

export function setValue(at: usize, length: usize): void {
  valueAt = at;
  valueLength = length;
}

/** Takes the value of a cell of the record cut last; cells that the row lacks are empty. `scratch` has room for what is unquoted. */
export function takeCell(column: u32, quote: u32, scratch: usize): void {
  takeOf(cells, cellCount, column, quote, scratch);
}

/** Takes the value of one of the cells that stand at `row`. */
export function takeOf(row: usize, count: u32, column: u32, quote: u32, scratch: usize): void {
  if (column >= count) {
    setValue(scratch, 0);
    return;
  }
  const cell = row + ((<usize>column) << 3);
  takeValue(<usize>load<u32>(cell), <usize>load<u32>(cell, 4), quote, scratch);
}

/** The value of a cell as it stands from `at` to `end`. */
export function takeValue(at: usize, end: usize, quote: u32, scratch: usize): void {
  if (at === end || quote === 0 || <u32>load<u8>(at) !== quote) {
    setValue(at, end - at);
    return;
  }
  at += 1;
  let next = find(quote, at, end);
  if (next + 1 >= end) {
    setValue(at, next - at);
    return;
  }
  let into = scratch;
  for (;;) {
    memory.copy(into, at, next - at);
    into += next - at;
    if (next + 1 >= end) break;
    at = next + 1;
    if (<u32>load<u8>(at) !== quote) {
      memory.copy(into, at, end - at);
      into += end - at;
      break;
    }
    store<u8>(into, <u8>quote);
    into += 1;
    at += 1;
    next = find(quote, at, end);
  }
  setValue(scratch, into - scratch);
}

function find(byte: u32, at: usize, end: usize): usize {
  const bytes = i8x16.splat(<i8>byte);
  while (at < end) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), bytes));
    if (found) {
      const place = at + <usize>ctz(found);
      return place < end ? place : end;
    }
    at += 16;
  }
  return end;
}

/** Whether two stretches of the same length hold the same bytes. */
export function isSame(a: usize, b: usize, length: usize): bool {
  const end = a + length;
  while (a + 16 <= end) {
    if (v128.any_true(v128.xor(v128.load(a), v128.load(b)))) return false;
    a += 16;
    b += 16;
  }
  while (a < end) {
    if (load<u8>(a) !== load<u8>(b)) return false;
    a += 1;
    b += 1;
  }
  return true;
}
