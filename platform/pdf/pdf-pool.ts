import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism, constants, setPriority } from 'node:os';
import type { PdfAnswer, PdfOrder } from './pdf-process.ts';

/**
 * Sends the order to one of a few processes of low priority, so that neither the event loop nor the memory of the server
 * bears the setting and signing of documents, and a fault in it ends that process only. Orders are taken in their order;
 * who has many of them sends them one after another, and lets others come between. A process starts when it is needed,
 * ends after a while without work, and never keeps the server alive.
 */
export function orderPdf(order: PdfOrder): Promise<{ pdf: Uint8Array; pages: number }> {
  return new Promise((resolve, reject) => {
    waiting.push({ order, resolve, reject });
    assign();
  });
}

interface Waiting {
  order: PdfOrder;
  resolve: (done: { pdf: Uint8Array; pages: number }) => void;
  reject: (error: Error) => void;
}

interface Hand {
  child: ChildProcess;
  at: Waiting | null;
  idle: NodeJS.Timeout | undefined;
}

const most = Math.min(2, availableParallelism());
const idleSeconds = 30;
/** A process that has grown past this after a long document is replaced: the compiler does not give memory back. */
const mostMemory = 600_000_000;

const waiting: Waiting[] = [];
const hands: Hand[] = [];

function assign(): void {
  while (waiting.length > 0) {
    const hand = hands.find(({ at }) => at === null) ?? (hands.length < most ? employ() : undefined);
    if (!hand) return;
    clearTimeout(hand.idle);
    hand.at = waiting.shift()!;
    hand.child.ref();
    hand.child.channel?.ref();
    hand.child.send(hand.at.order);
  }
}

function employ(): Hand {
  const child = fork(new URL('./pdf-process.ts', import.meta.url), {
    serialization: 'advanced',
    execArgv: [],
    env: { RAYON_NUM_THREADS: '1' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  const hand: Hand = { child, at: null, idle: undefined };
  hands.push(hand);
  child.on('message', (answer: PdfAnswer) => {
    const order = hand.at;
    hand.at = null;
    if (answer.memory > mostMemory) release(hand);
    else rest(hand);
    if ('done' in answer) order?.resolve(answer.done);
    else order?.reject(new Error(answer.failed));
    assign();
  });
  child.on('error', (error) => lose(hand, error));
  child.on('exit', (code, signal) => lose(hand, new Error(`The process that sets PDFs ended (${signal ?? code}).`)));
  return hand;
}

function rest(hand: Hand): void {
  hand.child.unref();
  hand.child.channel?.unref();
  hand.idle = setTimeout(release, idleSeconds * 1000, hand).unref();
}

function release(hand: Hand): void {
  hands.splice(hands.indexOf(hand), 1);
  hand.child.disconnect();
  hand.child.unref();
}

function lose(hand: Hand, error: Error): void {
  clearTimeout(hand.idle);
  const place = hands.indexOf(hand);
  if (place >= 0) hands.splice(place, 1);
  hand.at?.reject(error);
  hand.at = null;
  assign();
}
