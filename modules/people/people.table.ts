import { sql } from 'drizzle-orm';
import { boolean, foreignKey, index, integer, jsonb, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Position, Role } from '#platform/context/actor.ts';
import { bytes, day, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable, hasRole, presentPerson } from '#platform/database/firm-table.ts';

/** A bookkeeping agency. Everything else belongs to one. */
export const firm = firmTable(
  'firm',
  {
    id: idColumn('firm').primaryKey(),
    name: text().notNull(),
    /** Where a short number such as H-2026-0001 takes its next value from; one counter for each kind and year. */
    counters: jsonb().$type<Record<string, number>>().notNull().default({}),
    /** The age recipient of the firm's recovery key; null until the shares were made and confirmed. */
    recoveryRecipient: text(),
    /** The self-signed certificate that signs the firm's PDFs, and its private key under the master key. */
    certificate: text(),
    certificateKey: bytes(),
    demo: boolean().notNull().default(false),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [...firmPolicies('firm', t.id, { writes: hasRole('administrator') })],
);

/** Somebody of the firm. Leaving or suspension ends access, never the record. */
export const person = firmTable(
  'person',
  {
    firmId: firmColumn(),
    id: idColumn('person'),
    userId: text().notNull(),
    name: text().notNull(),
    /** What stands behind the name on a form, such as 主办会计. */
    title: text().notNull(),
    email: text().notNull(),
    createdAt: instant().notNull().defaultNow(),
    /** Access stops at once while the owner of record stays; see domain rules for dismissal or disappearance. */
    suspendedAt: instant(),
    suspendedFor: text(),
    leftAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    unique('person_email').on(t.firmId, t.email),
    unique('person_user').on(t.firmId, t.userId),
    foreignKey({ columns: [t.firmId], foreignColumns: [firm.id] }),
    ...firmPolicies('person', t.firmId, { writes: hasRole('administrator', 'manager'), answers: true }),
  ],
);

/** A role that a person holds in the product, with its beginning and end. */
export const roleHeld = firmTable(
  'role_held',
  {
    firmId: firmColumn(),
    id: idColumn('role-held'),
    personId: idRef('person').notNull(),
    role: text().$type<Role>().notNull(),
    startedAt: instant().notNull().defaultNow(),
    endedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.personId], foreignColumns: [person.firmId, person.id] }),
    uniqueIndex('role_held_once')
      .on(t.firmId, t.personId, t.role)
      .where(sql`ended_at is null`),
    ...firmPolicies('role_held', t.firmId, { reads: sql`true`, writes: hasRole('administrator'), answers: true }),
  ],
);

/** A position (岗位) that a person holds by law, apart from roles. */
export const positionHeld = firmTable(
  'position_held',
  {
    firmId: firmColumn(),
    id: idColumn('position-held'),
    personId: idRef('person').notNull(),
    position: text().$type<Position>().notNull(),
    startedAt: instant().notNull().defaultNow(),
    endedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.personId], foreignColumns: [person.firmId, person.id] }),
    uniqueIndex('position_held_once')
      .on(t.firmId, t.personId, t.position)
      .where(sql`ended_at is null`),
    ...firmPolicies('position_held', t.firmId, { reads: sql`true`, writes: hasRole('administrator'), answers: true }),
  ],
);

export const team = firmTable(
  'team',
  {
    firmId: firmColumn(),
    id: idColumn('team'),
    name: text().notNull(),
    leaderId: idRef('person').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    unique('team_name').on(t.firmId, t.name),
    foreignKey({ columns: [t.firmId, t.leaderId], foreignColumns: [person.firmId, person.id] }),
    ...firmPolicies('team', t.firmId, { reads: sql`true`, writes: hasRole('administrator', 'manager') }),
  ],
);

export const teamMember = firmTable(
  'team_member',
  {
    firmId: firmColumn(),
    teamId: idRef('team').notNull(),
    personId: idRef('person').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.teamId, t.personId] }),
    foreignKey({ columns: [t.firmId, t.teamId], foreignColumns: [team.firmId, team.id] }),
    foreignKey({ columns: [t.firmId, t.personId], foreignColumns: [person.firmId, person.id] }),
    ...firmPolicies('team_member', t.firmId, { reads: sql`true`, writes: hasRole('administrator', 'manager') }),
  ],
);

/**
 * The keys of a person: public halves, and both private halves as one age file under the vault password, which never
 * reaches the server. A replaced or revoked key stays on record, because old signatures are checked against it.
 */
export const personKey = firmTable(
  'person_key',
  {
    firmId: firmColumn(),
    id: idColumn('person-key'),
    personId: idRef('person').notNull(),
    /** age X25519 recipient: `age1…`. */
    recipient: text().notNull(),
    /** Raw Ed25519 public key, base64url. */
    signingKey: text().notNull(),
    /** SHA-256 of the raw signing key, hex. */
    fingerprint: text().notNull(),
    /** The person's own declaration of both public halves, signed with them: colleagues check it before they wrap a key. */
    introduction: jsonb().$type<Record<string, unknown>>().notNull(),
    /** The former key's own statement that this one follows it; null when it could not be given, or there was none. */
    rotation: jsonb().$type<Record<string, unknown>>(),
    /** One armored age file under the vault password; nobody but its person reads it. */
    sealedKeyring: text().notNull(),
    version: integer().notNull(),
    createdAt: instant().notNull().defaultNow(),
    revokedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.personId], foreignColumns: [person.firmId, person.id] }),
    unique('person_key_fingerprint').on(t.firmId, t.fingerprint),
    uniqueIndex('person_key_present')
      .on(t.firmId, t.personId)
      .where(sql`revoked_at is null`),
    ...firmPolicies('person_key', t.firmId, { reads: sql`true`, writes: sql`person_id = ${presentPerson}` }),
  ],
);

/** Days on which a person is away, both ends counted. One that was taken back stays on record. */
export const absence = firmTable(
  'absence',
  {
    firmId: firmColumn(),
    id: idColumn('absence'),
    personId: idRef('person').notNull(),
    from: day().notNull(),
    until: day().notNull(),
    reason: text(),
    enteredBy: idRef('person').notNull(),
    enteredAt: instant().notNull(),
    withdrawnAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.personId], foreignColumns: [person.firmId, person.id] }),
    index('absence_person').on(t.firmId, t.personId, t.until),
    ...firmPolicies('absence', t.firmId, {
      reads: sql`true`,
      writes: sql`person_id = ${presentPerson} or ${hasRole('administrator', 'manager')}`,
    }),
  ],
);
