import { fillCharacters, normaliseSlowly } from './host';
import {
  Pair,
  flagAllBlanks,
  flagBrackets,
  flagCase,
  flagEdgeBlanks,
  flagPhone,
  flagSerial,
  kindAmount,
  kindCreditCode,
  kindDate,
  kindDigits,
  kindNone,
  kindText,
} from './layout';
import { amountBlank, amountRead, fen, readAmount, writeYuan } from './amount';
import { setValue, valueAt, valueLength } from './value';

/*
 * The common writings of each kind, exactly as the reference has them; whatever is not surely among them goes to the reference
 * itself, so that there is one truth.
 */

/** Normalises the value taken last; `index` is the pair's place, `scratch` has room for what comes out. */
export function normalise(pair: Pair, index: u32, scratch: usize): void {
  const kind = pair.kind;
  if (kind === kindNone) return;
  if (valueLength === 0) return;
  let known = false;
  if (kind === kindText) known = text(pair, index, scratch);
  else if (kind === kindAmount) known = amount(scratch);
  else if (kind === kindDate) known = date(pair.flags, scratch);
  else if (kind === kindDigits) known = digits(pair.flags, scratch);
  else if (kind === kindCreditCode) known = creditCode();
  if (!known) setValue(scratch, <usize>normaliseSlowly(index, <u32>valueAt, <u32>valueLength, <u32>scratch));
}

function amount(scratch: usize): bool {
  const read = readAmount(valueAt, valueLength);
  if (read === amountBlank) return true;
  if (read !== amountRead) return false;
  setValue(scratch, writeYuan(fen, scratch));
  return true;
}

/** What a character becomes: itself or another of the basic plane, or one of these. Blanks beyond ASCII are unsure. */
const unknown: u32 = 0;
const unsure: u32 = 0xffff;
const gone: u32 = 0xfffe;

/** Whether the value is made of visible ASCII that no step changes. */
function isInert(flags: u32): bool {
  const end = valueAt + valueLength;
  for (let at = valueAt; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte - 0x21 >= 0x5e) return false;
    if (flags & flagCase && byte - 0x41 < 26) return false;
    if (flags & flagBrackets && (byte === 0x5b || byte === 0x5d || byte === 0x7b || byte === 0x7d)) return false;
  }
  return true;
}

function text(pair: Pair, index: u32, scratch: usize): bool {
  if (isInert(pair.flags)) return true;
  const table = <usize>pair.characters;
  const flags = pair.flags;
  const end = valueAt + valueLength;
  let at = valueAt;
  let into = scratch;
  // Behind the last character that is no blank.
  let filled = scratch;
  while (at < end) {
    let code = <u32>load<u8>(at);
    if (code < 0x80) at += 1;
    else if (code < 0xe0) {
      code = ((code & 0x1f) << 6) | (<u32>load<u8>(at, 1) & 0x3f);
      at += 2;
    } else if (code < 0xf0) {
      code = ((code & 0x0f) << 12) | ((<u32>load<u8>(at, 1) & 0x3f) << 6) | (<u32>load<u8>(at, 2) & 0x3f);
      at += 3;
    } else return false;
    let become = <u32>load<u16>(table + (code << 1));
    if (become === unknown) {
      fillCharacters(index, code >> 8);
      become = <u32>load<u16>(table + (code << 1));
    }
    if (become === gone) continue;
    if (become === unsure) return false;
    const isBlank = become === 0x20 || become - 9 < 5;
    if (isBlank && (flags & flagAllBlanks || (flags & flagEdgeBlanks && filled === scratch))) continue;
    if (become < 0x80) {
      store<u8>(into, <u8>become);
      into += 1;
    } else if (become < 0x800) {
      store<u8>(into, <u8>(0xc0 | (become >> 6)));
      store<u8>(into, <u8>(0x80 | (become & 0x3f)), 1);
      into += 2;
    } else {
      store<u8>(into, <u8>(0xe0 | (become >> 12)));
      store<u8>(into, <u8>(0x80 | ((become >> 6) & 0x3f)), 1);
      store<u8>(into, <u8>(0x80 | (become & 0x3f)), 2);
      into += 3;
    }
    if (!isBlank) filled = into;
  }
  setValue(scratch, (flags & flagEdgeBlanks ? filled : into) - scratch);
  return true;
}

