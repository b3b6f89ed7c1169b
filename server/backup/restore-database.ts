import { and, asc, eq, gt } from 'drizzle-orm';
import type pg from 'pg';
import * as journal from '#modules/journal/journal.ts';
import { leafBytes } from '#modules/journal/journal.policy.ts';
import { journalEntry, journalLeaf } from '#modules/journal/journal.table.ts';
import { compareTables, countRows, restoreRows, type TableDifference } from '#platform/backup/database-copy.ts';
import { migrateTo } from '#platform/backup/migrate-to.ts';
import type { Repository } from '#platform/backup/repository.ts';
import { toHex } from '#platform/crypto/bytes.ts';
import { leafHash, MerkleFrontier } from '#platform/crypto/merkle.ts';
import { sqlOn } from '#platform/database/database.ts';
import type { FirmId } from '#platform/kernel/id.ts';
import { keptApart, restoreFileKeys } from './file-keys.ts';
import type { KeptLog, Snapshot } from './snapshot.ts';

/** What a restored database was found to be, beside the backup. */
export interface DatabaseTrial {
  tables: number;
  rows: number;
  differences: TableDifference[];
  /** Logs whose tree, made anew from the restored entries, has not the root of the checkpoint. */
  logs: KeptLog[];
}

/** Fills an empty database with a backup, in the caller's transaction but for the migrations, and holds it against what was copied. */
export async function restoreDatabase(
  owner: pg.Client,
  repository: Repository,
  { database, logs }: Snapshot,
  begin: () => Promise<unknown>,
): Promise<DatabaseTrial> {
  await migrateTo(owner, database.migrations);
  await begin();
  await restoreRows(owner, repository, database, keptApart);
  await restoreFileKeys(owner, repository);
  const differences = await compareTables(owner, database);
  await owner.query('set search_path = public');
  const differing: KeptLog[] = [];
  for (const log of logs) if ((await rootOf(owner, log)) !== log.root) differing.push(log);
  const rows = database.tables.reduce((sum, table) => sum + table.rows, 0);
  return { tables: database.tables.length, rows, differences, logs: differing };
}

/** What PostgreSQL recovered by itself: its journals come to the checkpoints that stand in it. */
export async function examineRecovered(owner: pg.Client): Promise<DatabaseTrial> {
  await owner.query('set search_path = public');
  const differing: KeptLog[] = [];
  for (const log of await readLogs(owner)) if ((await rootOf(owner, log)) !== log.root) differing.push(log);
  return { ...(await countRows(owner, keptApart)), differences: [], logs: differing };
}

/** The newest checkpoint of each firm's journal, in the transaction of the caller. */
export async function readLogs(owner: pg.Client): Promise<KeptLog[]> {
  const { rows } = await owner.query<KeptLog>(
    `select distinct on (firm_id) firm_id as firm, size::int as size, encode(root, 'hex') as root, note
     from public.journal_checkpoint order by firm_id, size desc`,
  );
  return rows;
}

const pageSize = 5000;

/** The root of a log's tree, computed from its entries. */
async function rootOf(owner: pg.Client, { firm, size }: KeptLog): Promise<string> {
  const frontier = new MerkleFrontier();
  while (frontier.size < size) {
    const page = await sqlOn(owner)
      .select({ entry: journalEntry })
      .from(journalLeaf)
      .innerJoin(
        journalEntry,
        and(eq(journalEntry.firmId, journalLeaf.firmId), eq(journalEntry.id, journalLeaf.entryId)),
      )
      .where(and(eq(journalLeaf.firmId, firm as FirmId), gt(journalLeaf.index, frontier.size - 1)))
      .orderBy(asc(journalLeaf.index))
      .limit(Math.min(pageSize, size - frontier.size));
    if (page.length === 0) return '';
    for (const { entry } of page) frontier.append(leafHash(leafBytes(journal.leafOf(entry))));
  }
  return toHex(frontier.root());
}
