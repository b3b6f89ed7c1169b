import { canonicalHash } from '#platform/crypto/canonical-json.ts';
import { toHex } from '#platform/crypto/bytes.ts';
import { verifierFingerprint } from '#platform/crypto/signed-note.ts';
import { verifyStatement } from '#platform/crypto/statement.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { BagSource } from '../bag/bag-source.ts';
import {
  clientFileSchema,
  type ExportFile,
  exportPaths,
  exportSchema,
  type ExportStatement,
  fileLineSchema,
  personLineSchema,
  recordLineSchema,
  vaultFileSchema,
} from '../export/export-format.ts';
import { type ExtractEntry, inOneLine } from '../package-format.ts';
import { checkInfo, checkPayload, checkTags } from './check-hashes.ts';
import { checkJournal, type JournalFiles, linesOf, parseLine } from './check-journal.ts';
import { checkStatement, exportStatement } from './check-statement.ts';
import { parseFirmKey } from './firm-key.ts';
import { FoundPackage, parseCanonical } from './found-package.ts';
import type { ExportReport, PackageFault } from './report.ts';
import { distinct, isLeftEmpty } from './verify-package.ts';

/**
 * Checks an export (`export-format.ts`) by what lies in the bag alone, as `verifySource` does a sealed package: hashes up to the firm's
 * signature, the signature of whoever released it, each line of each client, each content against the list of files, and the journal.
 */
export async function verifyExport(
  source: BagSource,
  options: { firmKey?: string | undefined } = {},
): Promise<ExportReport> {
  const firmKey = options.firmKey === undefined ? null : parseFirmKey(options.firmKey);
  const { found, faults: folderFaults } = await FoundPackage.read(source);
  const { faults: statementFaults, statement } = await checkStatement(found, exportStatement, firmKey);
  const tags = await checkTags(found, statement?.tagManifestHash ?? null);
  const payload = await checkPayload(found, tags.listed);
  const stated = statement && { firm: statement.firm, identifier: statement.name };
  const info = await checkInfo(found, { stated, payloadSound: payload.faults.length === 0 });
  const journal = await checkJournal(found, statement?.verifierKey ?? null, journalParts(found));
  const { faults: aboutFaults, about } = await checkAbout(found, statement, journal.entries);
  const clients = await checkClients(found, about);
  const { files, bytes } = found.sizeOf();
  const checks = distinct([
    { check: 'folder', checked: files, faults: folderFaults.filter((fault) => !isLeftEmpty(fault, payload.listed)) },
    { check: 'statement', checked: 1, faults: statementFaults },
    { check: 'tags', checked: tags.listed.size, faults: tags.faults },
    { check: 'payload', checked: payload.listed.size, faults: [...payload.faults, ...info] },
    { check: 'about', checked: 1, faults: aboutFaults },
    { check: 'clients', checked: clients.counts.clients, faults: clients.faults },
    { check: 'journal', checked: journal.checked, faults: journal.faults },
  ]);
  const faults = checks.flatMap((check) => check.faults);
  return {
    sound: faults.length === 0,
    first: faults[0] ?? null,
    faults,
    checks,
    export: statement && {
      firm: statement.firm,
      name: statement.name,
      sealedAt: statement.sealedAt,
      hash: statement.tagManifestHash,
    },
    firmKey: statement && {
      verifierKey: statement.verifierKey,
      fingerprint: verifierFingerprint(statement.verifierKey),
      given: firmKey !== null,
    },
    checkpoint: journal.checkpoint && { ...journal.checkpoint, root: toHex(journal.checkpoint.root) },
    counts: { files, bytes, ...clients.counts, entries: journal.entries.length },
  };
}

/** The parts of the journal, in their order; the first always, so that its absence is told. */
function journalParts(found: FoundPackage): JournalFiles[] {
  const parts: JournalFiles[] = [];
  for (let part = 1; part === 1 || found.has(`${exportPaths.journal(part)}entries.jsonl`); part += 1) {
    const folder = exportPaths.journal(part);
    parts.push({ entries: `${folder}entries.jsonl`, proofs: `${folder}proofs.jsonl` });
  }
  return parts;
}

