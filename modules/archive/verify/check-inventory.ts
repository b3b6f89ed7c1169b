import { inOneLine, type Inventory, inventorySchema, packagePaths, type PackageStatement } from '../package-format.ts';
import { type FoundPackage, parseCanonical } from './found-package.ts';
import type { PackageFault } from './report.ts';

const file = packagePaths.inventory;

/**
 * The inventory is canonical and of the format, it is the one that the statement is about, and the files of the package
 * are those that it calls for: three summaries, one list for each client, the journal's extract, and nothing at a place
 * that the format does not know.
 */
export async function checkInventory(
  found: FoundPackage,
  statement: PackageStatement | null,
): Promise<{ faults: PackageFault[]; inventory: Inventory | null }> {
  const { faults, inventory } = await readInventory(found);
  if (inventory && statement && !isAbout(statement, inventory)) faults.push({ code: 'inventory-differs', file });
  const clientLists = (inventory?.clients ?? []).map(({ number }) => packagePaths.clientList(number));
  for (const required of [...requiredFiles, ...clientLists]) {
    if (!found.has(required)) faults.push({ code: 'file-missing', file: required });
  }
  const folders = new Set(clientLists.map((path) => path.slice(0, path.lastIndexOf('/') + 1)));
  const known = new Set([file, ...requiredFiles]);
  for (const path of found.paths('data/')) {
    const ofClient = !inventory || [...prefixesOf(path)].some((prefix) => folders.has(prefix));
    const inPlace = path.startsWith('data/clients/') ? ofClient : known.has(path) || freePlace.test(path);
    if (!inPlace) faults.push({ code: 'out-of-place', file: path });
  }
  return { faults, inventory };
}

const { summary, entries, proofs, checkpoint } = packagePaths;
const requiredFiles: string[] = [summary(1), summary(2), summary(3), entries, proofs, checkpoint];
const freePlace = /^data\/(evidence\/.|signatures\/[^/]+\.json$|letters\/[^/]+\.json$)/;

async function readInventory(found: FoundPackage): Promise<{ faults: PackageFault[]; inventory: Inventory | null }> {
  if (!found.has(file)) return { faults: [{ code: 'file-missing', file }], inventory: null };
  const text = await found.textOf(file);
  if (text === null) return { faults: [{ code: 'file-unreadable', file }], inventory: null };
  const read = parseCanonical(text);
  if ('wrongAt' in read)
    return { faults: [{ code: 'inventory-not-canonical', file, ...read.wrongAt }], inventory: null };
  const parsed = inventorySchema.safeParse(read.value);
  if (parsed.success) return { faults: [], inventory: parsed.data };
  const at = parsed.error.issues[0]?.path.join('.') ?? '';
  return { faults: [{ code: 'inventory-malformed', file, facts: { at } }], inventory: null };
}

function isAbout(statement: PackageStatement, { firm, handover, batch }: Inventory): boolean {
  return (
    statement.firm === inOneLine(firm.name) &&
    statement.handover === inOneLine(handover.number) &&
    statement.batch === batch.number
  );
}

function* prefixesOf(path: string): Generator<string> {
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) yield path.slice(0, at + 1);
}
