import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import { textArray, tsvectorArray, uuidArray } from '#platform/database/arrays.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { clientRecord, type ClientState } from './client.table.ts';
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
  if (kind === 'basic' || kind === 'contract') await writeDirectories(inside, [id]);
}

/** Brings the directory lines of those clients up to their records, in as many statements for many as for one. */
export async function writeDirectories(inside: Inside, ids: readonly ClientId[]): Promise<void> {
  if (ids.length === 0) return;
  const records = await inside.db
    .select({ client: clientRecord.clientId, kind: clientRecord.kind, fields: clientRecord.ordinary })
    .from(clientRecord)
    .where(
      and(
        eq(clientRecord.firmId, inside.firm),
        sql`${clientRecord.clientId} = any (${uuidArray(ids)}::uuid[])`,
        inArray(clientRecord.kind, ['basic', 'contract']),
        eq(clientRecord.ended, false),
      ),
    );
  const lines = [...Map.groupBy(records, ({ client: of }) => of)].map(([id, theirs]) => {
    const line = directoryLine(theirs as { kind: RecordKind; fields: AnyRecord }[]);
    return { id, ...line, ...searchRow(line) };
  });
  await refuseTakenNumbers(inside, lines);
  const column = (name: Exclude<keyof (typeof lines)[number], 'id' | 'terms'>) =>
    textArray(lines.map((line) => line[name]));
  const id = uuidArray(lines.map((line) => line.id));
  await inside.db.execute(sql`
    update client c set number = t.number, name = t.name, uscc = t.uscc, state = t.state, contract_end = t.contract_end::date, paid_through = t.paid_through::date
    from unnest(
      ${id}::uuid[], ${column('number')}::text[], ${column('name')}::text[], ${column('uscc')}::text[], ${column('state')}::text[],
      ${column('contractEnd')}::text[], ${column('paidThrough')}::text[]
    ) as t (id, number, name, uscc, state, contract_end, paid_through)
    where c.firm_id = ${inside.firm} and c.id = t.id`);
  await inside.db.execute(sql`
    update client_search s set number = t.number, terms = t.terms, haystack = t.haystack
    from unnest(${id}::uuid[], ${column('number')}::text[], ${tsvectorArray(lines.map(({ terms }) => terms))}::tsvector[], ${column('haystack')}::text[]) as t (id, number, terms, haystack)
    where s.firm_id = ${inside.firm} and s.client_id = t.id and (s.number, s.haystack) <> (t.number, t.haystack)`);
}

/** Refuses with `client.number-taken` when another client of the firm has one of the numbers. */
export async function refuseTakenNumbers(inside: Inside, wanted: { id: ClientId; number: string }[]): Promise<void> {
  const { rows } = await inside.db.execute<{ number: string }>(sql`
    select w.number from unnest(${uuidArray(wanted.map(({ id }) => id))}::uuid[], ${textArray(wanted.map(({ number }) => number))}::text[]) as w (id, number)
    where access.number_taken(w.number, w.id) limit 20`);
  if (rows.length > 0)
    throw new Refusal('client.number-taken', { numbers: rows.map(({ number }) => number) }, 'conflict');
}

function latest(days: (LocalDate | undefined)[]): LocalDate | null {
  return days.reduce<LocalDate | null>((last, day) => (day && (last === null || day > last) ? day : last), null);
}
