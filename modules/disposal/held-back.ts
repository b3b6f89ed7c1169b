import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { clientRecord } from '#modules/client/client.table.ts';
import type { DirectoryRow } from '#modules/document/document.contract.ts';
import * as document from '#modules/document/document.ts';
import { batchClient } from '#modules/handover/handover.table.ts';
import { issue } from '#modules/issue/issue.table.ts';
import type { Inside } from '#platform/context/context.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import type { HeldBackReason } from './seats.ts';

/**
 * Which of these files may not be destroyed although they are due, and why (79号令 Art. 19): a legal hold; the client is just being
 * handed over; an issue of the client is unsettled; an open matter (未了事项) stands in the client's record; the content is also that
 * of a file which is not on the list. Asked as the firm's worker, since nobody who draws up a list sees every client.
 */
export async function heldBackAmong(
  inside: Inside,
  rows: readonly DirectoryRow[],
): Promise<Map<Id<'document'>, HeldBackReason>> {
  const clients = [...new Set(rows.flatMap(({ client }) => client?.id ?? []))];
  const shared = new Set(
    await document.sharedContents(
      inside,
      rows.map((row) => row.document),
    ),
  );
  const [handedOver, withIssues, withMatters] = [
    await openHandovers(inside, clients),
    await openIssues(inside, clients),
    await openMatters(inside, clients),
  ];
  const reasons = new Map<Id<'document'>, HeldBackReason>();
  for (const { document: id, client, held } of rows) {
    const reason = held
      ? 'hold'
      : client && handedOver.has(client.id)
        ? 'open-handover'
        : client && withIssues.has(client.id)
          ? 'open-issue'
          : client && withMatters.has(client.id)
            ? 'open-matter'
            : shared.has(id)
              ? 'shared'
              : null;
    if (reason) reasons.set(id, reason);
  }
  return reasons;
}

async function openHandovers(inside: Inside, clients: ClientId[]): Promise<Set<ClientId>> {
  if (clients.length === 0) return new Set();
  const rows = await inside.db
    .selectDistinct({ client: batchClient.clientId })
    .from(batchClient)
    .where(and(eq(batchClient.firmId, inside.firm), inArray(batchClient.clientId, clients), sql`${batchClient.open}`));
  return new Set(rows.map(({ client }) => client));
}

async function openIssues(inside: Inside, clients: ClientId[]): Promise<Set<ClientId>> {
  if (clients.length === 0) return new Set();
  const rows = await inside.db
    .selectDistinct({ client: issue.clientId })
    .from(issue)
    .where(and(eq(issue.firmId, inside.firm), inArray(issue.clientId, clients), isNull(issue.settledAt)));
  return new Set(rows.map(({ client }) => client));
}

async function openMatters(inside: Inside, clients: ClientId[]): Promise<Set<ClientId>> {
  if (clients.length === 0) return new Set();
  const rows = await inside.db
    .selectDistinct({ client: clientRecord.clientId })
    .from(clientRecord)
    .where(
      and(
        eq(clientRecord.firmId, inside.firm),
        inArray(clientRecord.clientId, clients),
        eq(clientRecord.kind, 'open-matter'),
        eq(clientRecord.ended, false),
      ),
    );
  return new Set(rows.map(({ client }) => client));
}
