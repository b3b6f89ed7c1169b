import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { writeDurably } from '#platform/backup/durable-file.ts';
import { Repository } from '#platform/backup/repository.ts';
import {
  createRepositoryKey,
  formatKey,
  parseKey,
  type RepositoryKey,
  unwrapKey,
} from '#platform/backup/repository-key.ts';
import { openRepositoryStore } from '#platform/backup/open-repository-store.ts';
import type { RepositoryStore } from '#platform/backup/repository-store.ts';
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
 * The repository in a folder or bucket, made when there is none: its key is wrapped to the recovery recipients of all firms and
 * those given. Refuses with `backup.no-recovery` when there is none to wrap to, and with `backup.key-missing` when the place is a
 * repository of another installation.
 */
export async function openOrCreate(
  place: string,
  home: BackupHome,
  owner: pg.Client,
  given: readonly string[],
): Promise<{ repository: Repository; id: string; recipients: string[] }> {
  const store = await openRepositoryStore(place);
  const present = await Repository.describe(store);
  if (present) return { repository: new Repository(store, ownKey(home, present.id)), ...present };
  const { rows } = await owner.query<{ recipient: string }>(
    'select distinct recovery_recipient as recipient from public.firm where recovery_recipient is not null',
  );
  const recipients = [...new Set([...rows.map(({ recipient }) => recipient), ...given])];
  if (recipients.length === 0) throw new Refusal('backup.no-recovery', {}, 'conflict');
  const key = createRepositoryKey();
  const repository = await Repository.create(store, key, recipients);
  const { id } = (await Repository.describe(store))!;
  keepKey(home, id, key);
  return { repository, id, recipients };
}

/** A repository opened with the program's own copy of its key. Refuses with `backup.no-repository` and `backup.key-missing`. */
export async function openOwn(place: string, home: BackupHome): Promise<Repository> {
  const { store, id } = await found(place);
  return new Repository(store, ownKey(home, id));
}

/** A repository opened with the recovery identity alone, as on an empty machine. Refuses as `unwrapKey` does. */
export async function openWithIdentity(place: string, identity: string): Promise<Repository> {
  const { store } = await found(place);
  const wrapped = await store.read('key.age');
  return new Repository(store, await unwrapKey(wrapped?.toString() ?? '', identity));
}

/** Keeps the key of a repository for the program's own use. */
export function keepKey(home: BackupHome, id: string, key: RepositoryKey): void {
  writeDurably(join(home.keys, id), [Buffer.from(formatKey(key))]);
}

function ownKey(home: BackupHome, id: string) {
  const file = join(home.keys, id);
  if (!existsSync(file)) throw new Refusal('backup.key-missing', {}, 'unavailable');
  return parseKey(readFileSync(file, 'utf8'));
}

async function found(place: string): Promise<{ store: RepositoryStore; id: string }> {
  const store = await openRepositoryStore(place);
  const present = await Repository.describe(store);
  if (!present) throw new Refusal('backup.no-repository', { folder: store.place }, 'not-found');
  return { store, id: present.id };
}
