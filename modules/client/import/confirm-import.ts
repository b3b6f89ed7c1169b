import { and, eq } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { RegisterImport } from '../client.contract.ts';
import { canArrangeImport, canImportRegister } from '../client.policy.ts';
import { registerImport } from '../client.table.ts';
import { closeRegister } from './register-desk.ts';
import { shownImport } from './shown-import.ts';
import { findImport, type ImportId, mustBe, type StoredImport } from './stored-import.ts';

/** The job that carries a confirmed import out. */
export const importJob = 'client.import';

/**
 * Confirms what `previewImport` showed, by its digest, and leaves it to a job. Refuses with `client.import-not-yours`,
 * `client.import-state`, and `client.import-running` while another import of the firm runs.
 */
export function confirmImport(context: Context, input: { import: ImportId; digest: string }): Promise<RegisterImport> {
  return transact(context, async (inside) => {
    const stored = await findImport(inside, input.import, { lock: true });
    allow(canArrangeImport(inside.actor, stored.createdBy));
    mustBe(stored, 'proposed');
    await refuseWhileRunning(inside);
    const running = { state: 'running' as const, confirmed: input.digest, counts: { ...stored.counts, done: 0 } };
    await change(inside, stored.id, running);
    await inside.ground.enqueue(inside, importJob, { import: stored.id });
    await journal.record(inside, {
      verb: 'client.import-confirmed',
      subject: stored.id,
      facts: { digest: input.digest, withoutFaulty: stored.reading.withoutFaulty },
    });
    return shownImport({ ...stored, ...running });
  });
}

/**
 * Drops an upload that was not imported: its key is destroyed, and with it the file. Refuses with
 * `client.only-manager-imports` and `client.import-state`.
 */
export async function discardImport(context: Context, input: { import: ImportId }): Promise<RegisterImport> {
  const discarded = await transact(context, async (inside) => {
    allow(canImportRegister(inside.actor));
    const stored = await findImport(inside, input.import, { lock: true });
    if (stored.state !== 'failed') mustBe(stored, 'proposed');
    const gone = { state: 'discarded' as const, dataKey: null, finishedAt: inside.now };
    await change(inside, stored.id, gone);
    await journal.record(inside, { verb: 'client.import-discarded', subject: stored.id, facts: {} });
    return { ...stored, ...gone };
  });
  await context.ground.files.remove(discarded.fileKey);
  closeRegister(discarded.id);
  return shownImport(discarded);
}

/** Writes the import's row. */
export async function change(inside: Inside, id: ImportId, values: Partial<StoredImport>): Promise<void> {
  await inside.db
    .update(registerImport)
    .set(values)
    .where(and(eq(registerImport.firmId, inside.firm), eq(registerImport.id, id)));
}

async function refuseWhileRunning(inside: Inside): Promise<void> {
  const [running] = await inside.db
    .select({ id: registerImport.id })
    .from(registerImport)
    .where(and(eq(registerImport.firmId, inside.firm), eq(registerImport.state, 'running')));
  if (running) throw new Refusal('client.import-running', { import: running.id }, 'conflict');
}
