import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, index, integer, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { firmColumn, idColumn, idRef, instant } from '#platform/database/columns.ts';
import { firmPolicies, firmTable, presentPerson } from '#platform/database/firm-table.ts';
import { document } from '#modules/document/document.table.ts';
import { person } from '#modules/people/people.table.ts';
import { signature } from '#modules/signing/signing.table.ts';
import type { DisposalState, HeldBackReason, SeatName, Stage } from './seats.ts';

const keepsArchives = sql`(select access.keeps_archives())`;

/** A disposal: its appraisal and list as signed, and how far it has come. Kept for ever. */
export const disposal = firmTable(
  'disposal',
  {
    firmId: firmColumn(),
    id: idColumn('disposal'),
    /** XH-2026-0001. */
    number: text().notNull(),
    state: text().$type<DisposalState>().notNull().default('appraisal'),
    /** Canonical JSON of appraisal and list: what everybody signs the hash of. Never changed. */
    list: text().notNull(),
    /** SHA-256 of it, hex. */
    listHash: text().notNull(),
    preparedBy: idRef('person').notNull(),
    preparedAt: instant().notNull().defaultNow(),
    orderedBy: idRef('person'),
    orderedAt: instant(),
    /** 销毁时间. */
    destructionAt: instant(),
    /** Why the destruction that was ordered did not happen; the list is ready as before. */
    stoppedFor: text().$type<HeldBackReason>(),
    endedFor: text(),
    /** SHA-256 of the tag manifest of the certificate's bag. */
    certificateHash: text(),
    certifiedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.id] }),
    unique('disposal_number').on(t.firmId, t.number),
    foreignKey({ columns: [t.firmId, t.preparedBy], foreignColumns: [person.firmId, person.id] }),
    ...firmPolicies('disposal', t.firmId, {
      reads: sql`${keepsArchives} or access.in_disposal(id)`,
      answers: true,
    }),
  ],
);

/** A line of the list: a file that is to be destroyed, or is due and held back. */
export const disposalLine = firmTable(
  'disposal_line',
  {
    firmId: firmColumn(),
    disposalId: idRef('disposal').notNull(),
    /** From 1, as in the list. */
    position: integer().notNull(),
    documentId: idRef('document').notNull(),
    heldBack: text().$type<HeldBackReason>(),
    /** False once the list has ended: then the file may stand on another one. */
    open: boolean().notNull().default(true),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.disposalId, t.position] }),
    foreignKey({ columns: [t.firmId, t.disposalId], foreignColumns: [disposal.firmId, disposal.id] }),
    foreignKey({ columns: [t.firmId, t.documentId], foreignColumns: [document.firmId, document.id] }),
    uniqueIndex('disposal_line_open_once')
      .on(t.firmId, t.documentId)
      .where(sql`open and held_back is null`),
    index('disposal_line_document').on(t.firmId, t.documentId),
    ...firmPolicies('disposal_line', t.firmId, { reads: sql`${keepsArchives} or access.in_disposal(disposal_id)` }),
  ],
);

/** Who signs at which stage in which position, and that they did. */
export const disposalSeat = firmTable(
  'disposal_seat',
  {
    firmId: firmColumn(),
    disposalId: idRef('disposal').notNull(),
    stage: text().$type<Stage>().notNull(),
    seat: text().$type<SeatName>().notNull(),
    personId: idRef('person').notNull(),
    signatureId: idRef('signature'),
    agrees: boolean(),
    remark: text(),
    signedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.firmId, t.disposalId, t.stage, t.seat] }),
    foreignKey({ columns: [t.firmId, t.disposalId], foreignColumns: [disposal.firmId, disposal.id] }),
    foreignKey({ columns: [t.firmId, t.personId], foreignColumns: [person.firmId, person.id] }),
    foreignKey({ columns: [t.firmId, t.signatureId], foreignColumns: [signature.firmId, signature.id] }),
    // Of the five opinions one person may give two (`apart` in seats.ts).
    uniqueIndex('disposal_seat_own_person')
      .on(t.firmId, t.disposalId, t.stage, t.personId)
      .where(sql`stage <> 'opinion'`),
    check(
      'signed_wholly',
      sql`(signature_id is null) = (signed_at is null) and (signature_id is null) = (agrees is null)`,
    ),
    ...firmPolicies('disposal_seat', t.firmId, {
      reads: sql`${keepsArchives} or access.in_disposal(disposal_id)`,
      writes: sql`person_id = ${presentPerson} or (signature_id is null and ${keepsArchives})`,
      answers: true,
    }),
  ],
);
