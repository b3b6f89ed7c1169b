import { oc } from '@orpc/contract';
import { z } from 'zod';
import { idOf } from '#platform/kernel/id.ts';
import { localDateSchema } from '#platform/kernel/local-date-schema.ts';
import { termSchema } from './retention-kinds.ts';
import { directoryStates, purposes, safeguardKinds } from './terms.ts';

export { retentionRules, type Source, type Term } from './retention-kinds.ts';

const words = z.string().trim().min(2).max(500);
const someone = z.object({ id: idOf('person'), name: z.string() });

/** A kind of archive with the term that counts for it. */
const kindSchema = z.object({
  key: z.string(),
  zh: z.string(),
  en: z.string(),
  term: termSchema,
  tax: z.boolean(),
  /** Where the term comes from: the law, or what the firm has written down when it added the kind. */
  source: z.string(),
  /** Added by the firm. */
  own: z.boolean(),
});
export type RetentionKind = z.output<typeof kindSchema>;

export const addKindInput = z.object({
  name: z.string().trim().min(2).max(60),
  term: termSchema,
  tax: z.boolean(),
  source: words,
});
export type AddKind = z.output<typeof addKindInput>;

/** How long a file is kept. What is not known is null, and `state` says so: nothing is counted from a guess. */
const keepingSchema = z.object({
  kind: z.string().nullable(),
  year: z.int().nullable(),
  /** `unfiled`: nobody has said yet what it is; `in-use`: a card of an asset that is not scrapped. */
  state: z.enum(['unfiled', 'until', 'permanent', 'in-use']),
  /** 应保管期限. */
  term: termSchema.nullable(),
  keptFrom: localDateSchema.nullable(),
  keptUntil: localDateSchema.nullable(),
  /** The first day on which it may be appraised for disposal. */
  mayGoFrom: localDateSchema.nullable(),
  /** 已保管期限: full years until today. */
  keptYears: z.int().nullable(),
  held: z.boolean(),
  restricted: z.boolean(),
  destroyedAt: z.date().nullable(),
});
export type Keeping = z.output<typeof keepingSchema>;

export const filedDocumentSchema = keepingSchema.extend({
  document: idOf('document'),
  /** 档案编号. */
  code: z.string().nullable(),
});
export type FiledDocument = z.output<typeof filedDocumentSchema>;

/** The same for its reader: `closed` when it is restricted and nobody has opened it for them. */
const keptDocumentSchema = filedDocumentSchema.extend({ closed: z.boolean() });
export type KeptDocument = z.output<typeof keptDocumentSchema>;

const whose = z.object({ id: idOf('client'), number: z.string(), name: z.string() });
const part = z.string().trim().max(12);

/** Where paper stands: 柜, 架, 盒; shelf and box are empty where there are none. */
export const paperPlaceSchema = z.object({ cabinet: part.min(1), shelf: part.default(''), box: part.default('') });
export type PaperPlace = z.output<typeof paperPlaceSchema>;

/** A file in the directory of the archive: what it is, how long it is kept and where its paper stands. */
export const directoryRowSchema = filedDocumentSchema.extend({
  client: whose.nullable(),
  /** For who may read the file; null for who only keeps the archives. */
  name: z.string().nullable(),
  place: paperPlaceSchema.nullable(),
  mediaType: z.string(),
  size: z.number(),
  sha256: z.string(),
  addedAt: z.date(),
});
export type DirectoryRow = z.output<typeof directoryRowSchema>;

export const listDirectoryInput = z.object({
  state: z.enum(directoryStates).default('all'),
  /** `none`: the files of handovers as a whole. */
  client: idOf('client').or(z.literal('none')).optional(),
  /** The fiscal year; `none`: what has none. */
  year: z.int().or(z.literal('none')).optional(),
  kind: z.string().max(60).optional(),
  /** A piece of a client's name or number, of a kind's name, of a code (three characters at least), or a box or place such as `3-2`. */
  words: z.string().trim().min(1).max(60).optional(),
  document: idOf('document').optional(),
  /** `next` of the page before. */
  after: z.string().max(80).optional(),
  limit: z.int().min(1).max(500).default(200),
});
export type ListDirectory = z.output<typeof listDirectoryInput>;

