import { type ChildProcess, fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { type PaperText, type ShownPaper, UnreadPaper } from './paper.ts';
import type { PaperAnswer, PaperOrder } from './paper-process.ts';

/** Larger files are kept and not read. */
export const largestPaper = 64 * 1024 * 1024;

/**
 * Reads the words of a file, at most `mostCharacters` of them. Nothing of the file touches the server: a process of low priority that
 * may neither write, nor start anything, nor hold much memory opens it, and is ended when it takes too long. Throws `UnreadPaper`.
 */
export async function readPaper(paper: Paper): Promise<PaperText> {
  return (await reading.ask({ work: 'read', ...paper })) as PaperText;
}

/** Recognises the words of a scan or a photo, some seconds a page, one file after another; bounded as `readPaper` is. */
export async function recognisePaper(paper: Paper): Promise<PaperText> {
  return (await recognising.ask({ work: 'recognise', ...paper })) as PaperText;
}

/** Opens a document, a workbook or a text to be looked at; bounded as `readPaper` is. */
export async function openPaper(paper: Paper): Promise<ShownPaper> {
  return (await showing.ask({ work: 'show', ...paper })) as ShownPaper;
}

/** A file and what it was found to be. */
export interface Paper {
  mediaType: string;
  bytes: Uint8Array;
}

interface Waiting extends PromiseWithResolvers<PaperText | ShownPaper> {
  order: PaperOrder;
}

const idleSeconds = 20;
const project = join(import.meta.dirname, '..', '..');

/** One process that reads one file after another; begun when it is needed, ended after a while without work. */
class PaperDesk {
  readonly #seconds: number;
  readonly #priority: number;
  readonly #waiting: Waiting[] = [];
  #child: ChildProcess | null = null;
  #at: Waiting | null = null;
  #clock: NodeJS.Timeout | undefined;

  constructor(seconds: number, priority: number) {
    this.#seconds = seconds;
    this.#priority = priority;
  }

  ask(order: PaperOrder): Promise<PaperText | ShownPaper> {
    if (order.bytes.length > largestPaper) return Promise.reject(new UnreadPaper('too-large'));
    const waiting = { order, ...Promise.withResolvers<PaperText | ShownPaper>() };
    this.#waiting.push(waiting);
    this.#next();
    return waiting.promise;
  }

  #next(): void {
    if (this.#at) return;
    clearTimeout(this.#clock);
    const next = this.#waiting.shift();
    if (!next) {
      this.#rest();
      return;
    }
    this.#child ??= this.#begin();
    this.#at = next;
    this.#child.ref();
    this.#child.channel?.ref();
    this.#child.send(next.order);
    this.#clock = setTimeout(() => this.#settle({ unread: 'too-slow' }, true), this.#seconds * 1000);
  }

  #begin(): ChildProcess {
    const child = fork(new URL('./paper-process.ts', import.meta.url), {
      serialization: 'advanced',
      execArgv: ['--permission', '--allow-worker', `--allow-fs-read=${project}`, '--max-old-space-size=768'],
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    if (child.pid !== undefined) setPriority(child.pid, this.#priority);
    child.on('message', (answer: PaperAnswer) => this.#settle(answer, false));
    // It ends by itself only when the file at hand has driven it out of its memory.
    child.on('error', () => this.#lost(child)).on('exit', () => this.#lost(child));
    return child;
  }

  #lost(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#child = null;
    this.#settle({ unread: 'too-much-memory' }, false);
  }

  #settle(answer: PaperAnswer, end: boolean): void {
    const at = this.#at;
    this.#at = null;
    clearTimeout(this.#clock);
    if (end) this.#end();
    if ('done' in answer) at?.resolve(answer.done);
    else at?.reject(new UnreadPaper(answer.unread));
    this.#next();
  }

  #rest(): void {
    this.#child?.unref();
    this.#child?.channel?.unref();
    this.#clock = setTimeout(() => this.#end(), idleSeconds * 1000).unref();
  }

  #end(): void {
    const child = this.#child;
    this.#child = null;
    child?.kill('SIGKILL');
  }
}

const reading = new PaperDesk(60, constants.priority.PRIORITY_BELOW_NORMAL);
const recognising = new PaperDesk(600, constants.priority.PRIORITY_LOW);
const showing = new PaperDesk(30, constants.priority.PRIORITY_NORMAL);
