import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { client, clientRecord, clientSearch, type ClientState } from './client.table.ts';
import type { AnyRecord, RecordKind } from './fields/catalogue.ts';
import { searchRow } from './search-terms.ts';

/** What the directory says of a client: a copy of the ordinary fields that lists and warnings need, made from its records. */
export interface DirectoryLine {
  number: string;
  name: string;
  uscc: string | null;
  state: ClientState;
  contractEnd: LocalDate | null;
  paidThrough: LocalDate | null;
}

/** The directory line that the records in force give: of several contracts the last end, and the furthest that is paid for. */
export function directoryLine(records: readonly { kind: RecordKind; fields: AnyRecord }[]): DirectoryLine {
  const basic = records.find(({ kind }) => kind === 'basic')!.fields;
  const contracts = records.filter(({ kind }) => kind === 'contract').map(({ fields }) => fields);
  return {
    number: String(basic.number),
    name: String(basic.name),
    uscc: basic.uscc === undefined ? null : String(basic.uscc),
    state: (basic.state ?? 'normal') as ClientState,
    contractEnd: latest(contracts.map(({ endsOn }) => endsOn as LocalDate | undefined)),
    paidThrough: latest(contracts.map(({ paidThrough }) => paidThrough as LocalDate | undefined)),
  };
}

/** Brings the directory line up to a change of a record of that kind. Refuses with `client.number-taken`. */
export async function writeDirectory(inside: Inside, id: ClientId, kind: RecordKind): Promise<void> {
  if (kind !== 'basic' && kind !== 'contract') return;
  const records = await inside.db
    .select({ kind: clientRecord.kind, fields: clientRecord.ordinary })
    .from(clientRecord)
    .where(
      and(
        eq(clientRecord.firmId, inside.firm),
        eq(clientRecord.clientId, id),
        inArray(clientRecord.kind, ['basic', 'contract']),
        eq(clientRecord.ended, false),
      ),
    );
  const line = directoryLine(records as { kind: RecordKind; fields: AnyRecord }[]);
  await refuseTakenNumbers(inside, [{ id, number: line.number }]);
  await inside.db
    .update(client)
    .set(line)
    .where(and(eq(client.firmId, inside.firm), eq(client.id, id)));
  if (kind !== 'basic') return;
  const { terms, haystack } = searchRow(line);
  await inside.db
    .update(clientSearch)
    .set({ number: line.number, terms: sql`${terms}::tsvector`, haystack })
    .where(and(eq(clientSearch.firmId, inside.firm), eq(clientSearch.clientId, id)));
}

/** Refuses with `client.number-taken` when another client of the firm has one of the numbers. */
export async function refuseTakenNumbers(inside: Inside, wanted: { id: ClientId; number: string }[]): Promise<void> {
  const { rows } = await inside.db.execute<{ number: string }>(sql`
    select w.number from unnest(${sql.param(wanted.map(({ id }) => id))}::uuid[], ${sql.param(wanted.map(({ number }) => number))}::text[]) as w (id, number)
    where access.number_taken(w.number, w.id) limit 20`);
  if (rows.length > 0)
    throw new Refusal('client.number-taken', { numbers: rows.map(({ number }) => number) }, 'conflict');
}

function latest(days: (LocalDate | undefined)[]): LocalDate | null {
  return days.reduce<LocalDate | null>((last, day) => (day && (last === null || day > last) ? day : last), null);
}
