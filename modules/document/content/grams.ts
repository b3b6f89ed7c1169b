import { hash } from 'node:crypto';
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

/** Every pair of neighbouring characters, and every three of letters and digits, which are few and stand in many pairs; each once. */
export function gramsOf(piece: string): string[] {
  const characters = [...piece];
  const grams = new Set<string>();
  for (let at = 0; at < characters.length - 1; at += 1) {
    grams.add(characters[at]! + characters[at + 1]!);
    const three = threeAt(characters, at);
    if (three) grams.add(three);
  }
  return [...grams];
}

/** More of a long piece cost more than they sort out. */
const mostAsked = 6;

/** What a search asks the index for, three characters rather than two: of a long piece some from its beginning to its end. */
export function gramsAsked(piece: string): string[] {
  const characters = [...piece];
  const pairs = characters.slice(0, -1).map((one, at) => threeAt(characters, at) ?? one + characters[at + 1]!);
  const all = [...new Set(pairs)];
  if (all.length <= mostAsked) return all;
  const step = (all.length - 1) / (mostAsked - 1);
  return Array.from({ length: mostAsked }, (_, at) => all[Math.round(at * step)]!);
}

function threeAt(characters: string[], at: number): string | null {
  const three = characters.slice(at, at + 3).join('');
  return /^[0-9a-z.]{3}$/.test(three) ? three : null;
}

/** The hash of a pair or three by which the token of every client is made; it never stands in the database. */
export function gramHash(hashKey: HashKey, gram: string): Buffer {
  return keyedHash(hashKey, 'document-gram', gram);
}

/**
 * What stands for a pair in the files of one client or handover: the first four bytes of SHA-256 over hash and id, big-endian.
 * `access.search_texts` reckons the same.
 */
export function tokenOf(gram: Buffer, holder: string): number {
  gram.copy(hashed);
  hashed.write(holder.replaceAll('-', ''), gram.length, 'hex');
  return Number.parseInt(hash('sha256', hashed).slice(0, 8), 16) | 0;
}

/** A gram's hash and an id. */
const hashed = Buffer.alloc(32 + 16);
