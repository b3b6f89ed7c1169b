import { sql } from 'drizzle-orm';
import { boolean, foreignKey, index, integer, jsonb, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, day, firmColumn, idColumn, idRef, instant, tsvector } from '#platform/database/columns.ts';
import { firmPolicies, firmTable, hasRole, presentPerson, seesClient } from '#platform/database/firm-table.ts';
import { person } from '#modules/people/people.table.ts';
import type { RecordKind } from './fields/catalogue.ts';
import type { Arrangement, RecordDeed } from './import/arrangement.ts';

/** 正常 / 停业 / 注销中 / 非正常户. */
export type ClientState = 'normal' | 'suspended' | 'deregistering' | 'abnormal';

/**
 * A client: the directory entry, which managers see of every client of the firm; all else of a client stands in tables
 * that ask for the client's owner or a grant. `owner_id` is never null: a client has exactly one owner, always.
 */
export const client = firmTable(
  'client',
  {
    firmId: firmColumn(),
    id: idColumn('client'),
    /** The firm's own number of the client, such as KH00013. */
    number: text().notNull(),
    name: text().notNull(),
    /** 统一社会信用代码; ordinary, since it is public. */
    uscc: text(),
    state: text().$type<ClientState>().notNull().default('normal'),
    ownerId: idRef('person').notNull(),
    ownerSince: instant().notNull().defaultNow(),
    /** Dates of the record that lists and warnings need; ordinary. */
    contractEnd: day(),
    paidThrough: day(),
    createdAt: instant().notNull().defaultNow(),
    /** The import that brought the client, so that it can be taken back. */
    importId: idRef('register-import'),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    unique('client_number').on(t.firmId, t.number),
    index('client_owner').on(t.firmId, t.ownerId, t.number),
    index('client_by_name').on(t.firmId, sql`${t.name} collate "zh-x-icu"`, t.number),
    index('client_by_contract_end').on(t.firmId, t.contractEnd, t.number),
    index('client_by_paid_through').on(t.firmId, t.paidThrough, t.number),
    foreignKey({ columns: [t.firmId, t.ownerId], foreignColumns: [person.firmId, person.id] }),
    ...firmPolicies('client', t.firmId, {
      reads: sql`owner_id = ${presentPerson} or id in (select access.granted()) or ${hasRole('manager', 'administrator')}`,
      writes: sql`owner_id = ${presentPerson} or id in (select access.granted()) or ${hasRole('manager', 'administrator')}`,
      answers: true,
    }),
  ],
);

/**
 * What finds a client by a piece of its name, pinyin, code or number. Apart from the directory, so that a change of owner
 * does not touch the index; read by `access.search_clients` alone, which gives ids of clients that the person may list.
 */
export const clientSearch = firmTable(
  'client_search',
  {
    firmId: firmColumn(),
    clientId: idRef('client').notNull(),
    /** The client's number, by which what was found is sorted. */
    number: text().notNull(),
    /** Indexed terms: bigrams of the name, syllable pairs, initials, code and number; see `search-terms.ts`. */
    terms: tsvector().notNull(),
    /** Name, pinyin, initials, code and number, in which the whole piece must stand. */
    haystack: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.clientId] }),
    foreignKey({ columns: [t.firmId, t.clientId], foreignColumns: [client.firmId, client.id] }),
    index('client_search_terms').using('gin', t.terms),
    index('client_search_number').on(t.firmId, t.number),
    ...firmPolicies('client_search', t.firmId, {
      reads: sql`exists (select from client c where c.firm_id = ${t.firmId} and c.id = ${t.clientId})`,
      answers: true,
    }),
  ],
);

/** The data key of a client, wrapped by the master key; destroying it destroys what is sealed under it. */
export const clientDataKey = firmTable(
  'client_data_key',
  {
    firmId: firmColumn(),
    clientId: idRef('client').notNull(),
    wrapped: bytes().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.clientId] }),
    foreignKey({ columns: [t.firmId, t.clientId], foreignColumns: [client.firmId, client.id] }),
    ...firmPolicies('client_data_key', t.firmId, { reads: seesClient(t.clientId) }),
  ],
);

