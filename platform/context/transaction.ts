import type pg from 'pg';
import type { Database } from '#platform/database/database.ts';
import { type Taken, restConnection, takeConnection } from '#platform/database/resting.ts';
import { type Call, type Prepared, sendTogether } from '#platform/database/together.ts';
import type { FirmId, PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Actor, Someone } from './actor.ts';

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

/** What PostgreSQL said at the beginning of a transaction. */
export interface Entered {
  client: pg.PoolClient;
  actor: Actor;
  now: Date;
}

const begins = {
  'read only': { name: 'baton_begin_reading', text: 'begin read only' },
  'read committed': { name: 'baton_begin', text: 'begin isolation level read committed' },
  serializable: { name: 'baton_begin_serializable', text: 'begin isolation level serializable' },
} satisfies Record<string, Prepared>;

/** How a transaction begins. */
export type Mode = keyof typeof begins;

const end: Prepared = { name: 'baton_commit', text: 'commit' };
const clock = 'floor(extract(epoch from now()) * 1000)::text';
const setCredential: Prepared = {
  name: 'baton_credential',
  text: `select set_config('baton.credential', $1, true)`,
};
const askActor: Prepared = { name: 'baton_actor', text: `select ${clock}, access.actor()` };
const setFirm: Prepared = { name: 'baton_firm', text: `select ${clock}, set_config('baton.firm', $1, true)` };

/**
 * Runs the deed in one transaction as the holder of the credential or as the job. What only read is not waited for at its
 * end. Throws what the deed throws, as PostgreSQL or the deed itself said it, after the transaction was undone.
 *
 * @throws Refusal `session.ended` when the credential stands for nobody.
 */
export async function within<T>(
  database: Database,
  by: Credential | Job,
  mode: Mode,
  deed: (entered: Entered) => Promise<T>,
): Promise<T> {
  const pool = by.kind === 'job' ? database.worker : database.app;
  const taken = await takeConnection(pool);
  const { client } = taken;
  const { actor, now } = await enter(taken, by, mode).catch((error: Error) => {
    client.release(error);
    throw error;
  });
  let broken: Error | undefined;
  try {
    if (!actor) throw new Refusal('session.ended', {}, 'signed-out');
    const result = await deed({ client, actor, now });
    if (mode === 'read only') {
      restConnection(pool, client);
      return result;
    }
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    await client.query('rollback').catch((lost: Error) => (broken = lost));
    client.release(broken);
    throw causeOf(error);
  }
}

/** Begins the transaction and learns in the same message whose it is; null when the credential stands for nobody. */
async function enter(
  { client, resting }: Taken,
  by: Credential | Job,
  mode: Mode,
): Promise<{ actor: Actor | null; now: Date }> {
  const identity: Call[] = by.kind === 'job' ? [[setFirm, by.firm]] : [[setCredential, by.secret], [askActor]];
  const answers = await sendTogether(client, [...(resting ? [[end] as const] : []), [begins[mode]], ...identity]);
  const [milliseconds, found] = answers.at(-1)![0]!;
  const now = new Date(Number(milliseconds));
  if (by.kind === 'job') return { actor: { kind: 'worker', firm: by.firm, onBehalfOf: by.onBehalfOf }, now };
  if (!found) return { actor: null, now };
  return { actor: { kind: 'person', ...(JSON.parse(found) as Omit<Someone, 'kind'>) }, now };
}

/** Drizzle wraps what the driver or a trigger said; the cause is what counts, and its message alone carries no values. */
export function causeOf(error: unknown): unknown {
  return error instanceof Error && error.name === 'DrizzleQueryError' && error.cause ? error.cause : error;
}
