import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { TreeNode } from '#platform/crypto/merkle.ts';
import type { Facts } from '#platform/kernel/refusal.ts';
import type { JournalLeaf } from './journal.contract.ts';
import { leafText } from './leaf.ts';

/** Neighbouring entries of the log as they are stored. */
export interface StoredRange {
  /** The places [from, to) that they should have. */
  from: number;
  to: number;
  /** A JSON array of `StoredEntry`, in the order of their places. */
  text: string;
}

/** Place, microseconds since 1970, commitment and salt in hex. What there is not is empty, the subject and erased facts null. */
export type StoredEntry = [
  index: number,
  id: string,
  at: number,
  actor: string,
  by: JournalLeaf['by'],
  verb: string,
  client: string,
  handover: string,
  subject: string | null,
  commitment: string,
  salt: string,
  facts: Facts | null,
];

/** What became of a range. */
export interface CheckedRange {
  /** The complete nodes of the tree that stand over it, from the largest to the smallest; their indexes count from its beginning. */
  nodes: TreeNode[];
  /** The first place that is not as it should be. */
  firstFault: number | null;
}

/** Holds the facts of each entry against its commitment, and makes the tree over the range. */
export function checkRange({ from, to, text }: StoredRange): CheckedRange {
  const entries = JSON.parse(text) as StoredEntry[];
  const hashes = Buffer.allocUnsafe(entries.length * hashLength);
  for (const [at, entry] of entries.entries()) {
    if (entry[0] !== from + at || !isCommitted(entry)) return { nodes: [], firstFault: from + at };
    writeHash(`\0${leafText(leafIn(entry))}`, hashes, at);
  }
  return { nodes: nodesOver(hashes), firstFault: entries.length === to - from ? null : from + entries.length };
}

function leafIn([, id, at, actor, by, verb, client, handover, subject, commitment]: StoredEntry): JournalLeaf {
  return {
    id,
    at: new Date(Math.floor(at / 1000)).toISOString(),
    actor: actor || null,
    by,
    verb,
    client: client || null,
    handover: handover || null,
    subject,
    commitment,
  };
}

const saltLength = 16;
let room = Buffer.allocUnsafe(4096);

/** As `commitmentOf` has it; what was parsed from JSON needs no look at what JSON cannot hold. */
function isCommitted(entry: StoredEntry): boolean {
  const [commitment, salt, facts] = [entry[9], entry[10], entry[11]];
  if (salt === '' || facts === null) return true;
  const said = canonicalize(facts)!;
  // A character is at most three bytes of UTF-8.
  if (room.length < saltLength + 3 * said.length) room = Buffer.allocUnsafe(2 * (saltLength + 3 * said.length));
  const salted = room.write(salt, 0, saltLength, 'hex');
  return hash('sha256', room.subarray(0, salted + room.write(said, salted))) === commitment;
}

const hashLength = 32;

/** Node gives a hash as a text much faster than as bytes. */
function writeHash(content: string | Buffer, to: Buffer, at: number): void {
  to.write(hash('sha256', content, 'binary'), at * hashLength, hashLength, 'binary');
}

const pair = Buffer.alloc(1 + 2 * hashLength, 1);

/** The tree of RFC 6962 over leaf hashes that lie one after another; they are overwritten, level by level. */
function nodesOver(hashes: Buffer): TreeNode[] {
  const nodes: TreeNode[] = [];
  let count = hashes.length / hashLength;
  for (let level = 0; count > 0; level++) {
    if (count % 2 === 1) {
      const last = hashes.subarray((count - 1) * hashLength, count * hashLength);
      nodes.unshift({ level, index: count - 1, hash: Uint8Array.from(last) });
    }
    count = Math.floor(count / 2);
    for (let at = 0; at < count; at++) {
      hashes.copy(pair, 1, 2 * at * hashLength, 2 * (at + 1) * hashLength);
      writeHash(pair, hashes, at);
    }
  }
  return nodes;
}
