import type { Context } from '#platform/context/context.ts';
import { importJob, runImport } from './client.ts';
import type { ImportId } from './import/stored-import.ts';

/** What the module does in the background. */
export const clientJobs = {
  [importJob]: (context: Context, data: Record<string, unknown>) =>
    runImport(context, { import: data.import as ImportId }),
};
