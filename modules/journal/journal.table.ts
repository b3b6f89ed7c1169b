import { bigint, foreignKey, index, integer, jsonb, pgPolicy, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytes, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { appRole, firmPolicies, firmTable, hasRole, presentPerson, seesClient } from '#platform/database/firm-table.ts';
import { sql } from 'drizzle-orm';

/**
 * What happened, written in the transaction of the change; rows are inserted and read, never updated or deleted.
 * `commitment` is SHA-256 over salt and facts, so that the facts (in `journal_fact`) can be erased without breaking the log.
 */
export const journalEntry = firmTable(
  'journal_entry',
  {
    firmId: firmColumn(),
    id: idColumn('journal-entry'),
    at: instant().notNull(),
    /** Null when the program acted by itself. */
    actorId: idRef('person'),
    by: text().$type<'person' | 'job'>().notNull(),
    verb: text().notNull(),
    clientId: idRef('client'),
    handoverId: idRef('handover'),
    /** The thing it is about, when neither client nor handover: an id. */
    subjectId: text(),
    commitment: bytes().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    index('journal_entry_at').on(t.firmId, t.at),
    index('journal_entry_client').on(t.firmId, t.clientId, t.at),
    index('journal_entry_handover').on(t.firmId, t.handoverId, t.at),
    ...firmPolicies('journal_entry', t.firmId, {
      reads: sql`${hasRole('auditor', 'manager', 'administrator')} or actor_id = ${presentPerson} or (client_id is not null and ${seesClient(t.clientId)})`,
      writes: sql`true`,
    }),
    // Verdicts stand in the facts: who is to inspect a client's lines reads of it only what they did themselves.
    pgPolicy('journal_entry_blind', {
      as: 'restrictive',
      for: 'select',
      to: appRole,
      using: sql`client_id is null or actor_id = ${presentPerson} or client_id not in (select access.blind_clients())`,
    }),
  ],
);

/** The salt and the facts of an entry; the one part of the journal that may be erased when the law asks for it. */
export const journalFact = firmTable(
  'journal_fact',
  {
    firmId: firmColumn(),
    entryId: idRef('journal-entry').notNull(),
    salt: bytes().notNull(),
    facts: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.entryId] }),
    foreignKey({ columns: [t.firmId, t.entryId], foreignColumns: [journalEntry.firmId, journalEntry.id] }),
    ...firmPolicies('journal_fact', t.firmId, {
      reads: sql`exists (select from journal_entry e where e.firm_id = ${t.firmId} and e.id = ${t.entryId})`,
      writes: sql`true`,
    }),
  ],
);

/** Entries that committed and wait for their place in the tree; the sequencer empties it under a lock for each firm. */
export const journalUnsequenced = firmTable(
  'journal_unsequenced',
  { firmId: firmColumn(), entryId: idRef('journal-entry').notNull() },
  (t) => [
    primaryKey({ columns: [t.firmId, t.entryId] }),
    ...firmPolicies('journal_unsequenced', t.firmId, { reads: sql`false`, writes: sql`true` }),
  ],
);

/** A page of a list that somebody read, until the minute is over and its pages are summed in an entry. Added, never changed. */
export const journalReading = firmTable(
  'journal_reading',
  {
    firmId: firmColumn(),
    id: idColumn('journal-reading'),
    personId: idRef('person').notNull(),
    at: instant().notNull().defaultNow(),
    /** The verb of the entry that it will be summed in. */
    verb: text().notNull(),
    /** How many lines the page showed. */
    lines: integer().notNull(),
    from: jsonb().$type<{ address?: string; device?: string }>(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    ...firmPolicies('journal_reading', t.firmId, {
      reads: sql`false`,
      writes: sql`person_id = ${presentPerson} and at = now()`,
    }),
  ],
);

/** The place of an entry in the firm's log. */
export const journalLeaf = firmTable(
  'journal_leaf',
  {
    firmId: firmColumn(),
    index: bigint({ mode: 'number' }).notNull(),
    entryId: idRef('journal-entry').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.index] }),
    index('journal_leaf_entry').on(t.firmId, t.entryId),
    ...firmPolicies('journal_leaf', t.firmId),
  ],
);

/** Complete nodes of the RFC 6962 tree, level 0 being the leaf hashes; written once, never changed. */
export const journalNode = firmTable(
  'journal_node',
  {
    firmId: firmColumn(),
    level: integer().notNull(),
    index: bigint({ mode: 'number' }).notNull(),
    hash: bytes().notNull(),
  },
  (t) => [primaryKey({ columns: [t.firmId, t.level, t.index] }), ...firmPolicies('journal_node', t.firmId)],
);

/** Signed statements of the log's size and root (C2SP checkpoint). */
export const journalCheckpoint = firmTable(
  'journal_checkpoint',
  {
    firmId: firmColumn(),
    size: bigint({ mode: 'number' }).notNull(),
    root: bytes().notNull(),
    note: text().notNull(),
    at: instant().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.firmId, t.size] }), ...firmPolicies('journal_checkpoint', t.firmId)],
);

/** Which checkpoints went outward, to which place. */
export const journalAnchor = firmTable(
  'journal_anchor',
  {
    firmId: firmColumn(),
    place: text().$type<'folder' | 'address'>().notNull(),
    /** The name of the log. */
    origin: text().notNull(),
    size: bigint({ mode: 'number' }).notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.place, t.origin, t.size] }),
    ...firmPolicies('journal_anchor', t.firmId, { writes: sql`false` }),
  ],
);

/** The firm's log key: its public half, and the private half under the master key. */
export const journalKey = firmTable(
  'journal_key',
  {
    firmId: firmColumn(),
    /** The C2SP verifier key: `origin+hash+key`. */
    verifierKey: text().notNull(),
    sealedKey: bytes().notNull(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.firmId] }), ...firmPolicies('journal_key', t.firmId, { writes: sql`false` })],
);
