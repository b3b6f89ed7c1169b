/** The fen of the amount read last. */
export let fen: i64 = 0;

export const amountRead: u32 = 0;
export const amountBlank: u32 = 1;
/** The quick way does not know: ask the reference. */
export const amountUnsure: u32 = 2;

/** Reads a plain amount such as `-1,234.50`: a sign before it, commas at every three figures or none, up to two decimals. */
export function readAmount(at: usize, length: usize): u32 {
  if (length === 0) return amountBlank;
  const end = at + length;
  let byte = <u32>load<u8>(at);
  const negative = byte === 45;
  if (negative) {
    at += 1;
    if (at === end) return amountUnsure;
    byte = <u32>load<u8>(at);
  }
  let whole: i64 = 0;
  const first = at;
  let digit = byte - 48;
  while (digit < 10) {
    whole = whole * 10 + <i64>digit;
    at += 1;
    if (at === end) break;
    byte = <u32>load<u8>(at);
    digit = byte - 48;
  }
  let figures = <u32>(at - first);
  if (at + 3 === end && byte === 46 && figures - 1 < 15) {
    const tenths = <u32>load<u8>(at, 1) - 48;
    const hundredths = <u32>load<u8>(at, 2) - 48;
    if (tenths > 9 || hundredths > 9) return amountUnsure;
    const value = whole * 100 + <i64>(tenths * 10 + hundredths);
    fen = negative ? -value : value;
    return amountRead;
  }
  let group: i32 = -1;
  while (at < end) {
    byte = <u32>load<u8>(at);
    digit = byte - 48;
    if (digit < 10) {
      whole = whole * 10 + <i64>digit;
      figures += 1;
      if (group >= 0) group += 1;
    } else if (byte === 44) {
      if (figures === 0 || (group === -1 && figures > 3) || (group !== -1 && group !== 3)) return amountUnsure;
      group = 0;
    } else break;
    at += 1;
  }
  if (figures === 0 || figures > 15 || (group !== -1 && group !== 3)) return amountUnsure;
  let part: i64 = 0;
  if (at < end) {
    if (byte !== 46) return amountUnsure;
    const decimals = end - at - 1;
    if (decimals > 2) return amountUnsure;
    if (decimals > 0) {
      const tenths = <u32>load<u8>(at, 1) - 48;
      if (tenths > 9) return amountUnsure;
      part = <i64>tenths * 10;
      if (decimals === 2) {
        const hundredths = <u32>load<u8>(at, 2) - 48;
        if (hundredths > 9) return amountUnsure;
        part += <i64>hundredths;
      }
    }
  }
  const value = whole * 100 + part;
  fen = negative ? -value : value;
  return amountRead;
}

/** Writes fen as yuan with two decimals, as the reference does; returns the length. */
export function writeYuan(value: i64, into: usize): usize {
  let at = into;
  let rest = <u64>(value < 0 ? -value : value);
  if (value < 0) {
    store<u8>(at, 45);
    at += 1;
  }
  let divisor: u64 = 100;
  while (rest / divisor >= 10) divisor *= 10;
  while (divisor >= 100) {
    store<u8>(at, 48 + <u8>(rest / divisor));
    rest %= divisor;
    divisor /= 10;
    at += 1;
  }
  store<u8>(at, 46);
  store<u8>(at, 48 + <u8>(rest / 10), 1);
  store<u8>(at, 48 + <u8>(rest % 10), 2);
  return at + 3 - into;
}
