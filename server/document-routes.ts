import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { documentPlace, partSize } from '#modules/document/document.contract.ts';
import * as document from '#modules/document/document.ts';
import type { Context } from '#platform/context/context.ts';
import type { Announcements } from '#platform/database/announcements.ts';
import { giveBack } from '#platform/kernel/give-back.ts';
import { idOf } from '#platform/kernel/id.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { downloads } from './downloads.ts';

/**
 * `/documents`: files stream in and out, encrypted on the way to the disk; `/uploads` takes the parts of a large one. A download breaks off within a second after its
 * person lost the access.
 */
export async function documentRoutes(
  app: FastifyInstance,
  announcements: Announcements,
  contextOf: (request: FastifyRequest) => Context,
): Promise<void> {
  const send = downloads(announcements);
  app.get<{ Params: { document: string } }>('/documents/:document', async (request, reply) => {
    const wanted = idOf('document').safeParse(request.params.document);
    if (!wanted.success) throw notFound('document');
    const context = contextOf(request);
    const asked = { document: wanted.data };
    const { document: found, ...file } = await document.openDocument(context, asked);
    const stream = send({
      ...file,
      mayGoOn: () => document.mayStillRead(context, asked),
      ended: new Refusal('document.access-ended', asked, 'forbidden'),
    });
    // What ends early must not look like a whole file: its length is said beforehand.
    return reply
      .headers({
        'content-type': found.mediaType,
        'content-length': found.size,
        'content-disposition': `${isPicture(found.mediaType) ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(found.name)}`,
        'cache-control': 'no-store',
      })
      .send(stream);
  });

  // Drawn in a frame without origin, so it is nobody's page whatever is in it.
  app.get<{ Params: { document: string } }>('/documents/:document/view', async (request, reply) => {
    const wanted = idOf('document').safeParse(request.params.document);
    if (!wanted.success) throw notFound('document');
    const context = contextOf(request);
    const asked = { document: wanted.data };
    const { document: found, ...file } = await document.viewContent(context, asked);
    const stream = send({
      ...file,
      mayGoOn: () => document.mayStillRead(context, asked),
      ended: new Refusal('document.access-ended', asked, 'forbidden'),
    });
    return reply
      .headers({
        'content-type': 'application/octet-stream',
        'content-length': found.size,
        'cache-control': 'no-store',
      })
      .send(stream);
  });

  await app.register(async (uploads) => {
    uploads.removeAllContentTypeParsers();
    uploads.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    // The operation counts what it takes in, and refuses in its own words.
    uploads.post('/documents', { bodyLimit: Number.MAX_SAFE_INTEGER }, async (request) => {
      const place = documentPlace.safeParse(request.query);
      if (!place.success) throw new Refusal('document.no-place');
      const name = nameOf(request.headers['x-document-name']);
      return document.addDocument(contextOf(request), { ...place.data, name }, request.body as Readable);
    });
  });

  await app.register(async (parts) => {
    parts.removeAllContentTypeParsers();
    parts.addContentTypeParser('*', (_request: FastifyRequest, payload: IncomingMessage) => wholePart(payload));
    parts.put<{ Params: { upload: string }; Querystring: { from?: string } }>(
      '/uploads/:upload',
      { bodyLimit: partSize },
      async (request) => {
        const upload = idOf('document').safeParse(request.params.upload);
        const from = Number(request.query.from);
        if (!upload.success || !Number.isSafeInteger(from) || from < 0)
          throw new Refusal('document.upload-not-found', {}, 'not-found');
        const part = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
        const added = await document.addPart(contextOf(request), { upload: upload.data, from }, part);
        giveBack(part);
        return added;
      },
    );
  });
}

/** A part of an upload in memory of its own, once; refused as the operation refuses it when it is too large. */
async function wholePart(payload: AsyncIterable<Buffer>): Promise<Buffer> {
  const part = Buffer.allocUnsafeSlow(partSize);
  let length = 0;
  for await (const piece of payload) {
    if (length + piece.length > partSize) throw new Refusal('document.part-too-large', { most: partSize });
    piece.copy(part, length);
    length += piece.length;
    giveBack(piece);
  }
  return part.subarray(0, length);
}

function isPicture(mediaType: string): boolean {
  return ['image/png', 'image/jpeg', 'image/gif', 'image/webp'].includes(mediaType);
}

function nameOf(header: string | string[] | undefined): string {
  try {
    return decodeURIComponent(String(header ?? ''));
  } catch {
    throw new Refusal('document.name-malformed');
  }
}
