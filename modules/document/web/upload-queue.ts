import { useSyncExternalStore } from 'react';
import { type Document, type DocumentPlace, largestDocument } from '#modules/document/document.contract.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { type Explanation, explain } from '#kit/explain.ts';
import type { ChosenFile } from './chosen-files.ts';
import { documents } from './document.api.ts';
import { type Sending, sendParts } from './send-parts.ts';

/** One file that was chosen, and how far it is. */
export type QueuedFile = {
  key: number;
  place: DocumentPlace;
  chosen: ChosenFile;
  state: 'waiting' | 'sending' | 'cut' | 'keeping' | 'done' | 'failed' | 'cancelled';
  /** In bytes. */
  sent: number;
  startedAt: Date | null;
  /** The upload on the server, when it has begun. */
  upload?: string;
  document?: Document;
  trouble?: Explanation;
};

/** How many go at once: one fills most lines, two more hide the waits between small files. */
const atOnce = 3;

const listeners = new Set<() => void>();
const sendings = new Map<number, Sending>();
let files: readonly QueuedFile[] = [];
let counted = 0;

/** Puts files in the queue; they go on while one looks at other pages. `onKept` hears of each that is kept. */
export function addToQueue(place: DocumentPlace, chosen: ChosenFile[], onKept: (document: Document) => void): void {
  const added = chosen.map((one): QueuedFile => ({
    key: (counted += 1),
    place,
    chosen: one,
    state: 'waiting',
    sent: 0,
    startedAt: null,
  }));
  set([...files.filter(({ state }) => !isOver(state) || state === 'failed'), ...added]);
  for (let lane = 0; lane < atOnce; lane += 1) void work(onKept);
}

/** Breaks a file off and has the server throw away what it has of it. */
export async function cancelQueued(key: number): Promise<void> {
  const file = files.find((one) => one.key === key);
  if (!file || isOver(file.state)) return;
  change(key, { state: 'cancelled' });
  sendings.get(key)?.stop();
  if (file.upload) await documents.cancelUpload.call({ upload: file.upload }).catch(() => {});
}

export async function cancelAll(place: DocumentPlace): Promise<void> {
  await Promise.all(files.filter((one) => isAt(one, place)).map(({ key }) => cancelQueued(key)));
}

/** Takes away what is done, failed or cancelled. */
export function clearQueue(place: DocumentPlace): void {
  set(files.filter((one) => !isAt(one, place) || !isOver(one.state)));
}

/** The files of a place that were chosen since the program was opened. */
export function useQueue(place: DocumentPlace): QueuedFile[] {
  return useSyncExternalStore(subscribe, () => files).filter((one) => isAt(one, place));
}

export function isOver(state: QueuedFile['state']): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

/** One lane: takes the next waiting file until there is none. */
async function work(onKept: (document: Document) => void): Promise<void> {
  if (files.filter(({ state }) => !isOver(state) && state !== 'waiting').length >= atOnce) return;
  const next = files.find(({ state }) => state === 'waiting');
  if (!next) return;
  change(next.key, { state: 'sending', startedAt: new Date() });
  try {
    const document = await send(next);
    change(next.key, { state: 'done', sent: next.chosen.file.size, document });
    onKept(document);
  } catch (error) {
    if (stateOf(next.key) !== 'cancelled') change(next.key, { state: 'failed', trouble: explain(error) });
  } finally {
    sendings.delete(next.key);
    void work(onKept);
  }
}

async function send({ key, place, chosen: { file, folder } }: QueuedFile): Promise<Document> {
  if (file.size > largestDocument)
    throw new Refusal('document.too-large', { mebibytes: largestDocument / 1024 / 1024 });
  const { name, size } = file;
  const identity = await identityOf({ file, folder });
  const upload = await documents.beginUpload.call({ ...place, name, folder, size, identity });
  change(key, { upload: upload.id, sent: upload.received });
  const sending = sendParts(upload, file, {
    progress: (sent) =>
      stateOf(key) !== 'cancelled' && change(key, { sent, state: sent < size ? 'sending' : 'keeping' }),
    waiting: (waits) => waits && change(key, { state: 'cut' }),
  });
  sendings.set(key, sending);
  if (stateOf(key) === 'cancelled') sending.stop();
  return sending.sent;
}

/** The same file chosen again, even after the page was loaded anew, has the same identity; its content is not read for it. */
async function identityOf({ file: { name, size, lastModified }, folder }: ChosenFile): Promise<string> {
  const said = new TextEncoder().encode(JSON.stringify([folder, name, size, lastModified]));
  const hash = await crypto.subtle.digest('SHA-256', said);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function isAt({ place }: QueuedFile, { client, handover }: DocumentPlace): boolean {
  return place.client === client && place.handover === handover;
}

function stateOf(key: number): QueuedFile['state'] | undefined {
  return files.find((one) => one.key === key)?.state;
}

function change(key: number, to: Partial<QueuedFile>): void {
  set(files.map((one) => (one.key === key ? { ...one, ...to } : one)));
}

function set(next: readonly QueuedFile[]): void {
  const ran = files.some(({ state }) => !isOver(state));
  files = next;
  const runs = files.some(({ state }) => !isOver(state));
  if (runs && !ran) addEventListener('beforeunload', warn);
  if (ran && !runs) removeEventListener('beforeunload', warn);
  for (const listener of listeners) listener();
}

/** The browser asks whether to leave: what is on its way stops, and goes on only when the same file is chosen again. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
