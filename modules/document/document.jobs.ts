import type { Context } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { mendFile, removeBlocks } from './document.ts';

/** What the module does in the background. */
export const documentJobs = {
  /** Ordered when a kept file was found missing or damaged. */
  'document.mend-file': (context: Context, data: Record<string, unknown>) =>
    mendFile(context, { file: data.file as Id<'stored-file'> }),
  /** Ordered when keys of files were destroyed. */
  'document.remove-blocks': (context: Context, data: Record<string, unknown>) =>
    removeBlocks(context, { files: data.files as Id<'stored-file'>[] }),
};
