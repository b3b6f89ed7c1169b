import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import { type Context, transact } from '#platform/context/context.ts';
import { canonicalHash, canonicalJson } from '#platform/crypto/canonical-json.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { signPdf } from '#platform/pdf/sign-pdf.ts';
import { folderSource } from './bag/folder-source.ts';
import { validateBag } from './bag/validate-bag.ts';
import { type BagFile, writeBag } from './bag/write-bag.ts';
import { firmCertificate } from './firm-seal.ts';

/** A record of a neighbour that is kept for ever: papers, and what they say as JSON. */
export interface RecordToKeep {
  /** The name of its folder in the firm's archive, such as XH-2026-0001. */
  name: string;
  title: string;
  at: Date;
  /** Papers by their names within, such as `certificate.pdf`. */
  papers: { name: string; pdf: Uint8Array }[];
  /** The record itself, kept as canonical JSON, such as `certificate.json`. */
  record: { name: string; json: unknown };
  readme: string;
}

/**
 * Keeps a record as a bag (RFC 8493) in the firm's archive, for good: its papers signed with the firm's certificate, the hash of its
 * JSON with the firm's log key (a C2SP signed note). Gives the SHA-256 (hex) of the tag manifest, which stands for all of it. A bag of
 * that name that stands already and is sound is taken as it is, so that it may be tried again; refuses with
 * `archive.package-unsound` when it is not.
 */
export async function keepRecord(
  context: Context,
  { name, title, at, papers, record, readme }: RecordToKeep,
): Promise<string> {
  const { firm, firmName, certificate, note } = await transact(context, async (inside) => ({
    firm: inside.firm,
    firmName: (await people.findFirm(inside)).name,
    certificate: await firmCertificate(inside),
    note: await journal.signForFirm(inside, `${name}\n${record.name} sha256 ${canonicalHash(record.json)}\n`),
  }));
  const target = join(context.ground.archiveFolder, firm, name);
  const standing = await soundBag(target);
  if (standing) return standing;
  const payload: BagFile[] = [
    { path: record.name, content: canonicalJson(record.json) },
    { path: `${record.name}.note`, content: note },
  ];
  for (const { name: path, pdf } of papers)
    payload.push({ path, content: await signPdf(pdf, { ...certificate, reason: title, location: firmName, at }) });
  const { tagManifestHash } = await writeBag(target, {
    info: [
      ['Source-Organization', firmName],
      ['External-Identifier', name],
      ['External-Description', title],
    ],
    baggedAt: at,
    payload,
    tags: [{ path: 'README.txt', content: readme }],
  });
  return tagManifestHash;
}

/** The hash of the bag that stands there; null when there is none. */
async function soundBag(target: string): Promise<string | null> {
  if (!(await stat(target).catch(() => null))) return null;
  const source = folderSource(target);
  const { faults } = await validateBag(source);
  const manifest = await source.read('tagmanifest-sha256.txt');
  if (faults.length > 0 || !manifest)
    throw new Refusal('archive.package-unsound', { first: faults[0]?.code }, 'conflict');
  return createHash('sha256').update(manifest).digest('hex');
}
