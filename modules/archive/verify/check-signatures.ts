import { canonicalHash } from '#platform/crypto/canonical-json.ts';
import { type SignedStatement, verifyStatement } from '#platform/crypto/statement.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import {
  type ExtractEntry,
  type Inventory,
  letterFileSchema,
  packagePaths,
  type SignatureFile,
  signatureFileSchema,
  sidesThatSign,
} from '../package-format.ts';
import { type FoundPackage, parseCanonical } from './found-package.ts';
import type { PackageFault } from './report.ts';

/** What the signatures are held against. */
export interface SignedMatter {
  inventory: Inventory | null;
  /** Entries proven to stand in the firm's journal; those that record the making of keys witness whose a key is. */
  entries: ExtractEntry[];
}

/**
 * The signatures of the parties: each by the key it names, over this inventory, by the party of its side; each naming the
 * one before it; every side that must sign has signed, each person and each key once.
 */
export async function checkSignatures(
  found: FoundPackage,
  matter: SignedMatter,
): Promise<{ faults: PackageFault[]; signatures: SignatureFile[] }> {
  const faults: PackageFault[] = [];
  const signatures: { file: string; order: number; signature: SignatureFile }[] = [];
  for (const file of found.paths('data/signatures/')) {
    const signature = await readCanonical(found, file, signatureFileSchema);
    const order = Number(/^data\/signatures\/([1-9]\d?)-/.exec(file)?.[1]);
    if (!signature || file !== packagePaths.signature(order, signature.side))
      faults.push({ code: 'signature-malformed', file });
    else signatures.push({ file, order, signature });
  }
  signatures.sort((one, other) => one.order - other.order);

  for (const [index, { file, order, signature }] of signatures.entries()) {
    faults.push(...signedBy(file, signature.signed), ...ofThisBatch(file, signature, found, matter));
    const previous = signatures[index - 1]?.signature.signed.signature ?? null;
    if (order !== index + 1 || signature.signed.statement.previousSignature !== previous) {
      faults.push({ code: 'signature-chain-broken', file });
    }
    const earlier = signatures.slice(0, index);
    if (earlier.some((other) => isTwice(other.signature, signature))) faults.push({ code: 'signature-twice', file });
  }
  const sides = new Set(signatures.map(({ signature }) => signature.side));
  for (const side of matter.inventory ? sidesThatSign[matter.inventory.handover.manner] : []) {
    if (!sides.has(side)) faults.push({ code: 'signature-missing', file: 'data/signatures', facts: { side } });
  }
  return { faults, signatures: signatures.map(({ signature }) => signature) };
}

/** Pledges and letters: each text is the one that was signed, by the key it names. */
export async function checkLetters(found: FoundPackage): Promise<{ faults: PackageFault[]; checked: number }> {
  const faults: PackageFault[] = [];
  const files = found.paths('data/letters/');
  for (const file of files) {
    const letter = await readCanonical(found, file, letterFileSchema);
    if (!letter) {
      faults.push({ code: 'letter-malformed', file });
      continue;
    }
    faults.push(...signedBy(file, letter.signed));
    if (canonicalHash(letter.text) !== letter.signed.statement.textHash) faults.push({ code: 'letter-differs', file });
  }
  return { faults, checked: files.length };
}

async function readCanonical<T>(
  found: FoundPackage,
  file: string,
  schema: { safeParse: (value: unknown) => { success: true; data: T } | { success: false } },
): Promise<T | null> {
  const read = parseCanonical((await found.textOf(file)) ?? '');
  const parsed = 'value' in read ? schema.safeParse(read.value) : null;
  return parsed?.success ? parsed.data : null;
}

function signedBy(file: string, signed: SignedStatement): PackageFault[] {
  const { purpose } = signed.statement;
  try {
    verifyStatement(signed, { purpose, fingerprint: signed.fingerprint });
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [{ code: error.code === 'signing.key-differs' ? 'signature-key-differs' : 'signature-forged', file }];
  }
}

function ofThisBatch(
  file: string,
  signature: SignatureFile,
  found: FoundPackage,
  { inventory, entries }: SignedMatter,
): PackageFault[] {
  const { statement, fingerprint } = signature.signed;
  const faults: PackageFault[] = [];
  const party = inventory?.parties.find(({ side }) => side === signature.side);
  const agrees =
    statement.inventoryHash === found.hashOf(packagePaths.inventory) &&
    statement.side === signature.side &&
    statement.person === signature.person &&
    statement.key === fingerprint &&
    (!inventory ||
      (statement.firm === inventory.firm.id &&
        statement.batch === inventory.batch.id &&
        party?.person === signature.person &&
        party.name === signature.name));
  if (!agrees) faults.push({ code: 'signature-of-another', file });

  if (signature.manner === 'wet-ink' && signature.signed.statement.scanHash !== found.hashOf(signature.scan)) {
    faults.push({ code: 'scan-differs', file, facts: { scan: signature.scan } });
  }
  const signer = signature.manner === 'wet-ink' ? signature.signed.statement.acceptedBy : signature.person;
  const supervisor = inventory?.parties.find(({ side }) => side === 'supervisor');
  if (inventory && signature.manner === 'wet-ink' && signer !== supervisor?.person) {
    faults.push({ code: 'signature-of-another', file });
  }
  const keys = entries.filter(({ leaf }) => leaf.verb === 'people.keys-introduced' && leaf.subject === signer);
  if (keys.length > 0 && !keys.some(({ facts }) => facts?.fingerprint === fingerprint)) {
    faults.push({ code: 'signature-key-unknown', file });
  }
  return faults;
}

/** Two sides, one person; or two persons with one key, unless it is the supervisor's, who accepts papers signed in ink. */
function isTwice(one: SignatureFile, other: SignatureFile): boolean {
  if (one.side === other.side || one.person === other.person) return true;
  return (
    one.manner === 'electronic' && other.manner === 'electronic' && one.signed.fingerprint === other.signed.fingerprint
  );
}
