import { sha256 } from '@noble/hashes/sha2.js';
import { toHex, toUtf8 } from '#platform/crypto/bytes.ts';

/** Why a path leaves the folder it is read in, or means another file on another system. */
export type EscapingPath = 'empty' | 'absolute' | 'climbing';

/** Why we do not write a path into a bag although it would stay inside. */
export type UnsafePath = EscapingPath | 'character' | 'not-normal' | 'ending' | 'reserved' | 'long';

/** For paths of bags that others made: everything that could reach outside the bag; null when it stays inside. */
export function escapingPath(path: string): EscapingPath | null {
  if (path === '' || path.includes('\0')) return 'empty';
  if (/^([/\\~]|[A-Za-z]:)/.test(path)) return 'absolute';
  const parts = path.split(/[/\\]/);
  if (parts.includes('..')) return 'climbing';
  return parts.includes('') || parts.includes('.') ? 'empty' : null;
}

/**
 * For paths that we write: null when every name in it is in Unicode form C, can be stored by Linux, macOS and Windows
 * alike, is shown as what it is (no control or invisible format character), and stands in a manifest without being
 * encoded, so that `sha256sum -c` finds it.
 */
export function unsafePath(path: string): UnsafePath | null {
  return (
    escapingPath(path) ??
    path
      .split('/')
      .map(unsafeName)
      .find((fault) => fault !== null) ??
    null
  );
}

/** The same for two paths that a file system may take for one: in letter case or in the composition of characters. */
export function clashKey(path: string): string {
  return path.normalize('NFC').toLowerCase().toUpperCase().normalize('NFC');
}

/**
 * The name itself when `unsafePath` accepts it; otherwise a readable safe one that ends in eight hex digits of the
 * name's SHA-256, so that names which had to be changed stay apart.
 */
export function safeName(name: string): string {
  return unsafePath(name) === null && !name.includes('/') ? name : nameWithDigits(name);
}

/** A safe name for keys of which two may differ by letter case alone: one with small letters always gets the digits. */
export function caselessName(name: string): string {
  return name === name.toUpperCase() ? safeName(name) : nameWithDigits(name);
}

function nameWithDigits(name: string): string {
  const wellFormed = name.toWellFormed();
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(wellFormed)?.[0] ?? '';
  const stem = wellFormed
    .slice(0, wellFormed.length - extension.length)
    .normalize('NFC')
    .replaceAll(unsafeCharacter, '_')
    .replaceAll(/^[\s.~_]+|[\s.]+$/gu, '');
  const digits = toHex(sha256(toUtf8(wellFormed))).slice(0, 8);
  return `${shortened(stem)}-${digits}${extension}`;
}

/** Characters that some system or `sha256sum` does not take as they are, and those that cannot be seen. */
const unsafeCharacter = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\\/:*?"<>|%]/gu;
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const nameLimit = 200;

function unsafeName(name: string): UnsafePath | null {
  if (name.search(unsafeCharacter) !== -1) return 'character';
  if (name.normalize('NFC') !== name) return 'not-normal';
  if (/^\s|[\s.]$/u.test(name)) return 'ending';
  if (deviceName.test(name)) return 'reserved';
  return toUtf8(name).length > nameLimit ? 'long' : null;
}

function shortened(stem: string): string {
  let length = 0;
  const kept = [...stem].filter((character) => (length += toUtf8(character).length) <= nameLimit - 20);
  return kept.join('') || 'file';
}
