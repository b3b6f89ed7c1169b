import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, day, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable, hasRole, presentPerson, seesClient } from '#platform/database/firm-table.ts';
import { client } from '#modules/client/client.table.ts';
import { person } from '#modules/people/people.table.ts';

/** read the record · reveal sensitive values · write · check · open sealed secrets · seal new ones · supervise. */
export type Capability = 'read' | 'reveal' | 'write' | 'check' | 'open' | 'seal' | 'supervise';

/** The owner needs none; everyone else sees a client by a grant with a beginning and an end, or not at all. */
export const accessGrant = firmTable(
  'access_grant',
  {
    firmId: firmColumn(),
    id: idColumn('access-grant'),
    clientId: idRef('client').notNull(),
    personId: idRef('person').notNull(),
    capabilities: text().$type<Capability>().array().notNull(),
    /** Why it stands: a handover's party, or named staff. */
    reason: text().notNull(),
    handoverId: idRef('handover'),
    startsAt: instant().notNull().defaultNow(),
    endsAt: instant().notNull(),
    /** Set when it was ended before its time. */
    endedAt: instant(),
    grantedBy: idRef('person').notNull(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.clientId], foreignColumns: [client.firmId, client.id] }),
    foreignKey({ columns: [t.firmId, t.personId], foreignColumns: [person.firmId, person.id] }),
    index('access_grant_present')
      .on(t.firmId, t.personId, t.clientId)
      .where(sql`ended_at is null`),
    index('access_grant_client').on(t.firmId, t.clientId),
    index('access_grant_handover').on(t.firmId, t.handoverId),
    ...firmPolicies('access_grant', t.firmId, {
      reads: sql`person_id = ${presentPerson} or ${hasRole('manager', 'auditor', 'administrator')} or ${seesClient(t.clientId)}`,
      writes: sql`${hasRole('manager', 'administrator')} or (handover_id is not null and access.in_handover(handover_id))`,
      answers: true,
    }),
  ],
);

/** The lock of a client in one version (版): the recipient seals; the identity that opens stands only wrapped, in `key_wrap`. */
export const clientLock = firmTable(
  'client_lock',
  {
    firmId: firmColumn(),
    clientId: idRef('client').notNull(),
    version: integer().notNull(),
    /** age X25519 recipient. */
    recipient: text().notNull(),
    madeBy: idRef('person').notNull(),
    madeAt: instant().notNull().defaultNow(),
    /** A version made for a sign-off is pending until the sign-off commits. */
    presentAt: instant(),
    /** When the supervisor opened a sample under a pending version and made the recovery wrap. */
    confirmedAt: instant(),
    retiredAt: instant(),
    /** The batch whose first signature froze the vault of this client. */
    frozenFor: idRef('batch'),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.clientId, t.version] }),
    foreignKey({ columns: [t.firmId, t.clientId], foreignColumns: [client.firmId, client.id] }),
    uniqueIndex('client_lock_present')
      .on(t.firmId, t.clientId)
      .where(sql`present_at is not null and retired_at is null`),
    ...firmPolicies('client_lock', t.firmId, { reads: seesClient(t.clientId) }),
  ],
);

/** A client's identity in one version as an age file to one holder: a person's key, or the firm's recovery key (`person_id` null). */
export const keyWrap = firmTable(
  'key_wrap',
  {
    firmId: firmColumn(),
    id: idColumn('key-wrap'),
    clientId: idRef('client').notNull(),
    version: integer().notNull(),
    personId: idRef('person'),
    /** The person's key the wrap was made to. */
    personKeyId: idRef('person-key'),
    /** age file, base64url. */
    wrapped: text().notNull(),
    wrappedBy: idRef('person').notNull(),
    createdAt: instant().notNull().defaultNow(),
    endedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({
      columns: [t.firmId, t.clientId, t.version],
      foreignColumns: [clientLock.firmId, clientLock.clientId, clientLock.version],
    }),
    uniqueIndex('key_wrap_holder')
      .on(t.firmId, t.clientId, t.version, sql`coalesce(person_id, '00000000-0000-0000-0000-000000000000'::uuid)`)
      .where(sql`ended_at is null`),
    ...firmPolicies('key_wrap', t.firmId, {
      reads: sql`${seesClient(t.clientId)} or ${hasRole('manager', 'administrator')}`,
    }),
  ],
);

