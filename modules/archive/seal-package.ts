import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as document from '#modules/document/document.ts';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import * as signing from '#modules/signing/signing.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import type { Id, PersonId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { signPdf } from '#platform/pdf/sign-pdf.ts';
import { archivePackage } from './archive.table.ts';
import { safeName } from './bag/bag-path.ts';
import { firmCertificate } from './firm-seal.ts';
import { formsOf } from './forms-of.ts';
import { inventoryJson, presentInventory } from './inventory.ts';
import { type SignatureFile, inventorySchema, signatureFileSchema } from './package-format.ts';
import { clientInventoryPdf, summaryInventoryPdf } from './pdf/inventory-pdf.ts';
import { verifyPackage } from './verify/verify-package.ts';
import { type WrittenPackage, writePackage } from './write-package.ts';

/** Orders the package of a batch in the transaction of its last signature: whatever happens then, it will be made. */
export async function orderPackage(inside: Inside, batch: Id<'batch'>): Promise<void> {
  await inside.ground.enqueue(inside, 'archive.seal', { batch });
}

/**
 * Makes the package of a signed batch: forms signed with the firm's certificate, signatures, letters, scans, and the journal
 * of the handover with inclusion proofs against the first checkpoint after the sign-off. Runs again after a failure
 * without harm: a package that already stands and is sound is registered, never written twice.
 */
export async function sealPackage(context: Context, input: { batch: Id<'batch'> }): Promise<void> {
  const { journalled, pieces } = await gather(context, input.batch);
  if (!journalled) throw new Refusal('archive.journal-waits', { batch: input.batch }, 'unavailable');
  if (!pieces) return;
  const target = join(context.ground.archiveFolder, pieces.firm, pieces.name);
  const written = (await existing(target, pieces.verifierKey)) ?? (await write(context, target, pieces));
  await transact(context, async (inside) => {
    const batch = await handover.findBatch(inside, input.batch, { lock: true });
    if (batch.state === 'sealed') return;
    await handover.moveBatch(inside, batch.id, ['signed', 'sealing'], 'sealed');
    const kept = handover.retentionUntil({ kind: 'years', years: 30 }, Number(localDateOf(inside.now).slice(0, 4)));
    const keepUntil = kept.kind === 'until' ? kept.until : 'permanent';
    const { manifestHash, files, bytes } = written;
    await inside.db.insert(archivePackage).values({
      firmId: inside.firm,
      batchId: batch.id,
      handoverId: batch.handoverId,
      name: pieces.name,
      inventoryVersion: pieces.inventory.version,
      inventoryHash: pieces.hash,
      packageHash: manifestHash,
      files,
      bytes,
      keepUntil,
    });
    await handover.closeWhenSealed(inside, batch.handoverId);
    await journal.record(inside, {
      verb: 'archive.package-sealed',
      handover: batch.handoverId,
      subject: batch.id,
      facts: { packageHash: manifestHash, files, bytes },
    });
  });
}

type Pieces = NonNullable<Awaited<ReturnType<typeof gather>>['pieces']>;

/** Everything that goes into the package, read in one transaction; null pieces when it was sealed already. */
async function gather(context: Context, id: Id<'batch'>) {
  await journal.sequence(context);
  return transact(context, async (inside) => {
    const batch = await handover.findBatch(inside, id);
    if (batch.state !== 'signed' && batch.state !== 'sealing') return { journalled: true, pieces: null };
    const kept = (await presentInventory(inside, id))!;
    const json = await inventoryJson(inside, kept);
    const inventory = inventorySchema.parse(JSON.parse(json));
    const signatures = await signing.signaturesOf(inside, kept.id);
    const signers = inventory.parties.map(({ person }) => person as PersonId);
    const extract = await journal.extract(inside, batch.handoverId, signers);
    if (!extract) return { journalled: false, pieces: null };
    const found = await handover.findHandover(inside, batch.handoverId);
    const content = await playbook.contentOf(inside, found.playbookVersionId);
    const forms = formsOf(inventory, {
      inventoryHash: kept.hash,
      signatures,
      checkpoint: extract.checkpoint,
      content,
      at: inside.now,
    });
    return {
      journalled: true,
      pieces: {
        firm: inside.firm as string,
        name: `${inventory.handover.number}-${batch.number}`,
        json,
        hash: kept.hash,
        inventory,
        signatures,
        letters: await signing.letterFilesOf(inside, batch.handoverId),
        extract,
        forms,
        sealedAt: inside.now,
        verifierKey: await journal.verifierKey(inside),
        certificate: await firmCertificate(inside),
        scans: signatures.flatMap(({ document: scan }) => scan ?? []),
      },
    };
  });
}

