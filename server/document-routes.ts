import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { documentPlace } from '#modules/document/document.contract.ts';
import * as document from '#modules/document/document.ts';
import type { Context } from '#platform/context/context.ts';
import type { Announcements } from '#platform/database/announcements.ts';
import { idOf } from '#platform/kernel/id.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';

/** A download on its way; `look` ends it when its person may no longer read the document. */
interface Transfer {
  whose: string;
  look(): Promise<void>;
}

/** Grants also end by the clock, which nobody announces. */
const lookAgainAfter = 1_000;

/**
 * `/documents`: files stream in and out, encrypted on the way to the disk. A download ends within a second after access was
 * lost, whether it was taken away, which PostgreSQL announces, or came to its end.
 */
export async function documentRoutes(
  app: FastifyInstance,
  announcements: Announcements,
  contextOf: (request: FastifyRequest) => Context,
): Promise<void> {
  const transfers = new Set<Transfer>();
  announcements.on('baton_access', (whose) => {
    for (const transfer of transfers) if (transfer.whose === whose) void transfer.look();
  });

  app.get('/documents/:document', async (request, reply) => {
    const context = contextOf(request);
    const wanted = idOf('document').safeParse((request.params as { document: string }).document);
    if (!wanted.success) throw notFound('document');
    const asked = { document: wanted.data };
    const { document: found, firm, person, content } = await document.openDocument(context, asked);
    const stream = Readable.from(content);
    const end = () => void stream.destroy(new Refusal('document.access-ended', { document: found.id }, 'forbidden'));
    const transfer: Transfer = {
      whose: `${firm}:${person}`,
      look: () => document.mayStillRead(context, asked).then((may) => (may ? undefined : end()), end),
    };
    transfers.add(transfer);
    const clock = setInterval(() => void transfer.look(), lookAgainAfter);
    stream.on('close', () => {
      clearInterval(clock);
      transfers.delete(transfer);
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
