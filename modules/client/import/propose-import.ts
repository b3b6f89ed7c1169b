import { createHash } from 'node:crypto';
import * as journal from '#modules/journal/journal.ts';
import { type Context, read, transact } from '#platform/context/context.ts';
import { personOf } from '#platform/context/actor.ts';
import { createDataKey } from '#platform/envelope/data-key.ts';
import { newId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { type Table, tableLimits } from '#platform/tabular/table.ts';
import { canImportRegister } from '../client.policy.ts';
import { registerImport } from '../client.table.ts';
import { proposeMapping } from '../register/propose-mapping.ts';
import type { RegisterMapping } from '../register/columns.ts';
import { withRegister } from './register-desk.ts';
import type { ImportId } from './stored-import.ts';

/**
 * Takes a register file in: reads it, proposes what its columns are, and keeps it sealed under a key of its own. Nothing of
 * it is imported. Refuses with `client.only-manager-imports` before a byte of the file is read, and as `openTable` does.
 */
export async function proposeImport(
  context: Context,
  file: { name: string; content: AsyncIterable<Uint8Array> },
): Promise<{ import: ImportId }> {
  await read(context, async (inside) => allow(canImportRegister(inside.actor)));
  const bytes = await gather(file.content);
  const id = newId<'register-import'>();
  const fileName = file.name.slice(0, 200);
  const given = { import: id, options: { name: fileName }, bytes: async () => bytes };
  const table = await withRegister(given, async ({ head }) => head);
  return transact(context, async (inside) => {
    allow(canImportRegister(inside.actor));
    const { dataKey, wrapped } = createDataKey(inside.ground.keys, { firm: inside.firm, client: id });
    const fileKey = `register-import/${id}`;
    await inside.ground.files.put(dataKey, fileKey, once(bytes));
    const fileHash = createHash('sha256').update(bytes).digest('hex');
    await inside.db.insert(registerImport).values({
      firmId: inside.firm,
      id,
      fileName,
      fileHash,
      fileKey,
      dataKey: wrapped,
      reading: { options: {}, mapping: proposedMapping(table), owners: {}, withoutFaulty: false },
      state: 'proposed',
      counts: { rows: table.found.rows },
      createdBy: personOf(inside.actor)!,
      createdAt: inside.now,
    });
    await journal.record(inside, {
      verb: 'client.import-proposed',
      subject: id,
      facts: { fileHash, bytes: bytes.length, rows: table.found.rows },
    });
    return { import: id };
  });
}

const sampleRows = 200;

/** The mapping that the headers and the first rows speak for. */
export function proposedMapping(table: Pick<Table, 'columns' | 'rows'>): RegisterMapping {
  const proposals = proposeMapping(table.columns, sampleOf(table));
  return {
    columns: Object.fromEntries(proposals.map(({ column, use }) => [column, use])),
    units: Object.fromEntries(proposals.filter(({ unit }) => unit !== 1).map(({ column, unit }) => [column, unit])),
  };
}

/** The cells of the first rows, by which columns are told. */
export function sampleOf(table: Pick<Table, 'rows'>): string[][] {
  const sample: string[][] = [];
  for (const { cells } of table.rows) if (sample.push(cells) === sampleRows) break;
  return sample;
}

async function gather(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of content) {
    length += piece.length;
    if (length > tableLimits.bytes)
      throw new Refusal('tabular.too-large', { megabytes: tableLimits.bytes / 1_048_576 });
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
