import { and, asc, count, eq, isNull } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { createDataKey, type DataKey, openFields, sealFields, unwrapDataKey } from '#platform/envelope/data-key.ts';
import { deriveHashKey, keyedHash } from '#platform/envelope/keyed-hash.ts';
import { type Id, newId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { BeginUpload, Document, DocumentPlace, Upload } from './document.contract.ts';
import { type DocumentName, plainFolder, plainName } from './document-name.ts';
import { documentsByIds } from './find-document.ts';
import { keepDocument, mayAdd } from './keep-document.ts';
import { headLength, isRunByName, mediaTypeOf } from './media-type.ts';
import { partSize, mostUploads, uploadKeptDays } from './upload-limits.ts';
import { upload } from './upload.table.ts';

type UploadRow = typeof upload.$inferSelect;

const day = 86_400_000;

/**
 * Begins to take in a file, or goes on with the one that the same person began there with the same identity. Refused with
 * `document.empty`, `document.runs`, `document.too-many` {most}, `file.disk-full`, and as `mayAdd` does.
 */
export async function beginUpload(context: Context, input: BeginUpload): Promise<Upload> {
  if (input.size === 0) throw new Refusal('document.empty');
  if (isRunByName(input.name)) throw new Refusal('document.runs');
  const identity = identityOf(context, input);
  const found = await read(context, async (inside) => {
    await mayAdd(inside, input);
    return findByIdentity(inside, input, identity(inside));
  });
  if (found) {
    // What lies there is read back, so that what was torn by a kill is not counted.
    await context.ground.files.incoming.at(keyOf(context, found), found.size);
    return shown(context, found);
  }
  await context.ground.files.incoming.makeRoom(input.size);
  const begun = await transact(context, async (inside) => {
    await mayAdd(inside, input);
    const mine = await inside.db
      .select({ number: count() })
      .from(upload)
      .where(and(eq(upload.firmId, inside.firm), eq(upload.personId, personOf(inside.actor)!)));
    if (mine[0]!.number >= mostUploads) throw new Refusal('document.too-many', { most: mostUploads }, 'too-many');
    const id = newId<'document'>();
    const { dataKey, wrapped } = createDataKey(inside.ground.keys, { firm: inside.firm, client: id });
    const said: DocumentName = { name: plainName(input.name), folder: plainFolder(input.folder) };
    const [row] = await inside.db
      .insert(upload)
      .values({
        firmId: inside.firm,
        id,
        personId: personOf(inside.actor)!,
        clientId: input.client ?? null,
        handoverId: input.handover ?? null,
        name: sealFields(dataKey, { table: 'upload', row: id }, said),
        size: input.size,
        identity: identity(inside),
        wrapped,
        startedAt: inside.now,
      })
      .returning();
    return row!;
  });
  return shown(context, begun);
}

/** The person's own files that have not arrived whole, at one place or everywhere, oldest first. */
export async function listUploads(context: Context, { client, handover }: DocumentPlace): Promise<Upload[]> {
  const rows = await read(context, (inside) =>
    inside.db
      .select()
      .from(upload)
      .where(
        and(
          eq(upload.firmId, inside.firm),
          eq(upload.personId, personOf(inside.actor)!),
          client ? eq(upload.clientId, client) : undefined,
          handover ? eq(upload.handoverId, handover) : undefined,
        ),
      )
      .orderBy(asc(upload.startedAt), asc(upload.id)),
  );
  return Promise.all(rows.map((row) => shown(context, row)));
}

/**
 * Adds a part, at most `partSize` bytes that begin at `from`, and tells how many bytes are durable now. The first part tells what the
 * file is. Refused with `document.upload-not-found`, `document.part-too-large`, `file.part-elsewhere` {received} when the part does
 * not go on where the file ends, and as `mediaTypeOf` does, which ends the upload.
 */
export async function addPart(
  context: Context,
  input: { upload: Id<'document'>; from: number },
  part: Uint8Array,
): Promise<{ received: number }> {
  const row = await read(context, async (inside) => {
    const found = await findUpload(inside, input.upload);
    await mayAdd(inside, placeOf(found));
    return found;
  });
  const end = input.from + part.length;
  if (part.length > partSize || end > row.size) throw new Refusal('document.part-too-large', { most: partSize });
  const key = keyOf(context, row);
  const file = await context.ground.files.incoming.at(key, row.size);
  if (input.from === 0) {
    await mediaTypeOf(part.subarray(0, headLength), namesOf(row, key).name).catch(async (error: unknown) => {
      await dropUpload(context, row);
      throw error;
    });
  }
  if (end <= file.size) return { received: file.size };
  return { received: await file.append(input.from, part, end === row.size) };
}

/**
 * Keeps a file that has arrived whole; asked again after its answer was lost, it gives the document. Refused with
 * `document.upload-not-found`, `document.not-whole` {received}, and as `keepDocument` does; what is refused for what it is, is thrown
 * away.
 */
export async function finishUpload(context: Context, input: { upload: Id<'document'> }): Promise<Document> {
  const found = await read(context, async (inside) => ({
    row: await selectUpload(inside, input.upload),
    kept: await documentsByIds(inside, [input.upload]),
  }));
  if (found.kept[0]) return found.kept[0];
  const { row } = found;
  if (!row) throw notUploaded(input.upload);
  const key = keyOf(context, row);
  const file = await context.ground.files.incoming.at(key, row.size);
  if (!file.ended) throw new Refusal('document.not-whole', { received: file.size }, 'conflict');
  const { name, folder = '' } = namesOf(row, key);
  const arrived = { id: row.id, place: placeOf(row), name, folder, key };
  const endUpload = async (inside: Inside) => {
    if (!(await removeRow(inside, row))) throw notUploaded(row.id);
  };
  return keepDocument(context, arrived, file, endUpload).catch(async (error: unknown) => {
    if (error instanceof Refusal && error.code.startsWith('document.') && error.status === 'invalid')
      await dropUpload(context, row);
    throw error;
  });
}

/** Throws away what has arrived of a file. Refused with `document.upload-not-found`. */
export async function cancelUpload(context: Context, input: { upload: Id<'document'> }): Promise<void> {
  await dropUpload(context, await read(context, (inside) => findUpload(inside, input.upload)));
}

/** Throws away what nobody has added to for a week, in the firm of the job; journalled. Kept files are never touched. */
export async function expireUploads(context: Context): Promise<number> {
  const { incoming } = context.ground.files;
  const { now, rows } = await read(context, async (inside) => ({
    now: inside.now,
    rows: await inside.db.select().from(upload).where(eq(upload.firmId, inside.firm)),
  }));
  let expired = 0;
  for (const row of rows) {
    const touched = (await incoming.touchedAt(row.id)) ?? row.startedAt;
    if (touched.getTime() > now.getTime() - uploadKeptDays * day) continue;
    const ended = await transact(context, async (inside) => {
      if (!(await removeRow(inside, row))) return false;
      await journal.record(inside, {
        verb: 'document.upload-expired',
        client: row.clientId ?? undefined,
        handover: row.handoverId ?? undefined,
        subject: row.id,
        facts: { size: row.size, person: row.personId },
      });
      return true;
    });
    if (!ended) continue;
    await removeArrived(context, row);
    expired += 1;
  }
  return expired;
}

/** Throws away what belongs to no upload of any firm: each firm lets go of its own a day earlier. */
export async function sweepArrived({ ground }: Pick<Context, 'ground'>, now: Date): Promise<void> {
  const { incoming } = ground.files;
  for (const name of await incoming.untouchedSince(new Date(now.getTime() - (uploadKeptDays + 1) * day)))
    await incoming.remove(name);
}

async function findUpload(inside: Inside, id: Id<'document'>): Promise<UploadRow> {
  const row = await selectUpload(inside, id);
  if (!row) throw notUploaded(id);
  return row;
}

async function selectUpload(inside: Inside, id: Id<'document'>): Promise<UploadRow | undefined> {
  const [row] = await inside.db
    .select()
    .from(upload)
    .where(and(eq(upload.firmId, inside.firm), eq(upload.id, id), eq(upload.personId, personOf(inside.actor)!)));
  return row;
}

function notUploaded(id: Id<'document'>): Refusal {
  return new Refusal('document.upload-not-found', { upload: id }, 'not-found');
}

async function findByIdentity(inside: Inside, { client, handover, size }: BeginUpload, identity: Buffer) {
  const [row] = await inside.db
    .select()
    .from(upload)
    .where(
      and(
        eq(upload.firmId, inside.firm),
        eq(upload.personId, personOf(inside.actor)!),
        client ? eq(upload.clientId, client) : isNull(upload.clientId),
        handover ? eq(upload.handoverId, handover) : isNull(upload.handoverId),
        eq(upload.size, size),
        eq(upload.identity, identity),
      ),
    );
  return row;
}

/** Names of files are not for the database to know, nor what they hash to for anybody without the key. */
function identityOf({ ground }: Context, { identity }: BeginUpload) {
  return (inside: Inside) => keyedHash(deriveHashKey(ground.keys, inside.firm), 'upload', identity);
}

function keyOf({ ground }: Context, { firmId, id, wrapped }: UploadRow): DataKey {
  return unwrapDataKey(ground.keys, { firm: firmId, client: id }, wrapped);
}

function namesOf({ id, name }: UploadRow, key: DataKey): DocumentName {
  return openFields<DocumentName>(key, { table: 'upload', row: id }, name);
}

function placeOf({ clientId, handoverId }: UploadRow): DocumentPlace {
  return { client: clientId ?? undefined, handover: handoverId ?? undefined };
}

async function shown(context: Context, row: UploadRow): Promise<Upload> {
  const { incoming } = context.ground.files;
  const received = await incoming.received(row.id, row.size);
  const touched = (await incoming.touchedAt(row.id)) ?? row.startedAt;
  const { name, folder = '' } = namesOf(row, keyOf(context, row));
  return {
    id: row.id,
    name,
    folder,
    size: row.size,
    received,
    startedAt: row.startedAt,
    expiresAt: new Date(touched.getTime() + uploadKeptDays * day),
  };
}

async function dropUpload(context: Context, row: UploadRow): Promise<void> {
  if (await transact(context, (inside) => removeRow(inside, row))) await removeArrived(context, row);
}

/** What has arrived, wherever it lies: a kill may have come between the file store and the record. */
async function removeArrived({ ground }: Context, { id }: UploadRow): Promise<void> {
  await ground.files.incoming.remove(id);
  await ground.files.remove(id);
}

/** False when it was kept, cancelled or expired meanwhile: what has arrived belongs to whoever took the row away. */
async function removeRow(inside: Inside, { id }: UploadRow): Promise<boolean> {
  const gone = await inside.db
    .delete(upload)
    .where(and(eq(upload.firmId, inside.firm), eq(upload.id, id)))
    .returning({ id: upload.id });
  return gone.length === 1;
}
