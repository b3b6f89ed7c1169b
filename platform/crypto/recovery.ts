import { sha256 } from '@noble/hashes/sha2.js';
import { bech32 } from '@scure/base';
import { combine, split } from 'shamir-secret-sharing';
import { Refusal } from '#platform/kernel/refusal.ts';
import { createAgeKeys, recipientOf } from './age-file.ts';
import { concatBytes, equalBytes, toUtf8 } from './bytes.ts';
import { type RecoveryShare, printShare, readShare } from './recovery-share.ts';

/**
 * The firm's recovery key: an age key pair whose identity exists only as three printed shares, any two of which make
 * it again (Shamir over the 32 secret bytes). It opens what was wrapped to it when no holder is left.
 */
export async function createRecovery(): Promise<{ recipient: string; shares: [string, string, string] }> {
  const { identity, recipient } = await createAgeKeys();
  const set = setOf(recipient);
  const points = await split(scalarOf(identity), 3, 2);
  const [first, second, third] = points.map((point, i) => printShare({ index: i + 1, set, point }));
  return { recipient, shares: [first!, second!, third!] };
}

/**
 * The recovery identity from any two of the three shares, in any order and however typed (`readShare`). Refuses with
 * `recovery.share-mistyped` (which of the two, which group), `recovery.share-length`, `recovery.share-unsound`,
 * `recovery.same-share`, or `recovery.shares-of-different-keys`.
 */
export async function combineShares(first: string, second: string): Promise<string> {
  const one = readAs(first, 'first');
  const other = readAs(second, 'second');
  if (!equalBytes(one.set, other.set)) throw new Refusal('recovery.shares-of-different-keys');
  if (one.index === other.index) throw new Refusal('recovery.same-share', { index: one.index });
  const identity = identityOf(await combine([one.point, other.point]));
  if (!equalBytes(setOf(await recipientOf(identity)), one.set)) throw new Refusal('recovery.shares-of-different-keys');
  return identity;
}

function readAs(text: string, share: 'first' | 'second'): RecoveryShare {
  const reading = readShare(text);
  if (reading.ok) return reading.share;
  const { fault } = reading;
  if ('group' in fault) throw new Refusal('recovery.share-mistyped', { share, group: fault.group });
  if ('signs' in fault) throw new Refusal('recovery.share-length', { share, signs: fault.signs });
  throw new Refusal('recovery.share-unsound', { share });
}

/** Two bytes that the three shares of one key have in common and other keys' shares almost never. */
function setOf(recipient: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(sha256(concatBytes(toUtf8('baton/recovery-set/v1\n'), toUtf8(recipient))).subarray(0, 2));
}

function scalarOf(identity: string): Uint8Array {
  return Uint8Array.from(bech32.decodeToBytes(identity).bytes);
}

function identityOf(scalar: Uint8Array): string {
  return bech32.encodeFromBytes('AGE-SECRET-KEY-', scalar).toUpperCase();
}
