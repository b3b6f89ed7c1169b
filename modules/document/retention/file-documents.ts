import { and, eq, inArray, sql } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { assignCodes } from '../archive-codes.ts';
import type { Document, DocumentPlace } from '../document.contract.ts';
import { canAddDocument, canAddToHandover, canReadDocuments } from '../document.policy.ts';
import { documentsAt, documentsByIds } from '../find-document.ts';
import { documentFiling } from '../keeping.table.ts';
import { isClosed } from './closed.ts';
import { type Filed, keepingOf, mayGoFrom } from './keeping.ts';
import { findKind, selectKinds } from './kinds.ts';
import type { FileDocuments, FiledDocument, KeptDocument, RetentionKind } from './retention.contract.ts';
import { retentionRules } from './retention-kinds.ts';

/** How long each file of a client, or of a handover as a whole, is kept; refused with `document.no-place` when neither is named. */
export function readKeeping(context: Context, input: DocumentPlace): Promise<KeptDocument[]> {
  return read(context, async (inside) => {
    if (input.client)
      allow(
        canReadDocuments({ client: input.client, capabilities: await client.capabilitiesOn(inside, input.client) }),
      );
    else if (input.handover) await handover.findHandover(inside, input.handover);
    else throw new Refusal('document.no-place');
    const documents = await documentsAt(inside, input);
    const kept: KeptDocument[] = [];
    for (const one of await keepingsOf(
      inside,
      documents.map(({ id }) => id),
    ))
      kept.push({ ...one, closed: one.restricted && (await isClosed(inside, one.document)) });
    return kept;
  });
}

/**
 * Says of files what kind of archive of which fiscal year they are; from then on their clock runs. Whoever may add files to the
 * place of a file may file it, and file it again; the journal keeps what it was before.
 *
 * Refused with `retention-kind.not-found`, `document.year-needed`, `document.year-ahead`, `document.filing-ended` for what was
 * destroyed, and as the policies do.
 */
export function fileDocuments(context: Context, input: FileDocuments): Promise<FiledDocument[]> {
  return transact(context, async (inside) => {
    const ids = [...new Set(input.documents)];
    const documents = await documentsByIds(inside, ids);
    const missing = ids.find((id) => !documents.some((found) => found.id === id));
    if (missing) throw notFound('document', { document: missing });
    await mayFile(inside, documents);
    const kind = await findKind(inside, input.kind);
    refuseYear(kind, input.year, inside.now);
    const before = await filingsOf(inside, ids);
    const gone = before.find(({ destroyedAt }) => destroyedAt);
    if (gone) throw new Refusal('document.filing-ended', { document: gone.document }, 'conflict');
    const filed = {
      kind: kind.key,
      fiscalYear: input.year,
      mayGoFrom: mayGoFrom(kind.term, input.year),
      rules: retentionRules.version,
      filedBy: personOf(inside.actor)!,
      filedAt: inside.now,
    };
    await inside.db
      .insert(documentFiling)
      .values(documents.map(({ id, client: of }) => ({ firmId: inside.firm, documentId: id, clientId: of, ...filed })))
      .onConflictDoUpdate({ target: [documentFiling.firmId, documentFiling.documentId], set: filed });
    const codes = await assignCodes(inside, ids);
    await journal.record(
      inside,
      documents.map(({ id, client: of, handover: at }) => {
        const was = before.find(({ document }) => document === id);
        return {
          verb: 'document.filed',
          client: of ?? undefined,
          handover: at ?? undefined,
          subject: id,
          facts: {
            kind: kind.key,
            year: input.year,
            mayGoFrom: filed.mayGoFrom,
            code: codes.get(id)!,
            ...(was?.kind ? { formerKind: was.kind, formerYear: was.fiscalYear, formerCode: was.code } : {}),
          },
        };
      }),
    );
    return keepingsOf(inside, ids);
  });
}

/** How long these documents are kept, in the given order; of those that the actor does not see nothing is known. */
async function keepingsOf(inside: Inside, documents: Id<'document'>[]): Promise<FiledDocument[]> {
  const [kinds, filings] = [await selectKinds(inside), await filingsOf(inside, documents)];
  const today = localDateOf(inside.now);
  return filings.map(({ document, code, ...filed }) => ({ document, code, ...keepingOf(filed, kinds, today) }));
}

async function filingsOf(
  inside: Inside,
  documents: Id<'document'>[],
): Promise<(Filed & { document: Id<'document'>; code: string | null })[]> {
  if (documents.length === 0) return [];
  const rows = await inside.db
    .select()
    .from(documentFiling)
    .where(and(eq(documentFiling.firmId, inside.firm), inArray(documentFiling.documentId, documents)));
  const { rows: guarded } = await inside.db.execute<{ document: Id<'document'>; held: boolean; restricted: boolean }>(
    sql`select * from access.safeguarded(${sql.param(documents)}::uuid[])`,
  );
  const filings = new Map(rows.map((row) => [row.documentId, row]));
  const guards = new Map(guarded.map((row) => [row.document, row]));
  return documents.map((document) => {
    const filing = filings.get(document);
    const { kind = null, fiscalYear = null, mayGoFrom: from = null, code = null, destroyedAt = null } = filing ?? {};
    const { held = false, restricted = false } = guards.get(document) ?? {};
    return { document, kind, fiscalYear, mayGoFrom: from, code, destroyedAt, held, restricted };
  });
}

async function mayFile(inside: Inside, documents: readonly Document[]): Promise<void> {
  const clients = new Set(documents.flatMap(({ client: of }) => of ?? []));
  for (const of of clients)
    allow(canAddDocument({ client: of, capabilities: await client.capabilitiesOn(inside, of as ClientId) }));
  const handovers = new Set(documents.flatMap(({ client: of, handover: at }) => (of ? [] : (at ?? []))));
  for (const at of handovers) {
    const parties = Object.values(await handover.partiesOf(inside, at)).filter((party) => party !== null);
    allow(canAddToHandover(inside.actor, at, parties));
  }
}

function refuseYear({ key, term }: RetentionKind, year: number | null, now: Date): void {
  if (term.kind === 'years' && year === null) throw new Refusal('document.year-needed', { kind: key });
  const present = Number(localDateOf(now).slice(0, 4));
  if (year !== null && year > present) throw new Refusal('document.year-ahead', { year, present });
}