/** `export.json` is about this bag, and the second person has signed what was asked for with the key that the journal knows. */
async function checkAbout(
  found: FoundPackage,
  statement: ExportStatement | null,
  entries: readonly ExtractEntry[],
): Promise<{ faults: PackageFault[]; about: ExportFile | null }> {
  const file = exportPaths.about;
  if (!found.has(file)) return { faults: [{ code: 'file-missing', file }], about: null };
  const read = parseCanonical((await found.textOf(file)) ?? '');
  const parsed = 'value' in read ? exportSchema.safeParse(read.value) : null;
  if (!parsed?.success) return { faults: [{ code: 'about-malformed', file }], about: null };
  const about = parsed.data;
  const faults: PackageFault[] = [];
  if (statement && (statement.firm !== inOneLine(about.firm.name) || statement.name !== about.name))
    faults.push({ code: 'about-differs', file });
  faults.push(...(await parsedLines(found, exportPaths.people, personLineSchema)).faults);
  if (!isReleased(about)) faults.push({ code: 'release-forged', file });
  else if (!keyIsKnown(about, entries)) faults.push({ code: 'release-key-unknown', file });
  return { faults, about };
}

function isReleased({ firm, facts, requester, approver }: ExportFile): boolean {
  try {
    const { fingerprint } = approver.signed;
    const statement = verifyStatement(approver.signed, { purpose: 'baton/second-person/v1', fingerprint });
    const { firm: signedFor, deed, factsHash, requester: asked, approver: by } = statement;
    const isAbout = signedFor === firm.id && deed === 'export' && factsHash === canonicalHash(facts);
    return isAbout && asked === requester.person && by === approver.person && asked !== by;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** The last key that the journal saw introduced for the approver, when it is among the entries, is the one that signed. */
function keyIsKnown({ approver }: ExportFile, entries: readonly ExtractEntry[]): boolean {
  const introduced = entries.filter(
    ({ leaf }) => leaf.verb === 'people.keys-introduced' && leaf.subject === approver.person,
  );
  return introduced.some(({ facts }) => facts?.fingerprint === approver.signed.fingerprint);
}

async function checkClients(
  found: FoundPackage,
  about: ExportFile | null,
): Promise<{ faults: PackageFault[]; counts: { clients: number; records: number; contents: number } }> {
  const faults: PackageFault[] = [];
  const folders = [
    ...new Set(found.paths(exportPaths.clients).map((path) => `${path.split('/').slice(0, 3).join('/')}/`)),
  ];
  const counts = { clients: folders.length, records: 0, contents: 0 };
  if (about && about.clients !== folders.length)
    faults.push({
      code: 'client-missing',
      file: exportPaths.clients.slice(0, -1),
      facts: { stated: about.clients, found: folders.length },
    });
  for (const folder of folders) {
    const about = await parsedFile(found, `${folder}client.json`, clientFileSchema);
    const sealed = await parsedFile(found, `${folder}vault.json`, vaultFileSchema);
    const records = await parsedLines(found, `${folder}records.jsonl`, recordLineSchema);
    const files = await parsedLines(found, `${folder}files.jsonl`, fileLineSchema);
    faults.push(...about.faults, ...sealed.faults, ...records.faults, ...files.faults);
    if (about.value && exportPaths.client(about.value.number) !== folder)
      faults.push({ code: 'out-of-place', file: `${folder}client.json` });
    counts.records += new Set(records.values.map(({ record }) => record)).size;
    const listed = new Set<string>();
    for (const [at, { path, sha256 }] of files.values.entries()) {
      if (path === null) continue;
      listed.add(path);
      counts.contents += 1;
      if (found.hashOf(path) !== sha256)
        faults.push({ code: 'content-differs', file: `${folder}files.jsonl`, line: at + 1, facts: { path } });
    }
    for (const path of found.paths(`${folder}files/`))
      if (!listed.has(path)) faults.push({ code: 'out-of-place', file: path });
  }
  return { faults, counts };
}

type Schema<T> = { safeParse: (value: unknown) => { success: true; data: T } | { success: false } };

async function parsedFile<T>(
  found: FoundPackage,
  file: string,
  schema: Schema<T>,
): Promise<{ faults: PackageFault[]; value: T | null }> {
  if (!found.has(file)) return { faults: [{ code: 'file-missing', file }], value: null };
  const value = parseLine((await found.textOf(file)) ?? '', schema);
  return { faults: value ? [] : [{ code: 'line-malformed', file, line: 1 }], value };
}

async function parsedLines<T>(
  found: FoundPackage,
  file: string,
  schema: Schema<T>,
): Promise<{ faults: PackageFault[]; values: T[] }> {
  if (!found.has(file)) return { faults: [{ code: 'file-missing', file }], values: [] };
  const faults: PackageFault[] = [];
  const values: T[] = [];
  for (const [at, line] of (await linesOf(found, file)).entries()) {
    const value = parseLine(line, schema);
    if (value === null) faults.push({ code: 'line-malformed', file, line: at + 1 });
    else values.push(value);
  }
  return { faults, values };
}
