import { oc } from '@orpc/contract';
import { z } from 'zod';
import { idOf } from '#platform/kernel/id.ts';

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
});
export type Package = z.output<typeof packageSchema>;

/** The first thing wrong: which file, and the line (from 1) or byte (from 0) where it shows. */
const faultSchema = z.object({ file: z.string(), code: z.string(), line: z.int().nullable(), offset: z.int().nullable() });

export const archiveContract = {
  listPackages: oc.route({ method: 'GET', path: '/archive', summary: 'Sealed packages, newest first' }).output(z.array(packageSchema)),
  readPackage: oc
    .route({ method: 'GET', path: '/archive/{package}', summary: 'A sealed package and the files in it' })
    .input(z.object({ package: idOf('archive-package') }))
    .output(packageSchema.extend({ folder: z.string(), contents: z.array(z.object({ path: z.string(), bytes: z.int() })), verifierKey: z.string() })),
  verifyStored: oc
    .route({ method: 'POST', path: '/archive/{package}/verification', summary: 'Check a stored package as anyone could check it outside' })
    .input(z.object({ package: idOf('archive-package') }))
    .output(z.object({ sound: z.boolean(), files: z.int(), faults: z.int(), first: faultSchema.nullable() })),
};
