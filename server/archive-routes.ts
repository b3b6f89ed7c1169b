import { basename, extname } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as archive from '#modules/archive/archive.ts';
import type { Context } from '#platform/context/context.ts';
import type { Announcements } from '#platform/database/announcements.ts';
import { idOf } from '#platform/kernel/id.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { type Download, downloads } from './downloads.ts';

/** Nothing of a package is shown as a page of ours: what is not a PDF goes to the disk. */
const types: Record<string, string> = {
  '.pdf': 'application/pdf',
  '.json': 'application/json',
  '.jsonl': 'application/jsonl',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * `GET /archive/exports/:export`: a finished export, from the byte on that a `Range` names.
 * `POST /archive/imports/:import?at=BYTE`: bytes of an export that is to be taken in, from where it broke off.
 * `GET /archive/:package/transport`: a package that was prepared for sending, from the byte on that a `Range` names.
 * `GET /archive/:package/*`: one file of a sealed package, byte for byte as it was sealed. A download breaks off within a second
 * after its person lost the access.
 */
export function archiveRoutes(
  app: FastifyInstance,
  announcements: Announcements,
  contextOf: (request: FastifyRequest) => Context,
): void {
  const send = downloads(announcements);
  app.get<{ Params: { export: string } }>('/archive/exports/:export', async (request, reply) => {
    const wanted = idOf('archive-export').safeParse(request.params.export);
    if (!wanted.success) throw notFound('export');
    const context = contextOf(request);
    const asked = { export: wanted.data };
    const open = await archive.openExport(context, { ...asked, from: startOf(request) });
    const ended = new Refusal('archive.access-ended', asked, 'forbidden');
    return sendFrom(request, reply, open, { mayGoOn: () => archive.mayStillFetch(context, asked), ended });
  });

  void app.register(async (uploads) => {
    uploads.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    uploads.post<{ Params: { import: string }; Querystring: { at?: string } }>(
      '/archive/imports/:import',
      { bodyLimit: Number.MAX_SAFE_INTEGER },
      (request) => {
        const wanted = idOf('archive-import').safeParse(request.params.import);
        const at = Number(request.query.at ?? 0);
        if (!wanted.success || !Number.isSafeInteger(at) || at < 0) throw notFound('taking');
        const content = (request.body ?? request.raw) as AsyncIterable<Uint8Array>;
        return archive.addBytes(contextOf(request), { import: wanted.data, at }, content);
      },
    );
  });

  app.get<{ Params: { package: string } }>('/archive/:package/transport', async (request, reply) => {
    const wanted = idOf('archive-package').safeParse(request.params.package);
    if (!wanted.success) throw notFound('package');
    const context = contextOf(request);
    const asked = { package: wanted.data };
    const open = await archive.openTransport(context, { ...asked, from: startOf(request) });
    const ended = new Refusal('archive.access-ended', asked, 'forbidden');
    return sendFrom(request, reply, open, { mayGoOn: () => archive.mayStillOpen(context, asked), ended });
  });

  app.get<{ Params: { package: string; '*': string } }>('/archive/:package/*', async (request, reply) => {
    const wanted = idOf('archive-package').safeParse(request.params.package);
    if (!wanted.success) throw notFound('package');
    const context = contextOf(request);
    const asked = { package: wanted.data };
    const { path, bytes, ...file } = await archive.openPackageFile(context, { ...asked, path: request.params['*'] });
    const stream = send({
      ...file,
      mayGoOn: () => archive.mayStillOpen(context, asked),
      ended: new Refusal('archive.access-ended', asked, 'forbidden'),
    });
    // What ends early must not look like a whole file: its length is said beforehand.
    return reply
      .headers({
        'content-type': types[extname(path)] ?? 'application/octet-stream',
        'content-length': bytes,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(basename(path))}`,
        'cache-control': 'no-store',
      })
      .send(stream);
  });

  /** A file as it stands from the byte on that a `Range` names. */
  function sendFrom(
    request: FastifyRequest,
    reply: FastifyReply,
    { bytes, name, contentFrom, ...whose }: archive.OpenTransport,
    until: Pick<Download, 'mayGoOn' | 'ended'>,
  ) {
    const from = startOf(request);
    if (from > 0 && from >= bytes) return reply.status(416).header('content-range', `bytes */${bytes}`).send();
    const stream = send({ ...whose, content: contentFrom(from), ...until });
    const part = rangeForm.test(request.headers.range ?? '')
      ? { 'content-range': `bytes ${from}-${bytes - 1}/${bytes}` }
      : {};
    return reply
      .status('content-range' in part ? 206 : 200)
      .headers({
        'content-type': 'application/octet-stream',
        'content-length': bytes - from,
        'accept-ranges': 'bytes',
        ...part,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
        'cache-control': 'no-store',
      })
      .send(stream);
  }
}

const rangeForm = /^bytes=(\d+)-$/;

function startOf({ headers }: FastifyRequest): number {
  return Number(rangeForm.exec(headers.range ?? '')?.[1] ?? 0);
}
