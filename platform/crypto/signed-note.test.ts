import { base64 } from '@scure/base';
import fc from 'fast-check';
import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fromBase64url, fromUtf8, toBase64url, toUtf8 } from './bytes.ts';
import {
  formatCheckpoint,
  formatVerifierKey,
  noteVerifier,
  openCheckpoint,
  openNote,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  signCheckpoint,
  signNote,
  verifierFingerprint,
  verifierOf,
} from './signed-note.ts';

const signer = { name: 'baton.example/journal/1', signingSecret: toBase64url(new Uint8Array(32).fill(7)) };
const verifier = verifierOf(signer);
const stranger = { ...signer, signingSecret: toBase64url(new Uint8Array(32).fill(8)) };

describe('the example of golang.org/x/mod/sumdb/note', () => {
  const key = parseVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')!;
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const line =
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

  test('its verifier key is read and its signature verified', () => {
    expect(key).toMatchObject({ name: 'PeterNeumann', keyId: 'c74f20a3' });
    expect(openNote(`${text}\n${line}`, key)).toEqual({ state: 'signed', text });
  });

  test('signatures by keys that are not known are passed over', () => {
    const unknown = '— EnochRoot af4YbQAAAAEAAAACAAAAAwAAAAQ=\n';
    expect(openNote(`${text}\n${unknown}${line}`, key).state).toBe('signed');
    expect(openNote(`${text}\n${unknown}`, key)).toEqual({ state: 'unsigned' });
  });

  test('one wrong signature by the known key makes the whole note forged, a good one beside it or not', () => {
    const wrong = line.replace('x08go/Z', 'x08go/a');
    expect(openNote(`${text}\n${wrong}`, key)).toEqual({ state: 'forged' });
    expect(openNote(`${text}\n${line}${wrong}`, key)).toEqual({ state: 'forged' });
  });
});

test('a checkpoint is signed as the format of transparency logs has it, and another implementation verifies it', () => {
  const root = new Uint8Array(32).fill(1);
  const note = signCheckpoint({ size: 20852163, root }, signer);
  const [text, signatures] = note.split('\n\n') as [string, string];
  expect(text.split('\n')).toEqual(['baton.example/journal/1', '20852163', base64.encode(root)]);
  const [dash, name, encoded] = signatures.trimEnd().split(' ') as [string, string, string];
  expect([dash, name]).toEqual(['—', signer.name]);
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: verifier.signingKey },
    format: 'jwk',
  });
  expect(verify(null, toUtf8(`${text}\n`), publicKey, base64.decode(encoded).subarray(4))).toBe(true);
  expect(openCheckpoint(note, verifier)).toEqual({
    state: 'signed',
    checkpoint: { origin: signer.name, size: 20852163, root },
  });
});

test('a note signed by another key under the same name is not ours', () => {
  expect(openNote(signNote('a text\n', stranger), verifier)).toEqual({ state: 'unsigned' });
});

test('a checkpoint of another log is refused although our key signed it', () => {
  const note = signNote(formatCheckpoint({ origin: 'other.example', size: 0, root: new Uint8Array(32) }), signer);
  expect(openCheckpoint(note, verifier)).toEqual({ state: 'malformed', line: 1 });
});

test('any text of lines is opened as it was signed, empty lines and Chinese among it', () => {
  const line = fc.string({ unit: 'binary' }).map((text) => [...text].filter((sign) => sign >= ' ').join(''));
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.constantFrom('', '移交清册', '— x y')), { minLength: 1 }), (lines) => {
      const text = `${lines.join('\n')}\n`;
      expect(openNote(signNote(text, signer), verifier)).toEqual({ state: 'signed', text });
    }),
    { numRuns: 60 },
  );
});

test('a note with any one bit changed is not opened', () => {
  const bytes = toUtf8(signNote('接力\n\nthe second line\n', signer));
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const changed = bytes.with(bit >> 3, bytes[bit >> 3]! ^ (1 << (bit & 7)));
    let note: string;
    try {
      note = fromUtf8(changed);
    } catch {
      continue;
    }
    expect(openNote(note, verifier).state, `bit ${bit}`).not.toBe('signed');
  }
});

const signature = signNote('x\n', signer).split('\n\n')[1]!;
test.each([
  ['nothing', '', 1],
  ['no empty line', 'a\nb\n', 1],
  ['no text', `\n${signature}`, 1],
  ['no signature', 'a\n\n', 3],
  ['a control character', `a\n\tb\n\n${signature}`, 2],
  ['no newline at the end', `a\n\n${signature.trimEnd()}`, 3],
  ['a line that is no signature', `a\nb\n\n${signature}- ${signer.name} AAAAAAA=\n`, 5],
  ['two spaces', `a\n\n${signature.replace('— ', '—  ')}`, 3],
  ['base64 with bits left over', 'a\n\n— x AAAAAAF=\n', 3],
])('a note with %s is told by its line', (_, note, malformedLine) => {
  expect(parseNote(note)).toEqual({ malformedLine });
});

test('a verifier key survives being written and read, and no changed character is accepted', () => {
  const text = formatVerifierKey(verifier);
  expect(text).toMatch(/^baton\.example\/journal\/1\+[0-9a-f]{8}\+A/);
  expect(parseVerifierKey(text)).toEqual(verifier);
  for (let at = 0; at < text.length; at += 1) {
    const other = text[at] === 'A' ? 'B' : 'A';
    expect(parseVerifierKey(text.slice(0, at) + other + text.slice(at + 1)), `character ${at}`).toBeNull();
  }
});

test.each(['', 'a+b', 'a b', 'a\u3000b', 'a\nb'])('%j is no name of a key', (name) => {
  expect(() => noteVerifier(name, verifier.signingKey)).toThrow(TypeError);
});

test('the fingerprint of a verifier key is the SHA-256 of its text', () => {
  expect(verifierFingerprint('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')).toBe(
    'a82f24c48c9ee106dd11952a8026e14f3760ae4686748dd80e6cae8dd4e98a04',
  );
});

const root = base64.encode(new Uint8Array(32));
test.each([
  ['a leading zero', `o\n01\n${root}\n`],
  ['a negative size', `o\n-1\n${root}\n`],
  ['a size beyond what is exact', `o\n9007199254740993\n${root}\n`],
  ['a short root', `o\n1\nAAAA\n`],
  ['no origin', `\n1\n${root}\n`],
  ['an empty extension', `o\n1\n${root}\n\n`],
  ['no newline at the end', `o\n1\n${root}`],
])('a text with %s is no checkpoint', (_, text) => {
  expect(parseCheckpoint(text)).toBeNull();
});

test('extension lines of a checkpoint are let stand', () => {
  expect(parseCheckpoint(`o\n1\n${root}\nwitnessed\n`)).toEqual({ origin: 'o', size: 1, root: new Uint8Array(32) });
});

test('a text that cannot stand in a note is not signed', () => {
  expect(() => signNote('no newline', signer)).toThrow(TypeError);
  expect(() => signNote('a\ttab\n', signer)).toThrow(TypeError);
  expect(() => formatCheckpoint({ origin: 'two\nlines', size: 1, root: new Uint8Array(32) })).toThrow(TypeError);
  expect(() => formatCheckpoint({ origin: 'o', size: 1, root: new Uint8Array(31) })).toThrow(TypeError);
  expect(fromBase64url(verifier.signingKey)).toHaveLength(32);
});
