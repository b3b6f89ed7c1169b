import { flush } from './host';

let start: usize = 0;
let end: usize = 0;
let into: usize = 0;

/** Writes into the room from `at` to `to` (at least 1 KiB) and hands it over whenever it is full. */
export function writeInto(at: usize, to: usize): void {
  start = at;
  into = at;
  end = to - 128;
}

export function finishWriting(): void {
  if (into > start) flush(<u32>start, <u32>(into - start));
  into = start;
}

export function put(at: usize, length: usize): void {
  while (into + length > end) {
    const part = end - into;
    memory.copy(into, at, part);
    into += part;
    at += part;
    length -= part;
    finishWriting();
  }
  memory.copy(into, at, length);
  into += length;
}

export function putByte(byte: u32): void {
  store<u8>(into, <u8>byte);
  into += 1;
  if (into >= end) finishWriting();
}

/** A number in decimal figures. */
export function putNumber(value: u64): void {
  let divisor: u64 = 1;
  while (value / divisor >= 10) divisor *= 10;
  while (divisor) {
    putByte(48 + <u32>(value / divisor));
    value %= divisor;
    divisor /= 10;
  }
}

/** A text within a JSON string. */
export function putEscaped(at: usize, length: usize): void {
  const to = at + length;
  const quotes = i8x16.splat(0x22);
  const backslashes = i8x16.splat(0x5c);
  const controls = i8x16.splat(0x20);
  while (at < to) {
    if (into >= end) finishWriting();
    const block = v128.load(at);
    const odd = <u32>(
      i8x16.bitmask(
        v128.or(v128.or(i8x16.eq(block, quotes), i8x16.eq(block, backslashes)), i8x16.lt_u(block, controls)),
      )
    );
    v128.store(into, block);
    const plain = min<usize>(odd ? <usize>ctz(odd) : 16, to - at);
    into += plain;
    at += plain;
    if (plain < 16 && at < to) {
      putEscape(<u32>load<u8>(at));
      at += 1;
    }
  }
  if (into >= end) finishWriting();
}

function putEscape(byte: u32): void {
  store<u8>(into, 0x5c);
  let letter: u32 = 0;
  if (byte === 0x22 || byte === 0x5c) letter = byte;
  else if (byte === 0x0a) letter = 0x6e;
  else if (byte === 0x0d) letter = 0x72;
  else if (byte === 0x09) letter = 0x74;
  if (letter) {
    store<u8>(into, <u8>letter, 1);
    into += 2;
    return;
  }
  store<u32>(into, 0x30303075, 1);
  store<u8>(into, 48 + <u8>(byte >> 4), 4);
  const low = byte & 15;
  store<u8>(into, <u8>(low < 10 ? 48 + low : 87 + low), 5);
  into += 6;
}
