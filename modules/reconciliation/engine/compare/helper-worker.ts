import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { Refusal } from '#platform/kernel/refusal.ts';
import { type Answer, type HelperStart, type Task, toHelper, toMain } from './helper.ts';
import { joinPartitions } from './join-partitions.ts';
import { scanSide } from './scan-side.ts';
import { SharedMemory } from './shared-memory.ts';
import { Spill } from './spill.ts';
import { startThread, type Thread } from './thread.ts';

const { module, memory, top, places, asked, port, signals } = workerData as HelperStart;
const thread = startThread(1, module, new SharedMemory(memory, top), places, asked, () => {});

for (;;) {
  Atomics.wait(signals, toHelper, 0);
  Atomics.store(signals, toHelper, 0);
  const { message } = receiveMessageOnPort(port) as { message: Task };
  port.postMessage(answer(thread, message));
  Atomics.store(signals, toMain, 1);
  Atomics.notify(signals, toMain);
}

function answer(thread: Thread, task: Task): Answer {
  try {
    const spill = new Spill(thread);
    if (task.do === 'scan') {
      const text = scanSide(thread, 1, task.keepAt, spill);
      return { spill: spill.state, text };
    }
    const [left, right] = task.spills;
    joinPartitions(thread, task.room, [new Spill(thread, left), new Spill(thread, right)], spill);
    return { spill: spill.state, text: null };
  } catch (error) {
    return error instanceof Refusal ? { refusal: { code: error.code, facts: error.facts } } : { fault: error };
  }
}
