import type { Context } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { type ExportId, exportJob } from './export/exports.ts';
import { makeExport } from './export/make-export.ts';
import { checkJob, type ImportId, takeInJob } from './import/imports.ts';
import { checkImport, takeIn } from './import/take-in.ts';
import { sealPackage } from './seal-package.ts';

export const archiveJobs = {
  /** Begun by who asked for it; goes on where it was when it was cut off. */
  [exportJob]: (context: Context, data: Record<string, unknown>) =>
    makeExport(context, { export: data.export as ExportId }),
  /** What came is checked when its last byte is here. */
  [checkJob]: (context: Context, data: Record<string, unknown>) =>
    checkImport(context, { import: data.import as ImportId }),
  /** Confirmed by who brought it. */
  [takeInJob]: (context: Context, data: Record<string, unknown>) =>
    takeIn(context, { import: data.import as ImportId }),
  /** Ordered by the last signature of a batch; tried again until the package stands. */
  'archive.seal': (context: Context, data: Record<string, unknown>) =>
    sealPackage(context, { batch: data.batch as Id<'batch'> }),
};
