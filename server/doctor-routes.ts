import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '#platform/context/context.ts';
import { examine } from './doctor.ts';

/** `POST /doctor`: the installation tries itself for real, for an administrator; answers `{ findings }`. `baton doctor` asks it. */
export function doctorRoutes(app: FastifyInstance, contextOf: (request: FastifyRequest) => Context): void {
  app.post('/doctor', async (request) => ({ findings: await examine(contextOf(request)) }));
}
