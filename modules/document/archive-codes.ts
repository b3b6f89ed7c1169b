import { and, eq, inArray, like, sql } from 'drizzle-orm';
import { client } from '#modules/client/client.table.ts';
import { handover } from '#modules/handover/handover.table.ts';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { document } from './document.table.ts';
import { documentFiling } from './keeping.table.ts';

/** How a kind of archive is written in a code: the first letters of its name. Kinds of the firm's own are all 自定. */
const abbreviations: Record<string, string> = {
  'source-voucher': 'YS',
  'accounting-voucher': 'PZ',
  'general-ledger': 'ZZ',
  'detail-ledger': 'MX',
  'day-book': 'RJ',
  'other-book': 'QT',
  'fixed-asset-card': 'GD',
  'interim-report': 'YB',
  'annual-report': 'NB',
  'bank-reconciliation': 'TJ',
  'bank-statement': 'DZ',
  'tax-return': 'SB',
  'archive-handover-list': 'YJ',
  'archive-custody-list': 'BG',
  'archive-destruction-list': 'XH',
  'archive-appraisal': 'JD',
};
const ownKind = 'ZD';
const everyYear = '0000';

/**
 * Gives filed documents their 档案编号, such as `KH00001-2026-PZ-0003`: client (or handover), fiscal year, kind, and the next number
 * among these. Who was given one keeps it as long as client, year and kind stay the same.
 */
export async function assignCodes(inside: Inside, documents: readonly Id<'document'>[]): Promise<void> {
  await inside.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`archive-code/${inside.firm}`}, 0))`);
  const rows = await inside.db
    .select({
      id: documentFiling.documentId,
      kind: documentFiling.kind,
      year: documentFiling.fiscalYear,
      code: documentFiling.code,
      client: client.number,
      handover: handover.number,
    })
    .from(documentFiling)
    .innerJoin(document, and(eq(document.firmId, documentFiling.firmId), eq(document.id, documentFiling.documentId)))
    .leftJoin(client, and(eq(client.firmId, document.firmId), eq(client.id, document.clientId)))
    .leftJoin(handover, and(eq(handover.firmId, document.firmId), eq(handover.id, document.handoverId)))
    .where(and(eq(documentFiling.firmId, inside.firm), inArray(documentFiling.documentId, [...documents])))
    .orderBy(document.addedAt, document.id);
  const next = new Map<string, number>();
  for (const row of rows) {
    const beginning = `${row.client ?? row.handover}-${row.year ?? everyYear}-${abbreviations[row.kind] ?? ownKind}-`;
    if (row.code?.startsWith(beginning)) continue;
    const number = next.get(beginning) ?? (await lastNumber(inside, beginning)) + 1;
    next.set(beginning, number + 1);
    await inside.db
      .update(documentFiling)
      .set({ code: `${beginning}${String(number).padStart(4, '0')}` })
      .where(and(eq(documentFiling.firmId, inside.firm), eq(documentFiling.documentId, row.id)));
  }
}

async function lastNumber(inside: Inside, beginning: string): Promise<number> {
  const escaped = beginning.replaceAll(/[\\%_]/g, String.raw`\$&`);
  const rows = await inside.db
    .select({ code: documentFiling.code })
    .from(documentFiling)
    .where(and(eq(documentFiling.firmId, inside.firm), like(documentFiling.code, `${escaped}%`)));
  return Math.max(0, ...rows.map(({ code }) => Number(code!.slice(beginning.length)) || 0));
}
