import { and, eq, inArray, isNotNull, or, sql } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import type { Inside } from '#platform/context/context.ts';
import { tsvectorArray } from '#platform/database/arrays.ts';
import { createDataKey } from '#platform/envelope/data-key.ts';
import { deriveHashKey } from '#platform/envelope/keyed-hash.ts';
import type { ClientId, PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { refuseAbsentOwner } from './add-client.ts';
import { client, clientDataKey, clientRecord, clientRecordVersion } from './client.table.ts';
import { directoryLine, refuseTakenNumbers } from './directory-line.ts';
import { lookupArray, lookupsOf } from './lookups.ts';
import type { RecordVersion } from './record-history.ts';
import { searchRow } from './search-terms.ts';
import { parseFields, sealRecord } from './stored-record.ts';

/** A client as it was archived, with every version of its records; ids are kept. */
export interface ArchivedClient {
  id: ClientId;
  createdAt: Date;
  versions: RecordVersion[];
}

/**
 * Takes an archived client in with all versions of its records, in charge of `owner` and under `number` where another one has its own.
 * Runs as a job of the firm. Refused with `client.owner-away`, `client.number-taken`, `client.already-there`, `client.one-basic-record`
 * and, of the versions that stand, with `client.record-malformed`.
 */
export async function takeInArchived(
  inside: Inside,
  archived: ArchivedClient,
  { owner, number, source }: { owner: PersonId; number: string | null; source: string },
): Promise<void> {
  const { id, createdAt, versions } = archived;
  await refuseAbsentOwner(inside, owner);
  const present = versions.filter(({ replacedAt }) => replacedAt === null);
  const basic = present.filter(({ kind, ended }) => kind === 'basic' && !ended);
  if (basic.length !== 1) throw new Refusal('client.one-basic-record', { basic: basic.length });
  if (number !== null) basic[0]!.fields = { ...basic[0]!.fields, number };
  for (const one of present) one.fields = parseFields(one.kind, one.fields);
  const line = directoryLine(present.filter(({ ended }) => !ended));
  await refuseTakenNumbers(inside, [{ id, number: line.number }]);
  const [known] = await clientsLike(inside, [{ id, uscc: null }]);
  if (known) throw new Refusal('client.already-there', { number: known.number }, 'conflict');
  const { dataKey, wrapped } = createDataKey(inside.ground.keys, { firm: inside.firm, client: id });
  const firmId = inside.firm;
  await inside.db.insert(client).values({ firmId, id, ...line, ownerId: owner, ownerSince: inside.now, createdAt });
  const { terms, haystack } = searchRow(line);
  await inside.db.execute(sql`
    insert into client_search (firm_id, client_id, number, terms, haystack)
    select ${firmId}, ${id}, ${line.number}, t.terms, ${haystack} from unnest(${tsvectorArray([terms])}::tsvector[]) as t (terms)`);
  await inside.db.insert(clientDataKey).values({ firmId, clientId: id, wrapped });
  const hashKey = deriveHashKey(inside.ground.keys, inside.firm);
  await inParts(present, (rows) =>
    inside.db.insert(clientRecord).values(
      rows.map(({ record, kind, version, fields, ended, changedAt, changedBy }) => ({
        firmId,
        id: record,
        clientId: id,
        kind,
        version,
        ended,
        changedAt,
        changedBy,
        ...sealRecord(dataKey, { id: record, kind, version, fields }),
        lookup: sql`${lookupArray(lookupsOf(hashKey, kind, fields))}::bytea[]`,
      })),
    ),
  );
  const earlier = versions.filter(({ replacedAt }) => replacedAt !== null);
  await inParts(earlier, (rows) =>
    inside.db.insert(clientRecordVersion).values(
      rows.map(({ record, kind, version, fields, changedAt, changedBy, replacedAt, reason }) => ({
        firmId,
        recordId: record,
        clientId: id,
        version,
        changedAt,
        changedBy,
        replacedAt: replacedAt!,
        reason,
        ...sealRecord(dataKey, { id: record, kind, version, fields }),
      })),
    ),
  );
  await journal.record(inside, {
    verb: 'client.taken-in',
    client: id,
    facts: { owner, records: present.length, versions: versions.length, source },
  });
}

/** Which of these clients, or of their 统一社会信用代码, are here already. */
export function clientsLike(inside: Inside, wanted: readonly { id: ClientId; uscc: string | null }[]) {
  const codes = wanted.flatMap(({ uscc }) => uscc ?? []);
  return inside.db
    .select({ id: client.id, number: client.number, uscc: client.uscc })
    .from(client)
    .where(
      and(
        eq(client.firmId, inside.firm),
        or(
          inArray(
            client.id,
            wanted.map(({ id }) => id),
          ),
          codes.length > 0 ? and(isNotNull(client.uscc), inArray(client.uscc, codes)) : undefined,
        ),
      ),
    );
}

/** Which of these numbers a client of the firm has. */
export async function numbersTaken(inside: Inside, numbers: readonly string[]): Promise<Set<string>> {
  if (numbers.length === 0) return new Set();
  const rows = await inside.db
    .select({ number: client.number })
    .from(client)
    .where(and(eq(client.firmId, inside.firm), inArray(client.number, [...numbers])));
  return new Set(rows.map(({ number }) => number));
}

async function inParts<T>(rows: readonly T[], insert: (some: T[]) => PromiseLike<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += 500) await insert(rows.slice(from, from + 500));
}
