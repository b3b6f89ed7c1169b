import { pipeline, Readable } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import { FrameWalker, magicBytes, NoZstd } from './frame-walker.ts';

/**
 * Unpacks a zstd stream of anybody. Node's own decoder ends with the first frame without a word, so each frame goes to a
 * decoder of its own; skippable frames are skipped. Throws `NoZstd`, or what `packed` throws.
 */
export async function* unpackStream(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const frames = new Frames(packed[Symbol.asyncIterator]());
  while (await frames.next()) {
    const decoder = createZstdDecompress({ chunkSize: 1024 * 1024 });
    pipeline(Readable.from(frames.content()), decoder, () => {});
    try {
      yield* decoder as AsyncIterable<Buffer>;
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code?.startsWith('ZSTD_') ? new NoZstd() : error;
    }
  }
}

/** The frames of a stream, one after another; the content of each is read to its end before the next is asked for. */
class Frames {
  readonly #pieces: AsyncIterator<Buffer>;
  readonly #walker = new FrameWalker();
  #rest: Buffer = Buffer.alloc(0);

  constructor(pieces: AsyncIterator<Buffer>) {
    this.#pieces = pieces;
  }

  /** Goes to the next frame that has content; false at the end of the stream. */
  async next(): Promise<boolean> {
    while (this.#walker.outside) {
      if (this.#rest.length === 0 && !(await this.#more())) {
        if (this.#walker.between) return false;
        throw new NoZstd();
      }
      this.#rest = this.#rest.subarray(this.#walker.walk(this.#rest).used);
    }
    return true;
  }

  async *content(): AsyncGenerator<Buffer> {
    yield magicBytes;
    for (let ended = false; !ended;) {
      if (this.#rest.length === 0 && !(await this.#more())) throw new NoZstd();
      const { used, ends } = this.#walker.walk(this.#rest);
      yield this.#rest.subarray(0, used);
      this.#rest = this.#rest.subarray(used);
      ended = ends;
    }
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#pieces.next();
    if (!done) this.#rest = value;
    return !done;
  }
}
