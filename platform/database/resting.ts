import type pg from 'pg';

/** How long a connection may rest in a transaction that only read, in milliseconds. */
const mostRest = 5;

/** A connection taken for one transaction; `resting` when a transaction that only read still has to be ended on it. */
export interface Taken {
  client: pg.PoolClient;
  resting: boolean;
}

const resting = new WeakMap<pg.Pool, pg.PoolClient[]>();

/** The connection that rested last, else one of the pool. */
export async function takeConnection(pool: pg.Pool): Promise<Taken> {
  const rested = resting.get(pool)?.pop();
  return rested ? { client: rested, resting: true } : { client: await pool.connect(), resting: false };
}

/**
 * Leaves a connection in a transaction that only read. Whoever takes it next ends that transaction in the message that begins
 * their own; if nobody does within a few milliseconds, or somebody waits for the pool, it is ended and goes back there. Nothing
 * else can reach it meanwhile.
 */
export function restConnection(pool: pg.Pool, client: pg.PoolClient): void {
  if (pool.waitingCount > 0) return giveBack(client);
  const others = resting.get(pool) ?? [];
  resting.set(pool, others);
  if (others.length === 0) setTimeout(() => others.splice(0).forEach(giveBack), mostRest);
  others.push(client);
}

/** What the next one sends over the connection comes behind the end of the transaction. */
function giveBack(client: pg.PoolClient): void {
  client.query('commit').catch(() => {});
  client.release();
}
