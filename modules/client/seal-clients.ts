import { bytesArray, textArray, tsvectorArray, uuidArray } from '#platform/database/arrays.ts';
import { createDataKey } from '#platform/envelope/data-key.ts';
import { deriveHashKey } from '#platform/envelope/keyed-hash.ts';
import type { MasterKey } from '#platform/envelope/master-key.ts';
import { type ClientId, type FirmId, newId, type PersonId } from '#platform/kernel/id.ts';
import { directoryLine } from './directory-line.ts';
import type { AnyRecord, RecordKind } from './fields/catalogue.ts';
import { lookupArray, lookupsOf } from './lookups.ts';
import { searchRow } from './search-terms.ts';
import { sealRecord } from './stored-record.ts';

/** A client to be taken in; one of the records is `basic` and has a number, and the fields are checked already. */
export interface NewClient {
  owner: PersonId;
  records: { kind: RecordKind; fields: AnyRecord }[];
}

/** New clients ready to be written: their ids, and the columns of their rows as arrays of PostgreSQL. Nothing sensitive is readable. */
export interface SealedClients {
  clients: { id: ClientId; owner: PersonId; records: number }[];
  /** Of `client`, `client_search` and `client_data_key`, a row for each client. */
  lines: Columns<
    | 'id'
    | 'number'
    | 'name'
    | 'uscc'
    | 'state'
    | 'owner'
    | 'contractEnd'
    | 'paidThrough'
    | 'terms'
    | 'haystack'
    | 'wrapped'
  >;
  /** Of `client_record`. */
  records: Columns<'id' | 'client' | 'kind' | 'ordinary' | 'sensitive' | 'lookup'>;
}

type Columns<Name extends string> = Record<Name, Uint8Array>;

/** Gives each client an id, a data key and a directory line, and seals what is sensitive. Asks no database. */
export function sealClients(keys: MasterKey, firm: FirmId, clients: readonly NewClient[]): SealedClients {
  const hashKey = deriveHashKey(keys, firm);
  const lines = clients.map(({ owner, records }) => {
    const id = newId<'client'>();
    const line = directoryLine(records);
    return { id, owner, written: records, line, search: searchRow(line), ...createDataKey(keys, { firm, client: id }) };
  });
  const records = lines.flatMap(({ id: client, dataKey, written }) =>
    written.map(({ kind, fields }) => {
      const id = newId<'client-record'>();
      const sealed = sealRecord(dataKey, { id, kind, version: 1, fields });
      return { id, client, kind, ...sealed, lookup: lookupArray(lookupsOf(hashKey, kind, fields)) };
    }),
  );
  return {
    clients: lines.map(({ id, owner, written }) => ({ id, owner, records: written.length })),
    lines: {
      id: uuidArray(lines.map(({ id }) => id)),
      number: textArray(lines.map(({ line }) => line.number)),
      name: textArray(lines.map(({ line }) => line.name)),
      uscc: textArray(lines.map(({ line }) => line.uscc)),
      state: textArray(lines.map(({ line }) => line.state)),
      owner: uuidArray(lines.map(({ owner }) => owner)),
      contractEnd: textArray(lines.map(({ line }) => line.contractEnd)),
      paidThrough: textArray(lines.map(({ line }) => line.paidThrough)),
      terms: tsvectorArray(lines.map(({ search }) => search.terms)),
      haystack: textArray(lines.map(({ search }) => search.haystack)),
      wrapped: bytesArray(lines.map(({ wrapped }) => wrapped)),
    },
    records: {
      id: uuidArray(records.map(({ id }) => id)),
      client: uuidArray(records.map(({ client }) => client)),
      kind: textArray(records.map(({ kind }) => kind)),
      ordinary: textArray(records.map(({ ordinary }) => JSON.stringify(ordinary))),
      sensitive: bytesArray(records.map(({ sensitive }) => sensitive)),
      lookup: textArray(records.map(({ lookup }) => lookup)),
    },
  };
}
