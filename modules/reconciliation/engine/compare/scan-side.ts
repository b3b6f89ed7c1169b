import { Refusal } from '#platform/kernel/refusal.ts';
import { longestRecord, partitions, type TextFile } from './places.ts';
import type { Spill } from './spill.ts';
import type { Steps } from './changed-text.ts';
import { placeInText } from './text-place.ts';
import { TextReader } from './text-reader.ts';
import type { Thread } from './thread.ts';

/**
 * Reads a whole side into lists of records by key. `keepAt` is where the text stays in memory, null where it is read again later.
 * Returns where it is found again when the file is not written in UTF-8.
 * Refuses `tabular.unclosed-quote`, `tabular.too-many-cells` and `tabular.too-long-record` with {file, line, column}.
 */
export function scanSide(
  thread: Thread,
  which: 0 | 1,
  keepAt: number | null,
  spill: Spill,
  tellRows: (rows: number) => void = () => {},
): Steps | null {
  const { memory, places, asked, kernel } = thread;
  const file = which === 0 ? asked.left : asked.right;
  const side = places.sides[which];
  const { block } = places.threads[thread.index];
  const reader = new TextReader(file, thread);
  try {
    let at = keepAt ?? block;
    let end = at;
    let offset = 0;
    let isLast = false;
    while (!isLast) {
      const left = end - at;
      if (left > longestRecord) throw tooLong(file, offset);
      if (keepAt === null) {
        memory.bytes.copyWithin(block - left, at, end);
        at = block - left;
        end = block;
      }
      end += reader.read(end);
      isLast = reader.hasEnded;
      for (;;) {
        const next = kernel.scan(places.plan, side, at, end, BigInt(offset), Number(isLast)) >>> 0;
        offset += next - at;
        at = next;
        if (kernel.stopped.value === 0) break;
        if (kernel.stopped.value === 2) throw faultOf(thread, which, at, offset);
        makeRoom(thread, which, spill);
      }
      tellRows(places.sides.reduce((rows, one) => rows + memory.words[one / 4 + 8]!, 0));
    }
  } finally {
    reader.close();
  }
  return reader.steps;
}

/** Why the record cannot be cut that stands at the address `at`, which is `offset` in the text. */
function faultOf({ asked, kernel, memory, places, index }: Thread, which: 0 | 1, at: number, offset: number): Refusal {
  const file = which === 0 ? asked.left : asked.right;
  if (kernel.fault.value === 3) return tooLong(file, offset);
  const cell = kernel.cellCount.value as number;
  const isUnclosed = kernel.fault.value === 1;
  const from = isUnclosed ? memory.words[places.threads[index].cells / 4 + cell * 2]! - at : 0;
  return new Refusal(isUnclosed ? 'tabular.unclosed-quote' : 'tabular.too-many-cells', {
    file: file.name,
    ...placeInText(file, offset + from),
    name: file.layout.columns[cell] ?? null,
  });
}

function tooLong(file: TextFile, offset: number): Refusal {
  return new Refusal('tabular.too-long-record', {
    file: file.name,
    ...placeInText(file, offset),
    megabytes: Math.floor(longestRecord / 1_048_576),
  });
}

/** How many chunks go to disk at a time. */
const chunksAtOnce = 1024;

/** Sends lists to disk, the first partitions first, so that the last ones stay in memory and are joined there. */
function makeRoom({ index, memory, places }: Thread, which: 0 | 1, spill: Spill): void {
  const lists = memory.words[places.sides[which] / 4 + 4]!;
  let freed = 0;
  for (let n = 0; n < partitions && freed < chunksAtOnce; n++) freed += spill.evict(lists + n * 4, places.pools[index]);
  if (freed === 0) throw new RangeError('no memory for a single chunk');
}
