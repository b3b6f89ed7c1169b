import { outBytes, outRooms, type Places } from './places.ts';
import type { SharedMemory } from './shared-memory.ts';

/** Words at `places.told`: the next slice to be told, then how it stands with what the helper told. */
const nextSlice = 0;
/** Goes up whenever the helper has said something. */
const news = 1;
const published = 2;
const taken = 3;
/** Slices before this one the helper has told to their end, as far as they were its own. */
const ended = 4;
/** For each room: the slice that stands in it, and how many bytes. */
const rooms = 8;

/** What the helper tells, on its way to the thread that writes: rooms in the shared memory, taken in turn. */
export class Outbox {
  readonly #memory: SharedMemory;
  readonly #first: number;
  readonly #words: Int32Array;

  constructor(memory: SharedMemory, places: Places) {
    this.#memory = memory;
    this.#first = places.outbox;
    this.#words = new Int32Array(memory.memory.buffer, places.told, rooms + outRooms * 2);
  }

  /** Forgets all that was told before; nobody tells meanwhile. */
  empty(): void {
    this.#words.fill(0);
  }

  /** The next slice that nobody has taken yet. */
  takeSlice(): number {
    return Atomics.add(this.#words, nextSlice, 1);
  }

  /** The room that is filled next. */
  get room(): number {
    return this.#first + (this.#words[published]! % outRooms) * outBytes;
  }

  /** Hands over the bytes in the room; returns when the next room is free. */
  publish(slice: number, bytes: number): void {
    const words = this.#words;
    const at = rooms + (words[published]! % outRooms) * 2;
    words[at] = slice;
    words[at + 1] = bytes;
    Atomics.add(words, published, 1);
    this.#tellNews();
    for (;;) {
      const seen = Atomics.load(words, taken);
      if (words[published]! - seen < outRooms) return;
      Atomics.wait(words, taken, seen);
    }
  }

  /** Says that all slices before this one are told. */
  end(before: number): void {
    Atomics.store(this.#words, ended, before);
    this.#tellNews();
  }

  /** Takes all that the helper tells of a slice of its own, waiting for its end. */
  take(slice: number, write: (lines: Uint8Array) => void): void {
    const words = this.#words;
    for (;;) {
      const seen = Atomics.load(words, news);
      const isEnded = Atomics.load(words, ended) > slice;
      const next = words[taken]! % outRooms;
      if (Atomics.load(words, published) > words[taken]! && words[rooms + next * 2] === slice) {
        const from = this.#first + next * outBytes;
        write(this.#memory.bytes.subarray(from, from + words[rooms + next * 2 + 1]!));
        Atomics.add(words, taken, 1);
        Atomics.notify(words, taken);
      } else if (isEnded) return;
      else Atomics.wait(words, news, seen);
    }
  }

  #tellNews(): void {
    Atomics.add(this.#words, news, 1);
    Atomics.notify(this.#words, news);
  }
}
