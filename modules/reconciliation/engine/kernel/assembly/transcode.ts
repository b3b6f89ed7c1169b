/*
 * Other encodings become UTF-8 before anything else looks at them. Each function reads from `at` to `to`, writes to `into`, and
 * stops before a character that goes on behind `to`, or at one that is none (`misfit`).
 */

/** Where reading stopped; set beside the returned end of what was written. */
export let readTo: usize = 0;
/** Whether it stopped because the bytes there are no character. */
export let misfit: u32 = 0;

/** Two bytes in one of GB 18030: 126 × 190 entries of UTF-16, 0 where there is none. */
let doubles: usize = 0;
/** Four bytes in one, below the supplementary planes: 39,420 entries of UTF-16, 0 where there is none. */
let quadruples: usize = 0;

/** The UTF-8 of two bytes by their unit as it is loaded (65,536 entries), its length in the highest byte; 0 where there is none. */
let encoded: usize = 0;

/** `room` has 256 KiB, zero at first. */
export function useGb18030(two: usize, four: usize, room: usize): void {
  doubles = two;
  quadruples = four;
  encoded = room;
  for (let first: u32 = 0; first < 126; first++) {
    for (let column: u32 = 0; column < 190; column++) {
      const code = <u32>load<u16>(doubles + <usize>((first * 190 + column) << 1));
      if (code === 0) continue;
      const unit = (0x81 + first) | ((0x40 + column + (column >= 63 ? 1 : 0)) << 8);
      const entry = encoded + ((<usize>unit) << 2);
      const length = <u32>(putCharacter(code, entry) - entry);
      store<u8>(entry, <u8>length, 3);
    }
  }
}

function putCharacter(code: u32, into: usize): usize {
  if (code < 0x80) {
    store<u8>(into, <u8>code);
    return into + 1;
  }
  if (code < 0x800) {
    store<u16>(into, <u16>(0x80c0 | (code >> 6) | ((code & 0x3f) << 8)));
    return into + 2;
  }
  if (code < 0x10000) {
    store<u32>(into, 0x8080e0 | (code >> 12) | (((code >> 6) & 0x3f) << 8) | ((code & 0x3f) << 16));
    return into + 3;
  }
  store<u32>(
    into,
    0x808080f0 | (code >> 18) | (((code >> 12) & 0x3f) << 8) | (((code >> 6) & 0x3f) << 16) | ((code & 0x3f) << 24),
  );
  return into + 4;
}

export function fromGb18030(at: usize, to: usize, into: usize): usize {
  misfit = 0;
  while (at < to) {
    // Sixteen bytes of ASCII go as they are.
    while (at + 16 <= to) {
      const block = v128.load(at);
      const wide = i8x16.bitmask(block);
      v128.store(into, block);
      if (wide) {
        const plain = <usize>ctz(wide);
        at += plain;
        into += plain;
        break;
      }
      at += 16;
      into += 16;
    }
    if (at >= to) break;
    // A run of double bytes, which most Chinese text is.
    while (at + 2 <= to) {
      const entry = load<u32>(encoded + ((<usize>load<u16>(at)) << 2));
      if (entry === 0) break;
      store<u32>(into, entry);
      into += <usize>(entry >> 24);
      at += 2;
    }
    if (at >= to) break;
    const first = <u32>load<u8>(at);
    if (first < 0x80) {
      store<u8>(into, <u8>first);
      at += 1;
      into += 1;
      continue;
    }
    if (first === 0x80) {
      into = putCharacter(0x20ac, into);
      at += 1;
      continue;
    }
    if (first - 0x81 >= 126) {
      misfit = 1;
      break;
    }
    if (at + 2 > to) break;
    const second = <u32>load<u8>(at, 1) - 0x30;
    if (second > 9) {
      misfit = 1;
      break;
    }
    if (at + 4 > to) break;
    const third = <u32>load<u8>(at, 2) - 0x81;
    const fourth = <u32>load<u8>(at, 3) - 0x30;
    if (third >= 126 || fourth > 9) {
      misfit = 1;
      break;
    }
    const linear = (((first - 0x81) * 10 + second) * 126 + third) * 10 + fourth;
    let code: u32 = 0;
    if (linear < 39420) code = <u32>load<u16>(quadruples + <usize>(linear << 1));
    else if (linear >= 189000 && linear < 189000 + 0x100000) code = linear - 189000 + 0x10000;
    if (code === 0) {
      misfit = 1;
      break;
    }
    into = putCharacter(code, into);
    at += 4;
  }
  readTo = at;
  return into;
}

/** `swapped`: the upper byte first. */
export function fromUtf16(at: usize, to: usize, into: usize, swapped: bool): usize {
  misfit = 0;
  const upper = i16x8.splat(<i16>0xff80);
  while (at + 2 <= to) {
    while (at + 16 <= to) {
      let block = v128.load(at);
      if (swapped) block = i8x16.shuffle(block, block, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
      if (v128.any_true(v128.and(block, upper))) break;
      v128.store(into, i8x16.narrow_i16x8_u(block, block));
      at += 16;
      into += 8;
    }
    if (at + 2 > to) break;
    let unit = <u32>load<u16>(at);
    if (swapped) unit = ((unit & 0xff) << 8) | (unit >> 8);
    if (unit - 0xd800 >= 0x800) {
      into = putCharacter(unit, into);
      at += 2;
      continue;
    }
    if (unit >= 0xdc00) {
      misfit = 1;
      break;
    }
    if (at + 4 > to) break;
    let low = <u32>load<u16>(at, 2);
    if (swapped) low = ((low & 0xff) << 8) | (low >> 8);
    if (low - 0xdc00 >= 0x400) {
      misfit = 1;
      break;
    }
    into = putCharacter(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00), into);
    at += 4;
  }
  readTo = at;
  return into;
}