function digits(flags: u32, scratch: usize): bool {
  const end = valueAt + valueLength;
  let into = scratch;
  for (let at = valueAt; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte - 48 < 10) {
      store<u8>(into, <u8>byte);
      into += 1;
    } else if (byte !== 0x20 && byte !== 0x2d && byte !== 0x28 && byte !== 0x29) return false;
  }
  const length = into - scratch;
  if (length === 0) return false;
  // China's own prefix is the reference's affair.
  if (flags & flagPhone && (load<u8>(scratch) === 0x38 || load<u8>(scratch) === 0x30) && mayHavePrefix(scratch, length))
    return false;
  setValue(scratch, length);
  return true;
}

function mayHavePrefix(at: usize, length: usize): bool {
  if (length >= 2 && load<u8>(at) === 0x38 && load<u8>(at, 1) === 0x36) return true;
  return length >= 4 && load<u32>(at) === 0x36383030;
}

function creditCode(): bool {
  if (valueLength !== 18) return false;
  for (let at = valueAt; at < valueAt + 18; at++) {
    const byte = <u32>load<u8>(at);
    if (byte - 48 >= 10 && byte - 65 >= 26) return false;
  }
  return true;
}

/** Where the figures read last end. */
let behind: usize = 0;

/** One or two figures, or -1. */
function oneOrTwo(at: usize, end: usize): i32 {
  if (at >= end) return -1;
  const first = <u32>load<u8>(at) - 48;
  if (first > 9) return -1;
  behind = at + 1;
  if (behind >= end) return first;
  const second = <u32>load<u8>(at, 1) - 48;
  if (second > 9) return first;
  behind = at + 2;
  return first * 10 + second;
}

function isUnit(at: usize, end: usize, low: u32): bool {
  return at + 3 <= end && (load<u32>(at) & 0xffffff) === low;
}

const yearUnit: u32 = 0xb4b9e5;
const monthUnit: u32 = 0x889ce6;
const dayUnit: u32 = 0xa597e6;

function date(flags: u32, scratch: usize): bool {
  if (flags & flagSerial) return false;
  const at = valueAt;
  const length = valueLength;
  const end = at + length;
  if (length < 8) return false;
  let year: i32 = 0;
  for (let place: usize = 0; place < 4; place++) {
    const digit = <u32>load<u8>(at + place) - 48;
    if (digit > 9) return false;
    year = year * 10 + digit;
  }
  let month: i32 = 0;
  let day: i32 = 0;
  const mark = <u32>load<u8>(at, 4);
  if (mark - 48 < 10) {
    if (length !== 8) return false;
    month = oneOrTwo(at + 4, at + 6);
    if (behind !== at + 6) return false;
    day = oneOrTwo(at + 6, end);
    if (behind !== end) return false;
  } else if (mark === 0x2d || mark === 0x2f || mark === 0x2e) {
    month = oneOrTwo(at + 5, end);
    if (month < 0 || behind >= end || <u32>load<u8>(behind) !== mark) return false;
    day = oneOrTwo(behind + 1, end);
    if (behind !== end) return false;
  } else {
    if (!isUnit(at + 4, end, yearUnit)) return false;
    month = oneOrTwo(at + 7, end);
    if (month < 0 || !isUnit(behind, end, monthUnit)) return false;
    day = oneOrTwo(behind + 3, end);
    if (day < 0 || !isUnit(behind, end, dayUnit) || behind + 3 !== end) return false;
  }
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return false;
  store<u32>(scratch, load<u32>(at));
  store<u8>(scratch, 0x2d, 4);
  store<u8>(scratch, 48 + <u8>(month / 10), 5);
  store<u8>(scratch, 48 + <u8>(month % 10), 6);
  store<u8>(scratch, 0x2d, 7);
  store<u8>(scratch, 48 + <u8>(day / 10), 8);
  store<u8>(scratch, 48 + <u8>(day % 10), 9);
  setValue(scratch, 10);
  return true;
}

function daysOf(year: i32, month: i32): i32 {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
