import { stat } from 'node:fs/promises';
import type { HashName } from '#platform/packing/read-segment.ts';
import type { BagSource, HashedFile, HolderFault } from './bag-source.ts';
import { clashKey, escapingPath } from './bag-path.ts';
import { type BagInfo, parseBagInfo, parseDeclaration } from './declaration.ts';
import type { Fault } from './fault.ts';
import { type BagVersion, parseManifest } from './manifest.ts';

/** Everything that can be wrong with a bag; each has its words in the locale under `archive.fault.<code>`. */
export type BagFaultCode =
  | Exclude<HolderFault, 'empty-folder'>
  | 'declaration-malformed'
  | 'manifest-missing'
  | 'manifest-unknown'
  | 'manifest-malformed'
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
 * Checks a bag that anyone made, version 0.97 to 1.0, with manifests of MD5, SHA-1, SHA-2, SHA-3 or BLAKE2b: declaration, every
 * file listed and as its hashes say, none that is not listed, Payload-Oxum, no link, no path that leaves the folder, no
 * two names that another system takes for one. Files named in `fetch.txt` count as missing until they are there.
 */
export async function validateBag(source: BagSource): Promise<BagReport> {
  const { files, faults: holderFaults } = await source.look(hashesNamed);
  const found = new FoundBag(source, files);
  const faults: Fault<BagFaultCode>[] = [
    ...notEmptyFolders(holderFaults),
    ...nameClashes(files.map(({ path }) => path)),
  ];

  const declaration = parseDeclaration((await found.text('bagit.txt', utf8)) ?? '');
  if (!declaration) faults.push({ code: 'declaration-malformed', file: 'bagit.txt' });
  const { version, decoder } = declaration ?? { version: null, decoder: utf8 };

  const payload = files.filter((file) => file.path.startsWith('data/'));
  const manifests = await readManifests(found, 'manifest', { version: version ?? '1.0', decoder });
  if (manifests.length === 0) faults.push({ code: 'manifest-missing', file: 'manifest-sha256.txt' });
  for (const manifest of manifests) {
    faults.push(...manifest.faults, ...differences(manifest, found));
    if (version === '1.0') faults.push(...unlisted(payload, [manifest]));
  }
  if (version !== '1.0') faults.push(...unlisted(payload, manifests));
  for (const manifest of await readManifests(found, 'tagmanifest', { version: version ?? '1.0', decoder })) {
    faults.push(...manifest.faults, ...differences(manifest, found));
  }

  faults.push(...fetchFaults((await found.text('fetch.txt', decoder)) ?? ''));

  const bytes = payload.reduce((sum, file) => sum + file.size, 0);
  const infoText = await found.text('bag-info.txt', decoder);
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
  return { faults: distinct(faults), version, info: info ?? [], payload: { files: payload.length, bytes } };
}

/** `fetch.txt` names where files of the payload come from; nothing is fetched, and none may lie elsewhere. */
function fetchFaults(text: string): Fault<BagFaultCode>[] {
  return text.split(/\r\n|\n|\r/).flatMap((row, index): Fault<BagFaultCode>[] => {
    const path = /^\S+[ \t]+\S+[ \t]+(.+)$/u.exec(row)?.[1];
    if (row === '' || (path?.startsWith('data/') && !escapingPath(path))) return [];
    return [{ code: path === undefined ? 'manifest-malformed' : 'path-escapes', file: 'fetch.txt', line: index + 1 }];
  });
}

