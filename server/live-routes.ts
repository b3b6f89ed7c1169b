import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import pg from 'pg';
import { type Context, type Ground, read } from '#platform/context/context.ts';
import { personOf } from '#platform/context/actor.ts';

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
  ground: Ground,
  contextOf: (request: FastifyRequest) => Context,
): void {
  const streams = new Set<Stream>();
  const listener = listen(ground, {
    baton_journal: (payload) => {
      const { firm, verb, handovers } = JSON.parse(payload) as { firm: string; verb: string; handovers: string[] };
      for (const stream of streams) if (stream.firm === firm) send(stream, 'changed', { verb, handovers });
    },
    baton_access: (payload) => {
      const [firm, person] = payload.split(':');
      for (const stream of streams) if (stream.firm === firm && stream.person === person) stream.reply.raw.end();
    },
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
  const heartbeat = setInterval(() => {
    for (const stream of streams) void stillHere(stream);
  }, 20_000);

  async function stillHere(stream: Stream): Promise<void> {
    await read(stream.context, async () => {}).then(
      () => stream.reply.raw.write(':\n\n'),
      () => stream.reply.raw.end(),
    );
  }
  app.addHook('preClose', async () => {
    clearInterval(heartbeat);
    for (const { reply } of streams) reply.raw.end();
    await listener.close();
  });
}

function send({ reply }: Stream, event: string, data: unknown): void {
  reply.raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** Listens on channels of the database over one connection, and again after it was lost. */
function listen(ground: Ground, channels: Record<string, (payload: string) => void>): { close(): Promise<void> } {
  let client: pg.Client | null = null;
  let closed = false;
  const connect = async (): Promise<void> => {
    if (closed) return;
    const opened = new pg.Client(ground.database.listener);
    client = opened;
    opened.on('error', () => {});
    opened.on('end', () => void (closed || setTimeout(() => void connect(), 500)));
    opened.on('notification', ({ channel, payload }) => channels[channel]?.(payload ?? ''));
    try {
      await opened.connect();
      for (const channel of Object.keys(channels)) await opened.query(`listen ${channel}`);
    } catch (error) {
      ground.log.warn({ err: error }, 'live events wait for the database');
    }
  };
  void connect();
  return {
    close: async () => {
      closed = true;
      await client?.end().catch(() => {});
    },
  };
}
