import type { Encoding } from '#platform/tabular/encoding.ts';
import type { ColumnPair } from '../map/column-pair.ts';
import type { Normaliser } from '../normalise/normaliser.ts';
import type { TextLayout } from '../read/source.ts';
import { gb18030TableBytes } from './gb18030.ts';
import type { Seed, wordsOf } from './seed.ts';
import type { SharedMemory } from './shared-memory.ts';

/** A file of separated text, ready to be scanned. */
export interface TextFile {
  /** What it is called in messages. */
  name: string;
  path: string;
  bytes: number;
  layout: TextLayout;
}

/** What a comparison is asked to do. */
export interface Comparison {
  left: TextFile;
  right: TextFile;
  pairs: readonly ColumnPair[];
  /** Places of the key's columns among the pairs. */
  key: readonly number[];
  /** Bytes of memory that the comparison may use. */
  memory: number;
  /** Matched rows are compared byte by byte, whatever their hashes say. */
  exact: boolean;
  /** Whether cells that are only written differently are listed one by one, or rows of them only counted. */
  equivalent: 'list' | 'count';
  seed: Seed;
  /** Rows are hashed cell by cell, normalised: for files that are written differently throughout. */
  canonical: boolean;
  /** One or two; by the size of the files where nothing is said. */
  threads?: 1 | 2;
  /** How many records are joined at once; by the memory where nothing is said. */
  room?: number;
}

/** Where things stand in the shared memory; the structures are those of kernel/assembly/layout.ts. */
export interface Places {
  plan: number;
  sides: [number, number];
  pools: [number, number];
  tallies: [number, number];
  /** 128 lists for each thread. */
  items: [number, number];
  threads: [ThreadRoom, ThreadRoom];
  masks: number;
  longSecrets: number;
  pairs: number;
  /** The next partition to be joined. */
  turn: number;
  /** How it stands with what both threads tell, and the rooms in which the second one's lines wait (outbox.ts). */
  told: number;
  outbox: number;
  amounts: number;
  /** The tables of GB 18030. */
  gb18030: number;
}

/** A thread's own room. */
export interface ThreadRoom {
  cells: number;
  scratch: number;
  /** Bytes of a file before they are UTF-8. */
  raw: number;
  /** Where a block is read to; what is left of the last one goes before it. */
  block: number;
  out: number;
}

export const partitions = 256;
export const itemLists = 128;
export const chunkBytes = 16_384;
export const chunkHeader = 32;
export const itemBytes = 24;
/** A signed sum in fen: low word, then high. */
export const sumBytes = 16;
/** How much of a file is read at once. */
export const blockBytes = 4 << 20;
/** No record may be longer. */
export const longestRecord = (8 << 20) - 65_536;
const valueRoom = 12 << 20;
const cellRoom = 16_384 * 8 + 64;
/** Where lines are written before they go out, and how many such rooms the second thread has. */
export const outBytes = 256 << 10;
export const outRooms = 8;
const regionBytes = 160;
const regionsBeyond = 16;
const kinds = ['none', 'text', 'digits', 'amount', 'date', 'credit-code'];

/** Lays out everything but texts and chunks. */
export function layOut(memory: SharedMemory, asked: Comparison, secretsOf: typeof wordsOf): Places {
  const { pairs, key } = asked;
  const amounts = pairs.filter(({ by }) => by.kind === 'amount').length;
  const fixed = memory.take(8 * 128);
  const at = (n: number) => fixed + n * 128;
  const places: Places = {
    plan: at(0),
    sides: [at(1), at(2)],
    pools: [at(3), at(4)],
    tallies: [at(5), at(6)],
    turn: at(7),
    told: memory.take(128),
    outbox: memory.take(outBytes * outRooms + 4096),
    items: [memory.take(itemLists * 4), memory.take(itemLists * 4)],
    threads: [takeRoom(memory), takeRoom(memory)],
    masks: memory.take(32),
    longSecrets: memory.take(4096 + 64),
    pairs: memory.take(pairs.length * 48),
    amounts,
    gb18030: memory.take(gb18030TableBytes),
  };
  memory.bytes.fill(255, places.masks, places.masks + 16);
  const regions = pairs.length + key.length + regionsBeyond;
  const secrets = memory.take(regions * regionBytes);
  const random = secretsOf(asked.seed, (regions * regionBytes + 4160) / 4);
  memory.words.set(random.subarray(0, 4160 / 4), places.longSecrets / 4);
  memory.words.set(random.subarray(4160 / 4), secrets / 4);
  const keys = memory.take(key.length * 4);
  memory.words.set(key, keys / 4);
  const amountList = memory.take(Math.max(amounts * 4, 4));
  memory.words.set(
    [...pairs.keys()].filter((place) => pairs[place]!.by.kind === 'amount'),
    amountList / 4,
  );
  const { words } = memory;
  words.set(
    [
      places.sides[0],
      places.sides[1],
      places.pairs,
      pairs.length,
      keys,
      key.length,
      Number(asked.canonical),
      asked.canonical ? 48 : 32,
      secrets,
      places.longSecrets,
      Number(asked.exact),
      Number(asked.equivalent === 'list'),
      writeWords(memory),
      shiftOf(asked.left),
      shiftOf(asked.right),
      amounts,
      amountList,
    ],
    places.plan / 4,
  );
  writePairs(memory, places, asked);
  for (const [index, side] of [asked.left, asked.right].entries()) writeSide(memory, places, index, side.layout);
  for (const tally of places.tallies)
    for (let sum = 0; sum < 4; sum++) memory.words[tally / 4 + 12 + sum] = memory.take(Math.max(amounts, 1) * sumBytes);
  return places;
}

