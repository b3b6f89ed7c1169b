import { commitmentOf, leafBytes } from '#modules/journal/journal.policy.ts';
import { fromBase64url, fromHex } from '#platform/crypto/bytes.ts';
import { leafHash, verifyInclusion } from '#platform/crypto/merkle.ts';
import { type Checkpoint, openCheckpoint, parseVerifierKey } from '#platform/crypto/signed-note.ts';
import { type ExtractEntry, extractEntrySchema, extractProofSchema, packagePaths } from '../package-format.ts';
import { type FoundPackage, parseCanonical } from './found-package.ts';
import type { PackageFault } from './report.ts';

/** Entries with, line for line, their proofs. */
export interface JournalFiles {
  entries: string;
  proofs: string;
}

const { entries, proofs, checkpoint: checkpointFile } = packagePaths;
const inOnePart: readonly JournalFiles[] = [{ entries, proofs }];

/**
 * The extract of the journal: the checkpoint is signed by the firm's log, the entries stand in their order, the facts of
 * each are those that its leaf commits to, and its leaf is in the tree of the checkpoint. The entries returned are those
 * that are proven.
 */
export async function checkJournal(
  found: FoundPackage,
  verifierKey: string | null,
  parts: readonly JournalFiles[] = inOnePart,
): Promise<{ faults: PackageFault[]; entries: ExtractEntry[]; checked: number; checkpoint: Checkpoint | null }> {
  const { faults, checkpoint } = await readCheckpoint(found, verifierKey);
  const proven: ExtractEntry[] = [];
  let checked = 0;
  let before = -1;
  for (const files of parts) {
    const part = await checkPart(found, files, { before, checkpoint });
    faults.push(...part.faults);
    for (const entry of part.proven) proven.push(entry);
    checked += part.checked;
    before = part.last;
  }
  return { faults, entries: proven, checked, checkpoint };
}

async function checkPart(
  found: FoundPackage,
  files: JournalFiles,
  of: { before: number; checkpoint: Checkpoint | null },
): Promise<{ faults: PackageFault[]; proven: ExtractEntry[]; checked: number; last: number }> {
  const { entries: entriesFile, proofs: proofsFile } = files;
  const lines = await linesOf(found, entriesFile);
  const proofLines = await linesOf(found, proofsFile);
  const faults: PackageFault[] = [];
  if (found.has(entriesFile) && lines.length === 0 && of.before < 0)
    faults.push({ code: 'entries-missing', file: entriesFile });
  if (proofLines.length > lines.length)
    faults.push({ code: 'entry-malformed', file: proofsFile, line: lines.length + 1 });
  const proven: ExtractEntry[] = [];
  let last = of.before;
  for (const [at, line] of lines.entries()) {
    const number = { line: at + 1 };
    const entry = parseLine(line, extractEntrySchema);
    const proof = parseLine(proofLines[at] ?? '', extractProofSchema);
    if (!entry) faults.push({ code: 'entry-malformed', file: entriesFile, ...number });
    if (!proof) faults.push({ code: 'entry-malformed', file: proofsFile, ...number });
    if (!entry || !proof) continue;
    const fault = entryFault(entry, files, {
      before: last,
      proofIndex: proof.index,
      path: proof.path,
      checkpoint: of.checkpoint,
    });
    if (fault) faults.push({ ...fault, ...number, facts: { index: entry.index } });
    else if (of.checkpoint) proven.push(entry);
    last = entry.index;
  }
  return { faults, proven, checked: lines.length, last };
}

async function readCheckpoint(
  found: FoundPackage,
  verifierKey: string | null,
): Promise<{ faults: PackageFault[]; checkpoint: Checkpoint | null }> {
  const file = checkpointFile;
  const verifier = verifierKey === null ? null : parseVerifierKey(verifierKey);
  if (!verifier || !found.has(file)) return { faults: [], checkpoint: null };
  const opened = openCheckpoint((await found.textOf(file)) ?? '', verifier);
  if (opened.state === 'signed') return { faults: [], checkpoint: opened.checkpoint };
  const fault: PackageFault =
    opened.state === 'malformed'
      ? { code: 'checkpoint-malformed', file, line: opened.line }
      : { code: 'checkpoint-forged', file };
  return { faults: [fault], checkpoint: null };
}

/** The lines of a file, each of which ends in a newline; a last one that does not counts as one more, and is malformed. */
export async function linesOf(found: FoundPackage, file: string): Promise<string[]> {
  const lines = ((await found.textOf(file)) ?? '').split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : [...lines.slice(0, -1), `${lines.at(-1)!}\n`];
}

export function parseLine<T>(
  line: string,
  schema: { safeParse: (value: unknown) => { success: true; data: T } | { success: false } },
): T | null {
  const read = parseCanonical(line);
  const parsed = 'value' in read ? schema.safeParse(read.value) : null;
  return parsed?.success ? parsed.data : null;
}

function entryFault(
  entry: ExtractEntry,
  { entries: entriesFile, proofs: proofsFile }: JournalFiles,
  against: { before: number; proofIndex: number; path: string[]; checkpoint: Checkpoint | null },
): { code: 'entry-order' | 'entry-facts-altered' | 'entry-not-in-log'; file: string } | null {
  const { before, proofIndex, path, checkpoint } = against;
  if (entry.index <= before) return { code: 'entry-order', file: entriesFile };
  if (proofIndex !== entry.index) return { code: 'entry-order', file: proofsFile };
  if (!factsAreCommitted(entry)) return { code: 'entry-facts-altered', file: entriesFile };
  if (!checkpoint) return null;
  const claim = { leaf: leafHash(leafBytes(entry.leaf)), index: entry.index, proof: path.map(fromHex), ...checkpoint };
  return verifyInclusion(claim) ? null : { code: 'entry-not-in-log', file: entriesFile };
}

/** Facts erased by law leave the leaf, which still proves that there was an entry; salt and facts go together. */
function factsAreCommitted({ leaf, salt, facts }: ExtractEntry): boolean {
  if (salt === null || facts === null) return salt === null && facts === null;
  try {
    return commitmentOf(fromBase64url(salt), facts) === leaf.commitment;
  } catch {
    return false;
  }
}
