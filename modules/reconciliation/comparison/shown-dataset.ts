import { and, desc, eq, inArray, ne } from 'drizzle-orm';
import { person } from '#modules/people/people.table.ts';
import { type Context, type Inside, read } from '#platform/context/context.ts';
import { openFields } from '#platform/envelope/data-key.ts';
import type { Id } from '#platform/kernel/id.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { dataset, datasetConfirmation } from '../comparison.table.ts';
import type { Dataset, WholeDataset } from './comparison-contract.ts';
import { canSeeDatasets, canSeeValues, confirmingSide } from './comparison-policy.ts';
import {
  type DatasetId,
  findDataset,
  type KeptDescription,
  keyOfDataset,
  rowsFile,
  standingOn,
  type StoredDataset,
} from './find-dataset.ts';
import { firstLines } from './row-lines.ts';

/** The datasets of a batch, newest first, without those that were discarded. */
export function listDatasets(context: Context, input: { batch: Id<'batch'> }): Promise<Dataset[]> {
  return read(context, async (inside) => {
    allow(canSeeDatasets(inside.actor, await standingOn(inside, input.batch)));
    const rows = await inside.db
      .select()
      .from(dataset)
      .where(and(eq(dataset.firmId, inside.firm), eq(dataset.batchId, input.batch), ne(dataset.state, 'discarded')))
      .orderBy(desc(dataset.addedAt), desc(dataset.id));
    return shownDatasets(inside, rows);
  });
}

/** What was understood of a dataset. Its first rows are shown to who may reveal values. */
export function readDataset(context: Context, input: { dataset: DatasetId }): Promise<WholeDataset> {
  return read(context, async (inside) => wholeDataset(inside, await findDataset(inside, input.dataset)));
}

export async function wholeDataset(inside: Inside, found: StoredDataset): Promise<WholeDataset> {
  const at = await standingOn(inside, found.batchId);
  allow(canSeeDatasets(inside.actor, at));
  const [shown] = await shownDatasets(inside, [found]);
  const mayReveal = canSeeValues(inside.actor, at).allowed && found.dataKey !== null && found.readRound !== null;
  return {
    ...shown!,
    reading: found.reading,
    description: descriptionOf(inside, found),
    preview: mayReveal ? await firstRows(inside, found) : null,
    mySide: confirmingSide(inside.actor, at),
  };
}

/** What was understood of the dataset; null before it was read once, and when it is gone. */
export function descriptionOf(inside: Inside, found: StoredDataset): KeptDescription | null {
  if (!found.description || !found.dataKey) return null;
  return openFields(keyOfDataset(inside, found), { table: 'dataset', row: found.id }, found.description);
}

/** Datasets as lists show them, in their order. */
export async function shownDatasets(inside: Inside, rows: readonly StoredDataset[]): Promise<Dataset[]> {
  if (rows.length === 0) return [];
  const confirmations = await inside.db
    .select({
      dataset: datasetConfirmation.datasetId,
      side: datasetConfirmation.side,
      by: { id: person.id, name: person.name },
      at: datasetConfirmation.confirmedAt,
    })
    .from(datasetConfirmation)
    .innerJoin(
      person,
      and(eq(person.firmId, datasetConfirmation.firmId), eq(person.id, datasetConfirmation.confirmedBy)),
    )
    .where(
      and(
        eq(datasetConfirmation.firmId, inside.firm),
        inArray(
          datasetConfirmation.datasetId,
          rows.map(({ id }) => id),
        ),
      ),
    );
  const names = await namesOf(
    inside,
    rows.map(({ addedBy }) => addedBy),
  );
  return rows.map((row) => {
    const own = confirmations.filter((one) => one.dataset === row.id).map(({ side, by, at }) => ({ side, by, at }));
    const { id, origin, name, sha256, bytes, state, rows: count, failure, addedAt } = row;
    return {
      id,
      handover: row.handoverId,
      batch: row.batchId,
      origin,
      name,
      sha256,
      bytes,
      state,
      rows: count,
      failure,
      addedBy: names(row.addedBy),
      addedAt,
      confirmations: own,
      confirmed: own.length === 2,
    };
  });
}

/** Names of people by their ids. */
export async function namesOf(inside: Inside, ids: readonly Id<'person'>[]) {
  const rows = await inside.db
    .select({ id: person.id, name: person.name })
    .from(person)
    .where(and(eq(person.firmId, inside.firm), inArray(person.id, [...new Set(ids)])));
  const names = new Map(rows.map((row) => [row.id, row]));
  return (id: Id<'person'>) => names.get(id) ?? { id, name: '' };
}

const previewRows = 50;

async function firstRows(inside: Inside, found: StoredDataset): Promise<string[][]> {
  const content = await inside.ground.files.read(keyOfDataset(inside, found), rowsFile(found.id, found.readRound!));
  return (await firstLines(content, previewRows)).map((line) => JSON.parse(line) as string[]);
}
