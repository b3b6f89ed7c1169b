import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '#platform/log/log.ts';
import { backupHome, type BackupMoment, momentFile } from './open-repository.ts';

const hour = 3_600_000;
const lookEach = 10 * 60_000;

/**
 * Backs up each night, between one and five in China, and restores for trial each month; what was missed because the program did not
 * run is made up for. Each is a process of its own, so that people are not kept waiting. Nothing is done without a place for them.
 */
export function startNightly(dataFolder: string, place: string | null, log: Logger): { stop(): void } {
  if (place === null) return { stop: () => {} };
  let child: ReturnType<typeof spawn> | null = null;
  const look = () => {
    if (child) return;
    const due = dueNow(new Date(), (moment) => lastOf(dataFolder, moment));
    if (!due) return;
    const program = join(import.meta.dirname, 'program.ts');
    child = spawn(process.execPath, [program, due], { stdio: ['pipe', 'pipe', 'inherit'] });
    // Whoever ended before reading says so by the exit code.
    child.stdin!.on('error', () => {}).end(JSON.stringify({ folder: place }));
    let said = '';
    child.stdout!.on('data', (part: Buffer) => (said += part.toString()));
    child.once('close', (code) => {
      child = null;
      const { report, refusal } = (code === 0 ? JSON.parse(said.trimEnd().split('\n').at(-1)!) : {}) as Answer;
      if (report && report.sound !== false) log.info({ seconds: report.seconds }, `${due} done`);
      else log.error({ code: refusal?.code ?? code }, `${due} failed`);
    });
  };
  const clock = setInterval(look, lookEach);
  return {
    stop: () => {
      clearInterval(clock);
      child?.kill();
    },
  };
}

interface Answer {
  report?: { sound?: boolean; seconds: number };
  refusal?: { code: string };
}

/** What is due: a backup at night when the last one is from yesterday, or at any hour when it is older; a trial after 30 days. */
export function dueNow(now: Date, last: (moment: BackupMoment) => Date | null): BackupMoment | null {
  const age = (moment: BackupMoment) => now.getTime() - (last(moment)?.getTime() ?? 0);
  const isNight = (now.getUTCHours() + 8) % 24 >= 1 && (now.getUTCHours() + 8) % 24 < 5;
  if (age('backup') > (isNight ? 20 : 28) * hour) return 'backup';
  return age('drill') > 30 * 24 * hour ? 'drill' : null;
}

function lastOf(dataFolder: string, moment: BackupMoment): Date | null {
  return statSync(momentFile(backupHome(dataFolder), moment), { throwIfNoEntry: false })?.mtime ?? null;
}
