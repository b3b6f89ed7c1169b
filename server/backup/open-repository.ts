import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { writeDurably } from '#platform/backup/durable-file.ts';
import { Repository, repositoryFormat } from '#platform/backup/repository.ts';
import { createRepositoryKey, formatKey, parseKey, unwrapKey } from '#platform/backup/repository-key.ts';
import { Refusal } from '#platform/kernel/refusal.ts';

/** Where the program keeps its own copy of the keys of its repositories, and what it remembers of them. */
export interface BackupHome {
  keys: string;
  memory: string;
}

export function backupHome(dataFolder: string): BackupHome {
  return { keys: join(dataFolder, 'keys', 'backup'), memory: join(dataFolder, 'backup') };
}

/** What is done by the clock. */
export type BackupMoment = 'backup' | 'drill';

/** The file whose time says when it was last done. */
export function momentFile({ memory }: BackupHome, moment: BackupMoment): string {
  return join(memory, `last-${moment}`);
}

/**
 * The repository in a folder, made when there is none: its key is wrapped to the recovery recipients of all firms and those given.
 * Refuses with `backup.no-recovery` when there is none to wrap to, and with `backup.key-missing` when the folder is a repository
 * of another installation.
 */
export async function openOrCreate(
  folder: string,
  home: BackupHome,
  owner: pg.Client,
  given: readonly string[],
): Promise<{ repository: Repository; id: string }> {
  const present = describe(folder);
  if (present) return { repository: new Repository(folder, ownKey(home, present.id)), id: present.id };
  const { rows } = await owner.query<{ recipient: string }>(
    'select distinct recovery_recipient as recipient from public.firm where recovery_recipient is not null',
  );
  const recipients = [...new Set([...rows.map(({ recipient }) => recipient), ...given])];
  if (recipients.length === 0) throw new Refusal('backup.no-recovery', {}, 'conflict');
  const key = createRepositoryKey();
  const repository = await Repository.create(folder, key, recipients);
  const { id } = describe(folder)!;
  writeDurably(join(home.keys, id), [Buffer.from(formatKey(key))]);
  return { repository, id };
}

/** A repository opened with the program's own copy of its key. Refuses with `backup.no-repository` and `backup.key-missing`. */
export function openOwn(folder: string, home: BackupHome): Repository {
  return new Repository(folder, ownKey(home, found(folder).id));
}

/** A repository opened with the recovery identity alone, as on an empty machine. Refuses as `unwrapKey` does. */
export async function openWithIdentity(folder: string, identity: string): Promise<Repository> {
  found(folder);
  return new Repository(folder, await unwrapKey(readFileSync(join(folder, 'key.age'), 'utf8'), identity));
}

function ownKey(home: BackupHome, id: string) {
  const file = join(home.keys, id);
  if (!existsSync(file)) throw new Refusal('backup.key-missing', {}, 'unavailable');
  return parseKey(readFileSync(file, 'utf8'));
}

function found(folder: string): { id: string } {
  const present = describe(folder);
  if (!present) throw new Refusal('backup.no-repository', { folder }, 'not-found');
  return present;
}

function describe(folder: string): { id: string } | null {
  const file = join(folder, 'baton-backup.json');
  if (!existsSync(file)) return null;
  const { format, id } = JSON.parse(readFileSync(file, 'utf8')) as { format?: string; id?: string };
  if (format !== repositoryFormat || !/^[0-9a-f-]{36}$/.test(id ?? ''))
    throw new Refusal('backup.no-repository', { folder }, 'not-found');
  return { id: id! };
}
