import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { LoginRole } from './roles.ts';

/** Where PostgreSQL listens: a host name, or the folder of a Unix socket. */
export interface Address {
  host: string;
  port: number;
  database: string;
}

/** The open pools of one database, one for each role that the program logs in as. */
export interface Database {
  address: Address;
  /** Requests of people, under their own row level security. */
  app: pg.Pool;
  /** Jobs, scoped to one firm at a time. */
  worker: pg.Pool;
  /** Sign-in: the schema `auth` only. */
  auth: pg.Pool;
  /** Connection settings of the job queue, which keeps its own pool in the schema `jobs`. */
  jobs: pg.PoolConfig;
  /** For a connection of its own that listens to announcements; ids only travel there. */
  listener: pg.ClientConfig;
  close(): Promise<void>;
}

/** A Drizzle handle on one connection; inside `transact` it is the transaction. */
export type Sql = NodePgDatabase;

/**
 * Opens the pools. `onLost` hears of idle connections that broke before the pools were closed; without a listener such an
 * error would end the process.
 */
export function openDatabase(
  address: Address,
  passwords: Record<LoginRole, string>,
  options: { connections?: number; onLost?: (error: Error) => void } = {},
): Database {
  let closing = false;
  const settings = (user: LoginRole, schema: string): pg.PoolConfig => ({
    ...address,
    user,
    password: passwords[user],
    options: `-c search_path=${schema}`,
    application_name: user,
  });
  const pool = (user: LoginRole, schema: string, max: number) => {
    const opened = new pg.Pool({ ...settings(user, schema), max, pipeline: true });
    opened.on('error', (error) => closing || options.onLost?.(error));
    // A connection at work that breaks fails its query; its own event, unheard, would end the process.
    opened.on('connect', (client) => client.on('error', () => {}));
    return opened;
  };
  const connections = options.connections ?? 16;
  const app = pool('baton_app', 'public', connections);
  const worker = pool('baton_worker', 'public', Math.max(4, connections / 4));
  const auth = pool('baton_auth', 'auth', Math.max(4, connections / 4));
  return {
    address,
    app,
    worker,
    auth,
    jobs: { ...settings('baton_jobs', 'jobs'), max: 4 },
    listener: settings('baton_worker', 'public'),
    close: async () => {
      closing = true;
      await Promise.all([app.end(), worker.end(), auth.end()]);
    },
  };
}

const handles = new WeakMap<pg.ClientBase, Sql>();

/** The Drizzle handle of a connection, made once for each connection. */
export function sqlOn(client: pg.ClientBase): Sql {
  let handle = handles.get(client);
  if (!handle) {
    handle = drizzle({ client: client as pg.PoolClient });
    handles.set(client, handle);
  }
  return handle;
}
