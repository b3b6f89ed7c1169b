import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, index, integer, jsonb, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { day, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable, presentPerson } from '#platform/database/firm-table.ts';
import { client } from '#modules/client/client.table.ts';
import { person } from '#modules/people/people.table.ts';
import { document } from './document.table.ts';
import type { Term } from './retention/retention-kinds.ts';

const seesPlace = sql`case when client_id is null then exists (select from document d where d.firm_id = document_filing.firm_id and d.id = document_id) else access.sees(client_id) end`;
const keepsArchives = sql`(select access.keeps_archives())`;

/**
 * What kind of archive of which year a file is, and from when it may go. A file without a row is filed nowhere yet, and its clock
 * does not run. The row stays when the file is destroyed, and says so.
 */
export const documentFiling = firmTable(
  'document_filing',
  {
    firmId: firmColumn(),
    documentId: idRef('document').notNull(),
    /** That of the document, for the wall. */
    clientId: idRef('client'),
    /** A key of `retention-kinds.json`, or of a kind of the firm. */
    kind: text().notNull(),
    /** Null for what has none: a card of an asset in use, what is kept for ever. */
    fiscalYear: integer(),
    /** The first day after the retention; null while it never or not yet ends. */
    mayGoFrom: day(),
    /** The version of the rules that it was reckoned by. */
    rules: text().notNull(),
    /** 档案编号. */
    code: text(),
    filedBy: idRef('person').notNull(),
    filedAt: instant().notNull().defaultNow(),
    /** By a disposal; replayed when an older backup is restored. */
    destroyedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.documentId] }),
    foreignKey({ columns: [t.firmId, t.documentId], foreignColumns: [document.firmId, document.id] }),
    foreignKey({ columns: [t.firmId, t.clientId], foreignColumns: [client.firmId, client.id] }),
    index('document_filing_due')
      .on(t.firmId, t.mayGoFrom, t.documentId)
      .where(sql`destroyed_at is null`),
    index('document_filing_day').on(t.firmId, t.mayGoFrom, t.documentId),
    index('document_filing_kind').on(t.firmId, t.kind, t.mayGoFrom, t.documentId),
    index('document_filing_class').on(t.firmId, t.clientId, t.fiscalYear, t.kind, t.mayGoFrom, t.destroyedAt),
    unique('document_filing_code').on(t.firmId, t.code),
    ...firmPolicies('document_filing', t.firmId, {
      reads: sql`${seesPlace} or ${keepsArchives}`,
      writes: seesPlace,
      answers: true,
    }),
  ],
);

/** A kind of archive that the firm has added to those of the law, with its term and where that comes from. Never changed. */
export const retentionKind = firmTable(
  'retention_kind',
  {
    firmId: firmColumn(),
    id: idColumn('retention-kind'),
    name: text().notNull(),
    term: jsonb().$type<Term>().notNull(),
    tax: boolean().notNull(),
    source: text().notNull(),
    addedBy: idRef('person').notNull(),
    addedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    unique('retention_kind_name').on(t.firmId, t.name),
    foreignKey({ columns: [t.firmId, t.addedBy], foreignColumns: [person.firmId, person.id] }),
    ...firmPolicies('retention_kind', t.firmId, { reads: sql`true`, writes: keepsArchives }),
  ],
);

/**
 * 保全 (nothing of it may be destroyed, from the moment it is placed) or 限制处理 (个人信息保护法 Art. 47: stored and protected, read for a
 * named purpose only, from the moment it is confirmed), over one file or all files of a client. One person places it and another
 * confirms it; one asks to lift it and another lifts it.
 */
export const safeguard = firmTable(
  'safeguard',
  {
    firmId: firmColumn(),
    id: idColumn('safeguard'),
    kind: text().$type<'hold' | 'restriction'>().notNull(),
    clientId: idRef('client'),
    /** Null for all files of the client. */
    documentId: idRef('document'),
    reason: text().notNull(),
    placedBy: idRef('person').notNull(),
    placedAt: instant().notNull().defaultNow(),
    confirmedBy: idRef('person'),
    confirmedAt: instant(),
    liftReason: text(),
    liftAskedBy: idRef('person'),
    liftAskedAt: instant(),
    liftedBy: idRef('person'),
    liftedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.clientId], foreignColumns: [client.firmId, client.id] }),
    foreignKey({ columns: [t.firmId, t.documentId], foreignColumns: [document.firmId, document.id] }),
    check('safeguards_something', sql`client_id is not null or document_id is not null`),
    check('placed_by_two', sql`confirmed_by is null or confirmed_by <> placed_by`),
    check('lifted_by_two', sql`lifted_by is null or lifted_by <> lift_asked_by`),
    check('lifted_for_a_reason', sql`lifted_at is null or (lift_reason is not null and lifted_by is not null)`),
    index('safeguard_client').on(t.firmId, t.clientId),
    index('safeguard_document').on(t.firmId, t.documentId),
    ...firmPolicies('safeguard', t.firmId, {
      reads: sql`${keepsArchives} or (client_id is not null and access.sees(client_id))`,
      writes: keepsArchives,
      answers: true,
    }),
  ],
);

/** A restricted file opened to one person for a named purpose, with the consent of another, for a day. */
export const purposeOpening = firmTable(
  'purpose_opening',
  {
    firmId: firmColumn(),
    id: idColumn('purpose-opening'),
    documentId: idRef('document').notNull(),
    clientId: idRef('client'),
    personId: idRef('person').notNull(),
    purpose: text().$type<'inspection' | 'dispute' | 'own-request' | 'appraisal'>().notNull(),
    reason: text().notNull(),
    askedAt: instant().notNull().defaultNow(),
    approvedBy: idRef('person'),
    approvedAt: instant(),
    until: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.documentId], foreignColumns: [document.firmId, document.id] }),
    check('opened_by_two', sql`approved_by is null or approved_by <> person_id`),
    check('open_for_a_day', sql`until is null or until <= approved_at + interval '24 hours'`),
    index('purpose_opening_document').on(t.firmId, t.documentId, t.personId),
    ...firmPolicies('purpose_opening', t.firmId, {
      reads: sql`person_id = ${presentPerson} or ${keepsArchives}`,
      answers: true,
    }),
  ],
);