function takeRoom(memory: SharedMemory): ThreadRoom {
  return {
    cells: memory.take(cellRoom * 2),
    scratch: memory.take(valueRoom * 4),
    raw: memory.take(blockBytes + 4096),
    block: memory.take(longestRecord + blockBytes * 2 + 4096) + longestRecord + 1024,
    out: memory.take(outBytes + 4096),
  };
}

/** By how much an offset is shifted so that the file makes 64 buckets. */
function shiftOf({ bytes, layout }: TextFile): number {
  return Math.max(0, Math.ceil(Math.log2((longestText(bytes, layout.encoding) + 1) / 64)));
}

/** The most bytes that the text can have in UTF-8: two bytes of any other encoding become three at most. */
export function longestText(bytes: number, encoding: Encoding): number {
  return encoding === 'utf-8' ? bytes : Math.ceil((bytes / 2) * 3);
}

function writeSide(memory: SharedMemory, places: Places, index: number, layout: TextLayout): void {
  const byte = (character: string | null) => (character === null ? 0 : character.charCodeAt(0));
  memory.words.set(
    [
      byte(layout.separator),
      byte(layout.quote),
      byte(layout.lineEnd),
      layout.columns.length,
      memory.take(partitions * 4),
      places.pools[index]!,
      memory.take(Math.max(places.amounts, 1) * sumBytes),
      index,
    ],
    places.sides[index]! / 4,
  );
}

function writePairs(memory: SharedMemory, { pairs: at }: Places, { pairs, left, right }: Comparison): void {
  const tables = new Map<string, number>();
  let amounts = 0;
  for (const [index, { left: name, right: other, by }] of pairs.entries()) {
    const words = writeText(memory, `],"column":${JSON.stringify(name)},"left":"`);
    memory.words.set(
      [
        left.layout.columns.indexOf(name),
        right.layout.columns.indexOf(other),
        kinds.indexOf(by.kind),
        flagsOf(by),
        by.kind === 'text' ? tableFor(memory, tables, by) : 0,
        words.at,
        words.length,
        by.kind === 'amount' ? amounts++ : -1,
      ],
      (at + index * 48) / 4,
    );
    memory.longs[(at + index * 48 + 32) / 8] = by.kind === 'amount' ? (by.toleranceFen ?? 0n) : 0n;
  }
}

function flagsOf(by: Normaliser): number {
  if (by.kind === 'text')
    return (by.blanks === 'edge' ? 1 : by.blanks === 'all' ? 2 : 0) + (by.case ? 16 : 0) + (by.brackets ? 32 : 0);
  if (by.kind === 'digits') return by.phone ? 4 : 0;
  return by.kind === 'date' && by.serial ? 8 : 0;
}

/** Texts that are normalised alike share what their characters become. */
function tableFor(memory: SharedMemory, tables: Map<string, number>, by: Normaliser): number {
  const alike = JSON.stringify(Object.entries({ ...by, blanks: undefined }).sort());
  const known = tables.get(alike);
  if (known !== undefined) return known;
  const table = memory.take(65_536 * 2);
  tables.set(alike, table);
  return table;
}

function writeWords(memory: SharedMemory): number {
  const all = [
    ...['added', 'removed', 'changed', 'equivalent', 'duplicate'].map((kind) => `{"kind":"${kind}","key":[`),
    '],"left":"',
    '","right":"',
    '],"column":"',
    '","left":"',
  ].map((text) => writeText(memory, text));
  const at = memory.take(all.length * 8);
  memory.words.set(
    all.flatMap(({ at: from, length }) => [from, length]),
    at / 4,
  );
  return at;
}

function writeText(memory: SharedMemory, text: string): { at: number; length: number } {
  const bytes = Buffer.from(text);
  const at = memory.take(bytes.length + 16);
  memory.bytes.set(bytes, at);
  return { at, length: bytes.length };
}
