import canonicalize from 'canonicalize';
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex, toUtf8 } from './bytes.ts';

/**
 * Canonical JSON (RFC 8785): one text for one value, so that a hash or a signature means the value.
 *
 * Takes null, booleans, strings, finite numbers, arrays and plain objects. Throws a TypeError that names the path for
 * everything that JSON would drop, round or rewrite in silence: undefined, bigint, NaN, infinities, integers beyond
 * ±(2^53 − 1), dates and other class instances, symbols, functions, lone surrogates, circles.
 */
export function canonicalJson(value: unknown): string {
  assertExact(value, '$', new Set());
  return canonicalize(value)!;
}

/** SHA-256 over the UTF-8 bytes of the canonical JSON, in hex. */
export function canonicalHash(value: unknown): string {
  return toHex(sha256(toUtf8(canonicalJson(value))));
}

function assertExact(value: unknown, path: string, above: Set<object>): void {
  switch (typeof value) {
    case 'boolean':
      return;
    case 'string':
      if (!value.isWellFormed()) throw unfit(path, 'a string with a lone surrogate');
      return;
    case 'number':
      if (!Number.isFinite(value)) throw unfit(path, String(value));
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw unfit(path, 'an integer beyond ±(2^53 − 1)');
      return;
    case 'object':
      if (value !== null) assertExactMembers(value, path, above);
      return;
    default:
      throw unfit(path, typeof value);
  }
}

function assertExactMembers(value: object, path: string, above: Set<object>): void {
  if (above.has(value)) throw unfit(path, 'a circle');
  above.add(value);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) assertExact(value[i], `${path}[${i}]`, above);
  } else {
    const prototype = Object.getPrototypeOf(value) as object | null;
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      throw unfit(path, `an instance of ${value.constructor.name}`);
    }
    for (const [key, member] of Object.entries(value)) {
      if (!key.isWellFormed()) throw unfit(path, 'a key with a lone surrogate');
      assertExact(member, `${path}.${key}`, above);
    }
  }
  above.delete(value);
}

function unfit(path: string, what: string): TypeError {
  return new TypeError(`canonical JSON cannot hold ${what} (at ${path})`);
}
