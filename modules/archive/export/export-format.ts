import { z } from 'zod';
import { parseVerifierKey } from '#platform/crypto/signed-note.ts';
import { signedApprovalSchema } from '#modules/vault/vault.contract.ts';
import { caselessName } from '../bag/bag-path.ts';
import { inOneLine } from '../package-format.ts';

/**
 * An export of a client or of a whole firm, format `baton/export/v1`: a BagIt bag (RFC 8493) whose files all stand under one signature
 * of the firm, as those of a sealed package do (`package-format.ts`).
 *
 *     statement.txt             signed note of the firm's log key over the SHA-256 of …
 *     tagmanifest-sha256.txt    … which has the SHA-256 of the four files …
 *     bagit.txt bag-info.txt README.txt manifest-sha256.txt
 *     data/…                    … the last of which has the SHA-256 of each file here
 *
 * Under `data/`:
 *
 *     export.json                        what it is, who asked and who released it with which signature; `exportSchema`
 *     people.jsonl                       whoever the records name by id; `personLineSchema`
 *     clients/<number>/client.json       the client's line of the directory; `clientFileSchema`
 *     clients/<number>/records.jsonl     each version of each record; `recordLineSchema`
 *     clients/<number>/records/<kind>.csv    the records in force, for a spreadsheet
 *     clients/<number>/files.jsonl       each file, where its content lies in the bag, or why it does not; `fileLineSchema`
 *     clients/<number>/files/…           the contents
 *     clients/<number>/vault.json        sealed secrets as ciphertext; `vaultFileSchema`
 *     clients/<number>/handovers/<package>/清册.pdf      the client's 分户清册 of each sealed package, with what proves it:
 *                                        signatures, statement, manifests of that package
 *     packages/<package>/…               of a firm: its sealed packages, whole
 *     journal/<n>/entries.jsonl, proofs.jsonl   entries of the journal and, line for line, their inclusion proofs
 *     journal/checkpoint.txt             the C2SP checkpoint that the proofs lead to, signed by the firm's log key
 *
 * JSON files and lines are canonical (RFC 8785), instants ISO 8601 in UTC. What this file says of version 1 never changes.
 */
export const exportFormat = 'baton/export/v1';

export const exportPaths = {
  about: 'data/export.json',
  people: 'data/people.jsonl',
  checkpoint: 'data/journal/checkpoint.txt',
  clients: 'data/clients/',
  /** The folder of a client, with its slash. */
  client: (number: string) => `data/clients/${caselessName(number)}/`,
  journal: (part: number) => `data/journal/${String(part).padStart(4, '0')}/`,
} as const;

const text = z.string().min(1);
const instant = z.iso.datetime();
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const personRef = z.uuid().nullable();

/** `export.json`. */
export const exportSchema = z.strictObject({
  format: z.literal(exportFormat),
  firm: z.strictObject({ id: z.uuid(), name: text }),
  scope: z.enum(['client', 'firm']),
  name: text,
  madeAt: instant,
  clients: z.int().min(0),
  /** What was asked for, the SHA-256 of whose canonical JSON the second person signed. */
  facts: z.record(z.string(), z.unknown()),
  requester: z.strictObject({ person: z.uuid(), name: text }),
  /** The second person and the signature that released it. */
  approver: z.strictObject({ person: z.uuid(), name: text, approvedAt: instant, signed: signedApprovalSchema }),
});
export type ExportFile = z.output<typeof exportSchema>;

/** A line of `people.jsonl`. */
export const personLineSchema = z.strictObject({ person: z.uuid(), name: text, title: z.string() });

/** `client.json`. */
export const clientFileSchema = z.strictObject({
  client: z.uuid(),
  number: text,
  name: text,
  uscc: z.string().nullable(),
  state: text,
  owner: z.uuid(),
  ownerSince: instant,
  createdAt: instant,
});
export type ClientFile = z.output<typeof clientFileSchema>;