/** A node of the class tree: a client, or a fiscal year and kind of one; `kind` is null for what nobody has filed. */
const archiveClassSchema = z.object({
  client: whose.nullable(),
  year: z.int().nullable(),
  kind: z.string().nullable(),
  files: z.int(),
  unfiled: z.int(),
  due: z.int(),
  held: z.int(),
  restricted: z.int(),
  destroyed: z.int(),
});
export type ArchiveClass = z.output<typeof archiveClassSchema>;

export const readClassesInput = z.object({ client: idOf('client').or(z.literal('none')).optional() });
export type ReadClasses = z.output<typeof readClassesInput>;

const said = { from: z.enum(['name', 'folder', 'content']), words: z.string() };

/** What a file may be, and what says so; null where nothing does. */
const filingSuggestionSchema = z.object({
  document: idOf('document'),
  kind: z.object({ ...said, key: z.string() }).nullable(),
  year: z.object({ ...said, year: z.int() }).nullable(),
});
export type FilingSuggestion = z.output<typeof filingSuggestionSchema>;

export const suggestFilingsInput = z.object({ documents: z.array(idOf('document')).min(1).max(500) });
export type SuggestFilings = z.output<typeof suggestFilingsInput>;

export const placePaperInput = z.object({
  documents: z.array(idOf('document')).min(1).max(500),
  /** Null: no paper stands here any more. */
  place: paperPlaceSchema.nullable(),
});
export type PlacePaper = z.output<typeof placePaperInput>;

export const fileDocumentsInput = z.object({
  documents: z.array(idOf('document')).min(1).max(500),
  kind: z.string().max(60),
  /** The fiscal year; of a fixed asset card the year of scrapping, or null while the asset is in use. */
  year: z.int().min(1949).max(2200).nullable(),
});
export type FileDocuments = z.output<typeof fileDocumentsInput>;

const target = { client: idOf('client').optional(), document: idOf('document').optional() };

/** 保全 or 限制处理, over one file or all files of a client. */
export const safeguardSchema = z.object({
  id: idOf('safeguard'),
  kind: z.enum(safeguardKinds),
  client: z.object({ id: idOf('client'), number: z.string(), name: z.string() }).nullable(),
  document: idOf('document').nullable(),
  reason: z.string(),
  state: z.enum(['placed', 'confirmed', 'lift-asked', 'lifted']),
  placedBy: someone,
  placedAt: z.date(),
  confirmedBy: someone.nullable(),
  confirmedAt: z.date().nullable(),
  liftReason: z.string().nullable(),
  liftAskedBy: someone.nullable(),
  liftedBy: someone.nullable(),
  liftedAt: z.date().nullable(),
});
export type Safeguard = z.output<typeof safeguardSchema>;

export const placeSafeguardInput = z.object({ kind: z.enum(safeguardKinds), ...target, reason: words });
export type PlaceSafeguard = z.output<typeof placeSafeguardInput>;

const oneSafeguard = z.object({ safeguard: idOf('safeguard') });

export const openingSchema = z.object({
  id: idOf('purpose-opening'),
  document: idOf('document'),
  client: idOf('client').nullable(),
  person: someone,
  purpose: z.enum(purposes),
  reason: z.string(),
  askedAt: z.date(),
  approvedBy: someone.nullable(),
  /** Until when it is open to that person; null before it is approved. */
  until: z.date().nullable(),
});
export type PurposeOpening = z.output<typeof openingSchema>;

export const askOpeningInput = z.object({ document: idOf('document'), purpose: z.enum(purposes), reason: words });
export type AskOpening = z.output<typeof askOpeningInput>;

const place = z.object({ client: idOf('client').optional(), handover: idOf('handover').optional() });

