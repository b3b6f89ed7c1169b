import { readFileSync } from 'node:fs';
import promises, { open } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import pg from 'pg';
import { partSize } from '#modules/document/document.contract.ts';
import * as document from '#modules/document/document.ts';
import { readConfig } from '#platform/config/config.ts';
import type { Context } from '#platform/context/context.ts';
import type { LoginRole } from '#platform/database/roles.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { createLog } from '#platform/log/log.ts';
import { openGround } from '#server/ground.ts';

/** A process of its own that sends a file and kills itself with SIGKILL before one of its steps on disk or database. */
export interface KilledUpload {
  dataFolder: string;
  owner: pg.ClientConfig;
  passwords: Record<LoginRole, string>;
  /** The session of who sends. */
  token: string;
  client: ClientId;
  /** Where the content lies that is sent. */
  file: string;
  identity: string;
  /** Before which step, from 1; 0 never. */
  killAt: number;
}

const wish = JSON.parse(readFileSync(0, 'utf8')) as KilledUpload;
const content = readFileSync(wish.file);
const opened = await openGround(
  readConfig({ BATON_DATA: wish.dataFolder }),
  wish.owner,
  createLog('silent'),
  wish.passwords,
);
const context: Context = { by: { kind: 'credential', secret: wish.token }, ground: opened.ground };

let steps = 0;
const { promise: written, resolve: say } = Promise.withResolvers<void>();
await countSteps();

const size = content.length;
const begun = await document.beginUpload(context, {
  client: wish.client,
  name: '账套.pdf',
  folder: '',
  size,
  identity: wish.identity,
});
await tell({ received: begun.received });
for (let from = begun.received; from < size; from += partSize)
  await tell(await document.addPart(context, { upload: begun.id, from }, content.subarray(from, from + partSize)));
const kept = await document.finishUpload(context, { upload: begun.id });
await tell({ kept: kept.id });
process.stdout.write(`${JSON.stringify({ steps })}\n`, () => say());
await written;
process.exit(0);

/** What was acknowledged is said before the next step, as an answer over HTTP would be. */
function tell(answer: object): Promise<void> {
  return new Promise((resolve) => process.stdout.write(`${JSON.stringify(answer)}\n`, () => resolve()));
}

async function countSteps(): Promise<void> {
  const handle = await open(wish.file, 'r');
  const prototype = Object.getPrototypeOf(handle) as object;
  await handle.close();
  for (const name of ['write', 'sync', 'datasync', 'truncate']) count(prototype, name);
  for (const name of ['rename', 'rm', 'mkdir']) count(promises, name);
  syncBuiltinESMExports();
  count(pg.Client.prototype, 'query');
}

function count(owner: object, name: string): void {
  const methods = owner as Record<string, (...args: unknown[]) => unknown>;
  const method = methods[name]!;
  methods[name] = function counted(this: unknown, ...args: unknown[]) {
    steps += 1;
    if (steps === wish.killAt) process.kill(process.pid, 'SIGKILL');
    return method.apply(this, args);
  };
}
