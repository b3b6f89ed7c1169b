import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Context, read } from '#platform/context/context.ts';
import { personOf } from '#platform/context/actor.ts';
import type { Announcements } from '#platform/database/announcements.ts';

interface Stream {
  reply: FastifyReply;
  context: Context;
  firm: string;
  person: string;
}

/**
 * `/events`: server-sent events that tell a page what to ask for anew. An event names a verb and handovers by id, never
 * what changed; whoever may not see the handover learns nothing more by asking. A stream ends as
 * soon as PostgreSQL announces that its person's access changed; who still may look connects again.
 */
export function liveRoutes(
  app: FastifyInstance,
  announcements: Announcements,
  contextOf: (request: FastifyRequest) => Context,
): void {
  const streams = new Set<Stream>();
  announcements.on('baton_journal', (payload) => {
    const { firm, verb, handovers } = JSON.parse(payload) as { firm: string; verb: string; handovers: string[] };
    for (const stream of streams) if (stream.firm === firm) send(stream, 'changed', { verb, handovers });
  });
  announcements.on('baton_access', (payload) => {
    const [firm, person] = payload.split(':');
    for (const stream of streams) if (stream.firm === firm && stream.person === person) end(stream);
  });

  app.get('/events', async (request, reply) => {
    const context = contextOf(request);
    const { firm, person } = await read(context, async (inside) => ({
      firm: inside.firm,
      person: personOf(inside.actor)!,
    }));
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const stream = { reply, context, firm, person };
    streams.add(stream);
    reply.raw.on('close', () => streams.delete(stream));
    send(stream, 'open', {});
  });
  const heartbeat = setInterval(() => void askEach(), 20_000);

  /** One after the other, so that a thousand open pages do not crowd out what people do. */
  async function askEach(): Promise<void> {
    for (const stream of streams) await stillHere(stream);
  }

  async function stillHere(stream: Stream): Promise<void> {
    await read(stream.context, async () => {}).then(
      () => streams.has(stream) && stream.reply.raw.write(':\n\n'),
      () => end(stream),
    );
  }
  app.addHook('preClose', async () => {
    clearInterval(heartbeat);
    for (const stream of streams) end(stream);
  });

  /** Nothing is written to a stream that was ended: between its end and its `close` it is no longer among them. */
  function end(stream: Stream): void {
    streams.delete(stream);
    stream.reply.raw.end();
  }
}

function send({ reply }: Stream, event: string, data: unknown): void {
  reply.raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
