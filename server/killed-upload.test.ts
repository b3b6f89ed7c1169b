import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import { partSize } from '#modules/document/document.contract.ts';
import * as document from '#modules/document/document.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { clusterPasswords, type Someone, useHouse } from '#testing/house.ts';
import type { KilledUpload } from '#testing/killed-upload.ts';

const house = useHouse();
const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(2 * partSize + 300_000)]);
const points = 20;

interface Said {
  received: number;
  kept: Id<'document'> | null;
  steps: number | null;
}

test('an upload that is cut off by kill -9 at twenty points loses nothing acknowledged, shows nothing half, and goes on', async () => {
  const { founder, hire, dataFolder } = house();
  const owner = await hire('李娜');
  const file = join(dataFolder, 'content-of-the-test');
  await writeFile(file, content);
  const { id: first } = await aClient(founder.context, { owner: owner.id });
  const whole = await sendKilled(owner, first, file, 0);
  expect(whole).toMatchObject({ received: content.length, kept: expect.any(String) });
  for (let point = 0; point < points; point += 1) {
    const killAt = 1 + Math.floor((point * whole.steps!) / points);
    const { id: client } = await aClient(founder.context, { owner: owner.id });
    const before = await blocks();
    const said = await sendKilled(owner, client, file, killAt);
    const seen = await document.listDocuments(owner.context, { client });
    if (said.kept) expect(seen, `step ${killAt}`).toHaveLength(1);
    for (const { id } of seen) expect((await contentOf(owner, id)).equals(content), `step ${killAt}`).toBe(true);
    await goOn(owner, client, said, killAt);
    const kept = await document.listDocuments(owner.context, { client });
    expect(kept, `step ${killAt}`).toHaveLength(1);
    expect((await contentOf(owner, kept[0]!.id)).equals(content), `step ${killAt}`).toBe(true);
    expect(await document.listUploads(owner.context, { client }), `step ${killAt}`).toEqual([]);
    expect(await blocks(), `step ${killAt}`).toBe(before + 1);
  }
}, 600_000);

/** Sends what is missing in this process, as the page does when the same file is chosen again. */
async function goOn(owner: Someone, client: ClientId, said: Said, killAt: number): Promise<void> {
  const there = await document.listDocuments(owner.context, { client });
  if (there.length > 0) return;
  const begun = await document.beginUpload(owner.context, {
    client,
    name: '账套.pdf',
    folder: '',
    size: content.length,
    identity: `identity-${client}`,
  });
  expect(begun.received, `step ${killAt}`).toBeGreaterThanOrEqual(said.received);
  for (let from = begun.received; from < content.length; from += partSize)
    await document.addPart(owner.context, { upload: begun.id, from }, content.subarray(from, from + partSize));
  await document.finishUpload(owner.context, { upload: begun.id });
}

/** What the process acknowledged before it killed itself. */
async function sendKilled(owner: Someone, client: ClientId, file: string, killAt: number): Promise<Said> {
  const { dataFolder, owner: database } = house();
  const wish: KilledUpload = {
    dataFolder,
    owner: database,
    passwords: clusterPasswords,
    token: owner.token,
    client,
    file,
    identity: `identity-${client}`,
    killAt,
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'testing', 'killed-upload.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(wish));
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  const [, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  expect(signal).toBe(killAt === 0 ? null : 'SIGKILL');
  const said: Said = { received: 0, kept: null, steps: null };
  for (const line of text.split('\n').filter((one) => one !== '')) Object.assign(said, JSON.parse(line));
  return said;
}

async function contentOf(who: Someone, id: Id<'document'>): Promise<Buffer> {
  const { content: pieces } = await document.openDocument(who.context, { document: id });
  const parts: Buffer[] = [];
  for await (const part of pieces) parts.push(part);
  return Buffer.concat(parts);
}

async function blocks(): Promise<number> {
  const all = await readdir(join(house().dataFolder, 'files'), { recursive: true, withFileTypes: true });
  return all.filter((one) => one.isFile()).length;
}
