import { basename, extname } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as archive from '#modules/archive/archive.ts';
import type { Context } from '#platform/context/context.ts';
import type { Announcements } from '#platform/database/announcements.ts';
import { idOf } from '#platform/kernel/id.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { downloads } from './downloads.ts';

/** Nothing of a package is shown as a page of ours: what is not a PDF goes to the disk. */
const types: Record<string, string> = {
  '.pdf': 'application/pdf',
  '.json': 'application/json',
  '.jsonl': 'application/jsonl',
  '.txt': 'text/plain; charset=utf-8',
};

/**
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
  app.get<{ Params: { package: string } }>('/archive/:package/transport', async (request, reply) => {
    const wanted = idOf('archive-package').safeParse(request.params.package);
    if (!wanted.success) throw notFound('package');
    const context = contextOf(request);
    const asked = { package: wanted.data };
    const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
    const from = range ? Number(range[1]) : 0;
    const { bytes, name, contentFrom, ...whose } = await archive.openTransport(context, { ...asked, from });
    if (from > 0 && from >= bytes) return reply.status(416).header('content-range', `bytes */${bytes}`).send();
    const stream = send({
      ...whose,
      content: contentFrom(from),
      mayGoOn: () => archive.mayStillOpen(context, asked),
      ended: new Refusal('archive.access-ended', asked, 'forbidden'),
    });
    return reply
      .status(range ? 206 : 200)
      .headers({
        'content-type': 'application/octet-stream',
        'content-length': bytes - from,
        'accept-ranges': 'bytes',
        ...(range ? { 'content-range': `bytes ${from}-${bytes - 1}/${bytes}` } : {}),
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
        'cache-control': 'no-store',
      })
      .send(stream);
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
}
