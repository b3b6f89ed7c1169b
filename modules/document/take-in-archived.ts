import * as client from '#modules/client/client.ts';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import type { Context, Inside } from '#platform/context/context.ts';
import { type DataKey, sealFields } from '#platform/envelope/data-key.ts';
import { createFileKey } from '#platform/envelope/file-key.ts';
import { type ClientId, type Id, newId, type PersonId } from '#platform/kernel/id.ts';
import { assignCodes } from './archive-codes.ts';
import { type DocumentName, plainFolder, plainName } from './document-name.ts';
import { document } from './document.table.ts';
import { partSize } from './document.contract.ts';
import { examineContent } from './examine-content.ts';
import { documentFiling } from './keeping.table.ts';
import { headLength, mediaTypeOf } from './media-type.ts';
import { mayGoFrom } from './retention/keeping.ts';
import { selectKinds } from './retention/kinds.ts';
import { retentionRules } from './retention/retention-kinds.ts';
import { recordStored } from './stored-files.ts';

/** A content that lies in the file store, and is a file of nobody until it is taken in. */
export interface HeldContent {
  key: DataKey;
  sha256: string;
  size: number;
  mediaType: string;
}

/** An archived file with its content at hand; ids and times are kept. */
export interface DocumentToTakeIn {
  id: Id<'document'>;
  folder: string;
  name: string;
  addedBy: PersonId;
  addedAt: Date;
  filing: { kind: string; year: number | null } | null;
  held: HeldContent;
}

/** Puts a content into the file store, looked into as any file that arrives; refused as `mediaTypeOf` and `examineContent` do. */
export async function holdContent(
  { ground: { files } }: Pick<Context, 'ground'>,
  { name, content }: { name: string; content: Buffer },
): Promise<HeldContent> {
  const key = createFileKey(newId<'document'>());
  try {
    const file = await files.incoming.at(key, null);
    for (let at = 0; at < content.length; at += partSize)
      await file.append(at, content.subarray(at, at + partSize), at + partSize >= content.length);
    const mediaType = await examineContent(file, await mediaTypeOf(await file.read(0, headLength), name));
    await files.keep(key);
    const { sha256, size } = file;
    return { key, sha256, size, mediaType };
  } finally {
    await files.incoming.remove(key.client);
  }
}

/** Takes contents out of the file store again that came to nothing. */
export async function dropContents({ ground }: Pick<Context, 'ground'>, held: readonly HeldContent[]): Promise<void> {
  for (const { key } of held) await ground.files.remove(key.client);
}

/**
 * Takes archived files in as those of a client, filed as they were where the kind of archive is known here, under codes of this firm.
 * Gives the contents that were there already and may be dropped. Runs as a job of the firm.
 */
export async function takeInDocuments(
  inside: Inside,
  of: ClientId,
  documents: readonly DocumentToTakeIn[],
): Promise<HeldContent[]> {
  const nameKey = await client.dataKeyOf(inside, of);
  const terms = new Map((await selectKinds(inside)).map(({ key, term }) => [key, term]));
  const doubled: HeldContent[] = [];
  const filed: Id<'document'>[] = [];
  for (const { id, name, folder, addedBy, addedAt, filing, held } of documents) {
    const stored = await recordStored(inside, { client: of, handover: null }, held);
    if (stored.id !== held.key.client) doubled.push(held);
    const said: DocumentName = { name: plainName(name), folder: plainFolder(folder) };
    const { mediaType, size, sha256 } = held;
    await inside.db.insert(document).values({
      firmId: inside.firm,
      id,
      clientId: of,
      handoverId: null,
      name: sealFields(nameKey, { table: 'document', row: id }, said),
      mediaType,
      size,
      sha256,
      storedFileId: stored.id,
      addedBy,
      addedAt,
    });
    const term = filing && terms.get(filing.kind);
    if (term) {
      await inside.db.insert(documentFiling).values({
        firmId: inside.firm,
        documentId: id,
        clientId: of,
        kind: filing.kind,
        fiscalYear: filing.year,
        mayGoFrom: mayGoFrom(term, filing.year),
        rules: retentionRules.version,
        filedBy: personOf(inside.actor)!,
        filedAt: inside.now,
      });
      filed.push(id);
    }
    await journal.record(inside, {
      verb: 'document.added',
      client: of,
      subject: id,
      facts: { mediaType, size, sha256 },
    });
  }
  if (filed.length > 0) await assignCodes(inside, filed);
  return doubled;
}
