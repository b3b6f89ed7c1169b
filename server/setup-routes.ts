import type { FastifyInstance } from 'fastify';
import type { Ground } from '#platform/context/context.ts';

/** What the sign-in page asks before anybody is signed in: is there a firm yet, and is this the demo. */
export function setupRoutes(app: FastifyInstance, ground: Ground): void {
  app.get('/setup/state', async () => {
    const { rows } = await ground.database.auth.query<{ firm: boolean }>('select access.has_firm() as firm');
    return { firm: rows[0]!.firm };
  });
  app.get('/sign-in/demo', async () => ground.demoPeople);
}
