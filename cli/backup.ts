import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readConfig } from '#platform/config/config.ts';
import { type Facts, Refusal } from '#platform/kernel/refusal.ts';
import type { Terminal } from '#platform/terminal/terminal.ts';

type Options = Partial<Record<'folder' | 'identity' | 'snapshot' | 'at' | 'masterKey' | 'escrow', string>> & {
  recipient?: string[];
  recovered?: boolean;
};

interface Report extends Record<string, unknown> {
  sound?: boolean;
  undone?: string[];
  rpoSeconds?: number | null;
  faults?: { code: string; file: string; offset?: number }[];
  database?: { tables: number; rows: number; differences: { table: string }[]; logs: { firm: string }[] };
}

/**
 * `baton backup …` and `baton restore`: on the machine of the data, without the API. The work is done by a process of the server's
 * own program, since a command knows no database.
 */
export function registerBackup(program: Command, terminal: Terminal<unknown>): void {
  const where = ['--folder <place>', 'a folder, or s3://… of a bucket; by default BATON_BACKUP'] as const;
  const identity = [
    '--identity <file>',
    'a file with the recovery identity; by default two of its shares are typed',
  ] as const;
  const backup = program
    .command('backup')
    .description(
      'back up database, files and packages while the server runs; what is there already is not written again',
    )
    .option(...where)
    .option(
      '--recipient <recipient...>',
      'age recipients beside the recovery keys of the firms, when the folder is new',
    )
    .action((options: Options) => run(terminal, 'backup', options));
  backup
    .command('verify')
    .description('read everything back: exit 0 sound, 1 not sound')
    .option(...where)
    .option(...identity)
    .action((options: Options, { parent }: Command) =>
      run(terminal, 'verify', { ...parent?.opts<Options>(), ...options }),
    );
  backup
    .command('drill')
    .description('restore the newest backup into a scratch database and compare: exit 0 sound, 1 not sound')
    .option(...where)
    .action((options: Options, { parent }: Command) =>
      run(terminal, 'drill', { ...parent?.opts<Options>(), ...options }),
    );
  program
    .command('restore')
    .description('restore a backup into an empty machine: BATON_DATA missing or empty, DATABASE_URL empty or not set')
    .option(...where)
    .option(...identity)
    .option('--snapshot <beginning>', 'the beginning of the name of a backup, such as 20261123; by default the newest')
    .option('--at <instant>', 'the newest backup that is not younger, such as 2026-11-23T18:00+08:00')
    .option(
      '--recovered',
      'the database in DATABASE_URL was recovered to a point in time from its own WAL: restore what belongs to it',
    )
    .option('--escrow <file>', 'the age file that the master key is escrowed in')
    .option('--master-key <file>', 'the file of the master key itself')
    .action((options: Options) => run(terminal, 'restore', options));
}

async function run(terminal: Terminal<unknown>, deed: string, options: Options): Promise<void> {
  const folder = options.folder ?? readConfig(process.env).backupPlace;
  if (!folder) throw new Refusal('terminal.no-backup-folder');
  const needsIdentity = deed === 'restore' || options.identity !== undefined;
  const answer = await ask(deed, {
    folder,
    recipients: options.recipient,
    snapshot: options.snapshot,
    notAfter: options.at && instantOf(options.at),
    recovered: options.recovered,
    escrowFile: options.escrow,
    masterKeyFile: options.masterKey,
    ...(needsIdentity ? { identity: await identityOf(terminal, options.identity) } : {}),
  });
  if ('refusal' in answer) throw new Refusal(answer.refusal.code, answer.refusal.facts);
  const { report } = answer;
  terminal.show(report, [...linesOf(terminal, deed, report)]);
  if (report.sound === false) process.exitCode = 1;
}

function* linesOf({ say }: Terminal<unknown>, deed: string, report: Report): Generator<string> {
  const { faults = [], undone = [], database } = report;
  const rounded = Object.entries({ ...report, ...database }).map(([name, value]) => [
    name,
    typeof value === 'number' ? Math.round(value * 100) / 100 : value,
  ]);
  const rpoMinutes = report.rpoSeconds == null ? '–' : Math.round(report.rpoSeconds / 60);
  yield say(`terminal.backup.${deed}`, { ...(Object.fromEntries(rounded) as Record<string, unknown>), rpoMinutes });
  if (undone.length > 0) yield say('terminal.backup.undone', { count: undone.length, numbers: undone.join(', ') });
  for (const { table } of database?.differences ?? []) yield say('terminal.backup.table-differs', { table });
  for (const { firm } of database?.logs ?? []) yield say('terminal.backup.log-differs', { firm });
  const [first] = faults;
  if (first) yield say('terminal.backup.first-fault', { ...first, offset: first.offset ?? 0, count: faults.length });
  if (report.sound !== undefined) yield say(`terminal.backup.${report.sound ? 'sound' : 'unsound'}`);
}

function instantOf(text: string): string {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) throw new Refusal('terminal.no-instant', { text });
  return instant.toISOString();
}

async function identityOf({ askSecret, say }: Terminal<unknown>, file: string | undefined): Promise<string> {
  if (file === undefined) {
    const { combineShares } = await import('#platform/crypto/recovery.ts');
    return combineShares(
      await askSecret(say('terminal.share', { number: 1 })),
      await askSecret(say('terminal.share', { number: 2 })),
    );
  }
  const found = /AGE-SECRET-KEY-1[A-Z0-9]+/.exec(await readFile(file, 'utf8'))?.[0];
  if (!found) throw new Refusal('backup.no-identity');
  return found;
}

type Answer = { report: Report } | { refusal: { code: string; facts: Facts } };

function ask(deed: string, wishes: object): Promise<Answer> {
  const file = join(import.meta.dirname, '..', 'server', 'backup', 'program.ts');
  const child = spawn(process.execPath, [file, deed], { stdio: ['pipe', 'pipe', 'inherit'] });
  // Whoever ended before reading says so by the exit code.
  child.stdin.on('error', () => {}).end(JSON.stringify(wishes));
  let said = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  return new Promise((resolve, reject) =>
    child.once('close', (code) => {
      const line = said.trimEnd().split('\n').at(-1) ?? '';
      if (code === 0 && line.startsWith('{')) resolve(JSON.parse(line) as Answer);
      else reject(new Refusal('terminal.backup-failed', { code }));
    }),
  );
}
