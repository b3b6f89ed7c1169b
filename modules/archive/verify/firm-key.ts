import { readFile } from 'node:fs/promises';
import { formatVerifierKey, parseVerifierKey, verifierFingerprint } from '#platform/crypto/signed-note.ts';
import { Refusal } from '#platform/kernel/refusal.ts';

/** The firm's key as somebody outside the firm holds it: the verifier key itself, or its SHA-256. */
export type FirmKey = { verifierKey: string } | { fingerprint: string };

/**
 * Reads what an auditor was given: a verifier key (`name+keyid+base64`), or its fingerprint of 64 hex digits, blanks,
 * hyphens and colons between groups being of no account.
 *
 * Refuses with `archive.firm-key-malformed` when it is neither.
 */
export function parseFirmKey(text: string): FirmKey {
  const given = text.trim();
  const verifier = parseVerifierKey(given);
  if (verifier) return { verifierKey: formatVerifierKey(verifier) };
  const digits = given.replaceAll(/[\s:-]/g, '').toLowerCase();
  if (/^[0-9a-f]{64}$/.test(digits)) return { fingerprint: digits };
  throw new Refusal('archive.firm-key-malformed');
}

/** The same, where the text may also be the name of a file that holds it. */
export async function readFirmKey(textOrFile: string): Promise<string> {
  const content = await readFile(textOrFile, 'utf8').catch(() => null);
  const text = content ?? textOrFile;
  parseFirmKey(text);
  return text;
}

/** Whether the verifier key that stands in a package is the one that was given. */
export function isFirmKey(given: FirmKey, verifierKey: string): boolean {
  return 'verifierKey' in given
    ? given.verifierKey === verifierKey
    : given.fingerprint === verifierFingerprint(verifierKey);
}
