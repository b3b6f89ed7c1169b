import type { KeyObject } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { armor } from 'age-encryption';
import { giveBack } from '#platform/kernel/give-back.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { type AgeOpeners, headerEnd, openHeader } from './age-header.ts';
import { chunkSize, openChunk, payloadKey, payloadNonceLength, sealedChunkSize } from './age-payload.ts';

/** Bytes that can be read at any place: a file, or memory. */
export interface ByteSource {
  readonly size: number;
  /** As many bytes from `at` as there are, at most `length`; good until the next reading. */
  read(at: number, length: number): Buffer;
  close(): void;
}

/** A file on disk, never reached through a link; it is read into `room`. */
export function fileSource(path: string, room = new ReusedRoom()): ByteSource {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  const { size } = fstatSync(file);
  return {
    size,
    read(at, length) {
      const bytes = room.of(Math.max(0, Math.min(length, size - at)));
      let filled = 0;
      while (filled < bytes.length) {
        const read = readSync(file, bytes, filled, bytes.length - filled, at + filled);
        if (read === 0) break;
        filled += read;
      }
      return bytes.subarray(0, filled);
    },
    close: () => closeSync(file),
  };
}

/** One piece of memory that grows to what is asked for: fresh ones of megabytes cost more than what is done with them. */
export class ReusedRoom {
  #bytes = Buffer.alloc(0);

  of(length: number): Buffer {
    if (this.#bytes.length < length) this.#bytes = Buffer.allocUnsafeSlow(length);
    return this.#bytes.subarray(0, length);
  }
}

/** Bytes in memory as a source. */
export function memorySource(bytes: Uint8Array): ByteSource {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return { size: whole.length, read: (at, length) => whole.subarray(at, at + length), close: () => {} };
}

/** Where the payload of an age file lies and what opens it; enough for another thread to read any part of it. */
export interface PayloadPlace {
  key: KeyObject;
  /** Offset of the first chunk in the file. */
  at: number;
}

const armorLimit = 256 * 1024 * 1024;
const armorMark = Buffer.from('-----BEGIN AGE ENCRYPTED FILE-----');

/** The source itself, or what it holds in armor; armored files are read whole, so a larger one is refused with `vault.file-damaged`. */
export function withoutArmor(source: ByteSource): ByteSource {
  const start = source.read(0, 1024);
  if (!start.toString('latin1').trimStart().startsWith(armorMark.toString())) return source;
  if (source.size > armorLimit) throw new Refusal('vault.file-damaged');
  try {
    return memorySource(armor.decode(source.read(0, source.size).toString('latin1')));
  } catch {
    throw new Refusal('vault.file-damaged');
  }
}

/** Opens the header of an age file. Refuses as `openHeader` does. */
export async function openPayload(source: ByteSource, openers: AgeOpeners): Promise<PayloadPlace> {
  return payloadPlace(source, await openHeader(source.read(0, endOfHeader(source)), openers));
}

/** The same with the file key that somebody else took out of the header; whether it is the right one shows in the first chunk. */
export function payloadPlace(source: ByteSource, fileKey: Uint8Array): PayloadPlace {
  const end = endOfHeader(source);
  const nonce = source.read(end, payloadNonceLength);
  if (nonce.length < payloadNonceLength) throw new Refusal('vault.file-damaged');
  return { key: payloadKey(fileKey, nonce), at: end + payloadNonceLength };
}

function endOfHeader(source: ByteSource): number {
  let length = 4096;
  let end = headerEnd(source.read(0, length));
  for (; end === null; end = headerEnd(source.read(0, length))) {
    if (length > source.size) throw new Refusal('vault.file-damaged');
    length *= 4;
  }
  return end;
}

/** Says at which byte of the age file a chunk is that does not open: changed, moved, cut off or continued. */
export class DamagedChunk extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super(`the chunk at byte ${offset} does not open`);
    this.offset = offset;
  }
}

/** The plaintext of an age file, read at any place; every byte it gives is authentic. */
export class AgePayload {
  /** Bytes of the plaintext. */
  readonly size: number;
  readonly #source: ByteSource;
  readonly #place: PayloadPlace;
  readonly #chunks: number;
  readonly #room: ReusedRoom;

  /** What is opened stands in `room`. */
  constructor(source: ByteSource, place: PayloadPlace, room = new ReusedRoom()) {
    this.#source = source;
    this.#place = place;
    this.#room = room;
    const sealed = source.size - place.at;
    this.#chunks = Math.max(1, Math.ceil(sealed / sealedChunkSize));
    this.size = Math.max(0, sealed - this.#chunks * (sealedChunkSize - chunkSize));
  }

  /** The plaintext from `at`, `length` bytes or as many as there are, good until the next reading. Throws `DamagedChunk`. */
  read(at: number, length: number): Buffer {
    const end = Math.min(at + length, this.size);
    if (end <= at) return Buffer.alloc(0);
    const first = Math.floor(at / chunkSize);
    const last = Math.floor((end - 1) / chunkSize);
    const sealed = this.#source.read(this.#place.at + first * sealedChunkSize, (last - first + 1) * sealedChunkSize);
    const opened = this.#room.of((last - first + 1) * chunkSize);
    for (let number = first; number <= last; number++) {
      const from = (number - first) * sealedChunkSize;
      const chunk = this.#open(number, sealed.subarray(from, from + sealedChunkSize));
      opened.set(chunk, (number - first) * chunkSize);
      giveBack(chunk);
    }
    return opened.subarray(at - first * chunkSize, end - first * chunkSize);
  }

  /** Opens the last chunk, which alone says that nothing was cut off behind it. Throws `DamagedChunk`. */
  checkEnd(): void {
    const number = this.#chunks - 1;
    this.#open(number, this.#source.read(this.#place.at + number * sealedChunkSize, sealedChunkSize));
  }

  #open(number: number, sealed: Buffer): Buffer {
    const opened = openChunk(this.#place.key, number, number === this.#chunks - 1, sealed);
    if (opened === null) throw new DamagedChunk(this.#place.at + number * sealedChunkSize);
    return opened;
  }
}
