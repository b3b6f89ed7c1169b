import { resumeImports } from '#modules/client/client.ts';
import type { Ground } from '#platform/context/context.ts';
import type { FirmId } from '#platform/kernel/id.ts';

/**
 * Puts work that a kill has cut off into the queue again, in every firm, when the program starts: the queue itself would give it
 * out again only after its time is over.
 */
export async function resumeWork(ground: Ground): Promise<void> {
  const { rows } = await ground.database.worker.query<{ firm: FirmId }>('select access.firms() as firm');
  for (const { firm } of rows) await resumeImports({ by: { kind: 'job', firm, onBehalfOf: null }, ground });
}
