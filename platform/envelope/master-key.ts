import { createHmac, createSecretKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fromBase64url, toBase64url } from '#platform/crypto/bytes.ts';
import { Refusal } from '#platform/kernel/refusal.ts';

/** The installation's master key: one or several versions. The newest seals; each opens what it has sealed. */
export interface MasterKey {
  /** Oldest first, never empty. */
  readonly versions: readonly MasterKeyVersion[];
  readonly newest: MasterKeyVersion;
  /** Hash keys are derived from this one, so that hashes outlive a rotation. */
  readonly oldest: MasterKeyVersion;
}

export interface MasterKeyVersion {
  /** 8 hex digits, derived from the key. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: KeyObject;
}

const heading = 'baton-master-key-v1';

/**
 * The master key of this file; made with one random version when the file does not exist. Several processes that start
 * at once get the same key. Refuses with `master-key.file-open` when others than the owner may read or write the file, and
 * as `parseMasterKey` does.
 */
export async function loadOrCreateMasterKey(path: string): Promise<MasterKey> {
  const found = await readMasterKeyFile(path);
  if (found !== null) return parseMasterKey(found);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await publish(path, textOf([randomBytes(32)]), link);
  return loadMasterKey(path);
}

/** The master key of an existing file; refuses with `master-key.file-missing`, else as `loadOrCreateMasterKey`. */
export async function loadMasterKey(path: string): Promise<MasterKey> {
  const text = await readMasterKeyFile(path);
  if (text === null) throw new Refusal('master-key.file-missing', { path });
  return parseMasterKey(text);
}

/** Adds a version, which seals from the next start on. One process at a time: the file is replaced whole. */
export async function rotateMasterKey(path: string): Promise<MasterKey> {
  const present = await loadMasterKey(path);
  const keys = present.versions.map(({ key }) => key.export());
  await publish(path, textOf([...keys, randomBytes(32)]), rename);
  return loadMasterKey(path);
}

/**
 * Reads the text of a master key file: a heading line, then one line per version with 32 bytes in base64url, oldest
 * first. Refuses with `master-key.malformed` (and the line) what is short, long, doubled or otherwise not that.
 */
export function parseMasterKey(text: string): MasterKey {
  const [head, ...lines] = text.trimEnd().split('\n');
  if (head !== heading || lines.length === 0) throw new Refusal('master-key.malformed', { line: 1 });
  const versions = lines.map((line, i) => versionOf(line, i + 2));
  const doubled = versions.findIndex(({ id }, i) => versions.findIndex((version) => version.id === id) !== i);
  if (doubled !== -1) throw new Refusal('master-key.malformed', { line: doubled + 2 });
  return { versions, oldest: versions[0]!, newest: versions.at(-1)! };
}

/** The text that `parseMasterKey` reads: the key itself. For the escrow, sealed at once. */
export function masterKeyText({ versions }: MasterKey): string {
  return textOf(versions.map(({ key }) => key.export()));
}

/** The version with this id; refuses with `master-key.version-missing`. */
export function versionWith(master: MasterKey, id: string): MasterKeyVersion {
  const found = master.versions.find((version) => version.id === id);
  if (!found) throw new Refusal('master-key.version-missing', { version: id });
  return found;
}

function versionOf(line: string, number: number): MasterKeyVersion {
  const bytes = bytesOf(line);
  if (bytes?.length !== 32) throw new Refusal('master-key.malformed', { line: number });
  const id = createHmac('sha256', bytes).update('baton/master-key-id/v1').digest('hex').slice(0, 8);
  return { id, key: createSecretKey(bytes) };
}

function bytesOf(base64url: string): Uint8Array | null {
  try {
    return fromBase64url(base64url);
  } catch {
    return null;
  }
}

function textOf(keys: readonly Uint8Array[]): string {
  return [heading, ...keys.map(toBase64url), ''].join('\n');
}

async function readMasterKeyFile(path: string): Promise<string | null> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return null;
  try {
    const { mode } = await file.stat();
    if (mode & 0o077) throw new Refusal('master-key.file-open', { path, mode: (mode & 0o777).toString(8) });
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Writes the file beside and puts it in place durably: by `link` never over another, by `rename` over the old one. */
async function publish(path: string, text: string, put: typeof link | typeof rename): Promise<void> {
  const beside = `${path}.${randomUUID()}`;
  try {
    await writeDurably(beside, text);
    await put(beside, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await syncFolder(dirname(path));
  } finally {
    await rm(beside, { force: true });
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
