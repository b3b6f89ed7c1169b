import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { mostRows, slotBits } from './block-index.ts';
import { keyWidth } from './block-keys.ts';
import { foldingTable } from './fold.ts';
import { kept } from './found.ts';
import { frequencies } from './frequencies.ts';
import { Gazetteer } from './gazetteer.ts';
import { LinkShare, type SharedWork, type Step } from './link-share.ts';
import { NameReader } from './name-reader.ts';
import { pack } from './packed-column.ts';
import { type ProposalRules, type Proposals, propose } from './proposals.ts';
import { type PackedTable, RecordReader } from './record-reader.ts';
import { StoredRecord, recordStore } from './record-store.ts';
import { soundTable } from './sound.ts';
import { Weigher } from './weigher.ts';
import { type Level, type Part, levelOf, parts } from './weights.ts';

/** Columns of one side, all as long as each other; at least one. Blank texts say nothing. */
export interface LinkTable {
  name?: readonly string[];
  code?: readonly string[];
  phone?: readonly string[];
  address?: readonly string[];
}

export interface LinkOptions extends ProposalRules {
  /** How many workers a large job has: 1, 2 or 4; as there are processors, at most four. */
  workers?: 1 | 2 | 4;
}

/** Jobs of fewer rows are done at once, in the thread that asks: workers would take longer to start. */
const few = 4096;

/** Why a pair is proposed: how a part of the two records stands to each other, and the bits that this adds or takes. */
export interface Reason {
  part: Part;
  level: Level;
  bits: number;
}

/** What is proposed, in the order of the right rows, and then of likelihood. Nothing is merged: a person decides. */
export interface Links extends Proposals {
  /** The reasons of proposal n, without the parts that say nothing; the greatest first. */
  reasons(n: number): Reason[];
}

/**
 * Proposes which records of two sides are the same firm, where keys are missing or wrong, by names, codes, phones and addresses. The
 * answer does not depend on the order of rows or the number of workers. Throws RangeError when columns differ in length or a
 * side has 2^24 rows or more.
 */
export async function link(left: LinkTable, right: LinkTable, options: LinkOptions = {}): Promise<Links> {
  const tables = { left: packTable(left), right: packTable(right) };
  const small = tables.left.rows + tables.right.rows < few;
  const processors = availableParallelism();
  const workers = small ? 1 : (options.workers ?? (processors >= 4 ? 4 : processors >= 2 ? 2 : 1));
  const work = shareWork(tables, workers);
  const crew: Crewman[] = small ? [inThisThread(work)] : Array.from({ length: workers }, () => inWorker(work));
  try {
    const { rows } = work.left;
    const share = Math.ceil(rows / workers);
    const range = (at: number) => ({ from: Math.min(at * share, rows), to: Math.min((at + 1) * share, rows) });
    await Promise.all(crew.map((one, at) => one.do({ step: 'take-apart', ...range(at) })));
    const records = await Promise.all(crew.map((one, at) => one.do({ step: 'index', range: at })));
    await Promise.all(crew.map((one) => one.do({ step: 'propose', records: records as Int32Array[] })));
  } finally {
    await Promise.all(crew.map((one) => one.end()));
  }
  const proposals = propose(work.found, work.store, options);
  const compare = comparison(work);
  return { ...proposals, reasons: (n) => compare(proposals.left[n]!, proposals.right[n]!) };
}

function comparison({
  left,
  right,
  folds,
  sounds,
  cityOf,
  counts,
  store,
}: SharedWork): (left: number, right: number) => Reason[] {
  const gazetteer = new Gazetteer();
  const record = new RecordReader(new NameReader(folds, sounds, gazetteer), folds, sounds.of);
  const weigher = new Weigher(counts, left.rows, gazetteer, cityOf);
  const stored = new StoredRecord(store);
  return (leftRow, rightRow) => {
    record.read(right, rightRow);
    stored.look(leftRow);
    weigher.weigh(record, stored);
    const packed = weigher.levels;
    return parts
      .map((part, at) => ({ part, level: levelOf(packed, part), bits: weigher.bits[at]! }))
      .filter(({ level }) => level !== 'absent')
      .toSorted((a, b) => b.bits - a.bits);
  };
}

function shareWork({ left, right }: { left: PackedTable; right: PackedTable }, ranges: number): SharedWork {
  const gazetteer = new Gazetteer();
  const bits = slotBits(left.rows);
  const cityOf = new Uint16Array(new SharedArrayBuffer(gazetteer.size * 2));
  for (let place = 0; place < gazetteer.size; place += 1) cityOf[place] = gazetteer.cityOf(place);
  const words = (length: number) => new Int32Array(new SharedArrayBuffer(length * 4));
  const numbers = (length: number) => new Float32Array(new SharedArrayBuffer(length * 4));
  return {
    left,
    right,
    folds: foldingTable(),
    sounds: soundTable(),
    cityOf,
    counts: frequencies(left, gazetteer.size),
    store: recordStore(left),
    keys: words(left.rows * keyWidth(left)),
    bits,
    starts: Array.from({ length: ranges }, () => words(2 ** bits / ranges + 1)),
    next: new Int32Array(new SharedArrayBuffer(4)),
    found: {
      rows: words(right.rows * kept),
      weights: numbers(right.rows * kept),
      levels: words(right.rows * kept),
      sums: numbers(right.rows),
      evidence: numbers(right.rows),
    },
  };
}

function packTable(table: LinkTable): PackedTable {
  const lengths = new Set(Object.values(table).map((column: readonly string[]) => column.length));
  if (lengths.size !== 1) throw new RangeError(`columns of ${[...lengths].join(', ') || 'no'} rows cannot be linked`);
  const [rows] = lengths;
  if (rows! >= mostRows) throw new RangeError(`${rows} rows are more than can be linked`);
  const columns = Object.entries(table).map(([name, column]: [string, readonly string[]]) => [name, pack(column)]);
  return { rows: rows!, ...Object.fromEntries(columns) };
}

/** Who does one step after the other. */
interface Crewman {
  do(step: Step): Promise<Int32Array | null>;
  end(): Promise<unknown>;
}

function inThisThread(work: SharedWork): Crewman {
  const share = new LinkShare(work);
  return { do: async (step) => share.do(step), end: async () => undefined };
}

function inWorker(work: SharedWork): Crewman {
  const worker = new Worker(new URL('./link-worker.ts', import.meta.url), { workerData: work });
  return {
    do: (step) =>
      new Promise((resolve, reject) => {
        worker.once('error', reject);
        worker.once('message', (done: Int32Array | null) => {
          worker.off('error', reject);
          resolve(done);
        });
        worker.postMessage(step);
      }),
    end: () => worker.terminate(),
  };
}
