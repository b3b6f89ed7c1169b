import { Refusal } from '#platform/kernel/refusal.ts';
import { naming, open, seal } from './aes-gcm.ts';
import { type MasterKey, versionWith } from './master-key.ts';

/** What a sealed key is for, and whose: authenticated, so that it opens for nothing and for nobody else. */
export interface SealedFor {
  readonly purpose: string;
  readonly firm: string;
  /** The client, where the key is one client's. */
  readonly client?: string;
}

const format = 1;
const headerLength = 5;

/** Bytes sealed by the newest version of the master key: format (1), version id (4), nonce (12), ciphertext, tag (16). */
export function sealWithMaster(master: MasterKey, about: SealedFor, bytes: Uint8Array): Buffer {
  const { id, key } = master.newest;
  return seal(key, Buffer.concat([Buffer.of(format), Buffer.from(id, 'hex')]), aad(about), bytes);
}

/**
 * What `sealWithMaster` sealed for the same purpose, firm and client. Refuses with `envelope.not-opened` when it was
 * changed or is somebody else's, and with `master-key.version-missing` when the version that sealed it is gone.
 */
export function openWithMaster(master: MasterKey, about: SealedFor, sealed: Uint8Array): Buffer {
  if (sealed[0] !== format || sealed.length < headerLength) throw notOpened(about);
  const { key } = versionWith(master, Buffer.from(sealed.subarray(1, headerLength)).toString('hex'));
  const bytes = open(key, headerLength, aad(about), sealed);
  if (bytes === null) throw notOpened(about);
  return bytes;
}

/** The same bytes sealed by the newest version; refuses as `openWithMaster` does. */
export function resealWithMaster(master: MasterKey, about: SealedFor, sealed: Uint8Array): Buffer {
  return sealWithMaster(master, about, openWithMaster(master, about, sealed));
}

function aad({ purpose, firm, client }: SealedFor): Buffer {
  return naming('baton/master-seal/v1', purpose, firm, client ?? '');
}

function notOpened({ purpose, firm, client }: SealedFor): Refusal {
  return new Refusal('envelope.not-opened', { purpose, firm, client }, 'unavailable');
}
