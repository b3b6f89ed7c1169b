import type { JournalProof } from '#modules/journal/journal.contract.ts';
import { canonicalJson } from '#platform/crypto/canonical-json.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { caselessName } from './bag/bag-path.ts';
import { type BagFile, type Content, writeBag } from './bag/write-bag.ts';
import {
  formatStatement,
  inOneLine,
  type Inventory,
  inventorySchema,
  type LetterFile,
  packageFormat,
  packagePaths,
  type SignatureFile,
} from './package-format.ts';
import { packageReadme } from './package-readme.ts';
import { verifyPackage } from './verify/verify-package.ts';

/** A client's part of a package. */
export interface ClientPart {
  /** 客户编号, as in the inventory. */
  number: string;
  /** 分户清册, PDF. */
  list: Content;
  /** What goes beside it, by paths within the client's folder. */
  files?: readonly BagFile[];
}

/** The finished pieces of a batch's package. Streams are read once, clients and evidence in their order. */
export interface PackageContent {
  /** The canonical JSON whose hash was signed, to the byte. */
  inventory: string;
  /** 汇总清册, PDF: copies 1/3, 2/3 and 3/3. */
  summaries: readonly [Content, Content, Content];
  clients: Iterable<ClientPart> | AsyncIterable<ClientPart>;
  /** In the order of signing. */
  signatures: readonly SignatureFile[];
  letters?: readonly LetterFile[];
  /** Scans and other files, by names that `safeName` gives, within `data/evidence/`. */
  evidence?: Iterable<BagFile> | AsyncIterable<BagFile>;
  journal: { checkpoint: string; proofs: readonly JournalProof[] };
  sealedAt: Date;
  /** The firm's verifier key. */
  verifierKey: string;
  /** Signs a text as a note with the firm's log key (`signNote`). */
  sign: (text: string) => string | Promise<string>;
}

/** What stands for a package in the register of the archive. */
export interface WrittenPackage {
  /** SHA-256 of the tag manifest: the one number that stands for the whole package. */
  manifestHash: string;
  /** All files and their bytes. */
  files: number;
  bytes: number;
}

/**
 * Lays out the package of a batch in the folder `target`, which appears only when the package is whole, on disk, and has
 * passed `verifyPackage` against the firm's key.
 *
 * Refuses as `writeBag` does, with `archive.inventory-malformed` when the inventory is not canonical JSON of the format,
 * and with `archive.package-unsound` when verification finds a fault, naming it.
 */
export async function writePackage(target: string, content: PackageContent): Promise<WrittenPackage> {
  const inventory = parseInventory(content.inventory);
  const { firm, handover, batch } = inventory;
  const { verifierKey } = content;
  const written = await writeBag(target, {
    baggedAt: content.sealedAt,
    info: [
      ['Source-Organization', inOneLine(firm.name)],
      ['External-Identifier', `${inOneLine(handover.number)}/${batch.number}`],
      ['Bag-Group-Identifier', inOneLine(handover.number)],
      ['External-Description', '移交清册 inventory of a handover of client data'],
      ['Package-Format', packageFormat],
    ],
    payload: payloadOf(content),
    tags: [
      {
        path: packagePaths.readme,
        content: packageReadme({
          firm: firm.name,
          handover: handover.number,
          batch: batch.number,
          clients: inventory.clients.length,
          verifierKey,
        }),
      },
    ],
    async seal({ tagManifestHash }) {
      const statement = formatStatement({
        firm: firm.name,
        handover: handover.number,
        batch: batch.number,
        sealedAt: content.sealedAt.toISOString(),
        verifierKey,
        tagManifestHash,
      });
      return [{ path: packagePaths.statement, content: await content.sign(statement) }];
    },
    async inspect(folder) {
      const { first } = await verifyPackage(folder, { firmKey: verifierKey });
      if (first) throw new Refusal('archive.package-unsound', { fault: first.code, line: first.line ?? null });
    },
  });
  return { manifestHash: written.tagManifestHash, files: written.files, bytes: written.bytes };
}

function parseInventory(text: string): Inventory {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal('archive.inventory-malformed', { at: '' });
  }
  const parsed = inventorySchema.safeParse(value);
  if (!parsed.success) {
    throw new Refusal('archive.inventory-malformed', { at: parsed.error.issues[0]?.path.join('.') ?? '' });
  }
  if (canonicalJson(value) !== text) throw new Refusal('archive.inventory-malformed', { at: '' });
  return parsed.data;
}

async function* payloadOf(content: PackageContent): AsyncGenerator<BagFile> {
  yield { path: within(packagePaths.inventory), content: content.inventory };
  for (const copy of [1, 2, 3] as const) {
    yield { path: within(packagePaths.summary(copy)), content: content.summaries[copy - 1]! };
  }
  for await (const { number, list, files } of content.clients) {
    yield { path: within(packagePaths.clientList(number)), content: list };
    for (const file of files ?? [])
      yield { path: `clients/${caselessName(number)}/${file.path}`, content: file.content };
  }
  for (const [index, file] of content.signatures.entries()) {
    yield { path: within(packagePaths.signature(index + 1, file.side)), content: canonicalJson(file) };
  }
  for (const [index, file] of (content.letters ?? []).entries()) {
    yield { path: within(packagePaths.letter(`${index + 1}-${file.kind}`)), content: canonicalJson(file) };
  }
  for await (const file of content.evidence ?? []) yield { path: `evidence/${file.path}`, content: file.content };
  const { checkpoint, proofs } = content.journal;
  const entries = proofs.map(({ path: _path, ...entry }) => `${canonicalJson(entry)}\n`);
  yield { path: within(packagePaths.entries), content: entries.join('') };
  yield {
    path: within(packagePaths.proofs),
    content: proofs.map(({ index, path }) => `${canonicalJson({ index, path })}\n`).join(''),
  };
  yield { path: within(packagePaths.checkpoint), content: checkpoint };
}

function within(path: string): string {
  return path.slice('data/'.length);
}
