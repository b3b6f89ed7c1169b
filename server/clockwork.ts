import pg from 'pg';
import { keepAnchors, sequence, sumReadings } from '#modules/journal/journal.ts';
import * as disposal from '#modules/disposal/disposal.ts';
import * as document from '#modules/document/document.ts';
import { keepEscrow } from '#modules/people/people.ts';
import { dropIdleWrapTasks } from '#modules/vault/vault.ts';
import { takeUpDefault } from '#modules/playbook/playbook.ts';
import type { Context, Ground } from '#platform/context/context.ts';
import type { FirmId, PersonId } from '#platform/kernel/id.ts';
import type { OpenGround } from './ground.ts';
import { jobs } from './jobs.ts';
import { rewrapKeys } from './rewrap-keys.ts';

/** Starts the worker's side of the program: jobs of the queue, and the sequencing of each firm's journal. */
export async function startClockwork({ ground, queue, anchors }: OpenGround): Promise<{ stop(): Promise<void> }> {
  for (const [name, handle] of Object.entries(jobs)) {
    await queue.work(name, (data) =>
      handle(contextOf(ground, data.firm as FirmId, data.onBehalfOf as PersonId | null), data),
    );
  }
  const waiting = new Set<string>();
  let working = Promise.resolve();
  let stopped = false;
  const wake = () => {
    working = working.then(async () => {
      for (const firm of waiting) {
        waiting.delete(firm);
        await sequenceAll(ground, firm as FirmId).catch((error: unknown) =>
          ground.log.error({ err: error }, 'the journal could not be sequenced'),
        );
      }
    });
  };
  const listener = new pg.Client(ground.database.listener);
  listener.on('error', () => {});
  listener.on('notification', ({ payload }) => waiting.add((JSON.parse(payload ?? '{}') as { firm: string }).firm));
  await listener.connect();
  await listener.query('listen baton_journal');
  const lookForAll = async () => {
    const { rows } = await ground.database.worker.query<{ firm: string }>('select access.firms() as firm');
    for (const { firm } of rows) waiting.add(firm);
    return rows.map(({ firm }) => contextOf(ground, firm as FirmId, null));
  };
  let minute = Promise.resolve();
  const workOfTheMinute = async (firms: Context[]) => {
    for (const firm of firms) {
      await sumReadings(firm);
      await keepEscrow(firm);
      await dropIdleWrapTasks(firm);
      await document.tendFiles(firm);
      await document.orderReadings(firm);
      await disposal.askToAppraise(firm);
      for (const { place, error } of await keepAnchors(firm, anchors))
        ground.log.error({ err: error, place }, 'a checkpoint did not go outward');
    }
    await document.sweepArrived({ ground }, new Date());
  };
  const inTurn = (work: () => Promise<void>) => {
    minute = minute
      .then(work)
      .catch((error: unknown) => ground.log.error({ err: error }, 'the work of the minute could not be done'));
  };
  const beginMinute = (firms: Promise<Context[]>) => inTurn(async () => workOfTheMinute(await firms));
  const firms = await lookForAll();
  for (const firm of firms) await takeUpDefault(firm);
  inTurn(async () => {
    for (const firm of firms) await rewrapKeys(firm);
  });
  beginMinute(Promise.resolve(firms));
  const eachSecond = setInterval(() => !stopped && waiting.size > 0 && wake(), 1000);
  const eachMinute = setInterval(() => !stopped && beginMinute(lookForAll()), 60_000);
  return {
    stop: async () => {
      stopped = true;
      clearInterval(eachSecond);
      clearInterval(eachMinute);
      await working;
      await minute;
      await listener.end().catch(() => {});
    },
  };
}

/** Runs every waiting job and sequences the journal until nothing is left; jobs that failed are thrown. For tests and drills. */
export async function drainJobs({ ground, queue }: OpenGround, firm: FirmId): Promise<void> {
  for (let done = 1; done > 0;) {
    done = await queue.runWaiting((name, data) =>
      jobs[name]!(contextOf(ground, data.firm as FirmId, data.onBehalfOf as PersonId | null), data),
    );
    done += await sequenceAll(ground, firm);
  }
}

async function sequenceAll(ground: Ground, firm: FirmId): Promise<number> {
  let placed = 0;
  for (let some = 1; some > 0; placed += some) some = await sequence(contextOf(ground, firm, null));
  return placed;
}

function contextOf(ground: Ground, firm: FirmId, onBehalfOf: PersonId | null): Context {
  return { by: { kind: 'job', firm, onBehalfOf }, ground };
}