/** A file missing or altered is told once, however many manifests say so. */
function distinct(faults: Fault<BagFaultCode>[]): Fault<BagFaultCode>[] {
  const told = new Set<string>();
  return faults.filter((fault) => {
    const key = JSON.stringify(fault);
    return told.has(key) ? false : told.add(key);
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const bigEndian = new TextDecoder('utf-16be', { fatal: true });

/** How manifests call their hashes (RFC 8493 §2.4: lower case, no punctuation) and OpenSSL calls them. */
const hashNames: Readonly<Record<string, HashName>> = {
  md5: 'md5',
  sha1: 'sha1',
  sha224: 'sha224',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  sha3224: 'sha3-224',
  sha3256: 'sha3-256',
  sha3384: 'sha3-384',
  sha3512: 'sha3-512',
  blake2b512: 'blake2b512',
};

const manifestName = /^(tag)?manifest-([A-Za-z\d-]+)\.txt$/;

function hashOf(manifest: string): HashName | null {
  const name = manifestName.exec(manifest)?.[2]?.replaceAll('-', '').toLowerCase() ?? '';
  return Object.hasOwn(hashNames, name) ? hashNames[name]! : null;
}

function hashesNamed(paths: string[]): HashName[] {
  const named = new Set(paths.flatMap((path) => hashOf(path) ?? []));
  return named.size > 0 ? [...named] : ['sha256'];
}

/** The files of a bag by their paths. */
class FoundBag {
  readonly #source: BagSource;
  readonly #files: Map<string, HashedFile>;

  constructor(source: BagSource, files: HashedFile[]) {
    this.#source = source;
    this.#files = new Map(files.map((file) => [file.path, file]));
  }

  paths(): string[] {
    return [...this.#files.keys()];
  }

  get(path: string): HashedFile | undefined {
    return this.#files.get(path);
  }

  /** The text of a file; null when there is none, and empty when it is not of the encoding. */
  async text(path: string, decoder: TextDecoder): Promise<string | null> {
    if (!this.#files.has(path)) return null;
    const bytes = await this.#source.read(path);
    // UTF-16 by itself says nothing of the order of its bytes; the mark at its beginning does.
    const fitting = decoder.encoding === 'utf-16le' && bytes?.[0] === 0xfe ? bigEndian : decoder;
    try {
      return bytes === null ? '' : fitting.decode(bytes);
    } catch {
      return '';
    }
  }
}

/** A bag of another writer may hold empty folders, although no manifest lists them. */
function notEmptyFolders(faults: Fault<HolderFault>[]) {
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

interface ReadManifest {
  /** Null for one that we cannot compute. */
  algorithm: HashName | null;
  /** By path in Unicode form C; the hash, and the line it stands on. */
  listed: Map<string, { hash: string; line: number }>;
  file: string;
  faults: Fault<BagFaultCode>[];
}

async function readManifests(
  found: FoundBag,
  kind: 'manifest' | 'tagmanifest',
  { version, decoder }: { version: BagVersion; decoder: TextDecoder },
): Promise<ReadManifest[]> {
  const manifests: ReadManifest[] = [];
  for (const file of found.paths().filter((path) => path.startsWith(`${kind}-`) && manifestName.test(path))) {
    const text = await found.text(file, decoder);
    manifests.push(readManifest(text ?? '', { algorithm: hashOf(file), file, kind, version }));
  }
  return manifests;
}

function readManifest(
  text: string,
  of: { algorithm: HashName | null; file: string; kind: 'manifest' | 'tagmanifest'; version: BagVersion },
): ReadManifest {
  const { algorithm, file, kind, version } = of;
  const { lines, malformed } = parseManifest(text, version);
  const faults: Fault<BagFaultCode>[] = malformed.map((line) => ({ code: 'manifest-malformed', file, line }));
  if (algorithm === null) faults.push({ code: 'manifest-unknown', file });
  const listed: ReadManifest['listed'] = new Map();
  for (const { line, hash, path } of lines) {
    const normal = path.normalize('NFC');
    const inPlace = (kind === 'manifest') === normal.startsWith('data/');
    if (escapingPath(path) || !inPlace) faults.push({ code: 'path-escapes', file, line });
    else if (listed.has(normal)) {
      // Version 0.97 let a line stand twice as long as both say the same.
      const harmless = version === '0.97' && listed.get(normal)!.hash === hash;
      if (!harmless) faults.push({ code: 'listed-twice', file, line });
    } else listed.set(normal, { hash, line });
  }
  return { algorithm, listed, file, faults };
}

function differences({ algorithm, listed }: ReadManifest, found: FoundBag): Fault<BagFaultCode>[] {
  const faults: Fault<BagFaultCode>[] = [];
  for (const [path, { hash }] of listed) {
    const file = found.get(path);
    if (!file) faults.push({ code: 'file-missing', file: path });
    else if (algorithm !== null && file.hashes[algorithm] !== hash) faults.push({ code: 'file-altered', file: path });
  }
  return faults;
}

function unlisted(payload: HashedFile[], manifests: ReadManifest[]): Fault<BagFaultCode>[] {
  return payload
    .filter((file) => !manifests.some(({ listed }) => listed.has(file.path)))
    .map((file) => ({ code: 'file-unexpected', file: file.path }));
}
