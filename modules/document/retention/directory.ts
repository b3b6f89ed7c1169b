import { sql } from 'drizzle-orm';
import { type Context, type Inside, read } from '#platform/context/context.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { documentsByIds } from '../find-document.ts';
import { keepingOf } from './keeping.ts';
import { selectKinds } from './kinds.ts';
import type { DirectoryRow, ListDirectory } from './retention.contract.ts';
import { canReadDirectory } from './retention.policy.ts';
import { directoryStates } from './terms.ts';

type Counts = Record<(typeof directoryStates)[number], number>;

/**
 * The directory of the archive: what there is of each client, what it is, how long it is kept and where its paper stands; what may go
 * first stands first. Of the whole firm for who is charged with the archives, of the clients that they see for anybody else; a file's
 * name is told to who may read it.
 */
export function listDirectory(
  context: Context,
  input: ListDirectory,
): Promise<{ rows: DirectoryRow[]; next: string | null }> {
  return read(context, async (inside) => {
    const { client, year, document: one, after, limit, ...asked } = input;
    const [mayGoFrom, document] = after?.split(' ') ?? [];
    const found = await directoryRows(inside, {
      ...asked,
      ...(client === undefined ? {} : { client: client === 'none' ? null : client }),
      ...(year === undefined ? {} : { year: year === 'none' ? null : year }),
      ...(one ? { documents: [one] } : {}),
      after: document ? { mayGoFrom, document } : undefined,
      limit: limit + 1,
    });
    const rows = await named(inside, found.slice(0, limit));
    const last = rows.at(-1);
    const next = found.length > limit && last ? `${last.mayGoFrom ?? 'infinity'} ${last.document}` : null;
    return { rows, next };
  });
}

/** How many files of each state the whole directory has; refused for who is not charged with the archives. */
export function countDirectory(context: Context): Promise<Counts> {
  return read(context, async (inside) => {
    allow(canReadDirectory(inside.actor));
    const { rows } = await inside.db.execute<{ state: keyof Counts; files: string }>(
      sql`select * from access.count_directory(${localDateOf(inside.now)}::date)`,
    );
    const counted = new Map(rows.map(({ state, files }) => [state, Number(files)]));
    return Object.fromEntries(directoryStates.map((state) => [state, counted.get(state) ?? 0])) as Counts;
  });
}

/** The rows with the names of those files that the actor may read. */
export async function named(inside: Inside, rows: DirectoryRow[]): Promise<DirectoryRow[]> {
  const readable = await documentsByIds(
    inside,
    rows.map((row) => row.document),
  );
  const names = new Map(readable.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({ ...row, name: names.get(row.document) ?? null }));
}

/** Which files of the directory are wanted. */
export interface WantedFiles {
  state?: (typeof directoryStates)[number];
  /** Null: those of handovers as a whole. */
  client?: ClientId | null | undefined;
  /** Null: what has no fiscal year. */
  year?: number | null | undefined;
  kind?: string | undefined;
  words?: string | undefined;
  documents?: readonly Id<'document'>[];
  after?: { mayGoFrom: string | undefined; document: string } | undefined;
  limit?: number;
}

/** Files of the directory without their names, as who is charged with the archives and a job see them. */
export async function directoryRows(inside: Inside, wanted: WantedFiles): Promise<DirectoryRow[]> {
  const today = localDateOf(inside.now);
  const kinds = await selectKinds(inside);
  const { words } = wanted;
  const sought = words && kinds.filter(({ zh, en }) => zh.includes(words) || en.includes(words));
  const asked = { ...wanted, today, kinds: (sought || []).map(({ key }) => key) };
  const { rows } = await inside.db.execute<{
    document: Id<'document'>;
    client: ClientId | null;
    client_number: string | null;
    client_name: string | null;
    kind: string | null;
    fiscal_year: number | null;
    may_go_from: LocalDate | null;
    code: string | null;
    media_type: string;
    size: string;
    sha256: string;
    added_at: string;
    destroyed_at: string | null;
    held: boolean;
    restricted: boolean;
    cabinet: string | null;
    shelf: string | null;
    box: string | null;
  }>(sql`select * from access.archive_directory(${JSON.stringify(asked)}::jsonb)`);
  return rows.map((row) => ({
    document: row.document,
    client: row.client && { id: row.client, number: row.client_number!, name: row.client_name! },
    name: null,
    place: row.cabinet === null ? null : { cabinet: row.cabinet, shelf: row.shelf!, box: row.box! },
    code: row.code,
    mediaType: row.media_type,
    size: Number(row.size),
    sha256: row.sha256,
    addedAt: new Date(row.added_at),
    ...keepingOf(
      {
        kind: row.kind,
        fiscalYear: row.fiscal_year,
        mayGoFrom: row.may_go_from,
        held: row.held,
        restricted: row.restricted,
        destroyedAt: row.destroyed_at === null ? null : new Date(row.destroyed_at),
      },
      kinds,
      today,
    ),
  }));
}
