import { Refusal } from '#platform/kernel/refusal.ts';
import type { Document, DocumentPlace } from './document.contract.ts';

/** Where the server is, and what proves who asks: nothing in the browser, which sends its cookie by itself. */
export interface Server {
  /** Such as `https://baton.example.com`; empty for the page's own. */
  url: string;
  headers?: Record<string, string>;
}

/** Sends a file; throws the server's refusal. The server finds its type from the content. */
export async function uploadDocument(
  server: Server,
  place: DocumentPlace,
  file: { name: string; content: Blob | Uint8Array<ArrayBuffer> },
): Promise<Document> {
  const query = new URLSearchParams(Object.entries(place).filter(([, id]) => id !== undefined));
  const response = await fetch(`${server.url}/documents?${query.toString()}`, {
    method: 'POST',
    headers: {
      ...server.headers,
      'content-type': 'application/octet-stream',
      'x-document-name': encodeURIComponent(file.name),
    },
    body: file.content,
  });
  const body: unknown = await response.json();
  if (response.ok) {
    const kept = body as Document & { addedAt: string };
    return { ...kept, addedAt: new Date(kept.addedAt) };
  }
  const { code, facts } = body as { code: string; facts: Record<string, unknown> };
  throw new Refusal(code, facts);
}

/** Where a document is fetched from; the server refuses whoever may not read it. */
export function documentPath(document: string): string {
  return `/documents/${document}`;
}

/** Where the content of a PDF or a picture comes from, to be drawn and not kept. */
export function documentViewPath(document: string): string {
  return `/documents/${document}/view`;
}