/** A line of `records.jsonl`: a version of a record; `replacedAt` and `reason` are null for the one that stands. */
export const recordLineSchema = z.strictObject({
  record: z.uuid(),
  kind: text,
  version: z.int().min(1),
  ended: z.boolean(),
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  changedAt: instant,
  changedBy: personRef,
  replacedAt: instant.nullable(),
  reason: z.string().nullable(),
});
export type RecordLine = z.output<typeof recordLineSchema>;

/** A line of `files.jsonl`. */
export const fileLineSchema = z.strictObject({
  document: z.uuid(),
  folder: z.string(),
  name: text,
  mediaType: text,
  size: z.int().min(0),
  sha256: hash,
  addedBy: z.uuid(),
  addedAt: instant,
  /** How it is filed, by the kind's key; null when it was not. */
  filing: z
    .strictObject({ kind: text, year: z.int().nullable(), code: z.string().nullable(), by: z.uuid(), at: instant })
    .nullable(),
  /** Where its content lies: `data/clients/<number>/files/…`; null when it is not in the bag. */
  path: z.string().nullable(),
  /** Why it is not: destroyed, restricted, missing, damaged. */
  withheld: z.enum(['destroyed', 'restricted', 'missing', 'damaged']).nullable(),
});
export type FileLine = z.output<typeof fileLineSchema>;

/** `vault.json`: ciphertext, which opens with one of the keys that the wraps were made to, and with nothing else. */
export const vaultFileSchema = z.strictObject({
  lock: z.strictObject({ version: z.int().min(1), recipient: text, madeBy: z.uuid(), madeAt: instant }).nullable(),
  wraps: z.array(z.strictObject({ person: personRef, wrapped: text })),
  secrets: z.array(
    z.strictObject({
      id: z.uuid(),
      title: text,
      record: z.uuid().nullable(),
      version: z.int().min(1),
      ciphertext: text,
      tokenHash: hash,
      sealedBy: z.uuid(),
      sealedAt: instant,
    }),
  ),
});
export type VaultFile = z.output<typeof vaultFileSchema>;

/** What the firm states of an export as a whole. */
export interface ExportStatement {
  firm: string;
  /** The name of the bag. */
  name: string;
  sealedAt: string;
  /** The firm's verifier key, which also signs the journal's checkpoints. */
  verifierKey: string;
  /** SHA-256 of `tagmanifest-sha256.txt`. */
  tagManifestHash: string;
}

/** The text that the firm signs as `statement.txt`; its last line is one of `sha256sum`, its first keeps it apart from any other note. */
export function formatExportStatement(statement: ExportStatement): string {
  const { firm, name, sealedAt, verifierKey, tagManifestHash } = statement;
  return [
    exportFormat,
    `firm: ${inOneLine(firm)}`,
    `export: ${inOneLine(name)}`,
    `sealed: ${sealedAt}`,
    `key: ${verifierKey}`,
    `${tagManifestHash}  tagmanifest-sha256.txt`,
    '',
  ].join('\n');
}

/** The statement in a text; null when the text is not exactly what `formatExportStatement` writes. */
export function parseExportStatement(statementText: string): ExportStatement | null {
  const match =
    /^[^\n]+\nfirm: ([^\n]+)\nexport: ([^\n]+)\nsealed: ([^\n]+)\nkey: ([^\n]+)\n([0-9a-f]{64}) {2}[^\n]+\n$/.exec(
      statementText,
    );
  if (!match) return null;
  const [, firm, name, sealedAt, verifierKey, tagManifestHash] = match as unknown as string[] & { length: 6 };
  const statement = { firm, name, sealedAt, verifierKey, tagManifestHash } as ExportStatement;
  const exact = formatExportStatement(statement) === statementText && instant.safeParse(sealedAt).success;
  return exact && parseVerifierKey(statement.verifierKey) ? statement : null;
}
