import { v7 } from 'uuid';
import { z } from 'zod';

declare const kindOf: unique symbol;

/** A UUIDv7 that knows what it identifies: an `Id<'client'>` does not fit where an `Id<'person'>` is asked for. */
export type Id<Kind extends string> = string & { readonly [kindOf]: Kind };

/** A new id; ids sort by the time they were made. */
export function newId<Kind extends string>(): Id<Kind> {
  const random = nextRandom();
  const now = Date.now();
  if (now > last) {
    last = now;
    sequence = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1;
  } else {
    sequence = (sequence + 1) >>> 0;
    if (sequence === 0) last += 1;
  }
  return v7({ random, msecs: last, seq: sequence }) as Id<Kind>;
}

let last = 0;
let sequence = 0;

// One call for many ids: asking the system for 16 bytes costs more than all the rest of an id.
const pool = new Uint8Array(16 * 512);
let used = pool.length;

function nextRandom(): Uint8Array {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  used += 16;
  return pool.subarray(used - 16, used);
}

/** The schema of an id of one kind, for contracts. */
export function idOf<Kind extends string>(_kind: Kind) {
  return z.uuid().transform((value) => value as Id<Kind>);
}

export type FirmId = Id<'firm'>;
export type PersonId = Id<'person'>;
export type ClientId = Id<'client'>;
