import type pg from 'pg';
import type { Repository } from '#platform/backup/repository.ts';
import { Refusal } from '#platform/kernel/refusal.ts';

/**
 * Tables that are no rows of a backup: what is destroyed in them is to be destroyed in every copy. The words of files are read anew
 * after a restore.
 */
export const keptApart = ['file_key', 'file_year_key', 'file_text'];

/** The wraps of the keys of all files, as the newest backup found them. */
interface FileKeys {
  format: 'baton/file-keys/v1';
  files: { firm: string; file: string; year: string; wrapped: string }[];
  years: { firm: string; id: string; client: string | null; handover: string | null; year: number; wrapped: string }[];
}

const object = 'file-keys';

/**
 * Puts the wraps of the files' keys beside the backups of a repository, in place of those that stood there: what was destroyed by
 * rule since is gone from all of them. A wrap that is merely missing from the database stays, and is what a restore needs.
 */
export async function keepFileKeys(owner: pg.Client, repository: Repository): Promise<void> {
  const { rows: files } = await owner.query<FileKeys['files'][number]>(
    `select firm_id as firm, stored_file_id as file, year_key_id as year, encode(wrapped, 'base64') as wrapped from public.file_key`,
  );
  const { rows: years } = await owner.query<FileKeys['years'][number]>(
    `select firm_id as firm, id, client_id as client, handover_id as handover, year, encode(wrapped, 'base64') as wrapped
     from public.file_year_key`,
  );
  const { rows: gone } = await owner.query<{ file: string }>(
    'select id as file from public.stored_file where destroyed_at is not null',
  );
  const destroyed = new Set(gone.map(({ file }) => file));
  const former = await repository.readApart<FileKeys>(object);
  const present = new Set(files.map(({ file }) => file));
  for (const one of former?.files ?? []) if (!present.has(one.file) && !destroyed.has(one.file)) files.push(one);
  const known = new Set(years.map(({ id }) => id));
  const needed = new Set(files.map(({ year }) => year));
  for (const one of former?.years ?? []) if (!known.has(one.id) && needed.has(one.id)) years.push(one);
  const keys: FileKeys = { format: 'baton/file-keys/v1', files, years };
  await repository.writeApart(object, keys);
}

/**
 * Puts the wraps of the newest backup into a restored database, of whichever day its rows are, for those files that it has.
 */
export async function restoreFileKeys(owner: pg.Client, repository: Repository): Promise<void> {
  if (!(await hasFiles(owner))) return;
  const { files, years } = (await repository.readApart<FileKeys>(object)) ?? { files: [], years: [] };
  await owner.query('delete from public.file_key');
  await owner.query('delete from public.file_year_key');
  await owner.query(
    `insert into public.file_year_key (firm_id, id, client_id, handover_id, year, wrapped)
     select k.firm, k.id, k.client, k.handover, k.year, decode(k.wrapped, 'base64')
     from jsonb_to_recordset($1::jsonb) as k (firm uuid, id uuid, client uuid, handover uuid, year int, wrapped text)
     where k.client is null and exists (select from public.handover h where h.firm_id = k.firm and h.id = k.handover)
       or exists (select from public.client c where c.firm_id = k.firm and c.id = k.client)`,
    [JSON.stringify(years)],
  );
  await owner.query(
    `insert into public.file_key (firm_id, stored_file_id, year_key_id, wrapped)
     select k.firm, k.file, k.year, decode(k.wrapped, 'base64')
     from jsonb_to_recordset($1::jsonb) as k (firm uuid, file uuid, year uuid, wrapped text)
     where exists (select from public.stored_file s where s.firm_id = k.firm and s.id = k.file)
       and exists (select from public.file_year_key y where y.firm_id = k.firm and y.id = k.year)`,
    [JSON.stringify(files)],
  );
}

/** After what was destroyed later stands as destroyed in a database that PostgreSQL recovered by itself: destroys the keys too. */
export async function destroyKeysAgain(owner: pg.Client): Promise<void> {
  if (!(await hasFiles(owner))) return;
  await owner.query(
    `delete from public.file_key k using public.stored_file s
     where s.firm_id = k.firm_id and s.id = k.stored_file_id and s.destroyed_at is not null`,
  );
}

/** Whether the wraps beside the backups can be read; true as well where none were ever put. */
export async function readsFileKeys(repository: Repository): Promise<boolean> {
  try {
    await repository.readApart<FileKeys>(object);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('backup.')) return false;
    throw error;
  }
}

/** How many files, not known to be destroyed, have no key: of them only the name would be restored. */
export async function filesWithoutKey(owner: pg.Client): Promise<number> {
  if (!(await hasFiles(owner))) return 0;
  const { rows } = await owner.query<{ without: number }>(
    `select count(*)::int as without from public.stored_file s where s.destroyed_at is null
       and not exists (select from public.file_key k where k.firm_id = s.firm_id and k.stored_file_id = s.id)`,
  );
  return rows[0]!.without;
}

/** A backup from before files had keys of their own has none of these tables. */
async function hasFiles(owner: pg.Client): Promise<boolean> {
  const { rows } = await owner.query<{ there: boolean }>(
    `select to_regclass('public.stored_file') is not null as there`,
  );
  return rows[0]!.there;
}