/** 待更换 / 已更换: what happens to a secret once somebody who could open it has left. */
export const secret = firmTable(
  'secret',
  {
    firmId: firmColumn(),
    id: idColumn('secret'),
    clientId: idRef('client').notNull(),
    /** What it opens, such as 电子税务局密码; ordinary words. */
    title: text().notNull(),
    /** Which record of the client it belongs to, such as a role at the tax bureau. */
    recordId: idRef('client-record'),
    lockVersion: integer().notNull(),
    /** age ciphertext; plain text is never stored, logged or journalled. */
    ciphertext: text().notNull(),
    /** SHA-256 of the token inside: returning the token proves that it was opened. */
    tokenHash: bytes().notNull(),
    version: integer().notNull().default(1),
    sealedBy: idRef('person').notNull(),
    sealedAt: instant().notNull().defaultNow(),
    /** Since a person who could open it lost access, it must be changed at its source by this day. */
    changeBy: day(),
    changeFor: text(),
    endedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({
      columns: [t.firmId, t.clientId, t.lockVersion],
      foreignColumns: [clientLock.firmId, clientLock.clientId, clientLock.version],
    }),
    index('secret_client').on(t.firmId, t.clientId),
    ...firmPolicies('secret', t.firmId, { reads: seesClient(t.clientId) }),
  ],
);

/** The same secrets under a pending lock version, resealed by the receiver before a sign-off; they become present with it. */
export const secretPending = firmTable(
  'secret_pending',
  {
    firmId: firmColumn(),
    secretId: idRef('secret').notNull(),
    clientId: idRef('client').notNull(),
    lockVersion: integer().notNull(),
    /** The value version that was resealed; a secret changed since must be prepared again. */
    secretVersion: integer().notNull(),
    /** age ciphertext; plain text is never stored, logged or journalled */
    ciphertext: text().notNull(),
    tokenHash: bytes().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.secretId] }),
    foreignKey({ columns: [t.firmId, t.secretId], foreignColumns: [secret.firmId, secret.id] }),
    ...firmPolicies('secret_pending', t.firmId, { reads: seesClient(t.clientId) }),
  ],
);

/** Proof that a person opened a secret in one version: the token came back. */
export const secretOpening = firmTable(
  'secret_opening',
  {
    firmId: firmColumn(),
    id: idColumn('secret-opening'),
    secretId: idRef('secret').notNull(),
    secretVersion: integer().notNull(),
    clientId: idRef('client').notNull(),
    personId: idRef('person').notNull(),
    openedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.secretId], foreignColumns: [secret.firmId, secret.id] }),
    index('secret_opening_secret').on(t.firmId, t.secretId, t.personId),
    ...firmPolicies('secret_opening', t.firmId, { reads: seesClient(t.clientId) }),
  ],
);

/** A deed that needs two persons, such as a recovery of secrets; the database holds that nobody approves an own request. */
export const secondPersonRequest = firmTable(
  'second_person_request',
  {
    firmId: firmColumn(),
    id: idColumn('second-person-request'),
    deed: text().notNull(),
    facts: text().notNull(),
    handoverId: idRef('handover'),
    requesterId: idRef('person').notNull(),
    requestedAt: instant().notNull().defaultNow(),
    approverId: idRef('person'),
    approvedAt: instant(),
    /** The approver's signature over the request. */
    approval: text(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    check('two_persons', sql`requester_id <> approver_id`),
    ...firmPolicies('second_person_request', t.firmId, {
      reads: sql`requester_id = ${presentPerson} or ${hasRole('manager', 'auditor', 'administrator')}`,
    }),
  ],
);
