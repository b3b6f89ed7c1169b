import * as client from '#modules/client/client.ts';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { type DataKey, sealFields } from '#platform/envelope/data-key.ts';
import type { GrowingFile } from '#platform/files/incoming.ts';
import type { Id } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { Document, DocumentPlace } from './document.contract.ts';
import { type DocumentName, plainFolder, plainName } from './document-name.ts';
import { canAddDocument, canAddToHandover } from './document.policy.ts';
import { document } from './document.table.ts';
import { examineContent } from './examine-content.ts';
import type { Holder } from './file-keys.ts';
import { findDocument } from './find-document.ts';
import { headLength, mediaTypeOf } from './media-type.ts';
import { findStored, recordStored } from './stored-files.ts';

/** A file that has arrived whole. */
export interface Arrived {
  /** The document that it becomes. */
  id: Id<'document'>;
  place: DocumentPlace;
  name: string;
  folder: string;
  /** The key that it is sealed under since its first byte; named by the same id. */
  key: DataKey;
}

/** Whose the file will be, when the actor may add it there. Refuses with `document.no-place`, and as the policies do. */
export async function mayAdd(inside: Inside, { client: of, handover: within }: DocumentPlace): Promise<Holder> {
  if (of) {
    allow(canAddDocument({ client: of, capabilities: await client.capabilitiesOn(inside, of) }));
    return { client: of, handover: null };
  }
  if (!within) throw new Refusal('document.no-place');
  const parties = Object.values(await handover.partiesOf(inside, within)).filter((party) => party !== null);
  allow(canAddToHandover(inside.actor, within, parties));
  return { client: null, handover: within };
}

/**
 * Looks into a file that has arrived, puts it into the file store and then on record: killed at any point it is a document, or still
 * an arrived file of which this can be asked again. The same content is kept once within a client. `within` stands in the transaction
 * that puts it on record. Refused as `mediaTypeOf`, `examineContent` and `mayAdd` do.
 */
export async function keepDocument(
  context: Context,
  { id, place, name, folder, key }: Arrived,
  file: GrowingFile,
  within: (inside: Inside) => Promise<void> = async () => {},
): Promise<Document> {
  const { files } = context.ground;
  const mediaType = await examineContent(file, await mediaTypeOf(await file.read(0, headLength), name));
  const { sha256, size } = file;
  const known = await read(context, async (inside) => findStored(inside, await mayAdd(inside, place), sha256));
  if (!known) await files.keep(key);
  const kept = await transact(context, async (inside) => {
    const holder = await mayAdd(inside, place);
    const stored = (known && (await findStored(inside, holder, sha256))) ?? (await keepAnew(inside, holder));
    const nameKey = holder.client ? await client.dataKeyOf(inside, holder.client) : stored.key;
    const said: DocumentName = { name: plainName(name), folder: plainFolder(folder) };
    await inside.db.insert(document).values({
      firmId: inside.firm,
      id,
      clientId: place.client ?? null,
      handoverId: place.handover ?? null,
      name: sealFields(nameKey, { table: 'document', row: id }, said),
      mediaType,
      size,
      sha256,
      storedFileId: stored.id,
      addedBy: personOf(inside.actor)!,
      addedAt: inside.now,
    });
    await within(inside);
    await journal.record(inside, {
      verb: 'document.added',
      client: place.client,
      handover: place.handover,
      subject: id,
      facts: { mediaType, size, sha256 },
    });
    return { shown: await findDocument(inside, id), own: stored.key.client === key.client };
  });
  await files.incoming.remove(id).catch(() => {});
  if (!kept.own && !known) await files.remove(id).catch(() => {});
  return kept.shown;

  async function keepAnew(inside: Inside, holder: Holder) {
    // What was known a moment ago has been destroyed since: this one is kept after all.
    if (known) await files.keep(key);
    return recordStored(inside, holder, { key, sha256, size });
  }
}
