import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { JoinRoom } from './join-partitions.ts';
import type { Comparison, Places } from './places.ts';
import type { SpillState } from './spill.ts';

/** What the second thread is asked to do. */
export type Task =
  | { do: 'scan'; keepAt: number | null }
  | { do: 'join'; room: JoinRoom; spills: [SpillState, SpillState] };

/** What is on disk now: records after a scan, with the text where it has to be read again from there; items after a join. */
export interface Done {
  spill: SpillState;
  text: number | null;
}

/** What it found, or why it could not. */
export type Answer = Done | { refusal: Pick<Refusal, 'code' | 'facts'> } | { fault: unknown };

/** What the second thread begins with. */
export interface HelperStart {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  top: number;
  places: Places;
  asked: Comparison;
  port: MessagePort;
  signals: Int32Array;
}

export const toHelper = 0;
export const toMain = 1;

/** The second thread, spoken to without an event loop: both sides wait on the signals. */
export class Helper {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #signals = new Int32Array(new SharedArrayBuffer(8));

  constructor(start: Omit<HelperStart, 'port' | 'signals'>) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const workerData: HelperStart = { ...start, port: port2, signals: this.#signals };
    // What it spilled is closed by the first thread; its own end would close the descriptor again, whatever file has the number by then.
    const options = { workerData, transferList: [port2], trackUnmanagedFds: false };
    this.#worker = new Worker(new URL('helper-worker.ts', import.meta.url), options);
    this.#worker.unref();
  }

  begin(task: Task): void {
    this.#port.postMessage(task);
    Atomics.store(this.#signals, toHelper, 1);
    Atomics.notify(this.#signals, toHelper);
  }

  /** Waits for the end of the task; throws what it threw. */
  end(): Done {
    Atomics.wait(this.#signals, toMain, 0);
    Atomics.store(this.#signals, toMain, 0);
    const { message } = receiveMessageOnPort(this.#port) as { message: Answer };
    if ('refusal' in message) throw new Refusal(message.refusal.code, message.refusal.facts);
    if ('fault' in message) throw message.fault;
    return message;
  }

  stop(): void {
    void this.#worker.terminate();
    this.#port.close();
  }
}
