import { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { EnqueueOptions, Inside } from '#platform/context/context.ts';
import type { Database } from '#platform/database/database.ts';

/** What a job carries: the firm, on whose behalf, and ids; never client data. */
export interface JobData {
  firm: string;
  onBehalfOf: string | null;
  [id: string]: unknown;
}

/** The queue of the installation, kept in the schema `jobs` of the same database. */
export interface Queue {
  enqueue(inside: Inside, job: string, data: Record<string, unknown>, options?: EnqueueOptions): Promise<void>;
  /** Works on jobs of a kind, one at a time in this process; a job that throws is tried again up to three times. */
  work(job: string, handle: (data: JobData) => Promise<void>): Promise<void>;
  /** Fetches and runs what waits now, in this process; gives how many jobs were done. A job that throws is thrown. */
  runWaiting(handle: (job: string, data: JobData) => Promise<void>): Promise<number>;
  stop(): Promise<void>;
}

/** Starts the queue; makes its schema where it is missing. */
export async function startQueue(database: Database, jobs: string[], log: Logger): Promise<Queue> {
  const boss = new PgBoss({
    ...database.jobs,
    host: database.jobs.host!,
    schema: 'jobs',
    createSchema: false,
    supervise: true,
  });
  let stopped = false;
  boss.on('error', (error) => stopped || log.error({ err: error }, 'job queue'));
  await boss.start();
  for (const job of jobs) await boss.createQueue(job, { retryLimit: 3, retryDelay: 2, retryBackoff: true });
  return {
    async enqueue(inside, job, data, options = {}) {
      const onBehalfOf = inside.actor.kind === 'person' ? inside.actor.person : inside.actor.onBehalfOf;
      await boss.send(
        job,
        { firm: inside.firm, onBehalfOf, ...data },
        {
          ...(options.singleton ? { singletonKey: options.singleton } : {}),
          ...(options.startAfter ? { startAfter: options.startAfter } : {}),
          db: { executeSql: (text: string, values?: unknown[]) => inside.client.query(text, values) },
        },
      );
    },
    async work(job, handle) {
      await boss.work(job, { pollingIntervalSeconds: 0.5 }, async (batch) => {
        for (const { data } of batch) await handle(data as JobData);
      });
    },
    async runWaiting(handle) {
      let done = 0;
      for (const job of jobs) {
        for (let batch = await boss.fetch<JobData>(job); batch.length > 0; batch = await boss.fetch<JobData>(job)) {
          for (const { id, data } of batch) {
            await handle(job, data);
            await boss.complete(job, id);
            done += 1;
          }
        }
      }
      return done;
    },
    stop: async () => {
      await boss.stop({ graceful: true, timeout: 5000 }).catch(() => {});
      stopped = true;
    },
  };
}
