import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The compiled kernel; it is part of the repository, and a test compiles the sources anew and compares the bytes. */
export const kernelFile = join(import.meta.dirname, 'kernel.wasm');

/** What the kernel asks of the thread it runs in; see assembly/host.ts. */
export interface Host {
  flush(at: number, length: number): void;
  normaliseSlowly(pair: number, at: number, length: number, into: number): number;
  fillCharacters(pair: number, block: number): void;
  addAmountSlowly(sum: number, sign: number, at: number, length: number): void;
  isWithinSlowly(pair: number, left: number, leftLength: number, right: number, rightLength: number): number;
}

/** The kernel's functions; all numbers are addresses in the shared memory unless the sources in assembly/ say otherwise. */
export interface Kernel {
  useSecrets(masks: number, long: number): void;
  useScratch(first: number, second: number): void;
  useCells(at: number): void;
  useRoom(cells: number, each: number, scratch: number, room: number): void;
  scan(plan: number, side: number, at: number, to: number, offset: bigint, isLast: number): number;
  /** 0: at the end of what there is, 1: for want of memory, 2: at a record that cannot be cut, for which see `fault`. */
  stopped: WebAssembly.Global;
  /** 1: a quote is never closed, 2: too many cells, 3: the record is too long. */
  fault: WebAssembly.Global;
  /** Cells of the record cut last; at a fault, those before it. */
  cellCount: WebAssembly.Global;
  useGb18030(two: number, four: number, room: number): void;
  /** Return where what was written ends; `readTo` says how far they read, `misfit` is 1 when what stands there is no character. */
  fromGb18030(at: number, to: number, into: number): number;
  fromUtf16(at: number, to: number, into: number, swapped: number): number;
  readTo: WebAssembly.Global;
  misfit: WebAssembly.Global;
  giveBack(list: number, pool: number): void;
  join(
    plan: number,
    tally: number,
    left: number,
    right: number,
    table: number,
    slots: number,
    room: number,
    items: number,
    pool: number,
  ): void;
  vote(chunk: number, size: number, byRow: number, ballot: number): void;
  divide(
    chunk: number,
    size: number,
    byRow: number,
    ballot: number,
    alike: number,
    alikeWord: number,
    alikeShift: number,
    others: number,
    word: number,
    shift: number,
    pool: number,
  ): void;
  settlePart(
    plan: number,
    tally: number,
    left: number,
    right: number,
    room: number,
    restLeft: number,
    restRight: number,
    items: number,
    pool: number,
  ): void;
  inOrder(list: number, size: number, into: number, spare: number): number;
  pairEntries(
    plan: number,
    tally: number,
    lefts: number,
    rights: number,
    count: number,
    areSame: number,
    items: number,
    pool: number,
  ): void;
  tellEntries(
    plan: number,
    entries: number,
    count: number,
    ofRight: number,
    isSurplus: number,
    items: number,
    pool: number,
  ): void;
  tellDuplicate(
    plan: number,
    lefts: number,
    rights: number,
    firstLeft: bigint,
    firstRight: bigint,
    items: number,
    pool: number,
  ): void;
  keepEntries(entries: number, count: number, list: number, size: number, pool: number): void;
  sortItems(at: number, count: number, spare: number, word: number): void;
  findRun(items: number, count: number, word: number, nearBy: bigint, most: bigint): number;
  runFrom: WebAssembly.Global;
  runTo: WebAssembly.Global;
  /** Bytes of the rows of the left (`word` 0) or the right behind each other. */
  bytesOfRows(items: number, count: number, word: number): number;
  /** How many of the first items have rows of both sides in so many bytes; at least one. */
  fitting(items: number, count: number, bytes: number): number;
  gather(items: number, count: number, word: number, block: number, into: number, base: number): number;
  writeInto(at: number, to: number): void;
  finishWriting(): void;
  tellItems(plan: number, tally: number, items: number, count: number, leftBase: number, rightBase: number): void;
}

export function compiledKernel(): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(kernelFile));
}

/** The kernel on a memory, for the thread that calls it. */
export function startKernel(module: WebAssembly.Module, memory: WebAssembly.Memory, host: Host): Kernel {
  const { exports } = new WebAssembly.Instance(module, { env: { memory }, host: { ...host } });
  return exports as unknown as Kernel;
}