async function write(context: Context, target: string, pieces: Pieces): Promise<WrittenPackage> {
  const { signatures } = pieces;
  const { clients, summaries } = await printForms(pieces);
  return writePackage(target, {
    inventory: pieces.json,
    summaries,
    clients,
    signatures: signatures.map(signatureFile),
    letters: pieces.letters,
    evidence: scansOf(context, pieces),
    journal: pieces.extract,
    sealedAt: pieces.sealedAt,
    verifierKey: pieces.verifierKey,
    sign: (text) => read(context, (inside) => journal.signForFirm(inside, text)),
  });
}

/** The 分户清册 first, since the 汇总清册 names their pages and hashes; two at a time, as many as are typeset at once. */
async function printForms({ forms: { head, clients }, inventory, certificate, sealedAt }: Pieces) {
  const stamp = (pdf: Uint8Array) =>
    signPdf(pdf, { ...certificate, reason: '移交清册归档', location: inventory.firm.name, at: sealedAt });
  const printed: { number: string; list: Uint8Array; pages: number; pdfHash: string }[] = [];
  for (let from = 0; from < clients.length; from += 2) {
    const some = clients.slice(from, from + 2).map(async ({ lines, remarks, ...client }) => {
      const { pdf, pages } = await clientInventoryPdf({ ...head, remarks, copy: 'archive', client, lines });
      const list = await stamp(pdf);
      return { number: client.number, list, pages, pdfHash: createHash('sha256').update(list).digest('hex') };
    });
    printed.push(...(await Promise.all(some)));
  }
  const listed = clients.map(({ remarks: _, ...client }, i) => ({
    ...client,
    pages: printed[i]!.pages,
    pdfHash: printed[i]!.pdfHash,
  }));
  const summary = async (copy: 'outgoing' | 'incoming' | 'supervisor') =>
    stamp((await summaryInventoryPdf({ ...head, copy, clients: listed })).pdf);
  const summaries = [await summary('outgoing'), await summary('incoming'), await summary('supervisor')] as const;
  return { clients: printed, summaries };
}

async function* scansOf(context: Context, { signatures }: Pieces) {
  for (const { document: scan, side } of signatures) {
    if (!scan) continue;
    yield { path: scanName(side!), content: await read(context, (inside) => document.contentOf(inside, scan)) };
  }
}

function scanName(side: string): string {
  return safeName(`${side}-scan`);
}

function signatureFile({ side, person, name, manner, signedAt, signed }: signing.KeptSignature): SignatureFile {
  const common = { manner, side, person, name, signedAt: signedAt.toISOString(), signed };
  return signatureFileSchema.parse(
    manner === 'electronic' ? common : { ...common, scan: `data/evidence/${scanName(side!)}` },
  );
}

async function existing(target: string, firmKey: string): Promise<WrittenPackage | null> {
  if (!(await stat(target).catch(() => null))) return null;
  const report = await verifyPackage(target, { firmKey });
  if (!report.sound) throw new Refusal('archive.package-unsound', { first: report.first?.code }, 'conflict');
  return { manifestHash: report.package!.hash, files: report.counts.files, bytes: report.counts.bytes };
}
