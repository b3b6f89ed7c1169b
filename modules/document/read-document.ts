import * as client from '#modules/client/client.ts';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import type { FirmId, Id, PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow, type Verdict } from '#platform/kernel/verdict.ts';
import type { Document, DocumentPlace } from './document.contract.ts';
import { canDownloadDocuments, canDownloadFromHandover, canReadDocuments } from './document.policy.ts';
import { refuseBeyondQuota } from './download-quota.ts';
import { contentOf, documentsAt, findDocument } from './find-document.ts';
import { refuseClosed } from './retention/closed.ts';

/** The files of a client, or those that concern a handover as a whole; refused with `document.no-place` when neither is named. */
export function listDocuments(context: Context, input: DocumentPlace): Promise<Document[]> {
  return read(context, async (inside) => {
    if (input.client) allow(canReadDocuments(await heldOn(inside, input.client)));
    else if (input.handover) await handover.findHandover(inside, input.handover);
    else throw new Refusal('document.no-place');
    return documentsAt(inside, input);
  });
}

/** A document on its way to somebody: who that is, and its content as it is decrypted. */
export interface OpenDocument {
  document: Document;
  firm: FirmId;
  person: PersonId;
  content: AsyncIterable<Buffer>;
}

/**
 * Opens a document for download, which is a right of its own; journalled, and bounded by `downloadsADay`. Whoever passes the content on
 * asks `mayStillRead` again and again. Refused with `document.no-download` and `document.downloads-used-up`.
 */
export function openDocument(context: Context, input: { document: Id<'document'> }): Promise<OpenDocument> {
  return transact(context, async (inside) => {
    const found = await findDocument(inside, input.document);
    if (found.client) allow(canReadDocuments(await heldOn(inside, found.client)));
    allow(await mayDownload(inside, found));
    await refuseBeyondQuota(inside);
    await journal.record(inside, {
      verb: 'document.downloaded',
      client: found.client ?? undefined,
      handover: found.handover ?? undefined,
      subject: found.id,
      facts: { sha256: found.sha256 },
    });
    const content = await contentOf(inside, found.id);
    return { document: found, firm: inside.firm, person: personOf(inside.actor)!, content };
  });
}

/** Whether the actor may read the document now; false as soon as the sign-in or the access has ended. */
export function mayStillRead(context: Context, input: { document: Id<'document'> }): Promise<boolean> {
  return read(context, async (inside) => {
    const found = await findDocument(inside, input.document);
    await refuseClosed(inside, found.id);
    return !found.client || canReadDocuments(await heldOn(inside, found.client)).allowed;
  }).catch((error: unknown) => {
    if (error instanceof Refusal) return false;
    throw error;
  });
}

async function heldOn(inside: Inside, of: NonNullable<Document['client']>) {
  return { client: of, capabilities: await client.capabilitiesOn(inside, of) };
}

/** Whether the actor may have the document, and not only look at it. */
export async function mayDownload(inside: Inside, found: Pick<Document, 'client' | 'handover'>): Promise<Verdict> {
  if (found.client) return canDownloadDocuments(await heldOn(inside, found.client));
  const parties = Object.values(await handover.partiesOf(inside, found.handover!)).filter((party) => party !== null);
  return canDownloadFromHandover(inside.actor, found.handover!, parties);
}
