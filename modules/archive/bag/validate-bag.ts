import { readFile, stat } from 'node:fs/promises';
import { Refusal } from '#platform/kernel/refusal.ts';
import { clashKey, escapingPath } from './bag-path.ts';
import { type BagInfo, parseBagInfo, parseDeclaration } from './declaration.ts';
import type { Fault } from './fault.ts';
import { type FolderFault, type HashedFile, hashFiles, type HashName, listFiles } from './folder.ts';
import { type BagVersion, parseManifest } from './manifest.ts';

export type BagFaultCode =
  | Exclude<FolderFault, 'empty-folder'>
  | 'name-clash'
  | 'declaration-malformed'
  | 'manifest-missing'
  | 'manifest-malformed'
  | 'path-escapes'
  | 'listed-twice'
  | 'file-missing'
  | 'file-altered'
  | 'file-unexpected'
  | 'info-malformed'
  | 'oxum-differs';

export interface BagReport {
  /** None: the bag is complete and valid as RFC 8493 §3 has it. */
  faults: Fault<BagFaultCode>[];
  version: BagVersion | null;
  info: BagInfo;
  payload: { files: number; bytes: number };
}

/**
 * Checks a bag that anyone made, version 0.97 to 1.0, with MD5, SHA-1, SHA-256 or SHA-512 manifests: declaration, every
 * file listed and as its hashes say, none that is not listed, Payload-Oxum, no link, no path that leaves the folder, no
 * two names that another system takes for one. Files named in `fetch.txt` count as missing until they are there.
 *
 * Refuses with `archive.folder-missing` when `folder` is no folder.
 */
export async function validateBag(folder: string): Promise<BagReport> {
  if (!(await isFolder(folder))) throw new Refusal('archive.folder-missing', {}, 'not-found');
  const { files, faults: folderFaults } = await listFiles(folder);
  const used = hashNames.filter((name) =>
    files.some((file) => new RegExp(`^(tag)?manifest-${name}\\.txt$`).test(file.path)),
  );
  const found = await hashFiles(files, used);
  const faults: Fault<BagFaultCode>[] = [
    ...notEmptyFolders(folderFaults),
    ...nameClashes(files.map((file) => file.path)),
  ];

  const version = parseDeclaration((await readText(found, 'bagit.txt')) ?? '');
  if (!version) faults.push({ code: 'declaration-malformed', file: 'bagit.txt' });

  const payload = [...found.values()].filter((file) => file.path.startsWith('data/'));
  const manifests = await readManifests(found, 'manifest', version ?? '1.0');
  if (manifests.length === 0) faults.push({ code: 'manifest-missing', file: 'manifest-sha256.txt' });
  for (const manifest of manifests) {
    faults.push(...manifest.faults, ...differences(manifest, found));
    if (version === '1.0') faults.push(...unlisted(payload, [manifest]));
  }
  if (version !== '1.0') faults.push(...unlisted(payload, manifests));
  for (const manifest of await readManifests(found, 'tagmanifest', version ?? '1.0')) {
    faults.push(...manifest.faults, ...differences(manifest, found));
  }

  const bytes = payload.reduce((sum, file) => sum + file.size, 0);
  const infoText = await readText(found, 'bag-info.txt');
  const info = infoText === null ? [] : parseBagInfo(infoText);
  if (!info) faults.push({ code: 'info-malformed', file: 'bag-info.txt' });
  const oxum = info?.find(([label]) => label.toLowerCase() === 'payload-oxum')?.[1];
  if (oxum !== undefined && oxum !== `${bytes}.${payload.length}`) {
    faults.push({
      code: 'oxum-differs',
      file: 'bag-info.txt',
      facts: { stated: oxum, found: `${bytes}.${payload.length}` },
    });
  }
  return { faults, version, info: info ?? [], payload: { files: payload.length, bytes } };
}

/** A bag of another writer may hold empty folders, although no manifest lists them. */
function notEmptyFolders(faults: Fault<FolderFault>[]) {
  return faults.flatMap(({ code, ...fault }) => (code === 'empty-folder' ? [] : [{ code, ...fault }]));
}

/** Paths of which each, without regard to letter case and composition, is the same as another one's. */
export function nameClashes(paths: Iterable<string>): Fault<'name-clash'>[] {
  const first = new Map<string, string>();
  const faults: Fault<'name-clash'>[] = [];
  for (const file of paths) {
    const other = first.get(clashKey(file));
    if (other === undefined) first.set(clashKey(file), file);
    else faults.push({ code: 'name-clash', file, facts: { other } });
  }
  return faults;
}

/** True when there is a folder at the place, followed through a link given by the caller itself. */
export async function isFolder(location: string): Promise<boolean> {
  return stat(location).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

const hashNames = ['md5', 'sha1', 'sha256', 'sha512'] as const satisfies HashName[];

interface ReadManifest {
  algorithm: HashName;
  /** By path in Unicode form C; the hash, and the line it stands on. */
  listed: Map<string, { hash: string; line: number }>;
  file: string;
  faults: Fault<BagFaultCode>[];
}

async function readManifests(
  found: Map<string, HashedFile>,
  kind: 'manifest' | 'tagmanifest',
  version: BagVersion,
): Promise<ReadManifest[]> {
  const manifests: ReadManifest[] = [];
  for (const algorithm of hashNames) {
    const file = `${kind}-${algorithm}.txt`;
    const text = await readText(found, file);
    if (text !== null) manifests.push(readManifest(text, { algorithm, file, kind, version }));
  }
  return manifests;
}

function readManifest(
  text: string,
  of: { algorithm: HashName; file: string; kind: 'manifest' | 'tagmanifest'; version: BagVersion },
): ReadManifest {
  const { algorithm, file, kind, version } = of;
  const { lines, malformed } = parseManifest(text, version);
  const faults: Fault<BagFaultCode>[] = malformed.map((line) => ({ code: 'manifest-malformed', file, line }));
  const listed: ReadManifest['listed'] = new Map();
  for (const { line, hash, path } of lines) {
    const normal = path.normalize('NFC');
    const inPlace = (kind === 'manifest') === normal.startsWith('data/');
    if (escapingPath(path) || !inPlace) faults.push({ code: 'path-escapes', file, line });
    else if (listed.has(normal)) faults.push({ code: 'listed-twice', file, line });
    else listed.set(normal, { hash, line });
  }
  return { algorithm, listed, file, faults };
}

function differences({ algorithm, listed }: ReadManifest, found: Map<string, HashedFile>): Fault<BagFaultCode>[] {
  const faults: Fault<BagFaultCode>[] = [];
  for (const [path, { hash }] of listed) {
    const file = found.get(path);
    if (!file) faults.push({ code: 'file-missing', file: path });
    else if (file.hashes[algorithm] !== hash) faults.push({ code: 'file-altered', file: path });
  }
  return faults;
}

function unlisted(payload: HashedFile[], manifests: ReadManifest[]): Fault<BagFaultCode>[] {
  return payload
    .filter((file) => !manifests.some(({ listed }) => listed.has(file.path)))
    .map((file) => ({ code: 'file-unexpected', file: file.path }));
}

async function readText(found: Map<string, HashedFile>, path: string): Promise<string | null> {
  const file = found.get(path);
  return file ? await readFile(file.location, 'utf8') : null;
}
