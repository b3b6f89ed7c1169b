import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Case, aCase, atWork } from '#testing/at-work.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import type { Package } from '../archive.contract.ts';
import { openBag } from '../verify/open-bag.ts';
import { verifyAny } from '../verify/verify-any.ts';
import { sealToFile } from './seal-bag.ts';

const house = useHouse();
let made: Case;
let sealed: Package;
let room: string;
beforeAll(async () => {
  room = await mkdtemp(join(tmpdir(), 'baton-transport-'));
  made = await aCase(house(), 'signed', { batches: [2] });
  [sealed] = (await made.receiver.api.archive.listPackages()) as [Package];
}, 120_000);
afterAll(() => rm(room, { recursive: true, force: true }));

function get({ token }: Pick<Someone, 'token'>, range?: string) {
  return house().server.inject({
    method: 'GET',
    url: `/archive/${sealed.id}/transport`,
    headers: { authorization: `Bearer ${token}`, ...(range ? { range } : {}) },
  });
}

test('a package that was not prepared is not there to be downloaded', async () => {
  const answer = await get(made.incoming);
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'archive.not-prepared']);
});

test('the receiver gets a package as one age file that receiver and supervisor open, whole and with its signatures', async () => {
  const prepared = await made.receiver.api.archive.prepareTransport({ package: sealed.id });
  expect(prepared.recipients.map(({ side }) => side)).toEqual(expect.arrayContaining(['incoming', 'supervisor']));
  const answer = await get(made.incoming);
  expect(answer.rawPayload.length).toBe(prepared.bytes);
  const file = join(room, 'package.age');
  await writeFile(file, answer.rawPayload);
  const { verifierKey } = await made.receiver.api.archive.readPackage({ package: sealed.id });
  for (const { keyring } of [made.incoming, made.supervisor]) {
    const bag = await openBag(file, async () => ({ identities: [keyring.identity] }));
    expect(await verifyAny(bag, { firmKey: verifierKey })).toMatchObject({ kind: 'package', sound: true });
  }
  const stranger = openBag(file, async () => ({ identities: [made.outgoing.keyring.identity] }));
  await expect(stranger).rejects.toMatchObject({ code: 'vault.key-does-not-fit' });
  if (spawnSync('age', ['--version']).status === 0) {
    await writeFile(join(room, 'key'), made.incoming.keyring.identity);
    const { stdout } = spawnSync('sh', ['-c', 'age -d -i key package.age | zstd -d | tar t'], {
      cwd: room,
      encoding: 'utf8',
    });
    expect(stdout.trim().split('\n')).toHaveLength(sealed.files);
  }
});

test('a download that broke off goes on where it was, byte for byte, and both parts stand in the journal', async () => {
  const whole = (await get(made.incoming)).rawPayload;
  const rest = await get(made.incoming, 'bytes=1000-');
  expect(rest.statusCode).toBe(206);
  expect(rest.headers['content-range']).toBe(`bytes 1000-${whole.length - 1}/${whole.length}`);
  expect(rest.rawPayload.equals(whole.subarray(1000))).toBe(true);
  expect((await get(made.incoming, `bytes=${whole.length}-`)).statusCode).toBe(416);
  const { entries } = await atWork(house(), house().founder).api.journal.listEntries({ limit: 200 });
  const downloads = entries.filter(({ verb }) => verb === 'archive.transport-downloaded');
  expect(downloads.map(({ facts }) => facts?.offset).slice(0, 3)).toEqual([whole.length, 1000, 0]);
});

test('the leaver can neither prepare nor download it', async () => {
  await expect(made.leaver.api.archive.prepareTransport({ package: sealed.id })).rejects.toMatchObject({
    code: 'archive.handed-over',
  });
  expect((await get(made.outgoing)).statusCode).toBe(403);
});

test('a bag that was changed on the disk is not sent, and nothing half made stays behind', async () => {
  const folder = join(house().ground.archiveFolder, house().firm, sealed.name);
  const target = join(room, 'changed.age');
  await writeFile(join(folder, 'README.txt'), 'changed');
  const { recipient } = (await made.receiver.api.people.me()).person.keys!;
  await expect(sealToFile(folder, target, { recipients: [recipient] })).rejects.toMatchObject({
    code: 'archive.bag-unsound',
    facts: { file: 'README.txt' },
  });
  expect((await readdir(room)).filter((name) => name.startsWith('changed'))).toEqual([]);
});