export const retentionContract = {
  listKinds: oc
    .route({
      method: 'GET',
      path: '/retention-kinds',
      summary: 'The kinds of archives with their terms: those of the law, and those that the firm has added',
    })
    .output(z.array(kindSchema)),
  addKind: oc
    .route({ method: 'POST', path: '/retention-kinds', summary: 'Add a kind of archive of the firm with its term' })
    .input(addKindInput)
    .output(kindSchema),
  readKeeping: oc
    .route({
      method: 'GET',
      path: '/documents/keeping',
      summary: 'How long each file of a client, or of a handover as a whole, is kept',
    })
    .input(place)
    .output(z.array(keptDocumentSchema)),
  fileDocuments: oc
    .route({
      method: 'POST',
      path: '/documents/filing',
      summary: 'Say of files what kind of archive of which year they are',
    })
    .input(fileDocumentsInput)
    .output(z.array(filedDocumentSchema)),
  listDirectory: oc
    .route({
      method: 'GET',
      path: '/directory',
      summary:
        'The directory of the archive, what may go first at the top, page by page: the whole one for who keeps the archives, without names of files, and the files of own clients for anybody else',
    })
    .input(listDirectoryInput)
    .output(z.object({ rows: z.array(directoryRowSchema), next: z.string().nullable() })),
  countDirectory: oc
    .route({
      method: 'GET',
      path: '/directory/counts',
      summary: 'How many files of each state the whole directory has',
    })
    .output(z.record(z.enum(directoryStates), z.int())),
  readClasses: oc
    .route({
      method: 'GET',
      path: '/directory/classes',
      summary:
        'The class tree: clients, or the fiscal years and kinds of one, with how many files each has and how these stand',
    })
    .input(readClassesInput)
    .output(z.object({ classes: z.array(archiveClassSchema), mayFile: z.boolean() })),
  suggestFilings: oc
    .route({
      method: 'POST',
      path: '/documents/filing/suggestions',
      summary: 'What kind of archive of which year files may be, by name, folder and content, with what says so',
    })
    .input(suggestFilingsInput)
    .output(z.array(filingSuggestionSchema)),
  placePaper: oc
    .route({
      method: 'POST',
      path: '/documents/paper',
      summary: 'Say in which cabinet, shelf and box the paper of files stands, or that none does any more',
    })
    .input(placePaperInput)
    .output(z.void()),
  listSafeguards: oc
    .route({ method: 'GET', path: '/safeguards', summary: 'Legal holds and restrictions, newest first' })
    .output(z.array(safeguardSchema)),
  placeSafeguard: oc
    .route({
      method: 'POST',
      path: '/safeguards',
      summary: 'Place a legal hold (at once) or a restriction (once confirmed) over a file or all files of a client',
    })
    .input(placeSafeguardInput)
    .output(safeguardSchema),
  confirmSafeguard: oc
    .route({
      method: 'POST',
      path: '/safeguards/{safeguard}/confirmation',
      summary: 'Confirm it as the second person',
    })
    .input(oneSafeguard)
    .output(safeguardSchema),
  askToLift: oc
    .route({
      method: 'POST',
      path: '/safeguards/{safeguard}/lifting-request',
      summary: 'Ask that it be lifted, with the reason; it stands until a second person lifts it',
    })
    .input(oneSafeguard.extend({ reason: words }))
    .output(safeguardSchema),
  liftSafeguard: oc
    .route({ method: 'POST', path: '/safeguards/{safeguard}/lifting', summary: 'Lift it as the second person' })
    .input(oneSafeguard)
    .output(safeguardSchema),
  listOpenings: oc
    .route({
      method: 'GET',
      path: '/purpose-openings',
      summary: 'Who asked to read restricted files, for which purpose, and who approved it',
    })
    .output(z.array(openingSchema)),
  askOpening: oc
    .route({
      method: 'POST',
      path: '/purpose-openings',
      summary: 'Ask to read a restricted file for a named purpose',
    })
    .input(askOpeningInput)
    .output(openingSchema),
  approveOpening: oc
    .route({
      method: 'POST',
      path: '/purpose-openings/{opening}/approval',
      summary: 'Approve as another person; open to who asked for 24 hours',
    })
    .input(z.object({ opening: idOf('purpose-opening') }))
    .output(openingSchema),
};
