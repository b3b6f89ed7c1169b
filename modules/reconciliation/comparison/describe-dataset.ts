import { and, eq } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { type Context, transact } from '#platform/context/context.ts';
import { sealFields } from '#platform/envelope/data-key.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { dataset } from '../comparison.table.ts';
import { announceProgress, everySecond } from './announce-progress.ts';
import { bytesFile, type DatasetId, findDataset, keyOfDataset, rowsFile, type StoredDataset } from './find-dataset.ts';
import { storing } from './store-parts.ts';
import { sharedProgress, told } from './table-progress.ts';
import { type DescribeAnswer, startTableWork } from './table-work.ts';
import { inWorkFolder, layOpen } from './work-folder.ts';

/**
 * Reads a dataset from end to end and keeps its rows and what was understood. What cannot be read is refused with file, line and
 * column and nothing of it is kept; what could be read before, and only not as somebody asked now, stays as it was.
 */
export async function describeDataset(context: Context, input: { dataset: DatasetId; round: number }): Promise<void> {
  const { found, firm } = await transact(context, async (inside) => ({
    found: await findDataset(inside, input.dataset),
    firm: inside.firm,
  }));
  if (found.state !== 'reading' || found.round !== input.round) return;
  const key = keyOfDataset({ ground: context.ground, firm }, found);
  try {
    const answer = await read(context, found, key);
    await transact(context, async (inside) => {
      const now = await findDataset(inside, found.id, { lock: true });
      if (now.state !== 'reading' || now.round !== input.round) return;
      const description = sealFields(key, { table: 'dataset', row: found.id }, answer.description);
      const { rows } = answer;
      await inside.db
        .update(dataset)
        .set({ state: 'read', rows, description, readRound: input.round, failure: null })
        .where(and(eq(dataset.firmId, inside.firm), eq(dataset.id, found.id)));
      await journal.record(inside, {
        verb: 'comparison.dataset-read',
        handover: found.handoverId,
        subject: found.id,
        facts: { rows, columns: answer.description.columns.length, reading: found.reading },
      });
    });
    if (found.readRound !== null) await context.ground.files.remove(rowsFile(found.id, found.readRound));
  } catch (error) {
    await context.ground.files.remove(rowsFile(found.id, input.round));
    if (!(error instanceof Refusal)) throw error;
    await refuse(context, found, error);
  }
}

async function read(
  context: Context,
  found: StoredDataset,
  key: ReturnType<typeof keyOfDataset>,
): Promise<DescribeAnswer> {
  return inWorkFolder(async (folder) => {
    const path = await layOpen(context.ground, folder, 'table', { key, file: bytesFile(found.id) });
    const progress = sharedProgress();
    const { name, reading } = found;
    const files = await storing(context.ground, key, { rows: rowsFile(found.id, found.round) });
    const work = startTableWork({ kind: 'describe', folder, path, name, reading, progress }, files.take);
    const stop = everySecond(async () => {
      const { rows } = told(progress);
      const still = await transact(context, async (inside) => {
        const changed = await inside.db
          .update(dataset)
          .set({ rows })
          .where(
            and(
              eq(dataset.firmId, inside.firm),
              eq(dataset.id, found.id),
              eq(dataset.state, 'reading'),
              eq(dataset.round, found.round),
            ),
          );
        await announceProgress(inside, found.handoverId);
        return changed.rowCount === 1;
      });
      if (!still) await work.end();
    });
    try {
      return await files.whole(work.answer);
    } finally {
      await stop();
    }
  });
}

async function refuse(context: Context, found: StoredDataset, { code, facts }: Refusal): Promise<void> {
  const gone = found.readRound === null;
  const failure = { code, facts };
  await transact(context, async (inside) => {
    const now = await findDataset(inside, found.id, { lock: true });
    if (now.state !== 'reading' || now.round !== found.round) return;
    await inside.db
      .update(dataset)
      .set(gone ? { state: 'refused', dataKey: null, rows: null, failure } : { state: 'read', failure })
      .where(and(eq(dataset.firmId, inside.firm), eq(dataset.id, found.id)));
    await journal.record(inside, {
      verb: 'comparison.dataset-refused',
      handover: found.handoverId,
      subject: found.id,
      facts: { code, kept: !gone },
    });
  });
  if (gone) await context.ground.files.remove(bytesFile(found.id));
}
