import { ORPCError } from '@orpc/client';
import { leaveForSignIn } from './sign-in-return.ts';

/**
 * Fetches a file of the server and keeps it under the name that the server gives it, or `name`; `body` is sent as JSON. Throws the
 * server's refusal, as a query would, when it may not be had.
 */
export async function download(path: string, name = 'download', body?: object): Promise<void> {
  const response = await ask(path, body);
  keep(await response.blob(), nameOf(response.headers.get('content-disposition')) ?? name);
}

/** The bytes of a file of the server; throws as `download` does. */
export async function fetchFile(path: string): Promise<ArrayBuffer> {
  return (await ask(path)).arrayBuffer();
}

async function ask(path: string, body?: object): Promise<Response> {
  const sent = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(path, { credentials: 'same-origin', ...sent });
  if (response.status === 401) leaveForSignIn();
  if (response.ok) return response;
  const data: unknown = await response.json().catch(() => undefined);
  throw new ORPCError('DOWNLOAD', { status: response.status, data });
}

/** Keeps what the browser itself has made, such as a printable share, as a file. */
export function keep(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function nameOf(disposition: string | null): string | undefined {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  return extended ? decodeURIComponent(extended) : /filename="([^"]+)"/.exec(disposition ?? '')?.[1];
}
