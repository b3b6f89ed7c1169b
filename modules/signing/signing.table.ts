import { sql } from 'drizzle-orm';
import { foreignKey, index, jsonb, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable, hasRole, presentPerson } from '#platform/database/firm-table.ts';
import { person, personKey } from '#modules/people/people.table.ts';

/** 保密协议 / 责任书 / 电子签名约定 / 监控告知. */
export type LetterKind = 'confidentiality' | 'responsibility' | 'signing-agreement' | 'monitoring-notice';

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
    /** The whole text as shown: title and paragraphs. What is signed is its hash. */
    text: jsonb().$type<{ title: string; paragraphs: string[] }>().notNull(),
    textHash: text().notNull(),
    createdAt: instant().notNull().defaultNow(),
    signatureId: idRef('signature'),
    withdrawnAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    foreignKey({ columns: [t.firmId, t.personId], foreignColumns: [person.firmId, person.id] }),
    uniqueIndex('letter_once')
      .on(t.firmId, t.kind, t.personId, sql`coalesce(handover_id, '00000000-0000-0000-0000-000000000000'::uuid)`)
      .where(sql`withdrawn_at is null`),
    ...firmPolicies('letter', t.firmId, {
      reads: sql`person_id = ${presentPerson} or ${hasRole('manager', 'auditor', 'administrator')} or (handover_id is not null and access.in_handover(handover_id))`,
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
    personKeyId: idRef('person-key').notNull(),
    /** What for: `baton/letter/v1`, `baton/sign-off/v1`, … */
    purpose: text().notNull(),
    /** The id of the letter, batch or request it is about. */
    subjectId: text().notNull(),
    /** Which side the person signs as, in a sign-off. */
    side: text(),
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
