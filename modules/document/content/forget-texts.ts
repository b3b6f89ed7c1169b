import { and, eq, inArray } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { fileText } from '../file-text.table.ts';

/** Takes away what was read of contents that are destroyed: words and hashes. Runs as the firm's worker. */
export async function forgetTexts(inside: Inside, files: readonly Id<'stored-file'>[]): Promise<void> {
  await inside.db
    .delete(fileText)
    .where(and(eq(fileText.firmId, inside.firm), inArray(fileText.storedFileId, [...files])));
}
