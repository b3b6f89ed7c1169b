import { and, eq, inArray, isNotNull, isNull, notInArray } from 'drizzle-orm';
import { type Context, type Inside, read } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { forgetTexts } from './content/forget-texts.ts';
import { document } from './document.table.ts';
import { fileKey, storedFile } from './stored-file.table.ts';

/** What became of documents whose content was to be destroyed. */
export interface Destroyed {
  destroyed: Id<'stored-file'>[];
  /** Documents whose content is also that of another one, which keeps it. */
  shared: Id<'document'>[];
}

/**
 * Destroys the keys of the documents' contents, and with them the contents in every copy; their blocks go away by a job. Runs as the
 * firm's worker, asks no policy and journals nothing: that is for the deed that calls it.
 */
export async function destroyStoredFiles(inside: Inside, documents: readonly Id<'document'>[]): Promise<Destroyed> {
  if (documents.length === 0) return { destroyed: [], shared: [] };
  const wanted = await inside.db
    .select({ document: document.id, file: storedFile.id })
    .from(document)
    .innerJoin(storedFile, and(eq(storedFile.firmId, document.firmId), eq(storedFile.id, document.storedFileId)))
    .where(and(eq(document.firmId, inside.firm), inArray(document.id, [...documents]), isNull(storedFile.destroyedAt)))
    .for('update', { of: storedFile });
  const files = [...new Set(wanted.map(({ file }) => file))];
  if (files.length === 0) return { destroyed: [], shared: [] };
  const others = await inside.db
    .selectDistinct({ file: document.storedFileId })
    .from(document)
    .where(
      and(
        eq(document.firmId, inside.firm),
        inArray(document.storedFileId, files),
        notInArray(document.id, [...documents]),
      ),
    );
  const held = new Set(others.map(({ file }) => file));
  const destroyed = files.filter((file) => !held.has(file));
  const shared = wanted.filter(({ file }) => held.has(file)).map((row) => row.document);
  if (destroyed.length === 0) return { destroyed, shared };
  const ours = and(eq(storedFile.firmId, inside.firm), inArray(storedFile.id, destroyed));
  await inside.db.delete(fileKey).where(and(eq(fileKey.firmId, inside.firm), inArray(fileKey.storedFileId, destroyed)));
  await forgetTexts(inside, destroyed);
  await inside.db.update(storedFile).set({ destroyedAt: inside.now }).where(ours);
  await inside.ground.enqueue(inside, 'document.remove-blocks', { files: destroyed });
  return { destroyed, shared };
}

/** Has the blocks of all destroyed files taken away, in the transaction of a worker: after a restore, which brought them back. */
export async function orderRemoval(inside: Inside): Promise<void> {
  const rows = await inside.db
    .select({ id: storedFile.id })
    .from(storedFile)
    .where(and(eq(storedFile.firmId, inside.firm), isNotNull(storedFile.destroyedAt)));
  for (let at = 0; at < rows.length; at += 500) {
    const files = rows.slice(at, at + 500).map(({ id }) => id);
    await inside.ground.enqueue(inside, 'document.remove-blocks', { files });
  }
}

/** Takes the blocks of destroyed files away, here and in the second copy; of any other file nothing. */
export async function removeBlocks(context: Context, { files }: { files: Id<'stored-file'>[] }): Promise<void> {
  const gone = await read(context, (inside) =>
    inside.db
      .select({ id: storedFile.id })
      .from(storedFile)
      .where(and(eq(storedFile.firmId, inside.firm), inArray(storedFile.id, files), isNotNull(storedFile.destroyedAt))),
  );
  for (const { id } of gone) await context.ground.files.remove(id);
}
