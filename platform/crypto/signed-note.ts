import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { base64 } from '@scure/base';
import { concatBytes, fromBase64url, fromHex, toBase64url, toHex, toUtf8 } from './bytes.ts';
import { signingKeysOf } from './statement.ts';

/**
 * Signed notes (c2sp.org/signed-note) and the checkpoints of a log written as such (c2sp.org/tlog-checkpoint), with
 * Ed25519 keys: a text that ends in a newline, an empty line, and a line `— name base64(key id ‖ signature)` for each key.
 */

/** Who signs: a key under a name. For a log the name is its origin, such as `baton.example/journal/0192…`. */
export interface NoteSigner {
  readonly name: string;
  /** The 32-byte Ed25519 seed, base64url. */
  readonly signingSecret: string;
}

/** A key that notes are verified with; the text form is the verifier key, `name+keyid+base64`. */
export interface NoteVerifier {
  readonly name: string;
  /** Four bytes in hex: the first of SHA-256 over name, newline, 0x01 and the public key. */
  readonly keyId: string;
  /** The raw Ed25519 public key, base64url. */
  readonly signingKey: string;
}

/** A line under a note: not yet verified. */
export interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** What a note says and who is said to have signed it; worth nothing until `openNote` has verified it. */
export interface UnverifiedNote {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/**
 * What came of opening a note with one known key: signed by it; not of the form of a note, with the first wrong line;
 * without a signature by it; or with a signature that names the key and is not by it.
 */
export type OpenedNote =
  | { state: 'signed'; text: string }
  | { state: 'malformed'; line: number }
  | { state: 'unsigned' }
  | { state: 'forged' };

const ed25519Type = 0x01;
const signatureLimit = 100;
/** The ASCII control characters below U+0020 other than newline, which no note may hold. */
const forbidden = /[\p{Cc}--[\n\u007f-\u009f]]/v;

/** The verifier of a named key; throws a TypeError when the name is empty or holds a space or a plus. */
export function noteVerifier(name: string, signingKey: string): NoteVerifier {
  if (!isKeyName(name)) throw new TypeError(`a key name is not empty and holds no space and no plus: ${name}`);
  const key = fromBase64url(signingKey);
  if (key.length !== 32) throw new TypeError('an Ed25519 public key has 32 bytes');
  const hash = sha256(concatBytes(toUtf8(`${name}\n`), Uint8Array.of(ed25519Type), key));
  return { name, keyId: toHex(hash.subarray(0, 4)), signingKey };
}

/** The public half of a signer. */
export function verifierOf(signer: NoteSigner): NoteVerifier {
  return noteVerifier(signer.name, signingKeysOf(signer.signingSecret).signingKey);
}

/** The verifier key as one word, to be printed, stored and given to an auditor: `name+keyid+base64(0x01 ‖ public key)`. */
export function formatVerifierKey({ name, keyId, signingKey }: NoteVerifier): string {
  return `${name}+${keyId}+${base64.encode(concatBytes(Uint8Array.of(ed25519Type), fromBase64url(signingKey)))}`;
}

/** The verifier of a verifier key; null when it is not an Ed25519 one whose key id belongs to its name and key. */
export function parseVerifierKey(text: string): NoteVerifier | null {
  const match = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(text);
  const key = match && decodeBase64(match[3]!);
  if (!key || key.length !== 33 || key[0] !== ed25519Type || !isKeyName(match[1]!)) return null;
  const verifier = noteVerifier(match[1]!, toBase64url(key.subarray(1)));
  return verifier.keyId === match[2] ? verifier : null;
}

/**
 * SHA-256 of the verifier key's text, in hex: short enough to be read out and compared, and bound to the name as well as
 * to the key. Anyone makes it with `printf %s 'name+keyid+base64' | sha256sum`.
 */
export function verifierFingerprint(verifierKey: string): string {
  return toHex(sha256(toUtf8(verifierKey)));
}

/**
 * The note with its signature. The text ends in a newline and holds no other control character; throws a TypeError
 * otherwise.
 */
export function signNote(text: string, signer: NoteSigner): string {
  if (!isNoteText(text))
    throw new TypeError('the text of a note ends in a newline and holds no other control character');
  const { name, keyId } = verifierOf(signer);
  const signature = ed25519.sign(toUtf8(text), fromBase64url(signer.signingSecret));
  return `${text}\n— ${name} ${base64.encode(concatBytes(fromHex(keyId), signature))}\n`;
}

/** Takes a note apart without verifying anything; or tells the first line (from 1) that has not the form. */
export function parseNote(note: string): UnverifiedNote | { malformedLine: number } {
  const control = forbidden.exec(note);
  if (control || !note.isWellFormed()) return { malformedLine: lineAt(note, control?.index ?? 0) };
  const split = note.lastIndexOf('\n\n');
  if (split < 0) return { malformedLine: 1 };
  const text = note.slice(0, split + 1);
  const firstLine = lineAt(note, split + 2);
  const lines = note.slice(split + 2).split('\n');
  if (lines.pop() !== '') return { malformedLine: firstLine + lines.length };
  const signatures = lines.map(parseSignatureLine);
  const wrong = signatures.length > signatureLimit ? signatureLimit : signatures.indexOf(null);
  if (wrong !== -1 || signatures.length === 0) return { malformedLine: firstLine + Math.max(wrong, 0) };
  return { text, signatures: signatures.filter((signature) => signature !== null) };
}

/** Opens a note with a key known from elsewhere. Signatures by other keys are passed over, as the format demands. */
export function openNote(note: string, verifier: NoteVerifier): OpenedNote {
  const parsed = parseNote(note);
  if ('malformedLine' in parsed) return { state: 'malformed', line: parsed.malformedLine };
  const { name, keyId, signingKey } = verifier;
  const ours = parsed.signatures.filter((signature) => signature.name === name && signature.keyId === keyId);
  if (ours.length === 0) return { state: 'unsigned' };
  const message = toUtf8(parsed.text);
  const valid = ours.every(({ signature }) => isSignature(signature, message, fromBase64url(signingKey)));
  return valid ? { state: 'signed', text: parsed.text } : { state: 'forged' };
}

/** A log's statement of how many leaves it has and over what root. */
export interface Checkpoint {
  /** Which log it is. */
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/** The text of a checkpoint, to be signed as a note; throws a TypeError when a part cannot stand in one. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${base64.encode(root)}\n`;
  if (!parseCheckpoint(text))
    throw new TypeError('not a checkpoint: an origin of one line, a size, a root of 32 bytes');
  return text;
}

/** The checkpoint in the text of an opened note; null when it is none. Extension lines are let stand and not read. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const match = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/.exec(text);
  const root = match && decodeBase64(match[3]!);
  const size = Number(match?.[2]);
  if (!root || !Number.isSafeInteger(size) || !isNoteText(text)) return null;
  return { origin: match[1]!, size, root };
}

/** The checkpoint as a note signed by the log, whose name is the origin. */
export function signCheckpoint(tree: Omit<Checkpoint, 'origin'>, log: NoteSigner): string {
  return signNote(formatCheckpoint({ ...tree, origin: log.name }), log);
}

/** As `openNote`, with the checkpoint; a note whose text is no checkpoint of this log is malformed. */
export function openCheckpoint(
  note: string,
  log: NoteVerifier,
): { state: 'signed'; checkpoint: Checkpoint } | Exclude<OpenedNote, { state: 'signed' }> {
  const opened = openNote(note, log);
  if (opened.state !== 'signed') return opened;
  const checkpoint = parseCheckpoint(opened.text);
  return checkpoint?.origin === log.name ? { state: 'signed', checkpoint } : { state: 'malformed', line: 1 };
}

function parseSignatureLine(line: string): NoteSignature | null {
  const match = /^— (\S+) (\S+)$/u.exec(line);
  const bytes = match && decodeBase64(match[2]!);
  if (!bytes || bytes.length < 5 || !isKeyName(match[1]!)) return null;
  return { name: match[1]!, keyId: toHex(bytes.subarray(0, 4)), signature: bytes.subarray(4) };
}

function isSignature(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  try {
    // zip215 accepts encodings that RFC 8032 refuses; as evidence only one encoding of a signature may count.
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\s\p{White_Space}\p{Cc}+]/u.test(name);
}

function isNoteText(text: string): boolean {
  return text.endsWith('\n') && text.isWellFormed() && !forbidden.test(text);
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

function decodeBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(base64.decode(text));
  } catch {
    return null;
  }
}
