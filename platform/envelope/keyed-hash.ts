import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { naming } from './aes-gcm.ts';
import type { MasterKey } from './master-key.ts';

/** A firm's key for searching sensitive values by equality. */
export type HashKey = KeyObject;

/**
 * The firm's hash key: HKDF-SHA-256 from the oldest version of the master key, so that hashes written before a rotation
 * still match. Two firms' hashes of one value have nothing in common.
 */
export function deriveHashKey(master: MasterKey, firm: string): HashKey {
  return createSecretKey(
    Buffer.from(hkdfSync('sha256', master.oldest.key, Buffer.alloc(0), naming('baton/keyed-hash/v1', firm), 32)),
  );
}

/**
 * HMAC-SHA-256 (32 bytes) of a value of one kind (`phone`, `bank-account`), to be found again by the exact value. The
 * caller normalises: spaces, full-width digits and country codes are different values here.
 */
export function keyedHash(hashKey: HashKey, kind: string, normalised: string): Buffer {
  return createHmac('sha256', hashKey).update(naming(kind, normalised)).digest();
}
