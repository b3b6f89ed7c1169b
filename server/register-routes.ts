import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as client from '#modules/client/client.ts';
import type { Context } from '#platform/context/context.ts';
import { tableLimits } from '#platform/tabular/table.ts';

/**
 * `POST /client-imports?name=台账.csv` with the bytes of a register file as body: what every page and program uploads to,
 * since the API itself carries no streams. Answers 201 with `{ import }`, to be read by the API.
 */
export function registerRoutes(app: FastifyInstance, contextOf: (request: FastifyRequest) => Context): void {
  void app.register(async (uploads) => {
    uploads.removeAllContentTypeParsers();
    uploads.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    uploads.post<{ Querystring: { name?: string } }>(
      '/client-imports',
      { bodyLimit: tableLimits.bytes + 1 },
      async (request, reply) => {
        const name = request.query.name?.trim() || 'register';
        const content = (request.body ?? request.raw) as AsyncIterable<Uint8Array>;
        return reply.status(201).send(await client.proposeImport(contextOf(request), { name, content }));
      },
    );
  });
}
