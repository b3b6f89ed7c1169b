import * as client from '#modules/client/client.ts';
import * as journal from '#modules/journal/journal.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { paperKind, UnreadPaper } from '#platform/papers/paper.ts';
import { largestPaper, openPaper } from '#platform/papers/paper-reader.ts';
import type { Document } from '../document.contract.ts';
import { canReadDocuments } from '../document.policy.ts';
import { contentOf, findDocument } from '../find-document.ts';
import { mayDownload, type OpenDocument } from '../read-document.ts';
import { personOf } from '#platform/context/actor.ts';
import type { Preview, Shown } from './preview.contract.ts';

/** Pictures that every browser draws. */
const drawn = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp'];

/**
 * Looks at a file in the page: what a document, a workbook or a text says is read from it here, and nothing of the file itself goes
 * out; a PDF or a picture is drawn where it is looked at, by `viewContent`. Journalled. Refused as `openDocument` is, but for its
 * download.
 */
export async function openPreview(context: Context, input: { document: Id<'document'> }): Promise<Preview> {
  const { found, may, content } = await transact(context, async (inside) => {
    const found = await findReadable(inside, input.document);
    const read = isRead(found);
    // Also of what is drawn by the content that `viewContent` gives: who may not have that is told here.
    const content = await contentOf(inside, found.id);
    if (read) await journalLook(inside, found);
    return { found, may: (await mayDownload(inside, found)).allowed, content: read ? content : null };
  });
  const { name, mediaType, client: of, handover } = found;
  return {
    name,
    mediaType,
    client: of,
    handover,
    mayDownload: may,
    shown: content ? await shownOf(mediaType, content) : kindOf(found),
  };
}

/** The content of a PDF or a picture for the frame that draws it; journalled. Refused with `document.not-drawn` for all else. */
export function viewContent(context: Context, input: { document: Id<'document'> }): Promise<OpenDocument> {
  return transact(context, async (inside) => {
    const found = await findReadable(inside, input.document);
    if (!['pdf', 'picture'].includes(kindOf(found).kind)) throw new Refusal('document.not-drawn');
    const content = await contentOf(inside, found.id);
    await journalLook(inside, found);
    return { document: found, firm: inside.firm, person: personOf(inside.actor)!, content };
  });
}

async function findReadable(inside: Inside, id: Id<'document'>): Promise<Document> {
  const found = await findDocument(inside, id);
  if (found.client)
    allow(canReadDocuments({ client: found.client, capabilities: await client.capabilitiesOn(inside, found.client) }));
  return found;
}

function journalLook(inside: Inside, { id, client: of, handover, sha256 }: Document): Promise<void> {
  return journal.record(inside, {
    verb: 'document.viewed',
    client: of ?? undefined,
    handover: handover ?? undefined,
    subject: id,
    facts: { sha256 },
  });
}

function isRead({ mediaType, size }: Document): boolean {
  const kind = paperKind(mediaType);
  return size <= largestPaper && (kind === 'text' || kind === 'document' || kind === 'sheets');
}

function kindOf({ mediaType, size }: Document): Shown {
  const kind = paperKind(mediaType);
  if (kind === null || (kind === 'picture' && !drawn.includes(mediaType))) return { kind: 'none', why: 'other-kind' };
  if (size > largestPaper) return { kind: 'none', why: 'too-large' };
  return kind === 'pdf' || kind === 'picture' ? { kind } : { kind: 'none', why: 'other-kind' };
}

async function shownOf(mediaType: string, content: AsyncIterable<Buffer>): Promise<Shown> {
  const pieces: Buffer[] = [];
  for await (const piece of content) pieces.push(piece);
  try {
    return await openPaper({ mediaType, bytes: Buffer.concat(pieces) });
  } catch (error) {
    if (error instanceof UnreadPaper) return { kind: 'none', why: error.fault };
    throw error;
  }
}
