import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openAgeFile, sealFor } from '#platform/crypto/age-file.ts';
import { fromUtf8, toUtf8 } from '#platform/crypto/bytes.ts';
import { type MasterKey, masterKeyText, parseMasterKey } from './master-key.ts';

/** What an escrow holds and for whom; it stands beside the age file, which alone opens nothing. */
export interface EscrowLabel {
  /** The recovery recipient that it is sealed to. */
  readonly recipient: string;
  /** Ids of the versions of the master key in it, oldest first. */
  readonly versions: readonly string[];
  /** ISO instant. */
  readonly madeAt: string;
}

/**
 * Keeps the whole master key as an age file at `path`, sealed to the recovery recipient, with its label at `path.json`. Nothing is
 * done when the present one fits.
 *
 * @returns the label, and whether the file was made anew.
 */
export async function keepEscrow(
  path: string,
  master: MasterKey,
  recipient: string,
  now: Date,
): Promise<{ label: EscrowLabel; anew: boolean }> {
  const present = await readEscrow(path);
  const versions = master.versions.map(({ id }) => id);
  if (present?.label.recipient === recipient && present.label.versions.join() === versions.join())
    return { label: present.label, anew: false };
  const label = { recipient, versions, madeAt: now.toISOString() };
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await publish(path, await sealFor([recipient], toUtf8(masterKeyText(master))));
  await publish(`${path}.json`, `${JSON.stringify(label)}\n`);
  return { label, anew: true };
}

/** The age file and its label; null when one of them is missing. */
export async function readEscrow(path: string): Promise<{ ageFile: string; label: EscrowLabel } | null> {
  const [ageFile, label] = await Promise.all([readOrNull(path), readOrNull(`${path}.json`)]);
  return ageFile && label ? { ageFile, label: JSON.parse(label) as EscrowLabel } : null;
}

/**
 * The text of the master key file, opened with the recovery identity that two of the three shares make. Refuses as `openAgeFile`
 * does, and as `parseMasterKey` when something else was sealed.
 */
export async function openEscrow(ageFile: string, identity: string): Promise<string> {
  const text = fromUtf8(await openAgeFile(ageFile, { identities: [identity] }));
  parseMasterKey(text);
  return text;
}

async function publish(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}

function readOrNull(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}
