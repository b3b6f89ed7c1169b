import { type KeyObject, randomBytes } from 'node:crypto';
import { giveBack } from '#platform/kernel/give-back.ts';
import { createHeader } from './age-header.ts';
import { chunkSize, payloadKey, payloadNonceLength, sealChunk } from './age-payload.ts';

/** Where the bytes of a file go, in order; resolves when it takes more. They are good until then. */
export type Sink = (bytes: readonly Uint8Array[]) => Promise<void>;

/**
 * Writes an age file piece by piece, readable by any age: `write` as often as there is something, then `end` once. What is
 * written without `end` does not open as a whole.
 */
export class AgeWriter {
  readonly #key: KeyObject;
  readonly #sink: Sink;
  readonly #pending = Buffer.allocUnsafe(chunkSize);
  #filled = 0;
  #number = 0;

  private constructor(key: KeyObject, sink: Sink) {
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

  /** Takes the pieces one after another, and gives what they fill to the sink at once. */
  async write(...pieces: readonly Uint8Array[]): Promise<void> {
    const sealed = pieces.flatMap((piece) => this.#take(piece));
    if (sealed.length > 0) await this.#sink(sealed);
    for (const one of sealed) giveBack(one);
  }

  async end(): Promise<void> {
    await this.#sink(this.#seal(this.#pending.subarray(0, this.#filled), true));
  }

  #take(bytes: Uint8Array): Uint8Array[] {
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
    return sealed;
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
