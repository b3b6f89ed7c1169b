import { statSync } from 'node:fs';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Steps } from './changed-text.ts';
import type { Fetching } from './fetch-rows.ts';
import type { JoinRoom } from './join-room.ts';
import type { Comparison, Places } from './places.ts';
import type { SpillState } from './spill.ts';
import type { Telling } from './telling.ts';

/** What the second thread is told first: the comparison and the memory that both share. */
export interface Beginning {
  do: 'begin';
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  top: number;
  places: Places;
  asked: Comparison;
}

/** What it is asked to do then. */
export type Task =
  | { do: 'scan'; keepAt: number | null }
  | { do: 'join'; room: JoinRoom; spills: [SpillState, SpillState] }
  | { do: 'fetch'; work: Fetching }
  | { do: 'tell'; telling: Telling };

/** What a scan or a join sent to disk, and where a text that is not written in UTF-8 is found again. */
export interface Done {
  spill: SpillState;
  steps: Steps | null;
}

/** What it found, or why it could not. */
export type Answer = Done | { refusal: Pick<Refusal, 'code' | 'facts'> } | { fault: unknown };

/** What the second thread is started with. */
export interface HelperStart {
  port: MessagePort;
  signals: Int32Array;
}

export const toHelper = 0;
export const toMain = 1;

/** Below so many bytes on both sides together, starting a second thread costs more than it brings. */
export const worthHelp = 64 << 20;

/**
 * Calls a second thread if there are files worth one, before anything else is known of them: it starts while they are looked at.
 * What is no path counts for nothing.
 */
export function callHelper(paths: readonly string[]): Helper | null {
  const bytes = paths.reduce((sum, path) => sum + bytesOf(path), 0);
  return bytes >= worthHelp ? new Helper() : null;
}

function bytesOf(path: string): number {
  try {
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    return 0;
  }
}

/** The second thread, spoken to without an event loop: both sides wait on the signals. */
export class Helper {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #signals = new Int32Array(new SharedArrayBuffer(8));

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const workerData: HelperStart = { port: port2, signals: this.#signals };
    // What it spilled is closed by the first thread; its own end would close the descriptor again, whatever file has the number by then.
    const options = { workerData, transferList: [port2], trackUnmanagedFds: false };
    this.#worker = new Worker(new URL('helper-worker.ts', import.meta.url), options);
    this.#worker.unref();
  }

  begin(task: Beginning | Task): void {
    this.#port.postMessage(task);
    Atomics.store(this.#signals, toHelper, 1);
    Atomics.notify(this.#signals, toHelper);
  }

  /** Waits for the end of the task, which is none where the comparison only begins; throws what it threw. */
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
