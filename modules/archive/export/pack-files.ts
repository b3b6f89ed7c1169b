import { createHash } from 'node:crypto';
import type { Bytes } from '#platform/envelope/chunked-file.ts';
import { type Frame, frameSize } from '#platform/packing/frame-index.ts';
import { padding, tarHeader } from '#platform/packing/tar-header.ts';
import { packFrame } from '#platform/packing/zstd.ts';
import { Refusal } from '#platform/kernel/refusal.ts';

/** A file on its way into a bag; of a stream the size is known beforehand. */
export interface StreamedFile {
  /** In the archive, with `/`. */
  path: string;
  size: number;
  content: Uint8Array | Bytes;
}

/** A file as it was packed. */
export interface PackedFile {
  path: string;
  size: number;
  /** Lower-case hex. */
  sha256: string;
}

/** Packs files one after another as tar in zstd frames, hashing them on the way; what it takes of memory is one frame. */
export class FilePacker {
  readonly files: PackedFile[] = [];
  /** The frames that were given, by segments: with each segment a file begins. */
  readonly segments: Frame[][] = [];
  readonly #modified: number;
  readonly #frame = Buffer.allocUnsafe(frameSize);
  #filled = 0;
  #beginning = true;

  /** `at`: the time that the files are given. */
  constructor(at: Date) {
    this.#modified = Math.floor(at.getTime() / 1000);
  }

  /** The packed bytes of the files, read as they are asked for. Refuses with `packing.file-changed` when one has not the size that was said. */
  async *pack(files: Iterable<StreamedFile> | AsyncIterable<StreamedFile>): AsyncGenerator<Buffer> {
    for await (const file of files) {
      if (this.#filled + file.size + 2048 > frameSize) yield* this.#end();
      yield* this.#add(file);
    }
    yield* this.#end();
  }

  async *#add({ path, size, content }: StreamedFile): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    let left = size;
    yield* this.#put(tarHeader({ path, size, modified: this.#modified }));
    for await (const piece of content instanceof Uint8Array ? [content] : content) {
      left -= piece.length;
      if (left < 0) break;
      hash.update(piece);
      yield* this.#put(piece);
    }
    if (left !== 0) throw new Refusal('packing.file-changed', { path }, 'conflict');
    yield* this.#put(padding(size));
    this.files.push({ path, size, sha256: hash.digest('hex') });
  }

  *#put(bytes: Uint8Array): Generator<Buffer> {
    for (let rest = bytes; rest.length > 0;) {
      if (this.#filled === frameSize) yield this.#flush();
      const part = rest.subarray(0, frameSize - this.#filled);
      this.#frame.set(part, this.#filled);
      this.#filled += part.length;
      rest = rest.subarray(part.length);
    }
  }

  /** Ends the segment: what comes next can be read without what was before. */
  *#end(): Generator<Buffer> {
    if (this.#filled > 0) yield this.#flush();
    this.#beginning = true;
  }

  #flush(): Buffer {
    const packed = packFrame(this.#frame.subarray(0, this.#filled));
    if (this.#beginning) this.segments.push([]);
    this.#beginning = false;
    this.segments.at(-1)!.push({ packed: packed.length, size: this.#filled });
    this.#filled = 0;
    return packed;
  }
}
