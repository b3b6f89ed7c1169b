import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { House } from './house.ts';

/**
 * A download whose first bytes have come and that then takes nothing until `rest` is called; gives how many came in all. It goes
 * through a Unix socket: a TCP connection of this machine may hold tens of megabytes on the way, and would be done before anything
 * can break it off.
 */
export async function startDownload(
  { server }: House,
  path: string,
  credential: string,
): Promise<{ rest(): Promise<number> }> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-download-'));
  const socketPath = join(folder, 'door');
  const door = createServer((socket) => server.server.emit('connection', socket)).listen(socketPath);
  await once(door, 'listening');
  const request = get({ socketPath, path, headers: { authorization: `Bearer ${credential}` } });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  let bytes = 0;
  answer.on('data', (part: Buffer) => (bytes += part.length));
  const over = new Promise<void>((done) => answer.once('close', done).once('error', () => done()));
  await once(answer, 'data');
  answer.pause();
  return {
    async rest() {
      answer.resume();
      await over;
      door.close();
      await rm(folder, { recursive: true });
      return bytes;
    },
  };
}
