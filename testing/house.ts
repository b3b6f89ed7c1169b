import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashPassword } from 'better-auth/crypto';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import * as people from '#modules/people/people.ts';
import type { Position, Role } from '#platform/context/actor.ts';
import type { Context, Ground } from '#platform/context/context.ts';
import { introduceKeys } from '#platform/crypto/key-introduction.ts';
import { type Keyring, createKeyring } from '#platform/crypto/keyring.ts';
import type { Config } from '#platform/config/config.ts';
import type { FirmId, PersonId } from '#platform/kernel/id.ts';
import { type Logger, createLog } from '#platform/log/log.ts';
import { type OpenGround, openGround } from '#server/ground.ts';
import { createServer } from '#server/server.ts';

/** A real installation for tests: its own database, cloned from a migrated one, a temporary data folder, and a server. */
export interface House {
  ground: Ground;
  firm: FirmId;
  /** The founder: administrator, manager and 单位负责人. */
  founder: Someone;
  /** Adds a person with a password of their own, ready to sign in, and keys. */
  hire(name: string, standing?: { title?: string; roles?: Role[]; positions?: Position[] }): Promise<Someone>;
  /** Connection settings of the database's superuser, for looking past the walls. */
  owner: pg.ClientConfig;
  dataFolder: string;
  /** The HTTP server; call `inject` on it. */
  server: FastifyInstance;
  /** Runs every job that is waiting, and sequences the journal, until nothing is left to do. */
  drain(): Promise<void>;
}

/** A person of the firm as a test knows them. */
export interface Someone {
  id: PersonId;
  name: string;
  email: string;
  password: string;
  vaultPassword: string;
  keyring: Keyring;
  /** A context of this person with a session of its own. */
  context: Context;
  /** The session token behind it. */
  token: string;
}

export const vaultPassword = '保险箱密码 for tests only';

/** What a test may want otherwise. */
export interface HouseOptions {
  /** Where log lines go; nowhere unless said. */
  log?: Logger;
}

/** Opens a house for the tests of a file, and takes it down after them. */
export function useHouse(options: HouseOptions = {}): { (): House } {
  let house: House | undefined;
  let close: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const opened = await openHouse(inject('cluster'), options);
    house = opened.house;
    close = opened.close;
  }, 60_000);
  afterAll(async () => close?.(), 30_000);
  return () => house!;
}

/** Opens a house outside of vitest's hooks; the caller closes it. */
export async function openHouse(
  cluster = inject('cluster'),
  { log = createLog('silent') }: HouseOptions = {},
): Promise<{ house: House; close(): Promise<void> }> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'baton-house-'));
  const owner: pg.ClientConfig = { ...cluster, database: await cloneTemplate(cluster) };
  const config: Config = {
    port: 0,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:3000',
    dataFolder,
    masterKeyFile: join(dataFolder, 'keys', 'master.key'),
    filesPlace: join(dataFolder, 'files'),
    secondFilesPlace: null,
    backupPlace: null,
    databaseUrl: null,
    checkpointFolder: null,
    checkpointAddress: null,
    logLevel: 'silent',
  };
  const opened: OpenGround = await openGround(config, owner, log, clusterPasswords);
  const server = await createServer({ ground: opened.ground, publicUrl: config.publicUrl });
  const nobody: Context = { by: { kind: 'credential', secret: '' }, ground: opened.ground };
  const superuser = new pg.Client(owner);
  // Its end under a database that is dropped, unheard, would end the tests.
  superuser.on('error', () => {});
  await superuser.connect();
  const password = 'a long password for tests';
  const founded = await people.foundFirm(nobody, {
    firm: '上海启明财务咨询有限公司',
    name: '周正',
    title: '单位负责人',
    email: 'zhou@example.com',
    password,
  });
  const house: House = {
    ground: opened.ground,
    firm: founded.firm,
    founder: await somebody(opened.ground, superuser, founded.firm, {
      id: founded.person,
      name: '周正',
      email: 'zhou@example.com',
      password,
    }),
    owner,
    dataFolder,
    server,
    drain: () => drain(opened, founded.firm),
    async hire(name, { title = '主办会计', roles = ['staff' as const], positions = ['accountant' as const] } = {}) {
      const email = `${randomBytes(4).toString('hex')}@example.com`;
      const person = { name, title, email, roles, positions };
      const id = await people.enrol(
        house.founder.context,
        person,
        await (firstPasswordHash ??= hashPassword(firstPassword)),
      );
      return somebody(opened.ground, superuser, house.firm, { id, name, email, password: firstPassword });
    },
  };
  const close = async () => {
    await superuser.end();
    await server.close();
    await opened.close();
    await dropDatabase(cluster, owner.database!);
    await rm(dataFolder, { recursive: true, force: true });
  };
  return { house, close };
}

