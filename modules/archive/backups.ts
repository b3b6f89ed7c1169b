import { and, desc, eq } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { journalEntry, journalFact } from '#modules/journal/journal.table.ts';
import { type Gate, type Missing, gateResult } from '#modules/handover/handover.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { BackupState } from './archive.contract.ts';
import { canWatchBackups } from './archive.policy.ts';

/** What a backup, or a trial of one, came to; figures only. */
export interface BackupFigures {
  snapshot: string;
  at: Date;
  files: number;
  bytes: number;
  seconds: number;
}

/** Writes into the journal that a backup of the installation was made, and which age recipients can open it. */
export function recordBackup(
  context: Context,
  made: BackupFigures & { written: number; recipients: string[] },
): Promise<void> {
  const { snapshot, at, files, bytes, written, recipients, seconds } = made;
  return transact(context, (inside) =>
    journal.record(inside, {
      verb: 'archive.backup-made',
      facts: { snapshot, at: at.toISOString(), files, bytes, written, recipients, seconds: rounded(seconds) },
    }),
  );
}

/** Writes into the journal that a backup was restored for trial, and whether it held all that it should. */
export function recordDrill(
  context: Context,
  made: BackupFigures & { sound: boolean; tables: number; rows: number; faults: number },
): Promise<void> {
  const { snapshot, at, files, bytes, seconds, sound, tables, rows, faults } = made;
  return transact(context, (inside) =>
    journal.record(inside, {
      verb: 'archive.restore-drilled',
      facts: { snapshot, at: at.toISOString(), files, bytes, tables, rows, sound, faults, seconds: rounded(seconds) },
    }),
  );
}

/** Writes into the journal, as the first entry of its new origin, what the installation was restored from. */
export function recordRestore(
  context: Context,
  facts: {
    snapshot: string;
    at: string;
    checkpoint: string | null;
    formerKey: string;
    sessions: number;
    endings: number;
    undone: string[];
  },
): Promise<void> {
  return transact(context, (inside) => journal.record(inside, { verb: 'archive.restored', facts }));
}

/** The newest backup and the newest trial restore, as the journal has them. */
export function readBackups(context: Context): Promise<BackupState> {
  return read(context, async (inside) => {
    allow(canWatchBackups(inside.actor));
    return backupState(inside);
  });
}

/**
 * A backup of last night stands, and a trial restore of this month found all as it should be. Both concern everybody whose clients
 * change hands, whoever may read the journal of the firm: the firm itself looks it up.
 */
const restoreRehearsed: Gate = {
  id: 'restore-rehearsed',
  async check({ firm, ground }) {
    const own: Context = { by: { kind: 'job', firm, onBehalfOf: null }, ground };
    const { backup, drill } = await read(own, backupState);
    const missing: Missing[] = [];
    const miss = (code: string, at?: Date) => missing.push({ code, facts: at ? { day: localDateOf(at) } : {} });
    if (!backup) miss('backup-never');
    else if (backup.old) miss('backup-old', backup.at);
    if (!drill) miss('drill-never');
    else if (!drill.sound) miss('drill-unsound', drill.at);
    else if (drill.old) miss('drill-old', drill.at);
    const result = gateResult(2, missing);
    if (!backup || !drill) return result;
    const { rows, files, seconds } = drill;
    const facts = { backup: localDateOf(backup.at), drill: localDateOf(drill.at), rows, files, seconds };
    return { ...result, report: { code: 'restore-rehearsed', facts } };
  },
};

/** The checks of this module that playbooks may name. */
export const gates: Record<string, Gate> = { [restoreRehearsed.id]: restoreRehearsed };

async function backupState(inside: Inside): Promise<BackupState> {
  const newest = async (verb: string) => {
    const [found] = await inside.db
      .select({ at: journalEntry.at, facts: journalFact.facts })
      .from(journalEntry)
      .innerJoin(
        journalFact,
        and(eq(journalFact.firmId, journalEntry.firmId), eq(journalFact.entryId, journalEntry.id)),
      )
      .where(and(eq(journalEntry.firmId, inside.firm), eq(journalEntry.verb, verb)))
      .orderBy(desc(journalEntry.at))
      .limit(1);
    return found ?? null;
  };
  const [backup, drill] = [await newest('archive.backup-made'), await newest('archive.restore-drilled')];
  const old = (made: { at: Date }, days: number) => inside.now.getTime() - made.at.getTime() > days * 24 * 3_600_000;
  return {
    backup: backup && {
      at: backup.at,
      seconds: Number(backup.facts.seconds),
      recipients: (backup.facts.recipients as string[] | undefined) ?? [],
      old: old(backup, backupDays),
    },
    drill: drill && {
      at: drill.at,
      seconds: Number(drill.facts.seconds),
      sound: drill.facts.sound === true,
      rows: Number(drill.facts.rows),
      files: Number(drill.facts.files),
      old: old(drill, drillDays),
    },
  };
}

/** A day and some hours: the nightly backup did not happen. */
const backupDays = 1.5;
const drillDays = 35;

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
