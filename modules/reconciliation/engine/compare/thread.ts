import { type Host, type Kernel, startKernel } from '../kernel/kernel.ts';
import { fillGb18030 } from './gb18030.ts';
import type { Comparison, Places } from './places.ts';
import { askReference } from './reference.ts';
import type { SharedMemory } from './shared-memory.ts';

/** One of the two threads of a comparison: the kernel on the shared memory, with room of its own. */
export interface Thread {
  index: 0 | 1;
  memory: SharedMemory;
  places: Places;
  asked: Comparison;
  kernel: Kernel;
}

/** Starts the kernel for a thread; `flush` takes what it writes (only the thread that tells differences writes). */
export function startThread(
  index: 0 | 1,
  module: WebAssembly.Module,
  memory: SharedMemory,
  places: Places,
  asked: Comparison,
  flush: Host['flush'],
): Thread {
  const kernel = startKernel(module, memory.memory, askReference(memory, asked.pairs, places, flush));
  const room = places.threads[index];
  const each = 16_384 * 8 + 64;
  const value = 12 << 20;
  kernel.useSecrets(places.masks, places.longSecrets);
  kernel.useCells(room.cells);
  kernel.useScratch(room.scratch, room.scratch + value);
  if (asked.left.layout.encoding === 'gb18030' || asked.right.layout.encoding === 'gb18030')
    fillGb18030(memory, kernel, places.gb18030);
  kernel.useRoom(room.cells, each, room.scratch, value);
  return { index, memory, places, asked, kernel };
}
