import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import * as document from '#modules/document/document.ts';
import type { Context } from '#platform/context/context.ts';
import { idOf } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';

const labelled = z.object({ documents: z.array(idOf('document')).min(1).max(500) });
const catalogued = z.object({ client: idOf('client'), year: z.coerce.number().int().or(z.literal('none')) });

/**
 * What is printed of the directory, as PDF: `POST /directory/labels` with `{documents}` for the labels of up to 500 files,
 * `GET /directory/catalogue?client=…&year=…` for the catalogue of a client and year (`none` for what has no year).
 */
export function directoryRoutes(
  app: FastifyInstance,
  publicUrl: string,
  contextOf: (request: FastifyRequest) => Context,
): void {
  app.post('/directory/labels', async (request, reply) => {
    const asked = labelled.safeParse(request.body);
    if (!asked.success) throw notFound('document');
    const pageOf = (of: string) => new URL(`/files/${of}`, publicUrl).href;
    return send(reply, await document.printLabels(contextOf(request), { ...asked.data, pageOf }));
  });

  app.get('/directory/catalogue', async (request, reply) => {
    const asked = catalogued.safeParse(request.query);
    if (!asked.success) throw notFound('catalogue');
    return send(reply, await document.printCatalogue(contextOf(request), asked.data));
  });
}

function send(reply: FastifyReply, { name, pdf }: { name: string; pdf: Uint8Array }) {
  return reply
    .headers({
      'content-type': 'application/pdf',
      'content-length': pdf.length,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'cache-control': 'no-store',
    })
    .send(Buffer.from(pdf));
}
