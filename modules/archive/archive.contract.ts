import { oc } from '@orpc/contract';
import { z } from 'zod';
import { sides } from '#modules/handover/handover.contract.ts';
import { signedApprovalSchema } from '#modules/vault/vault.contract.ts';
import { idOf } from '#platform/kernel/id.ts';
import { foundExportSchema, importStates } from './import/found-export.ts';

export {
  type Inventory,
  type LetterFile,
  type Manner,
  type SignatureFile,
  inkAcceptanceSchema,
  inventorySchema,
  sidesThatSign,
  signOffStatementSchema,
} from './package-format.ts';

const packageSchema = z.object({
  id: idOf('archive-package'),
  handover: idOf('handover'),
  handoverNumber: z.string(),
  batch: idOf('batch'),
  batchNumber: z.int(),
  name: z.string(),
  inventoryHash: z.string(),
  /** SHA-256 of the tag manifest: the one number that stands for the whole package. */
  packageHash: z.string(),
  files: z.int(),
  bytes: z.int(),
  keepUntil: z.string(),
  sealedAt: z.date(),
  clients: z.int(),
  /** The side on which I stood, or null; with `handedOn`, what `canOpenPackage` asks. */
  mine: z.enum(sides).nullable(),
  /** Clients in it that I received and have handed on since. */
  handedOn: z.int(),
});
export type Package = z.output<typeof packageSchema>;

/** The first thing wrong: which file, and the line (from 1) or byte (from 0) where it shows. */
const faultSchema = z.object({
  file: z.string(),
  code: z.string(),
  line: z.int().nullable(),
  offset: z.int().nullable(),
});

/** A file of a package: its path within, and its size. */
const packageFileSchema = z.object({ path: z.string(), bytes: z.int() });
export type PackageFile = z.output<typeof packageFileSchema>;

const openPackageSchema = packageSchema.extend({
  contents: z.array(packageFileSchema),
  /** The firm's key as a checker outside is given it, and its SHA-256, hex. */
  verifierKey: z.string(),
  keyFingerprint: z.string(),
});
export type OpenPackage = z.output<typeof openPackageSchema>;

const transportSchema = z.object({
  /** The name of the file, such as H-2026-0001-1.age. */
  name: z.string(),
  bytes: z.int(),
  /** Who can open it. */
  recipients: z.array(z.object({ side: z.enum(['incoming', 'supervisor', 'recovery']), name: z.string() })),
});
export type Transport = z.output<typeof transportSchema>;

const backupStateSchema = z.object({
  /** The newest backup, and the age recipients that can open it; null when there never was one. `old`: the one of last night is missing. */
  backup: z.object({ at: z.date(), seconds: z.number(), recipients: z.array(z.string()), old: z.boolean() }).nullable(),
  /** The newest trial restore, and what it found. */
  drill: z
    .object({
      at: z.date(),
      seconds: z.number(),
      sound: z.boolean(),
      rows: z.number(),
      files: z.number(),
      old: z.boolean(),
    })
    .nullable(),
});
export type BackupState = z.output<typeof backupStateSchema>;

const someone = z.object({ id: idOf('person'), name: z.string() });

export const askExportInput = z.object({
  scope: z.enum(['client', 'firm', 'package']),
  /** Of scope `client`. */
  client: idOf('client').optional(),
  /** Of scope `package`. */
  package: idOf('archive-package').optional(),
  /** `age1…`, each of whom can open it; without any, who asks. */
  recipients: z.array(z.string().trim().min(10).max(3000)).max(10).default([]),
  reason: z.string().trim().min(2).max(400),
});
export type AskExport = z.output<typeof askExportInput>;

/**
 * An export: waiting → approved → making → made → gone, or expired, failed, cancelled. `facts` is what the second person signs the
 * hash of; `done` of `total` parts are made.
 */
const exportSchema = z.object({
  id: idOf('archive-export'),
  request: idOf('second-person-request'),
  scope: z.enum(['client', 'firm', 'package']),
  client: idOf('client').nullable(),
  package: idOf('archive-package').nullable(),
  /** Of the bag, such as KH00013-20261124. */
  name: z.string(),
  title: z.string(),
  reason: z.string(),
  /** Who can open it: a colleague, the firm's recovery key, or somebody whom the firm does not know, by the key alone. */
  recipients: z.array(
    z.object({ recipient: z.string(), whose: z.enum(['colleague', 'recovery', 'outside']), name: z.string() }),
  ),
  facts: z.record(z.string(), z.unknown()),
  requester: someone,
  approver: someone.nullable(),
  askedAt: z.date(),
  /** Until when it may be released and begun. */
  expiresAt: z.date(),
  state: z.enum(['waiting', 'approved', 'making', 'made', 'gone', 'expired', 'failed', 'cancelled']),
  startedAt: z.date().nullable(),
  done: z.int(),
  total: z.int(),
  packageHash: z.string().nullable(),
  files: z.int().nullable(),
  bytes: z.int().nullable(),
  /** The code of the refusal that it failed with. */
  failure: z.string().nullable(),
  finishedAt: z.date().nullable(),
  /** Until when its file may be fetched. */
  until: z.date().nullable(),
});
export type Export = z.output<typeof exportSchema>;

