import { createHash } from 'node:crypto';
import { declaration, parseBagInfo } from '../bag/declaration.ts';
import { formatManifest, parseManifest } from '../bag/manifest.ts';
import { packagePaths } from '../package-format.ts';
import { firstDifference, type FoundPackage } from './found-package.ts';
import type { PackageFault } from './report.ts';

/** A manifest that may be relied on as far as it goes: hashes by path. */
export type Listed = Map<string, string>;

const { tagManifest, manifest, info, readme, statement: statementFile } = packagePaths;
const requiredTags = [packagePaths.declaration, info, manifest, readme];

/**
 * The files beside `data/`: the tag manifest is the one of the statement, and every file but the statement stands in it
 * and is as it says. `expected` is the tag manifest's hash in the statement; null when there was none to read.
 */
export async function checkTags(
  found: FoundPackage,
  expected: string | null,
): Promise<{ faults: PackageFault[]; listed: Listed }> {
  const tags = found
    .paths()
    .filter((path) => !path.startsWith('data/') && path !== tagManifest && path !== statementFile);
  const { faults, listed } = await readManifest(found, { file: tagManifest, expected, covers: tags });
  if (!found.has(tagManifest)) faults.push({ code: 'file-missing', file: tagManifest });
  for (const file of requiredTags) {
    if (!listed.has(file) && !found.has(file)) faults.push({ code: 'file-missing', file });
  }
  // An altered payload manifest is told when it is read, where the place can be told too.
  faults.push(...compare(listed, tags, found).filter(({ code, file }) => code !== 'file-altered' || file !== manifest));
  return { faults, listed };
}

/** The files in `data/`: each stands in the payload manifest and is as it says, and there is no other. */
export async function checkPayload(
  found: FoundPackage,
  tags: Listed,
): Promise<{ faults: PackageFault[]; listed: Listed }> {
  const payload = found.paths('data/');
  const expected = tags.get(manifest) ?? null;
  const { faults, listed } = await readManifest(found, { file: manifest, expected, covers: payload });
  faults.push(...compare(listed, payload, found));
  return { faults, listed };
}

/**
 * `bagit.txt` and `bag-info.txt` say what the bag is. A change of them was found before; this finds a writer at fault.
 * The size of the payload is compared when the payload is sound, since any fault of it shows there too.
 */
export async function checkInfo(
  found: FoundPackage,
  of: { stated: { firm: string; identifier: string } | null; payloadSound: boolean },
): Promise<PackageFault[]> {
  const { stated: expectedOf, payloadSound } = of;
  const faults: PackageFault[] = [];
  const file = packagePaths.declaration;
  const declared = await found.bytesOf(file);
  if (declared && !declared.equals(Buffer.from(declaration))) {
    faults.push({ code: 'declaration-malformed', file, ...firstDifference(declared, Buffer.from(declaration)) });
  }
  const { files, bytes } = found.sizeOf('data/');
  const expected: [label: string, value: string][] = payloadSound ? [['Payload-Oxum', `${bytes}.${files}`]] : [];
  if (expectedOf) {
    expected.push(['Source-Organization', expectedOf.firm], ['External-Identifier', expectedOf.identifier]);
  }
  const stated = new Map(parseBagInfo((await found.textOf(info)) ?? ''));
  for (const [label, value] of found.has(info) ? expected : []) {
    if (stated.get(label) !== value) faults.push({ code: 'info-differs', file: info, facts: { label } });
  }
  return faults;
}

/**
 * Reads a manifest whose own hash is known. When it was altered and the files it covers were not, it can be made anew
 * from them: then the altered place is told, and the files are held against what was sealed.
 */
async function readManifest(
  found: FoundPackage,
  of: { file: string; expected: string | null; covers: string[] },
): Promise<{ faults: PackageFault[]; listed: Listed }> {
  const { file, expected, covers } = of;
  const bytes = await found.bytesOf(file);
  if (expected === null || found.hashOf(file) === expected) return listedIn(bytes?.toString() ?? '', file);
  const remade = Buffer.from(formatManifest(covers.map((path) => [path, found.hashOf(path)!])));
  const known = createHash('sha256').update(remade).digest('hex') === expected;
  const { listed } = listedIn(known ? remade.toString() : (bytes?.toString() ?? ''), file);
  const place = bytes && known ? firstDifference(bytes, remade) : {};
  return { faults: bytes ? [{ code: 'file-altered', file, ...place }] : [], listed };
}

function listedIn(text: string, file: string): { faults: PackageFault[]; listed: Listed } {
  const { lines, malformed } = parseManifest(text, '1.0');
  const faults: PackageFault[] = malformed.map((line) => ({ code: 'manifest-malformed', file, line }));
  const listed: Listed = new Map();
  for (const { line, path, hash } of lines) {
    const inPlace = (file === manifest) === path.startsWith('data/');
    if (!inPlace) faults.push({ code: 'manifest-malformed', file, line });
    else if (listed.has(path)) faults.push({ code: 'listed-twice', file, line });
    else listed.set(path, hash);
  }
  return { faults, listed };
}

/** What is missing, altered, under another name, or there without being listed. */
function compare(listed: Listed, present: string[], found: FoundPackage): PackageFault[] {
  const extra = new Set(present.filter((path) => !listed.has(path)));
  const faults: PackageFault[] = [];
  for (const [file, hash] of listed) {
    if (!found.has(file)) {
      const renamed = [...extra].find((path) => found.hashOf(path) === hash);
      if (renamed !== undefined) extra.delete(renamed);
      faults.push(
        renamed === undefined ? { code: 'file-missing', file } : { code: 'file-renamed', file, facts: { to: renamed } },
      );
    } else if (found.hashOf(file) !== hash) {
      faults.push({ code: 'file-altered', file });
    }
  }
  for (const file of extra) faults.push({ code: 'file-unexpected', file });
  return faults;
}
