import type { PersonId } from '#platform/kernel/id.ts';
import type { House, Someone } from '#testing/house.ts';
import type { ImportEffects, ImportReading, RegisterImport } from '../client.contract.ts';
import { confirmImport } from './confirm-import.ts';
import { previewImport } from './preview-import.ts';
import { proposeImport } from './propose-import.ts';
import { arrangeImport, importProgress, readImport } from './shown-import.ts';

/** A register as UTF-8 text with these rows, all of one owner; the columns are those of the first row. */
export function register(owner: string, rows: Record<string, string>[]): Buffer {
  const columns = Object.keys(rows[0]!);
  const lines = rows.map((row) => [...columns.map((column) => row[column]), owner].join(','));
  return Buffer.from(`${[[...columns, '主办会计'].join(','), ...lines].join('\n')}\n`);
}

/** Uploads a register and gives what was understood of it. */
export async function upload(someone: Someone, bytes: Uint8Array, name: string): Promise<ImportReading> {
  const content = (async function* () {
    yield bytes;
  })();
  return readImport(someone.context, await proposeImport(someone.context, { name, content }));
}

/** A whole import: uploaded, arranged, previewed, confirmed and run. */
export async function importOf(
  house: House,
  someone: Someone,
  bytes: Uint8Array,
  said: {
    mapping?: Partial<ImportReading['arrangement']['mapping']>;
    owners?: Record<string, PersonId>;
    withoutFaulty?: boolean;
  } = {},
): Promise<{ effects: ImportEffects; done: RegisterImport }> {
  const shown = await upload(someone, bytes, '台账.csv');
  const { context } = someone;
  const one = { import: shown.import.id };
  const { mapping, ...rest } = said;
  const arrangement = { ...shown.arrangement, ...rest, mapping: { ...shown.arrangement.mapping, ...mapping } };
  await arrangeImport(context, { ...one, arrangement });
  const effects = await previewImport(context, one);
  await confirmImport(context, { ...one, digest: effects.digest });
  await house.drain();
  return { effects, done: await importProgress(context, one) };
}