const ofExport = z.object({ export: idOf('archive-export') });

export const beginImportInput = z.object({
  name: z.string().trim().min(1).max(200),
  /** Of the age file. */
  size: z.int().min(1),
  /** The key of this one file, taken out of its header by who can open it; base64url. */
  fileKey: z
    .string()
    .length(22)
    .regex(/^[\w-]+$/),
});
export type BeginImport = z.output<typeof beginImportInput>;

const ofImport = z.object({ import: idOf('archive-import') });
export const confirmTakingInput = ofImport.extend({
  /** Who is to have charge of the clients. */
  owner: idOf('person'),
  /** New numbers by the id of the client, for those whose number is taken. */
  numbers: z.record(z.uuid(), z.string().trim().min(1).max(40)).default({}),
});
export type ConfirmTaking = z.output<typeof confirmTakingInput>;

/** An export that is to be taken in; `arrived` of `size` bytes are here. */
const exportImportSchema = z.object({
  id: idOf('archive-import'),
  fileName: z.string(),
  size: z.int(),
  arrived: z.int(),
  state: z.enum(importStates),
  found: foundExportSchema.nullable(),
  failure: z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) }).nullable(),
  createdBy: someone,
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
});
export type ExportImport = z.output<typeof exportImportSchema>;

export const archiveContract = {
  listImports: oc
    .route({ method: 'GET', path: '/archive-imports', summary: 'Exports that are to be taken in, newest first' })
    .output(z.array(exportImportSchema)),
  beginImport: oc
    .route({
      method: 'POST',
      path: '/archive-imports',
      summary: 'Begin to take in an export; its bytes follow by POST /archive/imports/{import}?at=BYTE',
    })
    .input(beginImportInput)
    .output(exportImportSchema),
  confirmTaking: oc
    .route({
      method: 'POST',
      path: '/archive-imports/{import}/taking',
      summary: 'Take a checked export in, all of it or nothing',
    })
    .input(confirmTakingInput)
    .output(exportImportSchema),
  discardImport: oc
    .route({
      method: 'POST',
      path: '/archive-imports/{import}/discard',
      summary: 'Give an import up that was not taken in',
    })
    .input(ofImport)
    .output(exportImportSchema),
  listExports: oc
    .route({ method: 'GET', path: '/exports', summary: 'Exports that I may know of, newest first' })
    .output(z.array(exportSchema)),
  askExport: oc
    .route({
      method: 'POST',
      path: '/exports',
      summary: 'Ask for an export of a client, of the firm, or of a package for others; a second person releases it',
    })
    .input(askExportInput)
    .output(exportSchema),
  releaseExport: oc
    .route({
      method: 'POST',
      path: '/exports/{export}/release',
      summary: 'Release the export that another one asked for, with my signature',
    })
    .input(ofExport.extend({ signed: signedApprovalSchema }))
    .output(exportSchema),
  beginExport: oc
    .route({
      method: 'POST',
      path: '/exports/{export}/begin',
      summary: 'Begin my released export, once; then fetch it by GET /archive/exports/{export}, from any byte on',
    })
    .input(ofExport)
    .output(exportSchema),
  cancelExport: oc
    .route({ method: 'POST', path: '/exports/{export}/cancel', summary: 'Give my export up; nothing of it stays' })
    .input(ofExport)
    .output(exportSchema),
  readBackups: oc
    .route({
      method: 'GET',
      path: '/backups',
      summary: 'The newest backup, and the newest trial restore with its result',
    })
    .output(backupStateSchema),
  listPackages: oc
    .route({ method: 'GET', path: '/archive', summary: 'Sealed packages, newest first' })
    .output(z.array(packageSchema)),
  readPackage: oc
    .route({
      method: 'GET',
      path: '/archive/{package}',
      summary: 'A sealed package and the files in it, each to be had by GET /archive/{package}/{path}',
    })
    .input(z.object({ package: idOf('archive-package') }))
    .output(openPackageSchema),
  prepareTransport: oc
    .route({
      method: 'POST',
      path: '/archive/{package}/transport',
      summary: 'Seal a package into one age file, to be had by GET /archive/{package}/transport, from any byte on',
    })
    .input(z.object({ package: idOf('archive-package') }))
    .output(transportSchema),
  verifyStored: oc
    .route({
      method: 'POST',
      path: '/archive/{package}/verification',
      summary: 'Check a stored package as anyone could check it outside',
    })
    .input(z.object({ package: idOf('archive-package') }))
    .output(z.object({ sound: z.boolean(), files: z.int(), faults: z.int(), first: faultSchema.nullable() })),
};
