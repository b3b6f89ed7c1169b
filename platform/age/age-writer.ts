import { randomBytes } from 'node:crypto';
import { createHeader } from './age-header.ts';
import { chunkSize, payloadKey, payloadNonceLength, sealChunk } from './age-payload.ts';

/** Where the bytes of a file go, in order; resolves when it takes more. */
export type Sink = (bytes: readonly Uint8Array[]) => Promise<void>;

/**
 * Writes an age file piece by piece, readable by any age: `write` as often as there is something, then `end` once. What is
 * written without `end` does not open as a whole.
 */
export class AgeWriter {
  readonly #key: Uint8Array;
  readonly #sink: Sink;
  readonly #pending = Buffer.allocUnsafe(chunkSize);
  #filled = 0;
  #number = 0;

  private constructor(key: Uint8Array, sink: Sink) {
    this.#key = key;
    this.#sink = sink;
  }

  /** Begins the file with a header for the recipients, each of whom can open it. */
  static async begin(recipients: readonly string[], sink: Sink): Promise<AgeWriter> {
    const { header, fileKey } = await createHeader(recipients);
    const nonce = randomBytes(payloadNonceLength);
    await sink([header, nonce]);
    return new AgeWriter(payloadKey(fileKey, nonce), sink);
  }

  async write(bytes: Uint8Array): Promise<void> {
    const sealed: Uint8Array[] = [];
    let at = 0;
    if (this.#filled > 0) at += this.#fill(bytes);
    // A full chunk is held back until it is known that another one follows.
    if (this.#filled === chunkSize && at < bytes.length) {
      sealed.push(...this.#seal(this.#pending, false));
      this.#filled = 0;
    }
    for (; this.#filled === 0 && bytes.length - at > chunkSize; at += chunkSize)
      sealed.push(...this.#seal(bytes.subarray(at, at + chunkSize), false));
    if (at < bytes.length) this.#fill(bytes.subarray(at));
    if (sealed.length > 0) await this.#sink(sealed);
  }

  async end(): Promise<void> {
    await this.#sink(this.#seal(this.#pending.subarray(0, this.#filled), true));
  }

  #fill(bytes: Uint8Array): number {
    const part = bytes.subarray(0, chunkSize - this.#filled);
    this.#pending.set(part, this.#filled);
    this.#filled += part.length;
    return part.length;
  }

  #seal(plaintext: Uint8Array, last: boolean): [Buffer, Buffer] {
    return sealChunk(this.#key, this.#number++, last, plaintext);
  }
}
