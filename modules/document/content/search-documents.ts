import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { openFields } from '#platform/envelope/data-key.ts';
import { deriveHashKey } from '#platform/envelope/keyed-hash.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { DocumentPlace } from '../document.contract.ts';
import { canReadDocuments } from '../document.policy.ts';
import { document } from '../document.table.ts';
import { fileKeysOf } from '../file-keys.ts';
import { documentsByIds } from '../find-document.ts';
import type { FoundDocument, FoundPlace, Reading, SearchDocuments } from './content.contract.ts';
import { fileText } from '../file-text.table.ts';
import { gramHash, gramsAsked, pieceOf } from './grams.ts';
import { placesOf } from './places.ts';

export interface FoundDocuments {
  found: FoundDocument[];
  next: Id<'stored-file'> | null;
}

const page = 20;
/** How often the index is asked until a page is full. */
const mostRounds = 5;

/**
 * Documents that the actor may read and in which the words stand, the newest first: of one client, of a handover as a whole, or of
 * all. Restricted and destroyed ones are none of them. Journalled as `document.searched`, summed for each minute. Refused with
 * `document.search-too-short`, and for a place as `listDocuments` is.
 */
export function searchDocuments(context: Context, input: SearchDocuments): Promise<FoundDocuments> {
  const piece = pieceOf(input.words);
  // What fits a single hash holds the words; of what fits several, some hold them elsewhere.
  const atOnce = gramsAsked(piece).length === 1 ? page : 2 * page;
  return transact(context, async (inside) => {
    if ([...piece].length < 2) throw new Refusal('document.search-too-short');
    await refuseForeignPlace(inside, input);
    const found: FoundDocument[] = [];
    let next: Id<'stored-file'> | null = input.after ?? null;
    for (let round = 0; round < mostRounds && found.length < page; round += 1) {
      const named = await namedByIndex(inside, piece, { ...input, after: next ?? undefined, most: atOnce });
      found.push(...(await verify(inside, named, piece)));
      next = named.length === atOnce ? named.at(-1)! : null;
      if (next === null) break;
    }
    await journal.noteReading(inside, { verb: 'document.searched', lines: found.length });
    return { found, next };
  });
}

/** How far the files of a client, or of a handover as a whole, are read; those that are read whole are left out. */
export function listReadings(context: Context, input: DocumentPlace): Promise<Reading[]> {
  return read(context, async (inside) => {
    await refuseForeignPlace(inside, input);
    const place = input.client
      ? eq(fileText.clientId, input.client)
      : input.handover
        ? eq(fileText.handoverId, input.handover)
        : undefined;
    if (!place) throw new Refusal('document.no-place');
    return inside.db
      .select({ document: document.id, state: fileText.state, fault: fileText.fault, cut: fileText.cut })
      .from(fileText)
      .innerJoin(document, and(eq(document.firmId, fileText.firmId), eq(document.storedFileId, fileText.storedFileId)))
      .where(and(eq(fileText.firmId, inside.firm), place, sql`(${fileText.state} <> 'read' or ${fileText.cut})`));
  });
}

async function refuseForeignPlace(inside: Inside, { client: of, handover: within }: DocumentPlace): Promise<void> {
  if (of) allow(canReadDocuments({ client: of, capabilities: await client.capabilitiesOn(inside, of) }));
  else if (within) await handover.findHandover(inside, within);
}

/** Contents whose hashes fit, of what the actor may read: a definer function asks the index and the access in one. */
async function namedByIndex(
  inside: Inside,
  piece: string,
  { client: of, handover: within, after, most }: Omit<SearchDocuments, 'words'> & { most: number },
): Promise<Id<'stored-file'>[]> {
  const hashKey = deriveHashKey(inside.ground.keys, inside.firm);
  const grams = gramsAsked(piece).map((gram) => gramHash(hashKey, gram).toString('hex'));
  const wanted = { grams, client: of, handover: within, after, most };
  const { rows } = await inside.db.execute<{ file: Id<'stored-file'> }>(
    sql`select file from access.search_texts(${JSON.stringify(wanted)}::jsonb) as file`,
  );
  return rows.map(({ file }) => file);
}

/** Those of the contents in which the words really stand, as the documents that the actor sees of them. */
async function verify(inside: Inside, files: Id<'stored-file'>[], piece: string): Promise<FoundDocument[]> {
  if (files.length === 0) return [];
  const keys = await fileKeysOf(inside, files);
  const texts = await inside.db
    .select({ file: fileText.storedFileId, words: fileText.words })
    .from(fileText)
    .where(and(eq(fileText.firmId, inside.firm), inArray(fileText.storedFileId, files)));
  const places = new Map<Id<'stored-file'>, { places: FoundPlace[]; count: number }>();
  for (const { file, words } of texts) {
    const key = keys.get(file);
    if (!key || !words) continue;
    const found = placesOf(openFields<string>(key, { table: 'file_text', row: file }, words), piece);
    if (found.count > 0) places.set(file, found);
  }
  return places.size === 0 ? [] : shown(inside, places);
}

async function shown(
  inside: Inside,
  places: Map<Id<'stored-file'>, { places: FoundPlace[]; count: number }>,
): Promise<FoundDocument[]> {
  const rows = await inside.db
    .select({ id: document.id, file: document.storedFileId })
    .from(document)
    .where(
      and(
        eq(document.firmId, inside.firm),
        inArray(document.storedFileId, [...places.keys()]),
        sql`not access.document_closed(${document.id})`,
      ),
    )
    .orderBy(desc(document.storedFileId), desc(document.id));
  const known = new Map(
    (
      await documentsByIds(
        inside,
        rows.map(({ id }) => id),
      )
    ).map((one) => [one.id, one]),
  );
  const holders = [...known.values()].flatMap(({ client: of }): ClientId[] => (of ? [of] : []));
  const clients = new Map((await client.clientsByIds(inside, [...new Set(holders)])).map((one) => [one.id, one]));
  return rows.flatMap(({ id, file }) => {
    const one = known.get(id);
    if (!one) return [];
    const { name, folder, mediaType, addedAt, client: of, handover: within } = one;
    const whose = of && clients.get(of);
    return [
      {
        document: id,
        name,
        folder,
        mediaType,
        addedAt,
        client: whose ? { id: whose.id, number: whose.number, name: whose.name } : null,
        handover: within,
        ...places.get(file!)!,
      },
    ];
  });
}
