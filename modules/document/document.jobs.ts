import type { Context } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { mendFile, readDocumentText, readFileText, recogniseFileText, removeBlocks } from './document.ts';

/** What the module does in the background. */
export const documentJobs = {
  /** Ordered when a kept file was found missing or damaged. */
  'document.mend-file': (context: Context, data: Record<string, unknown>) =>
    mendFile(context, { file: data.file as Id<'stored-file'> }),
  /** Ordered when keys of files were destroyed. */
  'document.remove-blocks': (context: Context, data: Record<string, unknown>) =>
    removeBlocks(context, { files: data.files as Id<'stored-file'>[] }),
  /** Follows each document that is added. */
  'document.read-document': (context: Context, data: Record<string, unknown>) =>
    readDocumentText(context, { document: data.subject as Id<'document'> }),
  /** Ordered for kept files whose words are not known. */
  'document.read-file': (context: Context, data: Record<string, unknown>) =>
    readFileText(context, { file: data.file as Id<'stored-file'> }),
  /** Ordered when a file was found to be a scan. */
  'document.recognise-file': (context: Context, data: Record<string, unknown>) =>
    recogniseFileText(context, { file: data.file as Id<'stored-file'> }),
};
