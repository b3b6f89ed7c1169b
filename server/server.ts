import { ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/fastify';
import { OpenAPIHandler } from '@orpc/openapi/fastify';
import { SmartCoercionPlugin } from '@orpc/json-schema';
import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import cookie from '@fastify/cookie';
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify';
import * as people from '#modules/people/people.ts';
import type { Context, Ground } from '#platform/context/context.ts';
import { openAnnouncements } from '#platform/database/announcements.ts';
import { Refusal, type RefusalStatus } from '#platform/kernel/refusal.ts';
import { apiPage } from './api-page.ts';
import { archiveRoutes } from './archive-routes.ts';
import { comparisonRoutes } from './comparison-routes.ts';
import { directoryRoutes } from './directory-routes.ts';
import { disposalRoutes } from './disposal-routes.ts';
import { contract } from './contract.ts';
import { doctorRoutes } from './doctor-routes.ts';
import { documentRoutes } from './document-routes.ts';
import { liveRoutes } from './live-routes.ts';
import { metricRoutes } from './metric-routes.ts';
import { registerRoutes } from './register-routes.ts';
import { router } from './router.ts';
import { setupRoutes } from './setup-routes.ts';
import { pageRoutes } from './page-routes.ts';

export interface ServerOptions {
  ground: Ground;
  /** Origin under which people reach the server; requests that change something must come from there. */
  publicUrl: string;
  /** Folder with the built pages; absent in tests of the API alone. */
  pages?: string;
}

/** Statuses of HTTP for the kinds of refusal. */
const httpStatus: Record<RefusalStatus, number> = {
  invalid: 422,
  'signed-out': 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-many': 429,
  unavailable: 503,
};

/** What every answer tells the browser not to do. */
const guards = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
};

/** The web server over an open ground: API, sign-in, live events, files, pages. Call `listen` and `close` on it. */
export async function createServer({ ground, publicUrl, pages }: ServerOptions): Promise<FastifyInstance> {
  const signIn = people.createSignIn(ground.database.auth, ground.keys, publicUrl);
  const app: FastifyInstance = fastify({
    loggerInstance: ground.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // Requests are not logged one by one, so none needs a logger of its own.
    childLoggerFactory: (log) => log,
    bodyLimit: 32 * 1024 * 1024,
    forceCloseConnections: true,
  });
  await app.register(cookie);
  app.addHook('onRequest', refuseForeignOrigin(publicUrl));
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (reply.statusCode === 503) reply.header('retry-after', '1');
    for (const [name, value] of Object.entries(guards)) if (!reply.hasHeader(name)) reply.header(name, value);
    done();
  });
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof Refusal)
      return reply.status(httpStatus[error.status]).send({ code: error.code, facts: error.facts });
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status >= 500) ground.log.error({ err: error }, 'request failed');
    return reply.status(status).send({ code: status >= 500 ? 'server.failed' : 'request.malformed', facts: {} });
  });

  const contextOf = (request: FastifyRequest): Context => ({
    by: { kind: 'credential', secret: bearerOf(request) ?? signIn.credentialOf(request.cookies) ?? '' },
    ground,
    from: { address: request.ip, device: request.headers['user-agent']?.slice(0, 200) },
  });

  const speak = <T>({ next }: { next(): Promise<T> }): Promise<T> =>
    next().catch((error: unknown) => {
      throw asApiError(error, ground);
    });
  const rpc = new RPCHandler(router, { clientInterceptors: [speak] });
  // Over REST numbers, flags and dates of a query arrive as text.
  const coercion = new SmartCoercionPlugin({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const rest = new OpenAPIHandler(router, { clientInterceptors: [speak], plugins: [coercion] });
  const specification = await new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] }).generate(
    contract,
    {
      info: { title: 'Baton', version: '0.1.0' },
      servers: [{ url: '/api/v1' }],
      security: [{ key: [] }],
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    },
  );

  await app.register(async (api) => {
    api.removeAllContentTypeParsers();
    api.addContentTypeParser('*', (_request, _payload, done) => done(null));
    api.all('/rpc/*', async (request, reply) => {
      const { matched } = await rpc.handle(request, reply, { prefix: '/rpc', context: contextOf(request) });
      if (!matched) return reply.status(404).send({ code: 'request.unknown', facts: {} });
    });
    api.get('/api/v1/openapi.json', async () => specification);
    api.all('/api/v1/*', async (request, reply) => {
      const { matched } = await rest.handle(request, reply, { prefix: '/api/v1', context: contextOf(request) });
      if (!matched) return reply.status(404).send({ code: 'request.unknown', facts: {} });
    });
  });
  apiPage(app, specification);

  app.route({
    method: ['GET', 'POST'],
    url: '/auth/*',
    handler: async (request, reply) => {
      const response = await signIn.answer(
        new Request(new URL(request.url, publicUrl), {
          method: request.method,
          headers: headersOf(request),
          ...(request.body ? { body: JSON.stringify(request.body) } : {}),
        }),
      );
      reply.status(response.status);
      for (const [name, value] of response.headers) if (name !== 'set-cookie') reply.header(name, value);
      const cookies = response.headers.getSetCookie();
      if (cookies.length > 0) reply.header('set-cookie', cookies);
      return reply.send(response.body ? await response.text() : null);
    },
  });

  setupRoutes(app, ground);
  registerRoutes(app, contextOf);
  const announcements = openAnnouncements(ground.database.listener, ground.log);
  app.addHook('preClose', () => announcements.close());
  liveRoutes(app, announcements, contextOf);
  await documentRoutes(app, announcements, contextOf);
  archiveRoutes(app, announcements, contextOf);
  await comparisonRoutes(app, announcements, contextOf);
  disposalRoutes(app, contextOf);
  directoryRoutes(app, publicUrl, contextOf);
  doctorRoutes(app, contextOf);
  metricRoutes(app, ground);
  if (pages) await pageRoutes(app, pages);
  return app;
}

/** Cookies are sent by any page: what changes something must come from our own pages, or carry a key instead of a cookie. */
function refuseForeignOrigin(publicUrl: string) {
  const ours = new URL(publicUrl).host;
  return async (request: FastifyRequest) => {
    if (request.method === 'GET' || request.method === 'HEAD' || bearerOf(request)) return;
    const { origin, host } = request.headers;
    const from = origin && URL.canParse(origin) ? new URL(origin).host : null;
    if (from !== null && from !== ours && from !== host) throw new Refusal('request.foreign-origin', {}, 'forbidden');
    if (origin !== undefined && from === null) throw new Refusal('request.foreign-origin', {}, 'forbidden');
  };
}

function bearerOf(request: FastifyRequest): string | null {
  const { authorization } = request.headers;
  return authorization?.startsWith('Bearer ') ? authorization.slice(7) : null;
}

function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && name !== 'content-length') headers.set(name, value);
  }
  headers.set(people.addressHeader, request.ip);
  return headers;
}

/** A refusal keeps its code and facts; anything unforeseen is logged, and the answer says only that it failed. */
function asApiError(error: unknown, ground: Ground): unknown {
  if (error instanceof ORPCError && error.status < 500) return error;
  if (error instanceof Refusal) {
    const data = { code: error.code, facts: error.facts };
    return new ORPCError(error.code, { status: httpStatus[error.status], message: error.code, data });
  }
  ground.log.error({ err: error }, 'operation failed');
  return new ORPCError('server.failed', {
    status: 500,
    message: 'server.failed',
    data: { code: 'server.failed', facts: {} },
  });
}
