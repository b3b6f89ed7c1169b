import { createHash } from 'node:crypto';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import type { Bytes } from '#platform/envelope/chunked-file.ts';
import { createDataKey } from '#platform/envelope/data-key.ts';
import { type Id, newId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { dataset } from '../comparison.table.ts';
import { canAddDataset } from './comparison-policy.ts';
import type { DatasetOrigin } from './comparison-terms.ts';
import { type BatchOf, type DatasetId, bytesFile, standingOn } from './find-dataset.ts';

/** The job that reads what was uploaded. */
export const readJob = 'comparison.read-dataset';

/** Four GiB: what the engine tells apart by 32 bits. */
export const largestDataset = 4 * 1024 ** 3;

/**
 * Takes in a table as it streams: hashed, encrypted under a key of its own, and left to a job to be read. Refuses before a byte is
 * read as `canAddDataset` does, and with `comparison.too-large` {gibibytes} and `tabular.empty-file`; then nothing of it is kept.
 */
export async function addDataset(
  context: Context,
  input: { batch: Id<'batch'>; name: string },
  content: Bytes,
): Promise<{ dataset: DatasetId }> {
  const { firm } = await read(context, async (inside) => {
    allow(canAddDataset(inside.actor, await standingOn(inside, input.batch)));
    return inside;
  });
  const id = newId<'dataset'>();
  const { dataKey, wrapped } = createDataKey(context.ground.keys, { firm, client: id });
  const { files } = context.ground;
  const measured = measure(content);
  try {
    await files.put(dataKey, bytesFile(id), measured.bytes());
    await transact(context, async (inside) => {
      const at = await standingOn(inside, input.batch);
      allow(canAddDataset(inside.actor, at));
      const name = plainName(input.name);
      await recordDataset(inside, at.of, { id, name, origin: 'upload', dataKey: wrapped, ...measured.result() });
    });
  } catch (error) {
    await files.remove(bytesFile(id));
    throw error;
  }
  return { dataset: id };
}

/** Puts a dataset whose bytes are kept on record and has it read. */
export async function recordDataset(
  inside: Inside,
  { handover, batch }: Pick<BatchOf, 'handover' | 'batch'>,
  given: { id: DatasetId; name: string; origin: DatasetOrigin; dataKey: Buffer; sha256: string; bytes: number },
): Promise<void> {
  await inside.db.insert(dataset).values({
    firmId: inside.firm,
    handoverId: handover.id,
    batchId: batch.id,
    ...given,
    reading: {},
    state: 'reading',
    addedBy: personOf(inside.actor)!,
    addedAt: inside.now,
  });
  await inside.ground.enqueue(inside, readJob, { dataset: given.id, round: 1 });
  await journal.record(inside, {
    verb: given.origin === 'records' ? 'comparison.records-taken' : 'comparison.dataset-added',
    handover: handover.id,
    subject: given.id,
    facts: { batch: batch.id, sha256: given.sha256, bytes: given.bytes },
  });
}

/** Hash and length of what passes. */
export function measure(content: Bytes) {
  const hash = createHash('sha256');
  let length = 0;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for await (const piece of content) {
      length += piece.length;
      if (length > largestDataset) throw new Refusal('comparison.too-large', { gibibytes: largestDataset / 1024 ** 3 });
      hash.update(piece);
      yield piece;
    }
    if (length === 0) throw new Refusal('tabular.empty-file');
  }
  return { bytes, result: () => ({ sha256: hash.digest('hex'), bytes: length }) };
}

function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1)!;
  return [...last.replaceAll(/\p{Cc}+/gu, ' ').trim()].slice(0, 200).join('') || '—';
}
