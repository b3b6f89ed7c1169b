import type { FastifyInstance, FastifyRequest } from 'fastify';
import { datasetPlace, exportPlace } from '#modules/reconciliation/reconciliation.contract.ts';
import * as reconciliation from '#modules/reconciliation/reconciliation.ts';
import type { Context } from '#platform/context/context.ts';
import type { Announcements } from '#platform/database/announcements.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { downloads } from './downloads.ts';

/**
 * `POST /datasets?batch=…`: a table streams in, encrypted on the way to the disk; its name stands in `x-dataset-name`. Answers 201 with
 * `{ dataset }`. `GET /comparisons/…/export/…`: a result streams out, and breaks off within a second after its person lost the access.
 */
export async function comparisonRoutes(
  app: FastifyInstance,
  announcements: Announcements,
  contextOf: (request: FastifyRequest) => Context,
): Promise<void> {
  const send = downloads(announcements);
  app.get<{ Params: Record<string, string> }>('/comparisons/:comparison/export/:format', async (request, reply) => {
    const place = exportPlace.safeParse({ ...(request.query as object), ...request.params });
    if (!place.success) throw notFound('comparison');
    const context = contextOf(request);
    const { name, mediaType, ...file } = await reconciliation.openExport(context, place.data);
    const stream = send({
      ...file,
      mayGoOn: () => reconciliation.mayStillExport(context, place.data),
      ended: new Refusal('comparison.no-access', {}, 'forbidden'),
    });
    return reply
      .headers({
        'content-type': mediaType,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
        'cache-control': 'no-store',
      })
      .send(stream);
  });

  await app.register(async (uploads) => {
    uploads.removeAllContentTypeParsers();
    uploads.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    // The operation counts what it takes in, and refuses in its own words.
    uploads.post('/datasets', { bodyLimit: Number.MAX_SAFE_INTEGER }, async (request, reply) => {
      const place = datasetPlace.safeParse(request.query);
      if (!place.success) throw notFound('batch');
      const name = nameOf(request.headers['x-dataset-name']);
      const content = (request.body ?? request.raw) as AsyncIterable<Uint8Array>;
      return reply
        .status(201)
        .send(await reconciliation.addDataset(contextOf(request), { ...place.data, name }, content));
    });
  });
}

function nameOf(header: string | string[] | undefined): string {
  try {
    return decodeURIComponent(String(header ?? ''));
  } catch {
    throw new Refusal('comparison.name-malformed');
  }
}
