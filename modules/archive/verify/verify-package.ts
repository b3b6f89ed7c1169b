import { toHex } from '#platform/crypto/bytes.ts';
import { verifierFingerprint } from '#platform/crypto/signed-note.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { BagSource } from '../bag/bag-source.ts';
import { folderSource } from '../bag/folder-source.ts';
import { isFolder } from '../bag/validate-bag.ts';
import { checkInfo, checkPayload, checkTags, type Listed } from './check-hashes.ts';
import { checkInventory } from './check-inventory.ts';
import { checkJournal } from './check-journal.ts';
import { checkLetters, checkSignatures } from './check-signatures.ts';
import { checkStatement, packageStatement } from './check-statement.ts';
import { parseFirmKey } from './firm-key.ts';
import { FoundPackage } from './found-package.ts';
import type { CheckResult, PackageFault, PackageReport } from './report.ts';

/**
 * Checks a sealed package (`package-format.ts`) by what lies in its folder alone: no database, no network. Any changed
 * bit, any file more, less or under another name is found. `firmKey` is the firm's verifier key or its fingerprint as it
 * was given from outside; without it the package is shown to be whole, not to be the firm's.
 *
 * Never rejects because of what the package holds. Refuses with `archive.folder-missing` when `folder` is no folder and
 * with `archive.firm-key-malformed` when `firmKey` is no key.
 */
export async function verifyPackage(
  folder: string,
  options: { firmKey?: string | undefined } = {},
): Promise<PackageReport> {
  if (!(await isFolder(folder))) throw new Refusal('archive.folder-missing', {}, 'not-found');
  return verifySource(folderSource(folder), options);
}

/** The same for a package wherever it lies. */
export async function verifySource(
  source: BagSource,
  options: { firmKey?: string | undefined } = {},
): Promise<PackageReport> {
  const firmKey = options.firmKey === undefined ? null : parseFirmKey(options.firmKey);
  const { found, faults: folderFaults } = await FoundPackage.read(source);
  const { faults: statementFaults, statement } = await checkStatement(found, packageStatement, firmKey);
  const tags = await checkTags(found, statement?.tagManifestHash ?? null);
  const payload = await checkPayload(found, tags.listed);
  const stated = statement && { firm: statement.firm, identifier: `${statement.handover}/${statement.batch}` };
  const info = await checkInfo(found, { stated, payloadSound: payload.faults.length === 0 });
  const { faults: inventoryFaults, inventory } = await checkInventory(found, statement);
  const journal = await checkJournal(found, statement?.verifierKey ?? null);
  const { faults: signatureFaults, signatures } = await checkSignatures(found, { inventory, entries: journal.entries });
  const letters = await checkLetters(found);

  const { files, bytes } = found.sizeOf();
  const checks = distinct([
    { check: 'folder', checked: files, faults: folderFaults.filter((fault) => !isLeftEmpty(fault, payload.listed)) },
    { check: 'statement', checked: 1, faults: statementFaults },
    { check: 'tags', checked: tags.listed.size, faults: tags.faults },
    { check: 'payload', checked: payload.listed.size, faults: [...payload.faults, ...info] },
    { check: 'inventory', checked: inventory?.lines.length ?? 0, faults: inventoryFaults },
    { check: 'signatures', checked: signatures.length, faults: signatureFaults },
    { check: 'letters', checked: letters.checked, faults: letters.faults },
    { check: 'journal', checked: journal.checked, faults: journal.faults },
  ]);
  const faults = checks.flatMap((check) => check.faults);
  return {
    sound: faults.length === 0,
    first: faults[0] ?? null,
    faults,
    checks,
    package: statement && {
      firm: statement.firm,
      handover: statement.handover,
      batch: statement.batch,
      sealedAt: statement.sealedAt,
      hash: statement.tagManifestHash,
    },
    firmKey: statement && {
      verifierKey: statement.verifierKey,
      fingerprint: verifierFingerprint(statement.verifierKey),
      given: firmKey !== null,
    },
    checkpoint: journal.checkpoint && { ...journal.checkpoint, root: toHex(journal.checkpoint.root) },
    counts: {
      files,
      bytes,
      clients: inventory?.clients.length ?? 0,
      lines: inventory?.lines.length ?? 0,
      signatures: signatures.length,
      entries: journal.entries.length,
    },
  };
}

/** A folder that is empty because its files are missing, which is told of each of them. */
export function isLeftEmpty({ code, file }: PackageFault, listed: Listed): boolean {
  return code === 'empty-folder' && [...listed.keys()].some((path) => path.startsWith(`${file}/`));
}

/**
 * One file missing is one fault, whoever misses it; and an altered file is told with the place that a later step found
 * in it.
 */
export function distinct(checks: CheckResult[]): CheckResult[] {
  const all = checks.flatMap((check) => check.faults);
  const told = new Set<string>();
  return checks.map((check) => ({
    ...check,
    faults: check.faults
      .filter((fault) => {
        const key = JSON.stringify([fault.code, fault.file, fault.line, fault.facts]);
        return told.has(key) ? false : told.add(key);
      })
      .map((fault) => withPlace(fault, all)),
  }));
}

function withPlace(fault: PackageFault, all: PackageFault[]): PackageFault {
  if (fault.code !== 'file-altered' || fault.line !== undefined) return fault;
  const placed = all.find((other) => other.file === fault.file && other.line !== undefined);
  return placed
    ? { ...fault, line: placed.line, ...(placed.offset === undefined ? {} : { offset: placed.offset }) }
    : fault;
}
