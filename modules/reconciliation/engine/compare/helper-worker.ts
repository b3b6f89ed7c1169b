import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { Refusal } from '#platform/kernel/refusal.ts';
import { type Answer, type Beginning, type HelperStart, type Task, toHelper, toMain } from './helper.ts';
import type { Steps } from './changed-text.ts';
import { fetchRows } from './fetch-rows.ts';
import { joinPartitions } from './join-partitions.ts';
import { Outbox } from './outbox.ts';
import { scanSide } from './scan-side.ts';
import { SharedMemory } from './shared-memory.ts';
import { Spill } from './spill.ts';
import { HelpingTeller } from './teller.ts';
import { startThread, type Thread } from './thread.ts';

const { port, signals } = workerData as HelperStart;
const { thread, teller } = begin(nextTask() as Beginning);

for (;;) {
  port.postMessage(answer(thread, nextTask() as Task));
  Atomics.store(signals, toMain, 1);
  Atomics.notify(signals, toMain);
}

/** The message after those that were taken; a signal may stand for several. */
function nextTask(): unknown {
  for (;;) {
    const got = receiveMessageOnPort(port) as { message: unknown } | undefined;
    if (got) return got.message;
    Atomics.wait(signals, toHelper, 0);
    Atomics.store(signals, toHelper, 0);
  }
}

function begin({ module, memory, top, places, asked }: Beginning): { thread: Thread; teller: HelpingTeller } {
  const shared = new SharedMemory(memory, top);
  const teller = new HelpingTeller(new Outbox(shared, places));
  const thread: Thread = startThread(1, module, shared, places, asked, (_at, length) => teller.take(thread, length));
  return { thread, teller };
}

function answer(thread: Thread, task: Task): Answer {
  try {
    const spill = new Spill(thread);
    let steps: Steps | null = null;
    if (task.do === 'scan') steps = scanSide(thread, 1, task.keepAt, spill);
    else if (task.do === 'join') {
      const [left, right] = task.spills;
      joinPartitions(thread, task.room, [new Spill(thread, left), new Spill(thread, right)], spill);
    } else if (task.do === 'fetch') fetchRows(thread, task.work);
    else teller.tell(thread, task.telling);
    return { spill: spill.state, steps };
  } catch (error) {
    return error instanceof Refusal ? { refusal: { code: error.code, facts: error.facts } } : { fault: error };
  }
}
