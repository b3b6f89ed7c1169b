import { and, eq, inArray, sql } from 'drizzle-orm';
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
 * of this series. Who was given one keeps it as long as client, year and kind stay the same; a number is never given twice, whatever
 * becomes of the file that had it. Answers every document's code.
 */
export async function assignCodes(
  inside: Inside,
  documents: readonly Id<'document'>[],
): Promise<Map<Id<'document'>, string>> {
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
  const codes = new Map<Id<'document'>, string>();
  const bySeries = Map.groupBy(
    rows,
    (row) => `${row.client ?? row.handover}-${row.year ?? everyYear}-${abbreviations[row.kind] ?? ownKind}-`,
  );
  // In one order, so that two who file into the same series wait for each other and never both.
  for (const [series, ours] of [...bySeries].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const fresh = ours.filter(({ code }) => !code?.startsWith(series));
    for (const { id, code } of ours) if (code?.startsWith(series)) codes.set(id, code);
    if (fresh.length === 0) continue;
    const first = (await takeNumbers(inside, series, fresh.length)) - fresh.length + 1;
    for (const [at, { id }] of fresh.entries()) codes.set(id, `${series}${String(first + at).padStart(4, '0')}`);
  }
  const given = rows.filter(({ id, code }) => codes.get(id) !== code);
  if (given.length > 0)
    await inside.db.execute(sql`
      update ${documentFiling} f set code = given.code
      from unnest(${sql.param(given.map(({ id }) => id))}::uuid[], ${sql.param(given.map(({ id }) => codes.get(id)!))}::text[]) as given (document, code)
      where f.firm_id = ${inside.firm} and f.document_id = given.document`);
  return codes;
}

/** The number of a file within its series, 卷号 of the forms: `KH00001-2026-PZ-0003` → `3`. */
export function volumeOf(code: string): string {
  return String(Number(code.slice(code.lastIndexOf('-') + 1)));
}

async function takeNumbers(inside: Inside, series: string, count: number): Promise<number> {
  const { rows } = await inside.db.execute<{ last: number }>(
    sql`select access.next_archive_numbers(${series}, ${count}) as last`,
  );
  return rows[0]!.last;
}
