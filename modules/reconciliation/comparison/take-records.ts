import * as client from '#modules/client/client.ts';
import * as handover from '#modules/handover/handover.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { createDataKey } from '#platform/envelope/data-key.ts';
import { type ClientId, type Id, newId } from '#platform/kernel/id.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { measure, recordDataset } from './add-dataset.ts';
import type { Dataset } from './comparison-contract.ts';
import { canAddDataset, canSeeValues } from './comparison-policy.ts';
import { bytesFile, findDataset, standingOn } from './find-dataset.ts';
import { shownDatasets } from './shown-dataset.ts';

/**
 * Makes a dataset of our own records: what the clients of a batch had on the cut-off date, a line each, as CSV in UTF-8. The same
 * records give the same bytes. Refused to who may not reveal values.
 */
export async function takeRecords(context: Context, input: { batch: Id<'batch'> }): Promise<Dataset> {
  const id = newId<'dataset'>();
  const { files, keys } = context.ground;
  const { firm, name, text } = await read(context, async (inside) => {
    const at = await standingOn(inside, input.batch);
    allow(canAddDataset(inside.actor, at));
    allow(canSeeValues(inside.actor, at));
    const { handover: found, batch } = at.of;
    const clients = await handover.clientsOf(inside, batch);
    const table = client.writeRegister(await recordsOn(inside, clients, found.cutOff));
    return { firm: inside.firm, name: `${found.number}-${batch.number} ${found.cutOff}.csv`, text: asCsv(table) };
  });
  const { dataKey, wrapped } = createDataKey(keys, { firm, client: id });
  const measured = measure(once(Buffer.from(text)));
  try {
    await files.put(dataKey, bytesFile(id), measured.bytes());
    return await transact(context, async (inside) => {
      const at = await standingOn(inside, input.batch);
      allow(canAddDataset(inside.actor, at));
      await recordDataset(inside, at.of, { id, name, origin: 'records', dataKey: wrapped, ...measured.result() });
      return (await shownDatasets(inside, [await findDataset(inside, id)]))[0]!;
    });
  } catch (error) {
    await files.remove(bytesFile(id));
    throw error;
  }
}

/** The records of each client in the version of that day; of a record that was taken in later, the first version. */
async function recordsOn(
  inside: Inside,
  clients: readonly ClientId[],
  day: LocalDate,
): Promise<Map<client.StoredRecord['kind'], client.StoredRecord['fields'][]>[]> {
  const present = await client.recordsOf(inside, clients, { ended: true });
  const earlier = await client.earlierVersionsOf(
    inside,
    present.filter(({ version }) => version > 1).map(({ id }) => id),
  );
  const versions = Map.groupBy([...present, ...earlier], ({ id }) => id);
  const stood = present.flatMap(({ id }) => {
    const all = versions.get(id)!.toSorted((one, other) => one.version - other.version);
    const found = all.findLast(({ changedAt }) => localDateOf(changedAt) <= day) ?? all[0]!;
    return found.ended ? [] : [found];
  });
  const byClient = Map.groupBy(stood, ({ clientId }) => clientId);
  return clients.map((id) => {
    const kinds = Map.groupBy(byClient.get(id) ?? [], ({ kind }) => kind);
    return new Map([...kinds].map(([kind, records]) => [kind, records.map(({ fields }) => fields)]));
  });
}

function asCsv({ columns, rows }: client.RegisterTable): string {
  const line = (cells: string[]) =>
    `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
  return [columns, ...rows].map(line).join('');
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
