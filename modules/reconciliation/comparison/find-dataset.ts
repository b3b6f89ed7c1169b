import { and, eq, inArray, or, sql } from 'drizzle-orm';
import * as handover from '#modules/handover/handover.ts';
import type { Inside } from '#platform/context/context.ts';
import { type DataKey, unwrapDataKey } from '#platform/envelope/data-key.ts';
import type { Id } from '#platform/kernel/id.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { comparison, dataset, datasetConfirmation } from '../comparison.table.ts';
import type { DatasetDescription } from './comparison-contract.ts';
import type { BatchStanding, DatasetFacts } from './comparison-policy.ts';

export type DatasetId = Id<'dataset'>;
export type StoredDataset = typeof dataset.$inferSelect;

/** What is kept of a dataset beside its rows: what both sides are shown. */
export type KeptDescription = DatasetDescription;

/** The dataset, or `dataset.not-found` when it is not there or not the actor's to see. */
export async function findDataset(
  inside: Inside,
  id: DatasetId,
  options: { lock?: boolean } = {},
): Promise<StoredDataset> {
  const query = inside.db
    .select()
    .from(dataset)
    .where(and(eq(dataset.firmId, inside.firm), eq(dataset.id, id)));
  const [found] = options.lock ? await query.for('update') : await query;
  if (!found) throw notFound('dataset', { dataset: id });
  return found;
}

/** How the actor stands to a batch; refuses with `batch.not-found` where they may not know of it. */
export async function standingOn(inside: Inside, id: Id<'batch'>): Promise<BatchStanding & { of: BatchOf }> {
  const batch = await handover.findBatch(inside, id);
  const found = await handover.findHandover(inside, batch.handoverId);
  const parties = await handover.partiesOf(inside, batch.handoverId);
  const { rows } = await inside.db.execute<{ held: string[] }>(sql`select access.shared_capabilities(${id}) as held`);
  return {
    batch: id,
    state: batch.state,
    manner: found.manner,
    parties: handover.standing(parties),
    capabilities: rows[0]!.held,
    of: { handover: found, batch, parties },
  };
}

/** The case that a batch is part of. */
export interface BatchOf {
  handover: handover.Handover;
  batch: handover.Batch;
  parties: handover.Parties;
}

/** What the policies ask of datasets, by id. */
export async function factsOf(
  inside: Inside,
  datasets: readonly StoredDataset[],
): Promise<Map<DatasetId, DatasetFacts>> {
  const ids = datasets.map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const confirmations = await inside.db
    .select({ id: datasetConfirmation.datasetId, side: datasetConfirmation.side })
    .from(datasetConfirmation)
    .where(and(eq(datasetConfirmation.firmId, inside.firm), inArray(datasetConfirmation.datasetId, ids)));
  const sides = await inside.db
    .select({ left: comparison.leftId, right: comparison.rightId })
    .from(comparison)
    .where(
      and(eq(comparison.firmId, inside.firm), or(inArray(comparison.leftId, ids), inArray(comparison.rightId, ids))),
    );
  const compared = new Set(sides.flatMap(({ left, right }) => [left, right]));
  return new Map(
    datasets.map(({ id, state }) => [
      id,
      {
        id,
        state,
        confirmed: confirmations.flatMap((one) => (one.id === id ? [one.side] : [])),
        compared: compared.has(id),
      },
    ]),
  );
}

/** The key of a dataset's bytes and of what is said about them; refuses with `comparison.dataset-state` once it is destroyed. */
export function keyOfDataset(inside: Pick<Inside, 'ground' | 'firm'>, { id, dataKey, state }: StoredDataset): DataKey {
  if (!dataKey) throw new Refusal('comparison.dataset-state', { dataset: id, state }, 'conflict');
  return unwrapDataKey(inside.ground.keys, { firm: inside.firm, client: id }, dataKey);
}

/** Where the bytes of a dataset lie. */
export function bytesFile(id: DatasetId): string {
  return `dataset/${id}`;
}

/** Where its rows lie as they were read in that round: a JSON array of texts each line. */
export function rowsFile(id: DatasetId, round: number): string {
  return `dataset/${id}/rows/${round}`;
}
