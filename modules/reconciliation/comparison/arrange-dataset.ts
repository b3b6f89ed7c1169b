import { and, eq } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { sealFields } from '#platform/envelope/data-key.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { dataset, datasetConfirmation } from '../comparison.table.ts';
import { readJob } from './add-dataset.ts';
import type { ConfirmDataset, Dataset, DatasetReading, WholeDataset } from './comparison-contract.ts';
import { canConfirmDataset, canDiscardDataset, canReadOtherwise, confirmingSide } from './comparison-policy.ts';
import {
  bytesFile,
  type DatasetId,
  factsOf,
  findDataset,
  keyOfDataset,
  rowsFile,
  standingOn,
  type StoredDataset,
} from './find-dataset.ts';
import { descriptionOf, shownDatasets, wholeDataset } from './shown-dataset.ts';

/** Has a dataset read otherwise, by a job; refuses once a side confirmed it or it was compared. */
export function readOtherwise(
  context: Context,
  input: { dataset: DatasetId; reading: DatasetReading },
): Promise<Dataset> {
  return transact(context, async (inside) => {
    const found = await findDataset(inside, input.dataset, { lock: true });
    allow(canReadOtherwise(inside.actor, await standingOn(inside, found.batchId), await factsOfOne(inside, found)));
    const round = found.round + 1;
    await change(inside, found, { reading: input.reading, round, state: 'reading', rows: null, failure: null });
    await inside.ground.enqueue(inside, readJob, { dataset: found.id, round });
    await journal.record(inside, {
      verb: 'comparison.dataset-read-otherwise',
      handover: found.handoverId,
      subject: found.id,
      facts: { reading: input.reading },
    });
    return shown(inside, found.id);
  });
}

/**
 * Agrees as a side on what was read. Refuses with `comparison.totals-moved-on` when hash, rows or any total is another one than
 * was shown, and as `canConfirmDataset` does.
 */
export function confirmDataset(context: Context, input: ConfirmDataset): Promise<WholeDataset> {
  return transact(context, async (inside) => {
    const found = await findDataset(inside, input.dataset, { lock: true });
    const at = await standingOn(inside, found.batchId);
    allow(canConfirmDataset(inside.actor, at, await factsOfOne(inside, found)));
    const totals = Object.fromEntries(
      descriptionOf(inside, found)!.columns.flatMap(({ name, total }) => (total === null ? [] : [[name, total]])),
    );
    const { sha256, rows } = found;
    const same =
      input.sha256 === sha256 &&
      input.rows === rows &&
      Object.keys(totals).length === Object.keys(input.totals).length &&
      Object.entries(totals).every(([column, total]) => input.totals[column] === total);
    if (!same) throw new Refusal('comparison.totals-moved-on', { dataset: found.id }, 'conflict');
    const side = confirmingSide(inside.actor, at)!;
    await inside.db.insert(datasetConfirmation).values({
      firmId: inside.firm,
      handoverId: found.handoverId,
      batchId: found.batchId,
      datasetId: found.id,
      side,
      sha256,
      rows: rows!,
      totals: sealFields(keyOfDataset(inside, found), { table: 'dataset_confirmation', row: found.id }, totals),
      confirmedBy: personOf(inside.actor)!,
      confirmedAt: inside.now,
    });
    await journal.record(inside, {
      verb: 'comparison.dataset-confirmed',
      handover: found.handoverId,
      subject: found.id,
      facts: { side, sha256, rows, columns: Object.keys(totals) },
    });
    return wholeDataset(inside, found);
  });
}

/** Drops a dataset: its key is destroyed, and with it what lies encrypted. */
export async function discardDataset(context: Context, input: { dataset: DatasetId }): Promise<Record<string, never>> {
  const found = await transact(context, async (inside) => {
    const one = await findDataset(inside, input.dataset, { lock: true });
    allow(canDiscardDataset(inside.actor, await standingOn(inside, one.batchId), await factsOfOne(inside, one)));
    await change(inside, one, { state: 'discarded', dataKey: null, description: null });
    await journal.record(inside, {
      verb: 'comparison.dataset-discarded',
      handover: one.handoverId,
      subject: one.id,
      facts: { sha256: one.sha256 },
    });
    return one;
  });
  const { files } = context.ground;
  await files.remove(bytesFile(found.id));
  if (found.readRound !== null) await files.remove(rowsFile(found.id, found.readRound));
  return {};
}

async function factsOfOne(inside: Inside, found: StoredDataset) {
  return (await factsOf(inside, [found])).get(found.id)!;
}

async function shown(inside: Inside, id: DatasetId): Promise<Dataset> {
  return (await shownDatasets(inside, [await findDataset(inside, id)]))[0]!;
}

async function change(inside: Inside, { id }: StoredDataset, values: Partial<StoredDataset>): Promise<void> {
  await inside.db
    .update(dataset)
    .set(values)
    .where(and(eq(dataset.firmId, inside.firm), eq(dataset.id, id)));
}
