import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as disposal from '#modules/disposal/disposal.ts';
import type { Context } from '#platform/context/context.ts';
import { idOf } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';

/** `GET /disposals/:disposal/:paper`: a paper of a certificate of destruction, byte for byte as it is kept. */
export function disposalRoutes(app: FastifyInstance, contextOf: (request: FastifyRequest) => Context): void {
  app.get<{ Params: { disposal: string; paper: string } }>('/disposals/:disposal/:paper', async (request, reply) => {
    const wanted = idOf('disposal').safeParse(request.params.disposal);
    if (!wanted.success) throw notFound('disposal');
    const { name, bytes, content } = await disposal.openDisposalPaper(contextOf(request), {
      disposal: wanted.data,
      paper: request.params.paper,
    });
    return reply
      .headers({
        'content-type': name.endsWith('.pdf') ? 'application/pdf' : 'application/octet-stream',
        'content-length': bytes,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
        'cache-control': 'no-store',
      })
      .send(content);
  });
}
