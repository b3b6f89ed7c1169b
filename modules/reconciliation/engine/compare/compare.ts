import { openSync, closeSync, readSync } from 'node:fs';
import { compiledKernel } from '../kernel/kernel.ts';
import type { Steps } from './changed-text.ts';
import { Helper, worthHelp } from './helper.ts';
import { Items } from './items.ts';
import { joinPartitions, measurePartitions } from './join-partitions.ts';
import { mostAtOnce, takeJoinRoom } from './join-room.ts';
import {
  blockBytes,
  chunkBytes,
  type Comparison,
  itemLists,
  layOut,
  longestText,
  outBytes,
  type Places,
  type TextFile,
} from './places.ts';
import { scanSide } from './scan-side.ts';
import { SharedMemory } from './shared-memory.ts';
import { Spill } from './spill.ts';
import type { ComparisonSummary } from './summary.ts';
import { summarise } from './summarise.ts';
import { tellByReadingAgain } from './tell-again.ts';
import { Teller } from './teller.ts';
import { tellFromMemory } from './tell-items.ts';
import { startThread } from './thread.ts';
import { randomSeed, wordsOf } from './seed.ts';

/**
 * Compares two files of separated text and writes each difference as one line of JSON (difference.ts): in the order of the left
 * (removed, changed, equivalent, duplicate), then in that of the right what only it has. The same inputs give the same lines.
 * It does not return to the event loop: run it in a process or a worker of its own (engine.ts does).
 */
export function compare(
  asked: Omit<Comparison, 'seed'> & { seed?: string },
  write: (lines: Uint8Array) => void,
  aids: Aids = {},
): ComparisonSummary {
  return compareOnce({ ...asked, seed: asked.seed ?? randomSeed() }, write, aids);
}

/** What helps along the way. */
export interface Aids {
  /** Hears after each block how many rows of both sides were read. */
  tellRows?: (rows: number) => void;
  /** A second thread that was called before (`callHelper`); it is asked where two are used, and stays the caller's to stop. */
  helper?: Helper | null;
  /** The words from which the keys of the hashes are made, in a test under which texts collide. */
  secrets?: typeof wordsOf;
}

function compareOnce(asked: Comparison, write: (lines: Uint8Array) => void, aids: Aids): ComparisonSummary {
  const memory = SharedMemory.ofBytes(asked.memory);
  const places = layOut(memory, asked, aids.secrets ?? wordsOf);
  const start = memory.top;
  const module = compiledKernel();
  const teller = new Teller(write);
  const thread = startThread(0, module, memory, places, asked, (at, length) =>
    teller.take(memory.bytes.subarray(at >>> 0, (at >>> 0) + length)),
  );
  const keep = keepsTexts(asked) ? takeTexts(memory, asked) : null;
  const isHelped = asked.threads ? asked.threads === 2 : asked.left.bytes + asked.right.bytes >= worthHelp;
  const room = takeChunks(memory, places, asked, isHelped, start);
  const helper = isHelped ? (aids.helper ?? new Helper()) : null;
  try {
    helper?.begin({ do: 'begin', module, memory: memory.memory, top: memory.top, places, asked });
    const { spills, steps } = scanBoth();
    const itemSpills = joinBoth(spills);
    for (const spill of spills) spill.close();
    const items = new Items(memory, places, itemSpills);
    thread.kernel.writeInto(places.threads[0].out, places.threads[0].out + outBytes);
    if (keep) tellFromMemory(thread, helper, teller, items, keep);
    else {
      items.leaveSharedMemory(64 << 20);
      tellByReadingAgain(thread, helper, teller, items, steps, room);
    }
    thread.kernel.finishWriting();
    for (const spill of itemSpills) spill.close();
    return summarise(thread);
  } finally {
    if (helper !== aids.helper) helper?.stop();
  }

  function scanBoth(): { spills: [Spill, Spill]; steps: [Steps | null, Steps | null] } {
    const left = new Spill(thread);
    helper?.begin({ do: 'scan', keepAt: keep?.right ?? null });
    const steps = scanSide(thread, 0, keep?.left ?? null, left, aids.tellRows);
    if (helper) {
      const done = helper.end();
      return { spills: [left, new Spill(thread, done.spill)], steps: [steps, done.steps] };
    }
    const right = new Spill(thread);
    return { spills: [left, right], steps: [steps, scanSide(thread, 1, keep?.right ?? null, right, aids.tellRows)] };
  }

  function joinBoth(spills: [Spill, Spill]): [Spill, Spill] {
    const need = measurePartitions(thread, spills);
    const most = Math.min(need.records, mostAtOnce(asked));
    const takeRoom = () => takeJoinRoom(memory, places.plan, most);
    const own = new Spill(thread);
    const room = takeRoom();
    const joining = need.isMost ? null : helper;
    joining?.begin({ do: 'join', room: takeRoom(), spills: [spills[0].state, spills[1].state] });
    joinPartitions(thread, room, spills, own);
    return [own, new Spill(thread, joining?.end().spill)];
  }
}

/** Texts of more bytes are read again where rows differ: touching that much fresh memory costs more than reading twice. */
const worthKeeping = 96 << 20;

/** Whether both texts stay in memory beside the records of their rows. */
function keepsTexts({ left, right, memory, canonical }: Comparison): boolean {
  if (left.bytes + right.bytes > worthKeeping) return false;
  const needed = [left, right].map((file) => {
    const text = longestText(file.bytes, file.layout.encoding);
    return text + (text / rowLength(file)) * (canonical ? 48 : 32) * 1.3;
  });
  return needed[0]! + needed[1]! + (32 << 20) < memory;
}

/** How long a row is at the beginning of the file. */
function rowLength({ path, bytes, layout }: TextFile): number {
  const descriptor = openSync(path, 'r');
  try {
    const head = Buffer.alloc(Math.min(bytes, 256 << 10));
    const length = readSync(descriptor, head, 0, head.length, 0);
    let rows = 1;
    const lineEnd = layout.lineEnd.charCodeAt(0);
    for (let at = head.indexOf(lineEnd); at !== -1; at = head.indexOf(lineEnd, at + 1)) rows++;
    return Math.max(length / rows, 1);
  } finally {
    closeSync(descriptor);
  }
}

function takeTexts(memory: SharedMemory, { left, right }: Comparison): { left: number; right: number } {
  const [at, other] = [left, right].map((file) =>
    memory.take(longestText(file.bytes, file.layout.encoding) + blockBytes + 4096),
  );
  return { left: at!, right: other! };
}

/** All memory up to the bound becomes chunks; with two threads each has those of its file. */
function takeChunks(
  memory: SharedMemory,
  places: Places,
  { left, right, memory: bound }: Comparison,
  isHelped: boolean,
  start: number,
): { at: number; bytes: number } {
  const least = (512 + itemLists * 2 + 64) * chunkBytes;
  const bytes = Math.max(bound - (memory.top - start), least * 2);
  const at = memory.take(bytes, chunkBytes);
  const shares = isHelped ? [left.bytes / (left.bytes + right.bytes), 1] : [1, 1];
  let from = at;
  for (const [index, share] of shares.entries()) {
    const end = at + Math.floor((bytes * share) / chunkBytes) * chunkBytes;
    const own = index === 0 ? Math.max(end, at + least) : end;
    memory.words.set([0, from, own, (own - from) / chunkBytes], places.pools[index]! / 4);
    from = own;
  }
  if (!isHelped) memory.words[places.sides[1] / 4 + 5] = places.pools[0];
  return { at, bytes };
}
