import type { Document, Upload } from '#modules/document/document.contract.ts';
import { partSize } from '#modules/document/document.contract.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { documents } from './document.api.ts';

/** A file on its way. */
export interface Sending {
  sent: Promise<Document>;
  /** Breaks it off; `sent` rejects with `document.broken-off`. */
  stop: () => void;
}

/** How long one waits for the network to come back, attempt by attempt, in milliseconds. */
const patience = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 60_000, 60_000, 60_000];

/**
 * Sends what the server does not have of a file, part by part, and has it kept. A cut of the network is waited out; `onProgress` is
 * told how many bytes are there or on their way, and `onWaiting` whether the network is gone. Rejects with the server's refusal.
 */
export function sendParts(
  upload: Upload,
  file: File,
  on: { progress: (bytes: number) => void; waiting: (waits: boolean) => void },
): Sending {
  const stopped = new AbortController();
  return { sent: send(), stop: () => stopped.abort(new Refusal('document.broken-off')) };

  async function send(): Promise<Document> {
    let received = upload.received;
    while (received < file.size) received = await throughCuts(() => sendPart(received));
    on.progress(file.size);
    return throughCuts(() => documents.finishUpload.call({ upload: upload.id }));
  }

  async function sendPart(from: number): Promise<number> {
    const part = file.slice(from, Math.min(from + partSize, file.size));
    try {
      return await putPart(upload.id, from, part, stopped.signal, (bytes) => on.progress(from + bytes));
    } catch (error) {
      if (error instanceof Refusal && error.code === 'file.part-elsewhere') return Number(error.facts.received);
      throw error;
    }
  }

  async function throughCuts<T>(deed: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      stopped.signal.throwIfAborted();
      try {
        const done = await deed();
        on.waiting(false);
        return done;
      } catch (error) {
        if (!isCut(error) || attempt === patience.length) throw error;
        on.waiting(true);
        await pause(patience[attempt]!, stopped.signal);
      }
    }
  }
}

/** The network, or a server that is just being started again; never a refusal. */
function isCut(error: unknown): boolean {
  return error instanceof TypeError;
}

function putPart(
  upload: string,
  from: number,
  part: Blob,
  signal: AbortSignal,
  onProgress: (bytes: number) => void,
): Promise<number> {
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    const abort = () => request.abort();
    signal.addEventListener('abort', abort, { once: true });
    request.open('PUT', `/uploads/${upload}?from=${from}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    request.addEventListener('loadend', () => signal.removeEventListener('abort', abort));
    request.addEventListener('abort', () => reject(signal.reason as Error));
    request.addEventListener('error', () => reject(new TypeError('Failed to fetch')));
    request.addEventListener('load', () => {
      const answer = request.response as { received?: number; code?: string; facts?: Record<string, unknown> } | null;
      if (request.status < 300 && answer?.received !== undefined) resolve(answer.received);
      else if (answer?.code) reject(new Refusal(answer.code, answer.facts ?? {}));
      else reject(new TypeError('Failed to fetch'));
    });
    request.send(part);
  });
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const go = () => {
      clearTimeout(clock);
      removeEventListener('online', go);
      if (signal.aborted) reject(signal.reason as Error);
      else resolve();
    };
    const clock = setTimeout(go, milliseconds);
    addEventListener('online', go, { once: true });
    signal.addEventListener('abort', go, { once: true });
  });
}