/** One set of role passwords for the test cluster, since roles belong to the cluster and test files share it. */
export const clusterPasswords = { baton_app: 'app', baton_worker: 'worker', baton_auth: 'auth', baton_jobs: 'jobs' };

// Hashing a password takes as long as a test; the people of a house have the same first one.
const firstPassword = 'a first password for tests';
let firstPasswordHash: Promise<string> | undefined;

async function somebody(
  ground: Ground,
  superuser: pg.Client,
  firm: FirmId,
  { id, ...known }: Pick<Someone, 'id' | 'name' | 'email' | 'password'>,
): Promise<Someone> {
  const token = randomBytes(24).toString('base64url');
  await superuser.query(
    `with found as (select user_id from person where id = $1), ready as (update auth."user" set "mustChangePassword" = false from found where id = found.user_id)
     insert into auth.session (id, token, "userId", "expiresAt", "firmId") select gen_random_uuid()::text, $2, user_id, now() + interval '12 hours', $3 from found`,
    [id, token, firm],
  );
  const context: Context = { by: { kind: 'credential', secret: token }, ground };
  const { keyring, sealedKeyring } = await createKeyring(vaultPassword, { workFactor: 2 });
  await people.introduceKeys(context, {
    sealedKeyring,
    introduction: (await introduceKeys(keyring, { firm, person: id })) as never,
  });
  return { id, ...known, vaultPassword, keyring, context, token };
}

async function drain(opened: OpenGround, firm: FirmId): Promise<void> {
  const { drainJobs } = await import('#server/clockwork.ts');
  await drainJobs(opened, firm);
}

async function cloneTemplate(cluster: pg.ClientConfig): Promise<string> {
  const template = `baton_template_${await migrationsHash()}`;
  const admin = new pg.Client({ ...cluster, database: 'postgres' });
  await admin.connect();
  try {
    await admin.query(`select pg_advisory_lock(hashtext('baton template'))`);
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template]);
    if (!rowCount) await makeTemplate(cluster, admin, template);
    await admin.query(`select pg_advisory_unlock(hashtext('baton template'))`);
    const name = `house_${randomBytes(6).toString('hex')}`;
    await admin.query(`create database ${name} template ${template}`);
    return name;
  } finally {
    await admin.end();
  }
}

async function makeTemplate(cluster: pg.ClientConfig, admin: pg.Client, template: string): Promise<void> {
  const { migrate } = await import('#platform/database/migrate.ts');
  const growing = `${template}_growing`;
  await admin.query(`drop database if exists ${growing}`);
  await admin.query(`create database ${growing}`);
  const owner = new pg.Client({ ...cluster, database: growing });
  await owner.connect();
  try {
    await migrate(owner, clusterPasswords);
  } finally {
    await owner.end();
  }
  await admin.query(`alter database ${growing} rename to ${template}`);
}

async function dropDatabase(cluster: pg.ClientConfig, name: string): Promise<void> {
  const admin = new pg.Client({ ...cluster, database: 'postgres' });
  await admin.connect();
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.end();
}

async function migrationsHash(): Promise<string> {
  const folder = new URL('../migrations/', import.meta.url);
  const hash = createHash('sha256');
  for (const name of (await readdir(folder)).sort())
    hash.update(await readFile(new URL(`${name}/migration.sql`, folder)).catch(() => ''));
  return hash.digest('hex').slice(0, 12);
}
