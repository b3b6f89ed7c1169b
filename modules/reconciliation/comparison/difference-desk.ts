import type { Context } from '#platform/context/context.ts';
import { Desk } from '#platform/workers/desk.ts';
import type { DataKey } from '#platform/envelope/data-key.ts';
import type { DifferenceDeeds } from './difference-desk-side.ts';
import { WorkingCopy } from './working-copy.ts';

/** A file that lies encrypted, and the key that opens it. */
export interface SealedFile {
  key: DataKey;
  file: string;
}

/** A result that lies open: its index on the desk, its lines and the rows of both sides on disk. */
export interface OpenedDifferences {
  name: string;
  desk: Desk<DifferenceDeeds>;
  result: WorkingCopy;
  /** The kept rows of a dataset; laid open when they are first asked for. */
  rows(of: SealedFile): Promise<WorkingCopy>;
}

interface OnDesk {
  opened: Promise<OpenedDifferences>;
  copies: Map<string, Promise<WorkingCopy>>;
  bytes: number;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

const keptMinutes = 10;
/** What indexes may take of the memory in all; the newest stays whatever it takes. */
const mostBytes = 512 << 20;

let desk: Desk<DifferenceDeeds> | undefined;
const kept = new Map<string, OnDesk>();

/**
 * Does something with the differences of a result, by its name. Who may see them was asked before: each time anew, whatever lies open.
 * It stays open for a while; what was used longest ago makes room.
 */
export async function withDifferences<T>(
  { ground }: Pick<Context, 'ground'>,
  of: { name: string; index: SealedFile; result: SealedFile },
  deed: (opened: OpenedDifferences) => Promise<T>,
): Promise<T> {
  const at = deskNow();
  const one = kept.get(of.name) ?? start(at, ground, of);
  kept.delete(of.name);
  kept.set(of.name, one);
  clearTimeout(one.timer);
  one.users += 1;
  try {
    return await deed(await one.opened);
  } catch (error) {
    one.opened.catch(() => forget(of.name, one));
    throw error;
  } finally {
    one.users -= 1;
    clearTimeout(one.timer);
    one.timer = setTimeout(() => forget(of.name, one), keptMinutes * 60_000).unref();
    makeRoom();
  }
}

function start(
  at: Desk<DifferenceDeeds>,
  ground: Context['ground'],
  of: { name: string; index: SealedFile; result: SealedFile },
): OnDesk {
  const copies = new Map<string, Promise<WorkingCopy>>();
  const copyOf = ({ key, file }: SealedFile) => {
    const known = copies.get(file);
    if (known) return known;
    const copy = ground.files.read(key, file).then((content) => WorkingCopy.of(content));
    copies.set(file, copy);
    return copy;
  };
  const one: OnDesk = { opened: open(), copies, bytes: 0, users: 0, timer: undefined };
  return one;

  async function open(): Promise<OpenedDifferences> {
    const index = await gather(await ground.files.read(of.index.key, of.index.file));
    one.bytes = index.byteLength;
    await at.ask('open', { name: of.name, index });
    return { name: of.name, desk: at, result: await copyOf(of.result), rows: copyOf };
  }
}

/** The content in memory that threads share. */
async function gather(content: AsyncIterable<Buffer>): Promise<SharedArrayBuffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of content) {
    pieces.push(piece);
    length += piece.length;
  }
  const shared = new SharedArrayBuffer(length);
  const bytes = new Uint8Array(shared);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return shared;
}

function deskNow(): Desk<DifferenceDeeds> {
  if (desk && !desk.ended) return desk;
  for (const [name, one] of kept) drop(name, one);
  const limits = { megabytes: 1024, beyond: 'comparison.too-many-open' };
  return (desk = new Desk<DifferenceDeeds>(new URL('./difference-desk-side.ts', import.meta.url), limits));
}

function makeRoom(): void {
  let taken = [...kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  for (const [name, one] of [...kept].slice(0, -1)) {
    if (taken <= mostBytes) return;
    if (one.users > 0) continue;
    taken -= one.bytes;
    forget(name, one);
  }
}

/** Closes what nobody uses; the thread ends with the last one. */
function forget(name: string, one: OnDesk): void {
  if (one.users > 0 || kept.get(name) !== one) return;
  drop(name, one);
  if (!desk || desk.ended) return;
  if (kept.size > 0) void desk.ask('forget', { name }).catch(() => {});
  else {
    void desk.close();
    desk = undefined;
  }
}

function drop(name: string, one: OnDesk): void {
  clearTimeout(one.timer);
  kept.delete(name);
  for (const copy of one.copies.values()) copy.then((opened) => opened.close()).catch(() => {});
}
