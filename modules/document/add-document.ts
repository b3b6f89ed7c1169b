import { createHash } from 'node:crypto';
import * as client from '#modules/client/client.ts';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import type { Bytes } from '#platform/envelope/chunked-file.ts';
import { type DataKey, createDataKey, sealFields } from '#platform/envelope/data-key.ts';
import { deriveHashKey, keyedHash } from '#platform/envelope/keyed-hash.ts';
import { type Id, newId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { type Document, type DocumentPlace, largestDocument } from './document.contract.ts';
import { canAddDocument, canAddToHandover } from './document.policy.ts';
import { document } from './document.table.ts';
import { findDocument } from './find-document.ts';
import { headLength, mediaTypeOf } from './media-type.ts';

const mebibyte = 1024 * 1024;

/**
 * Takes in a file as it streams: its type is found, its content hashed and encrypted, and only then it stands on record. The same
 * content is stored once within a client.
 *
 * Refused with `document.no-place`, `document.too-large`, `document.empty`, `document.runs`, `document.type-unknown`, and as the
 * policies do; then nothing of it is kept.
 */
export async function addDocument(
  context: Context,
  input: DocumentPlace & { name: string },
  content: Bytes,
): Promise<Document> {
  const id = newId<'document'>();
  const { files } = context.ground;
  const incoming = `incoming/${id}`;
  const prepared = await read(context, (inside) => mayAdd(inside, id, input));
  const found = examine(content, input.name);
  try {
    await files.put(prepared.dataKey, incoming, found.bytes());
    const { sha256, size, mediaType } = found.result();
    return await transact(context, async (inside) => {
      await mayAdd(inside, id, input);
      const { dataKey, ownKey } = prepared;
      const address = addressOf(inside, dataKey, sha256);
      await files.put(dataKey, address, await files.read(dataKey, incoming));
      const name = sealFields(dataKey, { table: 'document', row: id }, { name: plainName(input.name) });
      const place = { clientId: input.client ?? null, handoverId: input.handover ?? null };
      await inside.db.insert(document).values({
        firmId: inside.firm,
        id,
        ...place,
        name,
        mediaType,
        size,
        sha256,
        address,
        ownKey,
        addedBy: personOf(inside.actor)!,
        addedAt: inside.now,
      });
      await journal.record(inside, {
        verb: 'document.added',
        client: input.client,
        handover: input.handover,
        subject: id,
        facts: { mediaType, size, sha256 },
      });
      return findDocument(inside, id);
    });
  } finally {
    await files.remove(incoming);
  }
}

/** The key that the content is encrypted under, when the actor may add a document there. */
async function mayAdd(
  inside: Inside,
  id: Id<'document'>,
  place: DocumentPlace,
): Promise<{ dataKey: DataKey; ownKey: Buffer | null }> {
  if (place.client) {
    allow(canAddDocument({ client: place.client, capabilities: await client.capabilitiesOn(inside, place.client) }));
    return { dataKey: await client.dataKeyOf(inside, place.client), ownKey: null };
  }
  if (!place.handover) throw new Refusal('document.no-place');
  const parties = Object.values(await handover.partiesOf(inside, place.handover)).filter((party) => party !== null);
  allow(canAddToHandover(inside.actor, place.handover, parties));
  const { dataKey, wrapped } = createDataKey(inside.ground.keys, { firm: inside.firm, client: id });
  return { dataKey, ownKey: wrapped };
}

function addressOf(inside: Inside, { client: owner }: DataKey, sha256: string): string {
  return keyedHash(deriveHashKey(inside.ground.keys, inside.firm), `file/${owner}`, sha256).toString('hex');
}

/** Looks at a stream while it passes: `result` tells what it was once `bytes` has ended. */
function examine(content: Bytes, name: string) {
  const hash = createHash('sha256');
  let size = 0;
  let mediaType: string | undefined;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    let head: Buffer | null = Buffer.alloc(0);
    for await (const piece of content) {
      size += piece.length;
      if (size > largestDocument) throw new Refusal('document.too-large', { mebibytes: largestDocument / mebibyte });
      hash.update(piece);
      if (head === null) {
        yield piece;
        continue;
      }
      head = Buffer.concat([head, piece]);
      if (head.length < headLength) continue;
      mediaType = mediaTypeOf(head, name);
      yield head;
      head = null;
    }
    if (head === null) return;
    mediaType = mediaTypeOf(head, name);
    yield head;
  }
  return { bytes, result: () => ({ sha256: hash.digest('hex'), size, mediaType: mediaType! }) };
}

/** The last part of a path, without control characters. */
function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1)!;
  return [...last.replaceAll(/\p{Cc}+/gu, ' ').trim()].slice(0, 200).join('') || '—';
}
