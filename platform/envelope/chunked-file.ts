import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { giveBack } from '#platform/kernel/give-back.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { naming, nonceLength, tagLength } from './aes-gcm.ts';
import type { DataKey } from './data-key.ts';

/** A source of bytes in pieces of any size: a Node stream, a web stream or an async generator. */
export type Bytes = AsyncIterable<Uint8Array>;

const format = 1;
const saltLength = 32;
const headerLength = 2 + saltLength;
const defaultChunkBits = 18;

/**
 * Encrypts a file under a client's data key, in the STREAM construction: a header (format, base-2 logarithm of the chunk
 * size, random salt of 32 bytes), then each chunk under AES-256-GCM with its tag. The file's own key is HKDF-SHA-256 of
 * the data key, salt and file name; the nonce is the number of the chunk and a flag for the last one. So a bit changed,
 * a chunk lost, doubled or moved, a file cut off or continued, and a file in another's place are all found.
 *
 * Use it in `pipeline(source, (bytes) => sealFile(dataKey, id, bytes), target)`. `chunkBits` is 16 to 20.
 */
export async function* sealFile(
  dataKey: DataKey,
  file: string,
  source: Bytes,
  options: { readonly chunkBits?: number } = {},
): AsyncGenerator<Buffer> {
  const chunkBits = options.chunkBits ?? defaultChunkBits;
  if (!isChunkBits(chunkBits)) throw new RangeError(`a chunk has 2^16 to 2^20 bytes, not 2^${chunkBits}`);
  const header = Buffer.concat([Buffer.of(format, chunkBits), randomBytes(saltLength)]);
  const key = fileKey(dataKey, file, header);
  yield header;
  for await (const { chunk, number, last } of chunksOf(cut(source, () => 2 ** chunkBits))) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, last));
    const body = cipher.update(chunk);
    cipher.final();
    yield Buffer.concat([body, cipher.getAuthTag()]);
  }
}

/**
 * Decrypts what `sealFile` wrote for the same client and file. Each chunk is authentic when it is yielded; only the
 * end of the iteration says that the file is whole. Throws `envelope.file-damaged` (with the number of the chunk)
 * otherwise, so what was written meanwhile is to be thrown away.
 */
export async function* openFile(dataKey: DataKey, file: string, source: Bytes): AsyncGenerator<Buffer> {
  const damaged = (chunk: number): Refusal =>
    new Refusal('envelope.file-damaged', { client: dataKey.client, file, chunk }, 'unavailable');
  let header = Buffer.alloc(0);
  const pieces = cut(source, (piece) => (piece === 0 ? headerLength : 2 ** header[1]! + tagLength));
  try {
    header = (await pieces.next()).value ?? header;
    if (header.length < headerLength || header[0] !== format || !isChunkBits(header[1]!)) throw damaged(0);
    const key = fileKey(dataKey, file, header);
    for await (const { chunk, number, last } of chunksOf(pieces)) {
      const plaintext = openChunk(key, nonceOf(number, last), chunk);
      giveBack(chunk);
      if (plaintext === null || (plaintext.length === 0 && number > 0)) throw damaged(number);
      yield plaintext;
    }
  } finally {
    await pieces.return(undefined);
  }
}

/** Bytes of content in a chunk of a file that grows. */
export const growingChunk = 2 ** defaultChunkBits;

/** Where chunk `number` of a file that grows begins, counted in the bytes that lie on the disk. */
export function sealedOffset(number: number): number {
  return headerLength + number * (growingChunk + tagLength);
}

/** How many bytes a file that grew to this many bytes of content takes on the disk. */
export function sealedSize(size: number): number {
  return headerLength + size + tagLength * Math.max(1, Math.ceil(size / growingChunk));
}

/** How many bytes the header of a sealed file takes. */
export const sealedHeader = headerLength;

/** The header of a file that grows chunk by chunk, as `sealFile` would write it. */
export function beginFile(): Buffer {
  return Buffer.concat([Buffer.of(format, defaultChunkBits), randomBytes(saltLength)]);
}

/** Seals and opens single chunks of a file, which `openFile` reads once the last one is there. */
export class FileChunks {
  readonly #key: KeyObject;

  /** Refuses with `envelope.file-damaged` when the header is none. */
  constructor(dataKey: DataKey, file: string, header: Buffer) {
    if (header.length !== headerLength || header[0] !== format || header[1] !== defaultChunkBits)
      throw new Refusal('envelope.file-damaged', { client: dataKey.client, file, chunk: 0 }, 'unavailable');
    this.#key = fileKey(dataKey, file, header);
  }

  /** Never seal two different contents as the same chunk: their nonce is the same. */
  seal(number: number, chunk: Uint8Array, last: boolean): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonceOf(number, last));
    const body = cipher.update(chunk);
    cipher.final();
    const sealed = Buffer.concat([body, cipher.getAuthTag()]);
    giveBack(body);
    return sealed;
  }

  /** Null when it is not that chunk, whole. */
  open(number: number, sealed: Buffer, last: boolean): Buffer | null {
    return openChunk(this.#key, nonceOf(number, last), sealed);
  }
}

function openChunk(key: KeyObject, nonce: Buffer, chunk: Buffer): Buffer | null {
  const tagAt = chunk.length - tagLength;
  if (tagAt < 0) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  decipher.setAuthTag(chunk.subarray(tagAt));
  const plaintext = decipher.update(chunk.subarray(0, tagAt));
  try {
    decipher.final();
    return plaintext;
  } catch {
    return null;
  }
}

function isChunkBits(bits: number): boolean {
  return Number.isInteger(bits) && bits >= 16 && bits <= 20;
}

function fileKey({ client, key }: DataKey, file: string, header: Buffer): KeyObject {
  const info = Buffer.concat([naming('baton/file/v1', client, file), header.subarray(0, 2)]);
  return createSecretKey(Buffer.from(hkdfSync('sha256', key, header.subarray(2), info, 32)));
}

/** Eleven bytes of the chunk's number, big-endian, and one that is 1 for the last chunk. */
function nonceOf(number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(nonceLength);
  nonce.writeUIntBE(number, nonceLength - 7, 6);
  nonce[nonceLength - 1] = last ? 1 : 0;
  return nonce;
}

/**
 * The source cut into pieces of the lengths that `lengthOf` gives for the first, second, … piece (asked when the piece
 * begins); the last may be shorter, none is empty.
 */
async function* cut(source: Bytes, lengthOf: (piece: number) => number): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = [];
  let piece = 0;
  let missing = lengthOf(piece);
  for await (let bytes of source) {
    while (bytes.length > 0) {
      const part = bytes.subarray(0, missing);
      bytes = bytes.subarray(part.length);
      parts.push(part);
      missing -= part.length;
      if (missing > 0) continue;
      yield Buffer.concat(parts);
      parts = [];
      piece += 1;
      missing = lengthOf(piece);
    }
  }
  if (parts.length > 0) yield Buffer.concat(parts);
}

/** The pieces as numbered chunks, the last one known as such; no pieces are one empty chunk. */
async function* chunksOf(
  pieces: AsyncIterable<Buffer>,
): AsyncGenerator<{ chunk: Buffer; number: number; last: boolean }> {
  let chunk: Buffer | null = null;
  let number = 0;
  for await (const next of pieces) {
    if (chunk !== null) {
      yield { chunk, number, last: false };
      number += 1;
    }
    chunk = next;
  }
  yield { chunk: chunk ?? Buffer.alloc(0), number, last: true };
}
