import { createSecretKey, type KeyObject } from 'node:crypto';
import { Refusal } from '#platform/kernel/refusal.ts';
import { naming, open, seal } from './aes-gcm.ts';
import type { MasterKey } from './master-key.ts';
import { openWithMaster, sealWithMaster } from './master-seal.ts';
import { freshBytes } from './random-pool.ts';

/** A client's data key, unwrapped: it seals the client's sensitive fields and files. Kept in memory only. */
export interface DataKey {
  readonly client: string;
  /** 32 bytes. */
  readonly key: KeyObject;
}

/** Whose data key it is. */
export interface KeyOwner {
  readonly firm: string;
  readonly client: string;
}

/** The row whose fields are sealed; authenticated, so that a sealed value opens in its own row only. */
export interface RowOfFields {
  readonly table: string;
  readonly row: string;
}

/** What the master key seals a data key for. */
export const dataKeyPurpose = 'client-data-key';
const header = Buffer.of(1);

/** A new random data key, and the same wrapped by the master key for the database. */
export function createDataKey(master: MasterKey, owner: KeyOwner): { dataKey: DataKey; wrapped: Buffer } {
  const bytes = freshBytes(32);
  const wrapped = sealWithMaster(master, { purpose: dataKeyPurpose, ...named(owner) }, bytes);
  return { dataKey: { client: owner.client, key: createSecretKey(bytes) }, wrapped };
}

/** The data key of this client; refuses as `openWithMaster` does. */
export function unwrapDataKey(master: MasterKey, owner: KeyOwner, wrapped: Uint8Array): DataKey {
  return {
    client: owner.client,
    key: createSecretKey(openWithMaster(master, { purpose: dataKeyPurpose, ...named(owner) }, wrapped)),
  };
}

/** Seals a JSON value for one row: format (1), nonce (12), AES-256-GCM ciphertext, tag (16). */
export function sealFields(dataKey: DataKey, place: RowOfFields, fields: unknown): Buffer {
  return seal(dataKey.key, header, aad(dataKey, place), Buffer.from(JSON.stringify(fields)));
}

/**
 * The value that `sealFields` sealed for this row of this client. Refuses with `envelope.not-opened` when it was changed,
 * was moved here from another row, or belongs to another client. The caller says the type it has sealed.
 */
export function openFields<T>(dataKey: DataKey, place: RowOfFields, sealed: Uint8Array): T {
  const plaintext = sealed[0] === header[0] ? open(dataKey.key, header.length, aad(dataKey, place), sealed) : null;
  if (plaintext === null) {
    throw new Refusal('envelope.not-opened', { client: dataKey.client, ...place }, 'unavailable');
  }
  return JSON.parse(plaintext.toString()) as T;
}

function aad({ client }: DataKey, { table, row }: RowOfFields): Buffer {
  return naming('baton/fields/v1', client, table, row);
}

function named({ firm, client }: KeyOwner): KeyOwner {
  return { firm, client };
}
