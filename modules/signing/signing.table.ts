import { sql } from 'drizzle-orm';
import { foreignKey, index, jsonb, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { day, firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable, presentPerson } from '#platform/database/firm-table.ts';
import { person, personKey } from '#modules/people/people.table.ts';
import type { LetterKind, Side } from './letter-terms.ts';

/** A letter made from the firm's template for one person, waiting for that person's signature. */
export const letter = firmTable(
  'letter',
  {
    firmId: firmColumn(),
    id: idColumn('letter'),
    kind: text().$type<LetterKind>().notNull(),
    /** Null for letters between a person and the firm that stand for all handovers. */
    handoverId: idRef('handover'),
    personId: idRef('person').notNull(),
    /** As which side the person signs it; null for a framework letter. */
    side: text().$type<Side>(),
    /** Until when the access lasts that the text names; null for a framework letter. */
    accessUntil: day(),
    /** The whole text as shown: title and paragraphs. What is signed is its hash. */
    text: jsonb().$type<{ title: string; paragraphs: string[] }>().notNull(),
    textHash: text().notNull(),
    createdAt: instant().notNull().defaultNow(),
    signatureId: idRef('signature'),
    /** The person would not sign, and why; a signature given later counts all the same. */
    declinedAt: instant(),
    declinedFor: text(),
    withdrawnAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.personId], foreignColumns: [person.firmId, person.id] }),
    // One for each end: a plan that runs longer asks for the pledge of access again, beside the one that was signed.
    uniqueIndex('letter_once')
      .on(
        t.firmId,
        t.kind,
        t.personId,
        sql`coalesce(handover_id, '00000000-0000-0000-0000-000000000000'::uuid)`,
        sql`coalesce(access_until, 'infinity'::date)`,
      )
      .where(sql`withdrawn_at is null`),
    ...firmPolicies('letter', t.firmId, {
      // Framework letters say nothing of a client, and every party asks whether the others have signed theirs.
      reads: sql`handover_id is null or person_id = ${presentPerson} or access.in_handover(handover_id)`,
      answers: true,
    }),
  ],
);

/** An Ed25519 signature of a person over canonical JSON; never changed, voided only by what it signed having changed. */
export const signature = firmTable(
  'signature',
  {
    firmId: firmColumn(),
    id: idColumn('signature'),
    personId: idRef('person').notNull(),
    /** The key that signed: the person's own, or with wet ink that of the supervisor who accepted the paper. */
    personKeyId: idRef('person-key').notNull(),
    /** What for: `baton/letter/v1`, `baton/sign-off/v1`, … */
    purpose: text().notNull(),
    /** The id of the letter, batch or request it is about. */
    subjectId: text().notNull(),
    /** Which side the person signs as, in a sign-off. */
    side: text().$type<Side>(),
    /** The canonical JSON that was signed. */
    statement: text().notNull(),
    /** Ed25519 signature, base64url. */
    signature: text().notNull(),
    /** 'electronic', or 'wet-ink' when the scan of a paper original stands for it. */
    manner: text().$type<'electronic' | 'wet-ink'>().notNull().default('electronic'),
    documentId: idRef('document'),
    signedAt: instant().notNull().defaultNow(),
    voidedAt: instant(),
    voidedFor: text(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.personId], foreignColumns: [person.firmId, person.id] }),
    foreignKey({ columns: [t.firmId, t.personKeyId], foreignColumns: [personKey.firmId, personKey.id] }),
    index('signature_subject').on(t.firmId, t.subjectId),
    uniqueIndex('signature_side_once')
      .on(t.firmId, t.subjectId, t.side)
      .where(sql`side is not null and voided_at is null`),
    ...firmPolicies('signature', t.firmId, { reads: sql`true`, writes: sql`true` }),
  ],
);
