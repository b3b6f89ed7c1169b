import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { settings, type SettingName } from './setting.ts';

/** What the environment says, checked; folders and files are absolute. */
export type Config = {
  port: number;
  host: string;
  /** Origin without a trailing slash. */
  publicUrl: string;
  dataFolder: string;
  masterKeyFile: string;
  /** Where files are kept: a folder or `s3://…`. */
  filesPlace: string;
  /** Where each has a second copy: a folder or `s3://…`; null: nowhere but in backups. */
  secondFilesPlace: string | null;
  /** A folder or `s3://…`; null: backups are made only when they are asked for. */
  backupPlace: string | null;
  /** null: the embedded PostgreSQL. */
  databaseUrl: string | null;
  /** Where each checkpoint of a journal is kept outside; null: nowhere. */
  checkpointFolder: string | null;
  checkpointAddress: string | null;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
};

/** One setting that cannot be used. The value is not repeated: it may hold a password. */
export type ConfigFault = { name: SettingName; example: string; fault: string };

/** All faults of the environment at once, one line each. */
export class ConfigError extends Error {
  readonly faults: ConfigFault[];

  constructor(faults: ConfigFault[]) {
    super(faults.map(({ name, example, fault }) => `${name} ${fault}. For example: ${name}=${example}`).join('\n'));
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/** Reads the settings from the environment; an empty one counts as absent. Throws `ConfigError` with every fault. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const faults: ConfigFault[] = [];
  function read<Name extends SettingName>(name: Name): z.output<(typeof settings)[Name]['schema']> | undefined {
    const value = environment[name]?.trim();
    if (!value) return undefined;
    const { schema, example } = settings[name];
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data as z.output<(typeof settings)[Name]['schema']>;
    faults.push({ name, example, fault: parsed.error.issues[0]?.message ?? 'cannot be read' });
    return undefined;
  }

  const port = read('PORT') ?? 3000;
  const dataFolder = resolve(read('BATON_DATA') ?? 'data');
  const config: Config = {
    port,
    host: read('HOST') ?? '127.0.0.1',
    publicUrl: read('BATON_PUBLIC_URL') ?? `http://localhost:${port}`,
    dataFolder,
    masterKeyFile: resolve(read('BATON_MASTER_KEY_FILE') ?? join(dataFolder, 'keys', 'master.key')),
    filesPlace: read('BATON_FILES') ?? join(dataFolder, 'files'),
    secondFilesPlace: read('BATON_FILES_SECOND') ?? null,
    backupPlace: absolute(read('BATON_BACKUP')),
    databaseUrl: read('DATABASE_URL') ?? null,
    checkpointFolder: absolute(read('BATON_CHECKPOINTS')),
    checkpointAddress: read('BATON_CHECKPOINTS_URL') ?? null,
    logLevel: read('LOG_LEVEL') ?? 'info',
  };
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

function absolute(path: string | undefined): string | null {
  if (path === undefined) return null;
  return path.startsWith('s3:') ? path : resolve(path);
}