/**
 * One record of a client: a contact, a contract, an account, a filing, … The kinds and their fields stand in
 * `fields/catalogue.ts`. Ordinary fields are JSON; sensitive ones are AES-256-GCM under the client's data key.
 */
export const clientRecord = firmTable(
  'client_record',
  {
    firmId: firmColumn(),
    id: idColumn('client-record'),
    clientId: idRef('client').notNull(),
    kind: text().$type<RecordKind>().notNull(),
    ordinary: jsonb().$type<Record<string, unknown>>().notNull(),
    /** AES-256-GCM of the sensitive fields as JSON; plain text is never stored, logged or journalled. */
    sensitive: bytes(),
    /** Keyed hashes of sensitive values (phone, account, …) for exact search. */
    lookup: bytes().array(),
    version: integer().notNull().default(1),
    changedAt: instant().notNull().defaultNow(),
    changedBy: idRef('person'),
    /** True when this record is no longer in force; it stays on record. */
    ended: boolean().notNull().default(false),
    importId: idRef('register-import'),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.clientId], foreignColumns: [client.firmId, client.id] }),
    index('client_record_client').on(t.firmId, t.clientId, t.kind),
    index('client_record_lookup').using('gin', t.lookup),
    ...firmPolicies('client_record', t.firmId, { reads: seesClient(t.clientId), answers: true }),
  ],
);

/** Earlier versions of a record: what a correction replaced, with the reason. */
export const clientRecordVersion = firmTable(
  'client_record_version',
  {
    firmId: firmColumn(),
    recordId: idRef('client-record').notNull(),
    version: integer().notNull(),
    clientId: idRef('client').notNull(),
    ordinary: jsonb().$type<Record<string, unknown>>().notNull(),
    sensitive: bytes(),
    changedAt: instant().notNull(),
    changedBy: idRef('person'),
    replacedAt: instant().notNull(),
    reason: text(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.recordId, t.version] }),
    foreignKey({ columns: [t.firmId, t.recordId], foreignColumns: [clientRecord.firmId, clientRecord.id] }),
    ...firmPolicies('client_record_version', t.firmId, { reads: seesClient(t.clientId) }),
  ],
);

/**
 * An import of a client register: the file sealed at rest, what was understood of it, and what it did.
 * proposed → running → done | failed; done → taken-back.
 */
export const registerImport = firmTable(
  'register_import',
  {
    firmId: firmColumn(),
    id: idColumn('register-import'),
    fileName: text().notNull(),
    fileHash: text().notNull(),
    /** Key of the sealed file in the file store. */
    fileKey: text().notNull(),
    /** The import's own data key under the master key: file, totals and undo are sealed by it, and gone without it. */
    dataKey: bytes(),
    /** How the file is read, as the person has it; see `Arrangement`. Headers and names of owners, no other cell. */
    reading: jsonb().$type<Arrangement>().notNull(),
    state: text().$type<'proposed' | 'running' | 'done' | 'failed' | 'taken-back' | 'discarded'>().notNull(),
    /** Counts and totals; amounts are sealed, see `totals`. */
    counts: jsonb().$type<Record<string, number>>().notNull().default({}),
    /** The digest of what the person agreed to; what is done has the same digest, or is not done. */
    confirmed: text(),
    /** Totals of the amount columns, as written; sealed. */
    totals: bytes(),
    /** The records that it wrote on clients who were there before, for taking it back: ids and versions. */
    deeds: jsonb().$type<RecordDeed[]>(),
    failure: jsonb().$type<{ code: string; facts: Record<string, unknown> }>(),
    createdBy: idRef('person').notNull(),
    createdAt: instant().notNull().defaultNow(),
    finishedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    uniqueIndex('register_import_running')
      .on(t.firmId)
      .where(sql`state = 'running'`),
    ...firmPolicies('register_import', t.firmId, { reads: hasRole('manager', 'administrator') }),
  ],
);
