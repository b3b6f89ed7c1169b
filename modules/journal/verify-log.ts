import { desc, eq } from 'drizzle-orm';
import { personOf } from '#platform/context/actor.ts';
import { type Context, asJob, read } from '#platform/context/context.ts';
import { equalBytes } from '#platform/crypto/bytes.ts';
import { MerkleFrontier } from '#platform/crypto/merkle.ts';
import { openCheckpoint, parseVerifierKey } from '#platform/crypto/signed-note.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { WorkerPool } from '#platform/workers/worker-pool.ts';
import { type CheckedRange, checkRange, type StoredRange } from './check-range.ts';
import { canReadJournal } from './journal.policy.ts';
import { journalCheckpoint } from './journal.table.ts';
import { verifierKey } from './log.ts';
import { storedRange } from './stored-range.ts';

/** So many entries are checked at a time; a power of two, so that each range but the last is one node of the tree. */
const rangeSize = 8192;
/** How many ranges are read or checked at once. */
const atOnce = 4;

/**
 * Recomputes the firm's tree from the stored entries and compares its root with the newest signed checkpoint; checks
 * each entry's facts against its commitment on the way. Entries never change, so ranges of them are read and checked side by
 * side, by all cores, each in a transaction of its own.
 *
 * @returns the first index whose facts do not fit their commitment, or the size when only the root differs; null when intact.
 */
export async function verifyLog(
  context: Context,
): Promise<{ size: number; intact: boolean; firstFault: number | null }> {
  const { newest, key, worker } = await read(context, async (inside) => {
    allow(canReadJournal(inside.actor));
    const [checkpoint] = await inside.db
      .select()
      .from(journalCheckpoint)
      .where(eq(journalCheckpoint.firmId, inside.firm))
      .orderBy(desc(journalCheckpoint.size))
      .limit(1);
    return {
      newest: checkpoint,
      key: await verifierKey(inside),
      worker: asJob(context, inside.firm, personOf(inside.actor)),
    };
  });
  if (!newest) return { size: 0, intact: true, firstFault: null };
  const { size } = newest;
  const tree = new MerkleFrontier();
  for await (const { nodes, firstFault } of checkedRanges(worker, size)) {
    if (firstFault !== null) return { size, intact: false, firstFault };
    for (const { level, hash } of nodes) tree.appendComplete(level, hash);
  }
  const signed = openCheckpoint(newest.note, parseVerifierKey(key)!);
  const root = tree.root();
  const intact =
    signed.state === 'signed' && equalBytes(root, newest.root) && equalBytes(signed.checkpoint.root, newest.root);
  return { size, intact, firstFault: intact ? null : size };
}

/** Every range of the first `size` entries, in their order. */
async function* checkedRanges(context: Context, size: number): AsyncGenerator<CheckedRange> {
  const readRange = (from: number) =>
    read(context, (inside) => storedRange(inside, from, Math.min(from + rangeSize, size)));
  if (size <= rangeSize) return yield checkRange(await readRange(0));
  const pool = new WorkerPool<StoredRange, never, CheckedRange>(new URL('./check-worker.ts', import.meta.url));
  const underway: Promise<CheckedRange>[] = [];
  const begin = (from: number) => {
    const checking = readRange(from).then((range) => pool.run(range));
    // A failure is heard where the range is awaited.
    checking.catch(() => {});
    underway.push(checking);
  };
  try {
    let next = 0;
    for (; next < size && underway.length < atOnce; next += rangeSize) begin(next);
    while (underway.length > 0) {
      const checked = await underway.shift()!;
      if (next < size) begin(next);
      next += rangeSize;
      yield checked;
    }
  } finally {
    await pool.close();
  }
}
