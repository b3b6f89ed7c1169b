import type pg from 'pg';
import type { Logger } from 'pino';
import { type Database, type Sql, sqlOn } from '#platform/database/database.ts';
import type { MasterKey } from '#platform/envelope/master-key.ts';
import type { Files } from '#platform/files/files.ts';
import type { FirmId, PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Actor } from './actor.ts';
import { JoinedReads } from './joined-reads.ts';
import { type Credential, type Entered, type Job, within } from './transaction.ts';
import { Turns } from './turns.ts';

/** What a deed stands on: who asks (by credential, or as a job of a firm), and the ground it runs on. */
export interface Context {
  by: Credential | Job;
  ground: Ground;
  /** Where the request came from, for the journal. */
  from?: { address?: string; device?: string };
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
 * @throws Refusal `session.ended` (status signed-out) when the credential no longer stands, `server.busy` (unavailable) when
 *   too many calls of the firm wait already; whatever the deed throws.
 */
export async function transact<T>(
  context: Context,
  deed: (inside: Inside) => Promise<T>,
  options: { isolation?: 'read committed' | 'serializable' } = {},
): Promise<T> {
  const { by, ground } = context;
  const isolation = options.isolation ?? 'read committed';
  const run = (act: (entered: Entered) => Promise<T>) => {
    const inTransaction = () => within(ground.database, by, isolation, act);
    return by.kind === 'job' ? inTransaction() : trafficOf(ground.database).turns.take(by.secret, inTransaction);
  };
  for (let round = 1; ; round += 1) {
    try {
      return await attempt(context, run, deed);
    } catch (error) {
      const retryable = isolation === 'serializable' && round < 5 && isConflict(error);
      if (!retryable) throw error;
    }
  }
}

/**
 * Like `transact`, in a read-only transaction, which reads of the same credential that come up in the same moment share.
 * Opening a client or revealing a value is a change: it is journalled.
 */
export function read<T>(context: Context, deed: (inside: Inside) => Promise<T>): Promise<T> {
  const { by, ground } = context;
  if (by.kind === 'job') return attempt(context, (run) => within(ground.database, by, 'read only', run), deed);
  const { turns, reads } = trafficOf(ground.database);
  return attempt(context, (run) => turns.take(by.secret, () => reads.read(by, run)), deed);
}

/** The same ground, the firm's own work on behalf of the actor of the transaction; for what no person may do alone. */
export function asJob(context: Context, firm: FirmId, onBehalfOf: PersonId | null): Context {
  return { ...context, by: { kind: 'job', firm, onBehalfOf } };
}

/** What goes on between the calls of one installation. */
interface Traffic {
  turns: Turns;
  reads: JoinedReads;
}

const traffic = new WeakMap<Database, Traffic>();

function trafficOf(database: Database): Traffic {
  const known = traffic.get(database) ?? { turns: new Turns(), reads: new JoinedReads(database) };
  traffic.set(database, known);
  return known;
}

/** One attempt at a deed that `run` gives a transaction; a refusal of what is forbidden is told to the journal afterwards. */
async function attempt<T>(
  context: Context,
  run: (deed: (entered: Entered) => Promise<T>) => Promise<T>,
  deed: (inside: Inside) => Promise<T>,
): Promise<T> {
  const { by, ground, from } = context;
  let actor: Actor | null = null;
  try {
    return await run(async (entered) => {
      const { client, now } = entered;
      actor = entered.actor;
      if (by.kind === 'credential') trafficOf(ground.database).turns.learn(by.secret, actor.firm);
      return deed({ actor, now, db: sqlOn(client), firm: actor.firm, ground, from, client });
    });
  } catch (error) {
    if (actor && error instanceof Refusal && error.status === 'forbidden') await ground.refused(context, actor, error);
    throw error;
  }
}

function isConflict(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === '40001' || code === '40P01';
}
