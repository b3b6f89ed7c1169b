import { and, eq, isNull, sql } from 'drizzle-orm';
import { type Context, read, transact } from '#platform/context/context.ts';
import { type DataKey, sealFields } from '#platform/envelope/data-key.ts';
import { deriveHashKey } from '#platform/envelope/keyed-hash.ts';
import type { Id } from '#platform/kernel/id.ts';
import { isReadable, type PaperText, UnreadPaper } from '#platform/papers/paper.ts';
import { largestPaper, readPaper, recognisePaper } from '#platform/papers/paper-reader.ts';
import { document } from '../document.table.ts';
import { fileKeysOf } from '../file-keys.ts';
import { readContent } from '../read-content.ts';
import { storedFile } from '../stored-file.table.ts';
import type { ReadingFault } from './content.contract.ts';
import { fileText } from '../file-text.table.ts';
import { gramHash, gramsOf, keptText, pieceOf, tokenOf } from './grams.ts';

/** A reading that ended three times without an end, such as with the machine, is not begun again. */
const mostTries = 3;
/** A reading of which nothing was heard for so long is begun again. */
const forgottenAfter = sql`interval '1 hour'`;
const ordersOfAMinute = 500;

/** Orders the reading of kept files that are not read: those from before, those of a restored backup, those that got lost. */
export async function orderReadings(context: Context): Promise<void> {
  await transact(context, async (inside) => {
    const { rows } = await inside.db.execute<{ file: Id<'stored-file'> }>(sql`
      select s.id as file from ${storedFile} s
      left join ${fileText} t on t.firm_id = s.firm_id and t.stored_file_id = s.id
      where s.firm_id = ${inside.firm} and s.destroyed_at is null and s.kept_at < now() - interval '1 minute'
        and (t.stored_file_id is null or (t.state in ('reading', 'recognising') and t.begun_at < now() - ${forgottenAfter}))
      order by s.id desc limit ${ordersOfAMinute}`);
    for (const { file } of rows)
      await inside.ground.enqueue(inside, 'document.read-file', { file }, { singleton: file });
  });
}

/** Reads the words of a document that was added, unless its content is known already. */
export async function readDocumentText(
  context: Context,
  { document: id }: { document: Id<'document'> },
): Promise<void> {
  const [found] = await read(context, (inside) =>
    inside.db
      .select({ file: document.storedFileId, read: fileText.storedFileId })
      .from(document)
      .leftJoin(fileText, and(eq(fileText.firmId, document.firmId), eq(fileText.storedFileId, document.storedFileId)))
      .where(and(eq(document.firmId, inside.firm), eq(document.id, id))),
  );
  if (found?.file && !found.read) await readFileText(context, { file: found.file });
}

/**
 * Reads the words of a kept content and notes them, or why there are none; a scan is put into the queue of those to be recognised.
 * Nothing when it was destroyed meanwhile.
 */
export async function readFileText(context: Context, { file }: { file: Id<'stored-file'> }): Promise<void> {
  const begun = await begin(context, file, 'reading');
  if (!begun) return;
  if (!isReadable(begun.mediaType)) return note(context, begun, { state: 'wordless' });
  const found = await attempt(context, begun, readPaper);
  if ('fault' in found) return note(context, begun, { state: 'unreadable', fault: found.fault });
  if (!found.unread) return note(context, begun, { state: 'read', ...found });
  await note(context, begun, { state: 'recognising', ...found });
}

/** Recognises the words of a scan or a photo. */
export async function recogniseFileText(context: Context, { file }: { file: Id<'stored-file'> }): Promise<void> {
  const begun = await begin(context, file, 'recognising');
  if (!begun) return;
  const found = await attempt(context, begun, recognisePaper);
  if ('fault' in found) return note(context, begun, { state: 'unreadable', fault: found.fault });
  await note(context, begun, { state: 'read', ...found });
}

interface Begun {
  file: Id<'stored-file'>;
  key: DataKey;
  holder: string;
  mediaType: string;
  size: number;
  sha256: string;
}

async function begin(
  context: Context,
  file: Id<'stored-file'>,
  state: 'reading' | 'recognising',
): Promise<Begun | null> {
  return transact(context, async (inside) => {
    const [row] = await inside.db
      .select({ stored: storedFile, mediaType: document.mediaType })
      .from(storedFile)
      .innerJoin(document, and(eq(document.firmId, storedFile.firmId), eq(document.storedFileId, storedFile.id)))
      .where(and(eq(storedFile.firmId, inside.firm), eq(storedFile.id, file), isNull(storedFile.destroyedAt)))
      .limit(1);
    const key = (await fileKeysOf(inside, [file])).get(file);
    if (!row || !key) return null;
    const { clientId, handoverId, size, sha256 } = row.stored;
    const [begun] = await inside.db
      .insert(fileText)
      .values({ firmId: inside.firm, storedFileId: file, clientId, handoverId, state, tries: 1, begunAt: inside.now })
      .onConflictDoUpdate({
        target: [fileText.firmId, fileText.storedFileId],
        set: { state, tries: sql`${fileText.tries} + 1`, begunAt: inside.now },
      })
      .returning({ tries: fileText.tries });
    if (begun!.tries > 2 * mostTries) {
      await inside.db.update(fileText).set({ state: 'unreadable', fault: 'gave-up' }).where(isText(inside.firm, file));
      return null;
    }
    return { file, key, holder: (clientId ?? handoverId)!, mediaType: row.mediaType, size, sha256 };
  });
}

async function attempt(
  { ground, by }: Context,
  { file, key, mediaType, size, sha256 }: Begun,
  how: typeof readPaper,
): Promise<PaperText | { fault: ReadingFault }> {
  if (size > largestPaper) return { fault: 'too-large' };
  if (by.kind !== 'job') throw new TypeError('files are read by jobs');
  try {
    const pieces: Buffer[] = [];
    for await (const piece of await readContent(ground, by.firm, { id: file, key, sha256 })) pieces.push(piece);
    return await how({ mediaType, bytes: Buffer.concat(pieces) });
  } catch (error) {
    if (error instanceof UnreadPaper) return { fault: error.fault };
    throw error;
  }
}

type Noted =
  | { state: 'wordless' }
  | { state: 'unreadable'; fault: ReadingFault }
  | ({ state: 'read' | 'recognising' } & PaperText);

async function note(context: Context, { file, key, holder }: Begun, noted: Noted): Promise<void> {
  await transact(context, async (inside) => {
    const [stands] = await inside.db
      .select({ id: storedFile.id })
      .from(storedFile)
      .where(and(eq(storedFile.firmId, inside.firm), eq(storedFile.id, file), isNull(storedFile.destroyedAt)))
      .for('share');
    if (!stands) return;
    const { state } = noted;
    const words = 'text' in noted ? keptText(noted.text) : '';
    const hashKey = deriveHashKey(inside.ground.keys, inside.firm);
    const tokens = gramsOf(pieceOf(words)).map((gram) => tokenOf(gramHash(hashKey, gram), holder));
    await inside.db
      .update(fileText)
      .set({
        state,
        fault: 'fault' in noted ? noted.fault : null,
        cut: 'cut' in noted && noted.cut,
        words: words === '' ? null : sealFields(key, { table: 'file_text', row: file }, words),
        grams: words === '' ? null : tokens,
      })
      .where(isText(inside.firm, file));
    if (state === 'recognising')
      await inside.ground.enqueue(inside, 'document.recognise-file', { file }, { singleton: file });
  });
}

function isText(firm: string, file: Id<'stored-file'>) {
  return and(sql`${fileText.firmId} = ${firm}`, eq(fileText.storedFileId, file));
}
