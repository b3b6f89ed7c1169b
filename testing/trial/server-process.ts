import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** A server in a process of its own, over a data folder. */
export interface ServerProcess {
  url: string;
  dataFolder: string;
  process: ChildProcess;
  /** Ends it in order, and everything that it started. */
  stop(): Promise<void>;
}

const root = join(import.meta.dirname, '..', '..');

/** Starts `node server/start.ts` on a free port and waits until it is ready; throws with what it said when it is not. */
export async function startServerProcess(dataFolder: string, options: { empty: boolean }): Promise<ServerProcess> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  // As `npm start` does.
  const program = ['--max-semi-space-size=4', join(root, 'server', 'start.ts')];
  const child = spawn(process.execPath, [...program, ...(options.empty ? ['--empty'] : [])], {
    cwd: root,
    env: { ...process.env, BATON_DATA: dataFolder, PORT: String(port), BATON_PUBLIC_URL: url, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (part: Buffer) => (said += part));
  child.stderr.on('data', (part: Buffer) => (said += part));
  const ended = new Promise<never>((_, refuse) =>
    child.once('exit', (code) => refuse(new Error(`the server ended with ${code}:\n${said}`))),
  );
  ended.catch(() => {});
  await Promise.race([ready(url), ended]);
  const stop = async () => {
    const over = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await over;
  };
  return { url, dataFolder, process: child, stop };
}

async function ready(url: string): Promise<void> {
  const deadline = Date.now() + 180_000;
  while (Date.now() < deadline) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the server was not ready after three minutes');
}

function freePort(): Promise<number> {
  return new Promise((resolve, refuse) => {
    const probe = createServer();
    probe.once('error', refuse);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
