import type { ContractRouterClient } from '@orpc/contract';
import { fromHex } from '#platform/crypto/bytes.ts';
import { verifyConsistency } from '#platform/crypto/merkle.ts';
import {
  type Checkpoint,
  openCheckpoint,
  parseCheckpoint,
  parseVerifierKey,
  verifierFingerprint,
} from '#platform/crypto/signed-note.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { journalContract } from './journal.contract.ts';

export type JournalApi = ContractRouterClient<typeof journalContract>;

/** What a checkpoint from elsewhere says about the log as it stands. */
export type AnchorVerdict =
  /** The log only appended to it. */
  | { state: 'kept'; size: number; present: number }
  /** What stands before that size is not what stood there: the log was rewritten. */
  | { state: 'rewritten'; size: number; present: number }
  /** The log is shorter than it was: its end was cut off. */
  | { state: 'cut'; size: number; present: number };

/**
 * Compares the running log with a checkpoint that was kept elsewhere, without trusting the server: both signatures and the proof are
 * checked here. `firmKey` is the firm's verifier key or its fingerprint as it was given from outside; without it the key that the
 * server names is believed. Refused with `journal.anchor-unsigned` when the checkpoint is not of this log and key, and with
 * `journal.key-differs` when the server names another key than the given one.
 */
export async function compareAnchor(api: JournalApi, note: string, firmKey?: string): Promise<AnchorVerdict> {
  const { verifierKey, size: present } = await api.status();
  refuseOtherKey(verifierKey, firmKey);
  const anchored = opened(note, verifierKey);
  const { size } = anchored;
  if (size > present) return { state: 'cut', size, present };
  const proof = await api.proveConsistency({ size });
  const newest = opened(proof.checkpoint, verifierKey);
  const kept = verifyConsistency({
    first: size,
    firstRoot: anchored.root,
    second: newest.size,
    secondRoot: newest.root,
    proof: proof.path.map(fromHex),
  });
  return { state: kept ? 'kept' : 'rewritten', size, present: newest.size };
}

function refuseOtherKey(named: string, given: string | undefined): void {
  const plain = given?.replaceAll(/\s/g, '').toLowerCase();
  if (plain && plain !== named.toLowerCase() && plain !== verifierFingerprint(named))
    throw new Refusal('journal.key-differs', { fingerprint: verifierFingerprint(named) });
}

function opened(note: string, verifierKey: string): Checkpoint {
  const found = openCheckpoint(note, parseVerifierKey(verifierKey)!);
  if (found.state === 'signed') return found.checkpoint;
  throw new Refusal('journal.anchor-unsigned', { origin: parseCheckpoint(note.split('\n\n')[0] + '\n')?.origin ?? '' });
}
