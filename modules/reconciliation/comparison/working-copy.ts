import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const blockLength = 16;

/**
 * A file that may be read anywhere, made from a stream: nameless on the disk, and encrypted under a key that only this program holds,
 * so that it is gone with the program whatever ends it.
 */
export class WorkingCopy {
  readonly size: number;
  readonly #file: FileHandle;
  readonly #key: Buffer;

  private constructor(file: FileHandle, key: Buffer, size: number) {
    this.#file = file;
    this.#key = key;
    this.size = size;
  }

  static async of(content: AsyncIterable<Uint8Array>): Promise<WorkingCopy> {
    const folder = await mkdtemp(join(tmpdir(), 'baton-copy-'));
    const file = await open(join(folder, 'copy'), 'wx+', 0o600);
    await rm(folder, { recursive: true });
    try {
      const key = randomBytes(32);
      // The key is used once, so its counter may begin at zero.
      const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(blockLength));
      let size = 0;
      for await (const piece of content) {
        await file.write(cipher.update(piece));
        size += piece.length;
      }
      return new WorkingCopy(file, key, size);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The bytes from a place, as many as there are up to `length`. */
  async read(from: number, length: number): Promise<Buffer> {
    const aligned = from - (from % blockLength);
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(from + length, this.size) - aligned));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await this.#file.read(bytes, filled, bytes.length - filled, aligned + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    const counter = Buffer.alloc(blockLength);
    counter.writeBigUInt64BE(BigInt(aligned / blockLength), 8);
    return createDecipheriv('aes-256-ctr', this.#key, counter)
      .update(bytes)
      .subarray(from - aligned);
  }

  /** The line that begins at a place. */
  async line(from: number): Promise<string> {
    for (let length = 4096; ; length *= 8) {
      const bytes = await this.read(from, length);
      const end = bytes.indexOf(10);
      if (end !== -1 || bytes.length < length) return bytes.toString('utf8', 0, end === -1 ? bytes.length : end);
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
