import { randomBytes } from 'node:crypto';
import { toBase64url } from '#platform/crypto/bytes.ts';
import { type SigningKeys, signingKeysOf } from '#platform/crypto/statement.ts';
import type { MasterKey } from './master-key.ts';
import { openWithMaster, sealWithMaster } from './master-seal.ts';

/** What the master key seals a journal's key for. */
export const logKeyPurpose = 'journal-log-key';

/** A new Ed25519 key for a firm's journal: the public half, and the private one sealed by the master key. */
export function createLogKey(master: MasterKey, firm: string): { keys: SigningKeys; sealed: Buffer } {
  const seed = randomBytes(32);
  return {
    keys: signingKeysOf(toBase64url(seed)),
    sealed: sealWithMaster(master, { purpose: logKeyPurpose, firm }, seed),
  };
}

/** Both halves of the firm's journal key; refuses as `openWithMaster` does. */
export function openLogKey(master: MasterKey, firm: string, sealed: Uint8Array): SigningKeys {
  return signingKeysOf(toBase64url(openWithMaster(master, { purpose: logKeyPurpose, firm }, sealed)));
}
