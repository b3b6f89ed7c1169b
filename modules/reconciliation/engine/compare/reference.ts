import { createRequire } from 'node:module';
import type * as amounts from '../normalise/amount.ts';
import type * as cells from '../normalise/normalise.ts';
import type { ColumnPair } from '../map/column-pair.ts';
import type { Host } from '../kernel/kernel.ts';
import type { SharedMemory } from './shared-memory.ts';

const unsure = 0xffff;
const gone = 0xfffe;

/**
 * What the kernel asks when a cell is not written in one of the common ways: the normalisers in TypeScript. They are loaded when
 * the first such cell comes, for most files have none.
 */
export function askReference(
  memory: SharedMemory,
  pairs: readonly ColumnPair[],
  places: { pairs: number },
  flush: Host['flush'],
): Host {
  const require = createRequire(import.meta.url);
  const textAt = (at: number, length: number) =>
    Buffer.from(memory.bytes.slice(at >>> 0, (at >>> 0) + length)).toString();
  return {
    flush,
    normaliseSlowly: (pair, at, length, into) => {
      const { normalise } = require('../normalise/normalise.ts') as typeof cells;
      const { text } = normalise(textAt(at, length), pairs[pair]!.by);
      const bytes = Buffer.from(text);
      memory.bytes.set(bytes, into >>> 0);
      return bytes.length;
    },
    fillCharacters: (pair, block) => {
      const { normalise } = require('../normalise/normalise.ts') as typeof cells;
      const { by } = pairs[pair]!;
      if (by.kind !== 'text') return;
      const table = memory.words[(places.pairs + pair * 48 + 16) / 4]! / 2;
      const characters = new Uint16Array(memory.memory.buffer);
      const { blanks: _, ...steps } = by;
      for (let code = block << 8; code < (block + 1) << 8; code++) {
        const written = String.fromCharCode(code);
        const { text } = normalise(written, steps);
        const isOddBlank =
          code > 0x7f && normalise(text, { kind: 'text', blanks: 'all' }).text === '' && text > '\u007f';
        if (text === '') characters[table + code] = gone;
        else if (code === 0 || text.length > 1 || isOddBlank || /[\ud800-\udfff\ufffe\uffff]/.test(text + written))
          characters[table + code] = unsure;
        else characters[table + code] = text.charCodeAt(0);
      }
    },
    addAmountSlowly: (sum, sign, at, length) => {
      const { readAmount } = require('../normalise/amount.ts') as typeof amounts;
      const read = readAmount(textAt(at, length));
      if (typeof read === 'bigint') memory.setWide(sum >>> 0, memory.wide(sum >>> 0) + BigInt(sign) * read);
    },
    isWithinSlowly: (pair, left, leftLength, right, rightLength) => {
      const { compareCells } = require('../normalise/normalise.ts') as typeof cells;
      const verdict = compareCells(textAt(left, leftLength), textAt(right, rightLength), pairs[pair]!.by);
      return Number(verdict !== 'changed');
    },
  };
}
