import type { Document, DocumentPlace } from '#modules/document/document.contract.ts';
import { Refusal } from '#platform/kernel/refusal.ts';

/** A file on its way to the server. */
export interface Sending {
  sent: Promise<Document>;
  /** Breaks it off; `sent` rejects with `document.broken-off`. */
  stop: () => void;
}

/** Sends a file and tells how many bytes have gone, which `fetch` cannot; rejects with the server's refusal. */
export function sendDocument(place: DocumentPlace, file: File, onProgress: (bytes: number) => void): Sending {
  const request = new XMLHttpRequest();
  const sent = new Promise<Document>((keep, refuse) => {
    const query = new URLSearchParams(Object.entries(place).filter(([, id]) => id !== undefined));
    request.open('POST', `/documents?${query.toString()}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('x-document-name', encodeURIComponent(file.name));
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    request.addEventListener('abort', () => refuse(new Refusal('document.broken-off')));
    request.addEventListener('error', () => refuse(new TypeError('Failed to fetch')));
    request.addEventListener('load', () => {
      const body = request.response as (Document & { code?: string; facts?: Record<string, unknown> }) | null;
      if (body && request.status < 300) keep({ ...body, addedAt: new Date(body.addedAt) });
      else refuse(new Refusal(body?.code ?? 'document.not-sent', body?.facts ?? {}));
    });
    request.send(file);
  });
  return { sent, stop: () => request.abort() };
}
