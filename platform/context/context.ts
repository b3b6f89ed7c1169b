import type pg from 'pg';
import type { Logger } from 'pino';
import { type Database, type Sql, sqlOn } from '#platform/database/database.ts';
import type { MasterKey } from '#platform/envelope/master-key.ts';
import type { Files } from '#platform/files/files.ts';
import type { FirmId, PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Actor, Someone } from './actor.ts';

/** What a deed stands on: who asks (by credential, or as a job of a firm), and the ground it runs on. */
export interface Context {
  by: Credential | Job;
  ground: Ground;
  /** Where the request came from, for the journal. */
  from?: { address?: string; device?: string };
}

/** A session token or an API key: PostgreSQL finds out whose it is, in each transaction anew. */
export interface Credential {
  kind: 'credential';
  secret: string;
}

/** Work that the program does for a firm. */
export interface Job {
  kind: 'job';
  firm: FirmId;
  onBehalfOf: PersonId | null;
}

/** What one installation offers to every operation; put together once by `server/ground.ts`. */
export interface Ground {
  database: Database;
  log: Logger;
  keys: MasterKey;
  /** Puts a job into the queue within the transaction of the change. */
  enqueue(inside: Inside, job: string, data: Record<string, unknown>, options?: EnqueueOptions): Promise<void>;
  /** Which jobs follow what is journalled, by the verb: how a module reacts to one that stands below it. */
  followers: Readonly<Record<string, readonly string[]>>;
  /** Hears of each refusal after its transaction was rolled back, so that the refusal itself is journalled. */
  refused(context: Context, actor: Actor, refusal: Refusal): Promise<void>;
  /** Furnishes a new firm with what it begins with, in the transaction of its foundation. */
  founded(inside: Inside): Promise<void>;
  files: Files;
  /** The people of the demo firm, for the sign-in page; empty in any other installation. */
  demoPeople: DemoPerson[];
  /** Where sealed packages stand, one folder each. */
  archiveFolder: string;
  /** Where the master key stands sealed to each firm's recovery recipient; never inside a backup. */
  escrowFolder: string;
}

/** Somebody of the demo firm, with the passwords that its making chose. */
export interface DemoPerson {
  name: string;
  title: string;
  email: string;
  password: string;
  vaultPassword: string;
}

export interface EnqueueOptions {
  /** At most one waiting job of this key. */
  singleton?: string;
  startAfter?: Date;
}

/** Standing in a transaction: whatever is done through `db` is whole or absent. */
export interface Inside {
  db: Sql;
  actor: Actor;
  firm: FirmId;
  /** The instant of this transaction by the database clock. */
  now: Date;
  ground: Ground;
  from: Context['from'];
  /** The bare connection, for the queue's own statements. */
  client: pg.PoolClient;
}

/**
 * Runs `deed` in one transaction as the person or job of the context; everything commits or nothing does.
 * `serializable` retries up to five times when PostgreSQL finds two deeds at odds (SQLSTATE 40001, 40P01), so the deed
 * must have no effect outside the database.
 *
 * @throws Refusal `session.ended` (status signed-out) when the credential no longer stands; whatever the deed throws.
 */
export async function transact<T>(
  context: Context,
  deed: (inside: Inside) => Promise<T>,
  options: { isolation?: 'read committed' | 'serializable' } = {},
): Promise<T> {
  const isolation = options.isolation ?? 'read committed';
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptTransaction(context, deed, `isolation level ${isolation}`);
    } catch (error) {
      const retryable = isolation === 'serializable' && attempt < 5 && isConflict(error);
      if (!retryable) throw error;
    }
  }
}

/** Like `transact`, in a read-only transaction. Opening a client or revealing a value is a change: it is journalled. */
export function read<T>(context: Context, deed: (inside: Inside) => Promise<T>): Promise<T> {
  return attemptTransaction(context, deed, 'read only');
}

/** The same ground, the firm's own work on behalf of the actor of the transaction; for what no person may do alone. */
export function asJob(context: Context, firm: FirmId, onBehalfOf: PersonId | null): Context {
  return { ...context, by: { kind: 'job', firm, onBehalfOf } };
}

async function attemptTransaction<T>(context: Context, deed: (inside: Inside) => Promise<T>, mode: string): Promise<T> {
  const { by, ground } = context;
  const pool = by.kind === 'job' ? ground.database.worker : ground.database.app;
  const client = await pool.connect();
  let actor: Actor | null = null;
  let broken: Error | undefined;
  try {
    const entered = await enter(client, by, mode);
    actor = entered.actor;
    const inside = { ...entered, db: sqlOn(client), firm: actor.firm, ground, from: context.from, client };
    const result = await deed(inside);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((lost: Error) => (broken = lost));
    const cause = causeOf(error);
    if (actor && cause instanceof Refusal && cause.status === 'forbidden') await ground.refused(context, actor, cause);
    throw cause;
  } finally {
    client.release(broken);
  }
}

async function enter(client: pg.PoolClient, by: Credential | Job, mode: string): Promise<{ actor: Actor; now: Date }> {
  if (by.kind === 'job') {
    const answers = (await client.query(
      `begin ${mode}; select set_config('baton.firm', ${client.escapeLiteral(by.firm)}, true); select now()`,
    )) as unknown as pg.QueryResult<{ now: Date }>[];
    return { actor: { kind: 'worker', firm: by.firm, onBehalfOf: by.onBehalfOf }, now: answers[2]!.rows[0]!.now };
  }
  const answers = (await client.query(
    `begin ${mode}; select set_config('baton.credential', ${client.escapeLiteral(by.secret)}, true); select access.actor() as actor, now()`,
  )) as unknown as pg.QueryResult<{ now: Date; actor: Omit<Someone, 'kind'> | null }>[];
  const row = answers[2]!.rows[0]!;
  if (!row.actor) throw new Refusal('session.ended', {}, 'signed-out');
  return { actor: { kind: 'person', ...row.actor }, now: row.now };
}

/** Drizzle wraps what the driver or a trigger said; the cause is what counts, and its message alone carries no values. */
function causeOf(error: unknown): unknown {
  return error instanceof Error && error.name === 'DrizzleQueryError' && error.cause ? error.cause : error;
}

function isConflict(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === '40001' || code === '40P01';
}
