import type { Id } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';

/** A table on its way to the server. */
export interface Sending {
  sent: Promise<Id<'dataset'>>;
  /** Breaks it off; `sent` rejects with `comparison.broken-off`. */
  stop: () => void;
}

/** What the server answers: the dataset, or its refusal. */
type Said = { dataset?: Id<'dataset'>; code?: string; facts?: Record<string, unknown> };

/** Sends a table and tells how many bytes have gone, which `fetch` cannot; rejects with the server's refusal. */
export function sendDataset(batch: Id<'batch'>, file: File, onProgress: (bytes: number) => void): Sending {
  const request = new XMLHttpRequest();
  const sent = new Promise<Id<'dataset'>>((keep, refuse) => {
    request.open('POST', `/datasets?batch=${batch}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('x-dataset-name', encodeURIComponent(file.name));
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    request.addEventListener('abort', () => refuse(new Refusal('comparison.broken-off')));
    request.addEventListener('error', () => refuse(new TypeError('Failed to fetch')));
    request.addEventListener('load', () => {
      const body = request.response as Said | null;
      if (body?.dataset) keep(body.dataset);
      else refuse(new Refusal(body?.code ?? 'comparison.not-sent', body?.facts ?? {}));
    });
    request.send(file);
  });
  return { sent, stop: () => request.abort() };
}
