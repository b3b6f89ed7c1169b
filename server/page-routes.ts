import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { frameGuards } from './frame-guards.ts';

/** The built pages: assets under their hashed names for ever, sign-in light by itself, the offline verifier, every other address the application. */
export async function pageRoutes(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    decorateReply: true,
    // The frame in which files are looked at has no origin; what it loads is the same for everybody.
    setHeaders: (reply) => void reply.header('access-control-allow-origin', '*'),
  });
  for (const part of ['cmaps', 'standard_fonts', 'wasm'])
    await app.register(fastifyStatic, {
      root: join(import.meta.dirname, '..', 'node_modules', 'pdfjs-dist', part),
      prefix: `/assets/pdfjs/${part}/`,
      maxAge: '1d',
      decorateReply: false,
      setHeaders: (reply) => void reply.header('access-control-allow-origin', '*'),
    });
  const page = async (name: string) => readFile(join(folder, name), 'utf8');
  const [application, signIn, preview] = await Promise.all([
    page('index.html'),
    page('sign-in.html'),
    page('preview.html'),
  ]);
  app.get('/preview', async (request, reply) =>
    reply.type('text/html').headers(frameGuards(request.host)).header('cache-control', 'no-cache').send(preview),
  );
  app.get('/sign-in', async (_request, reply) =>
    reply.type('text/html').header('cache-control', 'no-cache').send(signIn),
  );
  const open = (reply: FastifyReply) => reply.type('text/html').header('cache-control', 'no-cache').send(application);
  app.get('/', async (_request, reply) => open(reply));
  const verifier = await readFile(join(folder, 'verify.mjs'));
  app.get('/verify.mjs', async (_request, reply) =>
    reply
      .type('text/javascript')
      .headers({ 'content-disposition': 'attachment; filename=verify.mjs', 'cache-control': 'no-cache' })
      .send(verifier),
  );
  app.setNotFoundHandler(async (request, reply) => {
    const wantsPage = request.method === 'GET' && request.headers.accept?.includes('text/html');
    if (!wantsPage) return reply.status(404).send({ code: 'request.unknown', facts: {} });
    return open(reply);
  });
}
