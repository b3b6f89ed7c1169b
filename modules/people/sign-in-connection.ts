import { AsyncLocalStorage } from 'node:async_hooks';
import type pg from 'pg';

type Query = (text: string, values?: unknown[]) => Promise<pg.QueryResult>;

/** One connection as the sign-in service takes and gives it back. */
interface Connection {
  query: Query;
  release(): void;
}

/**
 * The connections of the sign-in service. The service sends each statement over any connection and commits as it goes;
 * within `transact` all that it does for one request runs on one connection, in one transaction.
 */
export function signInConnections(pool: pg.Pool) {
  const present = new AsyncLocalStorage<Connection>();
  const query: Query = (text, values) => {
    const connection = present.getStore();
    return connection ? connection.query(text, values) : pool.query(text, values);
  };
  return {
    /** What the service asks for; inside of `transact` always the one connection. */
    connect: async () => present.getStore() ?? ((await pool.connect()) as Connection),
    end: async () => {},
    query,
    /**
     * Runs `deed` in one transaction, which `keeps` lets commit or undoes. Throws when it should have been kept and
     * PostgreSQL undid it, because a statement had failed in it.
     */
    async transact<T>(deed: (query: Query) => Promise<T>, keeps: (result: T) => boolean): Promise<T> {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query('begin');
        const result = await present.run(within(client), () => deed(query));
        const kept = keeps(result);
        const { command } = await client.query(kept ? 'commit' : 'rollback');
        if (kept && command !== 'COMMIT') throw new Error('what was done at the sign-in could not be kept');
        return result;
      } catch (error) {
        await client.query('rollback').catch((lost: Error) => (broken = lost));
        throw error;
      } finally {
        client.release(broken);
      }
    },
  };
}

/** The service's own transactions become savepoints of the request's. */
const inner: Record<string, string> = {
  begin: 'savepoint inner_transaction',
  commit: 'release savepoint inner_transaction',
  rollback: 'rollback to savepoint inner_transaction',
};

function within(client: pg.PoolClient): Connection {
  return { query: (text, values) => client.query(inner[text] ?? text, values), release: () => {} };
}
