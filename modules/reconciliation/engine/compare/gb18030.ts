import type { Kernel } from '../kernel/kernel.ts';
import type { SharedMemory } from './shared-memory.ts';

const doubles = 126 * 190;
const quadruples = 39_420;

/** Bytes of the tables that the kernel reads GB 18030 by: characters of two and of four bytes, and what two bytes are in UTF-8. */
export const gb18030TableBytes = (doubles + quadruples) * 2 + 65_536 * 4;

/** Makes the kernel of a thread read GB 18030 by the tables at `at`, which it fills from the decoder that the rest of the house reads with. */
export function fillGb18030(memory: SharedMemory, kernel: Kernel, at: number): void {
  const bytes = new Uint8Array(doubles * 3).fill(10);
  for (let index = 0; index < doubles; index++) {
    const column = index % 190;
    bytes[index * 3] = 0x81 + Math.floor(index / 190);
    bytes[index * 3 + 1] = 0x40 + column + (column >= 63 ? 1 : 0);
  }
  fill(memory, at, bytes);
  kernel.useGb18030(at, at + doubles * 2, at + (doubles + quadruples) * 2);
}

/** Fills the table of four-byte characters of the basic plane; few files have any. */
export function addQuadruples(memory: SharedMemory, at: number): void {
  const bytes = new Uint8Array(quadruples * 5).fill(10);
  for (let index = 0; index < quadruples; index++) {
    bytes[index * 5] = 0x81 + Math.floor(index / 12_600);
    bytes[index * 5 + 1] = 0x30 + (Math.floor(index / 1260) % 10);
    bytes[index * 5 + 2] = 0x81 + (Math.floor(index / 10) % 126);
    bytes[index * 5 + 3] = 0x30 + (index % 10);
  }
  fill(memory, at + doubles * 2, bytes);
}

function fill(memory: SharedMemory, at: number, lines: Uint8Array): void {
  const table = new Uint16Array(memory.memory.buffer);
  const characters = new TextDecoder('gb18030').decode(lines).split('\n');
  for (let index = 0; index < characters.length - 1; index++) {
    const character = characters[index]!;
    table[at / 2 + index] = character.length === 1 && character !== '\ufffd' ? character.charCodeAt(0) : 0;
  }
}
