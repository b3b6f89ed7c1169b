import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openHome } from '#platform/database/embedded/home.ts';

const run = promisify(execFile);

/** How the application's own role reaches the embedded database of a data folder. */
export interface DatabaseAddress {
  host: string;
  password: string;
  /** The file that stands there as long as the database runs. */
  postmaster: string;
}

/** Reads it from the data folder of a server on this machine. */
export async function databaseOf(dataFolder: string): Promise<DatabaseAddress> {
  const roles = JSON.parse(await readFile(join(dataFolder, 'keys', 'database-roles.json'), 'utf8')) as {
    baton_app: string;
  };
  const { socket, cluster } = openHome(join(dataFolder, 'postgres'), () => {});
  return { host: socket, password: roles.baton_app, postmaster: join(cluster, 'postmaster.pid') };
}

/** pgbench's version, or null when it is not on this machine. */
export async function pgbenchVersion(): Promise<string | null> {
  return run('pgbench', ['--version']).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
}

/**
 * Transactions per second of pgbench over the Unix socket: one of the credentials is set, PostgreSQL finds whose it is, and the
 * row of that person's key is read under row level security. No HTTP, no JSON, prepared statements.
 */
export async function transactionsPerSecond(
  { host, password }: DatabaseAddress,
  reader: { keys: readonly string[]; person: string },
  options: { connections: number; seconds: number },
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-pgbench-'));
  const scripts = reader.keys.map((key, at) => ({ file: join(folder, `read-${at}.sql`), key }));
  try {
    for (const { file, key } of scripts) {
      const statements = [
        'begin read only',
        `select set_config('baton.credential', '${key}', true)`,
        'select access.actor()',
        `select fingerprint from person_key where person_id = '${reader.person}' and revoked_at is null`,
        'commit',
      ];
      await writeFile(file, statements.map((one) => `${one};`).join('\n'), { mode: 0o600 });
    }
    const files = scripts.flatMap(({ file }) => ['-f', file]);
    const load = ['-c', String(options.connections), '-j', '1', '-T', String(options.seconds)];
    const { stdout } = await run(
      'pgbench',
      ['-h', host, '-U', 'baton_app', '-n', '-M', 'prepared', ...files, ...load, 'baton'],
      { env: { ...process.env, PGPASSWORD: password } },
    );
    return Number(/tps = ([\d.]+)/.exec(stdout)![1]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
