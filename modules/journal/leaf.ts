import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, toHex, toUtf8 } from '#platform/crypto/bytes.ts';
import { canonicalJson } from '#platform/crypto/canonical-json.ts';
import type { Facts } from '#platform/kernel/refusal.ts';
import type { JournalLeaf } from './journal.contract.ts';

/** What a leaf commits to instead of the facts: SHA-256 over the 16-byte salt and the canonical JSON of the facts, hex. */
export function commitmentOf(salt: Uint8Array, facts: Facts): string {
  return toHex(sha256(concatBytes(salt, toUtf8(canonicalJson(facts)))));
}

/** The bytes that stand in the tree for an entry: its canonical JSON. Ids, times and the commitment; no personal value. */
export function leafBytes(leaf: JournalLeaf): Uint8Array {
  return toUtf8(leafText(leaf));
}

/** The same as text. A leaf is flat and holds texts only, so its members in their order are its canonical JSON. */
export function leafText({ actor, at, by, client, commitment, handover, id, subject, verb }: JournalLeaf): string {
  return JSON.stringify({ actor, at, by, client, commitment, handover, id, subject, verb });
}
