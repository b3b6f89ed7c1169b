import type { Helper } from './helper.ts';
import { Outbox } from './outbox.ts';
import { itemBytes, outBytes } from './places.ts';
import type { Telling } from './telling.ts';
import type { Thread } from './thread.ts';

/** So many items are told by one thread before the other may come between. */
const sliceItems = 512;
/** With fewer slices the helper is not asked. */
const worthSharing = 8;

/** Tells items as JSON lines in their order, slice by slice, both threads at once; only the first one writes. */
export class Teller {
  readonly #write: (lines: Uint8Array) => void;
  #shared: { outbox: Outbox; own: number; written: number } | null = null;

  constructor(write: (lines: Uint8Array) => void) {
    this.#write = write;
  }

  /** What the kernel has written: it goes out when all slices before have. */
  take(lines: Uint8Array): void {
    if (this.#shared) this.#writeBefore(this.#shared.own);
    this.#write(lines);
  }

  tell(thread: Thread, helper: Helper | null, telling: Telling): void {
    const slices = Math.ceil(telling.count / sliceItems);
    if (!helper || slices < worthSharing) {
      tellSlice(thread, telling, 0, telling.count);
      return;
    }
    thread.kernel.finishWriting();
    const outbox = new Outbox(thread.memory, thread.places);
    outbox.empty();
    this.#shared = { outbox, own: 0, written: 0 };
    helper.begin({ do: 'tell', telling });
    for (let slice = outbox.takeSlice(); slice < slices; slice = outbox.takeSlice()) {
      this.#shared.own = slice;
      tellSlice(thread, telling, slice * sliceItems, sliceItems);
      thread.kernel.finishWriting();
      this.#writeBefore(slice);
      this.#shared.written = slice + 1;
    }
    this.#writeBefore(slices);
    this.#shared = null;
    helper.end();
  }

  /** Writes what the helper tells of the slices before this one: those not yet written are all its own. */
  #writeBefore(slice: number): void {
    const shared = this.#shared!;
    for (; shared.written < slice; shared.written++) shared.outbox.take(shared.written, this.#write);
  }
}

/** What the second thread does of it. */
export class HelpingTeller {
  readonly #outbox: Outbox;
  #own = 0;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** What the kernel has written into the room. */
  take({ kernel }: Thread, bytes: number): void {
    this.#outbox.publish(this.#own, bytes);
    kernel.writeInto(this.#outbox.room, this.#outbox.room + outBytes);
  }

  tell(thread: Thread, telling: Telling): void {
    const slices = Math.ceil(telling.count / sliceItems);
    try {
      thread.kernel.writeInto(this.#outbox.room, this.#outbox.room + outBytes);
      for (this.#own = this.#outbox.takeSlice(); this.#own < slices; this.#own = this.#outbox.takeSlice()) {
        tellSlice(thread, telling, this.#own * sliceItems, sliceItems);
        thread.kernel.finishWriting();
        this.#outbox.end(this.#own + 1);
      }
    } finally {
      this.#outbox.end(slices);
    }
  }
}

function tellSlice({ kernel, places, index }: Thread, telling: Telling, from: number, most: number): void {
  const { items, count, leftBase, rightBase } = telling;
  const at = items + from * itemBytes;
  kernel.tellItems(places.plan, places.tallies[index], at, Math.min(most, count - from), leftBase, rightBase);
}
