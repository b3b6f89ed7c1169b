import { sql } from 'drizzle-orm';
import { type Context, type Inside, read } from '#platform/context/context.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { keepingOf } from './keeping.ts';
import { selectKinds } from './kinds.ts';
import type { DirectoryRow, ListDirectory } from './retention.contract.ts';
import { canReadDirectory } from './retention.policy.ts';
import { directoryStates } from './terms.ts';

type Counts = Record<(typeof directoryStates)[number], number>;

/** The directory of the archive: what there is of each client, what it is and how long it is kept; what may go first stands first. */
export function listDirectory(
  context: Context,
  input: ListDirectory,
): Promise<{ rows: DirectoryRow[]; next: string | null; counts?: Counts }> {
  return read(context, async (inside) => {
    allow(canReadDirectory(inside.actor));
    const { state, client, kind, after, limit } = input;
    const [mayGoFrom, document] = after?.split(' ') ?? [];
    const found = await directoryRows(inside, {
      state,
      client,
      kind,
      after: document ? { mayGoFrom, document } : undefined,
      limit: limit + 1,
    });
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const next = found.length > limit && last ? `${last.mayGoFrom ?? 'infinity'} ${last.document}` : null;
    return { rows, next, ...(after ? {} : { counts: await countDirectory(inside) }) };
  });
}

/** Which files of the directory are wanted. */
export interface WantedFiles {
  state?: (typeof directoryStates)[number];
  client?: ClientId | undefined;
  kind?: string | undefined;
  documents?: readonly Id<'document'>[];
  after?: { mayGoFrom: string | undefined; document: string } | undefined;
  limit?: number;
}

/** Files of the directory, as who is charged with the archives and a job see them; for the disposal, which lists them. */
export async function directoryRows(inside: Inside, wanted: WantedFiles): Promise<DirectoryRow[]> {
  const today = localDateOf(inside.now);
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
  }>(sql`select * from access.archive_directory(${JSON.stringify({ ...wanted, today })}::jsonb)`);
  const kinds = await selectKinds(inside);
  return rows.map((row) => ({
    document: row.document,
    client: row.client && { id: row.client, number: row.client_number!, name: row.client_name! },
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

/** How many files of each state there are. */
async function countDirectory(inside: Inside): Promise<Counts> {
  const { rows } = await inside.db.execute<{ state: keyof Counts; files: string }>(
    sql`select * from access.count_directory(${localDateOf(inside.now)}::date)`,
  );
  const counted = new Map(rows.map(({ state, files }) => [state, Number(files)]));
  return Object.fromEntries(directoryStates.map((state) => [state, counted.get(state) ?? 0])) as Counts;
}
