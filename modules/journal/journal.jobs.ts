import type { Context } from '#platform/context/context.ts';
import { writeTrialEntry } from './trial-entry.ts';

export const journalJobs = {
  /** Ordered by who examines the installation. */
  'journal.write-trial': (context: Context, data: Record<string, unknown>) =>
    writeTrialEntry(context, data.subject as string),
};
