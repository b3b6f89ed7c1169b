import { resumeExports, resumeTakings } from '#modules/archive/archive.ts';
import { resumeImports } from '#modules/client/client.ts';
import { resumeComparisons } from '#modules/reconciliation/reconciliation.ts';
import * as document from '#modules/document/document.ts';
import type { Context, Ground } from '#platform/context/context.ts';
import type { FirmId } from '#platform/kernel/id.ts';

/**
 * Puts work that a kill has cut off into the queue again, in every firm, when the program starts: the queue itself would give it
 * out again only after its time is over.
 */
export async function resumeWork(ground: Ground): Promise<void> {
  const { rows } = await ground.database.worker.query<{ firm: FirmId }>('select access.firms() as firm');
  for (const { firm } of rows) {
    const context: Context = { by: { kind: 'job', firm, onBehalfOf: null }, ground };
    await resumeImports(context);
    await resumeComparisons(context);
    await resumeExports(context);
    await resumeTakings(context);
    await document.rehouseDocuments(context);
  }
}
