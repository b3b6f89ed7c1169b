import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, jsonb, pgPolicy, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, day, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import {
  appRole,
  firmPolicies,
  firmTable,
  hasRole,
  inHandover,
  inspectsHandover,
  presentFirm,
  presentPerson,
  seesClient,
} from '#platform/database/firm-table.ts';
import { client } from '#modules/client/client.table.ts';
import { person } from '#modules/people/people.table.ts';
import type { KeyPin } from '#platform/crypto/key-pin.ts';
import type { SignedStatement } from '#platform/crypto/statement.ts';
import type { ClientId, PersonId } from '#platform/kernel/id.ts';
import type { secondPersonDeeds } from './vault.contract.ts';

/** read the record · reveal sensitive values · write · check · open sealed secrets · seal new ones · supervise · inspect a sample. */
export type Capability = 'read' | 'reveal' | 'write' | 'check' | 'open' | 'seal' | 'supervise' | 'inspect' | 'download';

const inspectsOwn = (t: { firmId: unknown; personId: unknown; handoverId: unknown; clientId: unknown }) =>
  sql`${t.firmId} = ${presentFirm} and ${t.personId} = ${presentPerson} and capabilities = array['inspect'] and ${inspectsHandover(t.handoverId)} and ${t.clientId} in (select access.drawn_clients())`;

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
    /** How many sealed secrets of the client may be opened under it in 24 hours; null: as many as the work needs. */
    quota: integer(),
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
      writes: sql`${hasRole('manager', 'administrator')} or (handover_id is not null and ${inHandover(t.handoverId)})`,
      answers: true,
    }),
    // Who draws a sample gives themselves the sight of what was drawn, to inspect it and nothing else.
    ...(['insert', 'update'] as const).map((deed) =>
      pgPolicy(`access_grant_inspect_${deed}`, {
        for: deed,
        to: appRole,
        ...(deed === 'update' ? { using: inspectsOwn(t) } : {}),
        withCheck: inspectsOwn(t),
      }),
    ),
    // No access of a handover before its pledges: the operation asks, and the database asks again.
    pgPolicy('access_grant_pledged', {
      as: 'restrictive',
      for: 'insert',
      to: appRole,
      withCheck: sql`handover_id is null or access.pledged(handover_id)`,
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
    ...firmPolicies('client_lock', t.firmId, {
      reads: sql`${seesClient(t.clientId)} or ${hasRole('manager', 'administrator')}`,
    }),
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
    // No wrap to a colleague whose present key is not pinned: the operation asks, and the database asks again.
    pgPolicy('key_wrap_pinned', {
      as: 'restrictive',
      for: 'insert',
      to: appRole,
      withCheck: sql`person_id is null or person_id = ${presentPerson} or exists (
        select from person_key k join key_pin p on p.firm_id = k.firm_id and p.colleague_id = k.person_id and p.fingerprint = k.fingerprint
        where k.firm_id = key_wrap.firm_id and k.id = key_wrap.person_key_id and k.revoked_at is null and p.person_id = ${presentPerson})`,
    }),
  ],
);

/** The key of a colleague as somebody met it, with their signature; the newest counts, and none is changed or taken away. */
export const keyPin = firmTable(
  'key_pin',
  {
    firmId: firmColumn(),
    id: idColumn('key-pin'),
    personId: idRef('person').notNull(),
    colleagueId: idRef('person').notNull(),
    /** SHA-256 of the colleague's raw signing key, hex. */
    fingerprint: text().notNull(),
    signed: jsonb().$type<SignedStatement<KeyPin>>().notNull(),
    pinnedAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.personId], foreignColumns: [person.firmId, person.id] }),
    foreignKey({ columns: [t.firmId, t.colleagueId], foreignColumns: [person.firmId, person.id] }),
    index('key_pin_newest').on(t.firmId, t.personId, t.colleagueId, t.id),
    ...firmPolicies('key_pin', t.firmId, { reads: sql`person_id = ${presentPerson}` }),
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

/** What two persons do together: keys fetched by the recovery key, for who may open a client while no holder hands them over. */
export interface RecoveryFacts {
  clients: ClientId[];
  /** To whom the keys are wrapped. */
  holder: PersonId;
  reason: string;
}

/** What two persons do together; see decision 0012. */
export type SecondPersonDeed = (typeof secondPersonDeeds)[number];

/** A deed that needs two persons; the database holds that nobody approves an own request. */
export const secondPersonRequest = firmTable(
  'second_person_request',
  {
    firmId: firmColumn(),
    id: idColumn('second-person-request'),
    deed: text().$type<SecondPersonDeed>().notNull(),
    /** What is asked for: of the deed's own shape, and what the approver signs the hash of. */
    facts: jsonb().$type<Record<string, unknown>>().notNull(),
    handoverId: idRef('handover'),
    requesterId: idRef('person').notNull(),
    requestedAt: instant().notNull().defaultNow(),
    approverId: idRef('person'),
    approvedAt: instant(),
    /** The approver's signed statement over the request, as JSON. */
    approval: jsonb().$type<Record<string, unknown>>(),
    /** Nothing is done under it any more after 24 hours. */
    expiresAt: instant().notNull(),
    /** When what it is about was given out, which happens once. */
    usedAt: instant(),
    /** When the requester had done with it what it was for. */
    completedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    check('two_persons', sql`requester_id <> approver_id`),
    check('approved_before_use', sql`used_at is null or approved_at is not null`),
    ...firmPolicies('second_person_request', t.firmId, {
      reads: sql`requester_id = ${presentPerson} or ${hasRole('manager', 'auditor', 'administrator')}`,
      writes: sql`requester_id = ${presentPerson} or ${hasRole('manager', 'administrator')}`,
    }),
  ],
);
