import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { sealFields } from '#platform/envelope/data-key.ts';
import { deriveHashKey } from '#platform/envelope/keyed-hash.ts';
import { newId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { comparison, dataset, rowLink } from '../comparison.table.ts';
import type { WrittenNormaliser } from '../engine/normalise/normaliser-json.ts';
import { readJob } from './add-dataset.ts';
import { announceProgress, everySecond } from './announce-progress.ts';
import {
  changeComparison,
  type ComparisonId,
  findComparison,
  indexFile,
  keyOfComparison,
  resultFile,
  type StoredComparison,
} from './find-comparison.ts';
import { bytesFile, findDataset, keyOfDataset, rowsFile, type StoredDataset } from './find-dataset.ts';
import { compareJob } from './start-comparison.ts';
import { storing } from './store-parts.ts';
import { sharedProgress, type SharedProgress, told } from './table-progress.ts';
import { type CompareAnswer, type EarlierDecision, type OpenTable, startTableWork } from './table-work.ts';
import { clearWorkFolders, inWorkFolder, layOpen } from './work-folder.ts';

/**
 * Carries a comparison out. What was cancelled meanwhile leaves nothing; what cannot be read makes it fail, and it says why. When two
 * carry out the same comparison, the second waits and finds what the first one left.
 */
export async function runComparison(context: Context, input: { comparison: ComparisonId }): Promise<void> {
  await transact(context, async (inside) => {
    await inside.db.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`baton comparison ${input.comparison}`}, 0))`,
    );
    const run = await begin(context, input.comparison);
    if (!run) return;
    try {
      await finish(context, run, await carryOut(context, run));
    } catch (error) {
      for (const file of [resultFile, indexFile]) await context.ground.files.remove(file(run.found.id, run.found.run));
      await fail(context, run.found, error);
    }
  });
}

/** Puts what was being read or compared when the program was killed into the queue again. For the start of the program. */
export async function resumeComparisons(context: Context): Promise<void> {
  await clearWorkFolders();
  await transact(context, async (inside) => {
    const { firm } = inside;
    const running = await inside.db
      .select({ comparison: comparison.id, onBehalfOf: comparison.startedBy })
      .from(comparison)
      .where(and(eq(comparison.firmId, firm), eq(comparison.state, 'running')));
    for (const one of running) await inside.ground.enqueue(inside, compareJob, one);
    const reading = await inside.db
      .select({ dataset: dataset.id, round: dataset.round, onBehalfOf: dataset.addedBy })
      .from(dataset)
      .where(and(eq(dataset.firmId, firm), eq(dataset.state, 'reading')));
    for (const one of reading) await inside.ground.enqueue(inside, readJob, one);
  });
}

interface Run {
  found: StoredComparison;
  left: StoredDataset;
  right: StoredDataset;
  decisions: EarlierDecision[];
  firm: Inside['firm'];
}

/** Begins a run; null when there is nothing to do any more. */
function begin(context: Context, id: ComparisonId): Promise<Run | null> {
  return transact(context, async (inside) => {
    const found = await findComparison(inside, id, { lock: true });
    if (found.state !== 'waiting' && found.state !== 'running') return null;
    const begun = { state: 'running' as const, run: found.run + 1 };
    await changeComparison(inside, id, begun);
    await announceProgress(inside, found.handoverId);
    return {
      found: { ...found, ...begun },
      left: await findDataset(inside, found.leftId),
      right: await findDataset(inside, found.rightId),
      decisions: await earlierDecisions(inside, found),
      firm: inside.firm,
    };
  });
}

function carryOut(context: Context, { found, left, right, decisions, firm }: Run): Promise<CompareAnswer> {
  const { ground } = context;
  const open = async (folder: string, side: string, one: StoredDataset): Promise<OpenTable> => {
    const key = keyOfDataset({ ground, firm }, one);
    return {
      path: await layOpen(ground, folder, side, { key, file: bytesFile(one.id) }),
      rowsPath: await layOpen(ground, folder, `${side}-rows`, { key, file: rowsFile(one.id, one.readRound!) }),
      name: one.name,
      reading: one.reading,
      input: { sha256: one.sha256, bytes: one.bytes },
    };
  };
  return inWorkFolder(async (folder) => {
    const { pairs, ...plan } = found.plan;
    const files = await storing(ground, keyOfComparison({ ground, firm }, found), {
      result: resultFile(found.id, found.run),
      index: indexFile(found.id, found.run),
    });
    const progress = sharedProgress();
    const work = startTableWork(
      {
        kind: 'compare',
        folder,
        left: await open(folder, 'left', left),
        right: await open(folder, 'right', right),
        pairs: pairs as { left: string; right: string; normaliser: WrittenNormaliser }[],
        ...plan,
        hashKey: deriveHashKey(ground.keys, firm),
        decisions,
        progress,
      },
      files.take,
    );
    const stop = everySecond(progressOf(context, found, (left.rows ?? 0) + (right.rows ?? 0), progress, work.end));
    try {
      return await files.whole(work.answer);
    } finally {
      await stop();
    }
  });
}

/** Tells how far the comparison is, and ends it when it was cancelled. */
function progressOf(
  context: Context,
  found: StoredComparison,
  rowsTotal: number,
  progress: SharedProgress,
  end: () => Promise<void>,
): () => Promise<void> {
  let since = { step: '', at: 0 };
  return async () => {
    const { step, rows } = told(progress);
    if (step !== since.step) since = { step, at: Date.now() };
    const seconds = (Date.now() - since.at) / 1000;
    const rowsPerSecond = seconds > 0 ? Math.round(rows / seconds) : 0;
    const secondsLeft = rowsPerSecond > 0 ? Math.ceil(Math.max(0, rowsTotal - rows) / rowsPerSecond) : null;
    const goesOn = await transact(context, async (inside) => {
      const changed = await inside.db
        .update(comparison)
        .set({ progress: { step, rowsRead: rows, rowsTotal, rowsPerSecond, secondsLeft } })
        .where(
          and(
            eq(comparison.firmId, inside.firm),
            eq(comparison.id, found.id),
            eq(comparison.state, 'running'),
            eq(comparison.run, found.run),
          ),
        );
      await announceProgress(inside, found.handoverId);
      return changed.rowCount === 1;
    });
    if (!goesOn) await end();
  };
}

function finish(context: Context, { found }: Run, answer: CompareAnswer): Promise<void> {
  return transact(context, async (inside) => {
    const now = await findComparison(inside, found.id, { lock: true });
    if (now.state !== 'running' || now.run !== found.run) throw new Refusal('reconcile.cancelled');
    const { result, summary, alone, lines, links } = answer;
    const key = keyOfComparison(inside, found);
    await changeComparison(inside, found.id, {
      state: 'done',
      progress: null,
      failure: null,
      result: result.sha256,
      resultBytes: result.bytes,
      counts: summary.counts,
      lines,
      summary: sealFields(key, { table: 'comparison', row: found.id }, { summary, alone }),
      finishedAt: inside.now,
    });
    await keepLinks(inside, found, links);
    await journal.record(inside, {
      verb: 'comparison.done',
      handover: found.handoverId,
      subject: found.id,
      facts: { result: result.sha256, ...summary.counts, links: links.length },
    });
  });
}

async function keepLinks(inside: Inside, found: StoredComparison, links: CompareAnswer['links']): Promise<void> {
  const earlier = new Map(
    (await decidedLinks(inside, found)).map((one) => [`${one.leftMark} ${one.rightMark}`, one] as const),
  );
  const rows = links.map((one) => {
    const known = earlier.get(`${one.leftMark} ${one.rightMark}`);
    return {
      firmId: inside.firm,
      id: newId<'link'>(),
      handoverId: found.handoverId,
      batchId: found.batchId,
      comparisonId: found.id,
      ...one,
      leftMark: Buffer.from(one.leftMark, 'hex'),
      rightMark: Buffer.from(one.rightMark, 'hex'),
      decision: known?.decision ?? null,
      decidedBy: known?.decidedBy ?? null,
      decidedAt: known?.decidedAt ?? null,
      carried: known !== undefined,
    };
  });
  for (let from = 0; from < rows.length; from += 2000)
    await inside.db.insert(rowLink).values(rows.slice(from, from + 2000));
}

async function earlierDecisions(inside: Inside, found: StoredComparison): Promise<EarlierDecision[]> {
  return (await decidedLinks(inside, found)).map(({ leftMark, rightMark, decision }) => ({
    leftMark,
    rightMark,
    decision,
  }));
}

/** What was decided last of each pair of rows in the comparisons of the batch. */
async function decidedLinks(inside: Inside, { batchId }: StoredComparison) {
  const rows = await inside.db
    .select()
    .from(rowLink)
    .where(and(eq(rowLink.firmId, inside.firm), eq(rowLink.batchId, batchId), isNotNull(rowLink.decision)))
    .orderBy(desc(rowLink.decidedAt));
  const newest = new Map<string, (typeof rows)[number]>();
  for (const row of rows) {
    const pair = `${row.leftMark.toString('hex')} ${row.rightMark.toString('hex')}`;
    if (!newest.has(pair)) newest.set(pair, row);
  }
  return [...newest.values()].map(({ leftMark, rightMark, decision, decidedBy, decidedAt }) => ({
    leftMark: leftMark.toString('hex'),
    rightMark: rightMark.toString('hex'),
    decision: decision!,
    decidedBy,
    decidedAt,
  }));
}

async function fail(context: Context, found: StoredComparison, error: unknown): Promise<void> {
  await transact(context, async (inside) => {
    const now = await findComparison(inside, found.id, { lock: true });
    if (now.state !== 'running' || now.run !== found.run) return;
    if (!(error instanceof Refusal)) inside.ground.log.error({ err: error }, 'datasets were not compared');
    const failure =
      error instanceof Refusal ? { code: error.code, facts: error.facts } : { code: 'server.failed', facts: {} };
    await changeComparison(inside, found.id, { state: 'failed', progress: null, failure, finishedAt: inside.now });
    await journal.record(inside, {
      verb: 'comparison.failed',
      handover: found.handoverId,
      subject: found.id,
      facts: { code: failure.code },
    });
  });
}
