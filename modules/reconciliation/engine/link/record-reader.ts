import type { NameReader } from './name-reader.ts';
import type { PackedColumn } from './packed-column.ts';

/** The columns of one side that say which record is meant; absent where the side does not have them. */
export interface PackedTable {
  rows: number;
  name?: PackedColumn;
  code?: PackedColumn;
  phone?: PackedColumn;
  address?: PackedColumn;
}

export const codeLength = 18;

/**
 * Numbers that stand for texts: equal texts have equal numbers, others hardly ever; `finish` never gives 0. They are signed, of
 * 32 bits: the engine keeps those without a box.
 */
export function mix(number: number, next: number): number {
  const mixed = Math.imul(number ^ next, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

export function finish(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16) || 1;
}

/** Reads one record after the other into its fields, which the next `read` sets anew. */
export class RecordReader {
  readonly name: NameReader;
  readonly sounds: Uint16Array;
  /** Of the core, of its sounds and of the trade; 0 where there is none. */
  core = 0;
  coreSound = 0;
  trade = 0;
  /** The 统一社会信用代码 as folded units; `hasCode` says whether there is one of 18 characters. */
  readonly code = new Uint16Array(codeLength);
  hasCode = false;
  /** Of the digits of the phone; 0 where there are fewer than 7. */
  phone = 0;
  /** The address, folded. */
  readonly address = new Uint16Array(80);
  addressLength = 0;

  readonly #folds: Uint16Array;

  constructor(name: NameReader, folds: Uint16Array, sounds: Uint16Array) {
    this.name = name;
    this.#folds = folds;
    this.sounds = sounds;
  }

  read(table: PackedTable, row: number): void {
    const { name } = this;
    const names = table.name;
    if (names) name.read(names.units, names.starts[row]!, names.starts[row + 1]!);
    else name.clear();
    this.core = this.#numberOf(0, name.coreLength, null);
    this.coreSound = this.#numberOf(0, name.coreLength, this.sounds);
    this.trade = this.#numberOf(name.coreLength, name.bodyLength, null);
    this.#readCode(table.code, row);
    this.#readPhone(table.phone, row);
    this.#readAddress(table.address, row);
  }

  /** A number of all that was read: equal records have equal ones. */
  content(): number {
    const { name } = this;
    let number = mix(mix(this.#numberOf(0, name.bodyLength, null), name.place), mix(name.form, name.branch));
    number = mix(mix(number, name.coreLength), this.phone);
    if (this.hasCode) for (const unit of this.code) number = mix(number, unit);
    for (let at = 0; at < this.addressLength; at += 1) number = mix(number, this.address[at]!);
    return finish(number);
  }

  #numberOf(from: number, to: number, through: Uint16Array | null): number {
    if (from === to) return 0;
    const { body } = this.name;
    let number = to - from;
    for (let at = from; at < to; at += 1) number = mix(number, through ? through[body[at]!]! : body[at]!);
    return finish(number);
  }

  #readCode(column: PackedColumn | undefined, row: number): void {
    let length = 0;
    if (column) {
      for (let at = column.starts[row]!; at < column.starts[row + 1]! && length <= codeLength; at += 1) {
        const unit = this.#folds[column.units[at]!]!;
        if (unit === 0) continue;
        if (length < codeLength) this.code[length] = unit;
        length += 1;
      }
    }
    this.hasCode = length === codeLength;
  }

  #readPhone(column: PackedColumn | undefined, row: number): void {
    this.phone = 0;
    if (!column) return;
    let number = 0;
    let digits = 0;
    const from = column.starts[row]!;
    for (let at = column.starts[row + 1]! - 1; at >= from && digits < 11; at -= 1) {
      const unit = this.#folds[column.units[at]!]!;
      if (unit < 0x30 || unit > 0x39) continue;
      number = mix(number, unit);
      digits += 1;
    }
    if (digits >= 7) this.phone = finish(number);
  }

  #readAddress(column: PackedColumn | undefined, row: number): void {
    let length = 0;
    if (column) {
      for (let at = column.starts[row]!; at < column.starts[row + 1]! && length < 80; at += 1) {
        const unit = this.#folds[column.units[at]!]!;
        if (unit > 0x29) {
          this.address[length] = unit;
          length += 1;
        }
      }
    }
    this.addressLength = length;
  }
}
