import { createHash } from 'node:crypto';
import { type HashKey, keyedHash } from '#platform/envelope/keyed-hash.ts';
import { narrow } from '#platform/kernel/narrow.ts';

/** Text as it is kept and shown: full width as half width, one blank for many; recognised Chinese has blanks anywhere. */
export function keptText(text: string): string {
  return narrow(text)
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n\s*/g, '\n')
    .trim();
}

/** Text as it is searched: without blanks and line ends, in small letters. */
export function pieceOf(text: string): string {
  return narrow(text).toLowerCase().replaceAll(/\s+/g, '');
}

/** Every pair of neighbouring characters, once. */
export function gramsOf(piece: string): string[] {
  const characters = [...piece];
  return [...new Set(characters.slice(0, -1).map((character, at) => character + characters[at + 1]!))];
}

/** More pairs of a long piece cost more than they sort out. */
const mostAsked = 6;

/** The pairs that a search asks the index for: of a long piece some from its beginning to its end. */
export function gramsAsked(piece: string): string[] {
  const all = gramsOf(piece);
  if (all.length <= mostAsked) return all;
  const step = (all.length - 1) / (mostAsked - 1);
  return Array.from({ length: mostAsked }, (_, at) => all[Math.round(at * step)]!);
}

/** The hash of a pair by which the token of every client is made; it never stands in the database. */
export function gramHash(hashKey: HashKey, gram: string): Buffer {
  return keyedHash(hashKey, 'document-gram', gram);
}

/**
 * What stands for a pair in the files of one client or handover: the first four bytes of SHA-256 over hash and id, big-endian.
 * `access.search_texts` reckons the same.
 */
export function tokenOf(hash: Buffer, holder: string): number {
  return createHash('sha256')
    .update(hash)
    .update(Buffer.from(holder.replaceAll('-', ''), 'hex'))
    .digest()
    .readInt32BE(0);
}
