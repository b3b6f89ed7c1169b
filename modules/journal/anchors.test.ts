import { createServer } from 'node:http';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Anchor, addressAnchor, folderAnchor } from '#platform/anchor/anchor.ts';
import { asJob } from '#platform/context/context.ts';
import { verifierFingerprint } from '#platform/crypto/signed-note.ts';
import { useHouse } from '#testing/house.ts';
import { compareAnchor } from './journal.client.ts';
import { journalRouter } from './journal.router.ts';
import * as journal from './journal.ts';

const house = useHouse();
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'baton-anchors-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const asClockwork = () => asJob(house().founder.context, house().firm, null);
const keep = (...anchors: Anchor[]) => journal.keepAnchors(asClockwork(), anchors);
const api = () => createRouterClient(journalRouter, { context: house().founder.context });

/** Something happens, and stands under a checkpoint. */
async function somethingHappens() {
  await house().hire('王敏');
  await house().drain();
}

const notes = async () => {
  const [log] = await readdir(folder);
  const names = (await readdir(join(folder, log!))).toSorted();
  return Promise.all(names.map((name) => readFile(join(folder, log!, name), 'utf8')));
};

async function asOwner(statement: string) {
  const client = new pg.Client(house().owner);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

test('each new checkpoint goes to the folder once, as a file of its own, and the status says how far', async () => {
  const place = await folderAnchor(folder);
  await somethingHappens();
  expect(await keep(place)).toEqual([]);
  expect(await keep(place)).toEqual([]);
  expect(await notes()).toHaveLength(1);
  await somethingHappens();
  await keep(place);
  const { checkpoint, size, anchored } = await journal.status(house().founder.context);
  expect((await notes()).at(-1)).toBe(checkpoint);
  expect(await notes()).toHaveLength(2);
  expect(anchored!.size).toBe(size);
});

test('a folder that is not there is a fault, and is not made up for', async () => {
  await expect(folderAnchor(join(folder, 'not mounted'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a folder that holds another checkpoint of the same size is not written over, and the fault is told', async () => {
  await somethingHappens();
  const { size } = await journal.status(house().founder.context);
  const [log] = await readdir(folder);
  const path = join(folder, log!, `${String(size).padStart(12, '0')}.note`);
  await writeFile(path, 'something else');
  expect(await keep(await folderAnchor(folder))).toMatchObject([{ place: 'folder' }]);
  expect(await readFile(path, 'utf8')).toBe('something else');
  await rm(path);
});

test('a checkpoint is posted to the address; one that is not taken is tried again and keeps it from no other place', async () => {
  const taken: string[] = [];
  let status = 503;
  const auditor = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      if (status === 200) taken.push(body);
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((ready) => auditor.listen(0, '127.0.0.1', ready));
  const { port } = auditor.address() as { port: number };
  const address = addressAnchor(`http://127.0.0.1:${port}/baton`);
  const place = await folderAnchor(folder);
  try {
    await somethingHappens();
    const before = (await notes()).length;
    expect(await keep(address, place)).toMatchObject([{ place: 'address' }]);
    expect(await notes()).toHaveLength(before + 1);
    status = 200;
    expect(await keep(address, place)).toEqual([]);
    expect(taken).toEqual([(await journal.status(house().founder.context)).checkpoint]);
  } finally {
    await new Promise((closed) => auditor.close(closed));
  }
});

test('a kept checkpoint proves that the log only appended since, with the firm’s key given from outside', async () => {
  const [first] = await notes();
  await somethingHappens();
  const { verifierKey, size } = await journal.status(house().founder.context);
  for (const key of [undefined, verifierKey, verifierFingerprint(verifierKey)])
    expect(await compareAnchor(api(), first!, key)).toMatchObject({ state: 'kept', present: size });
  for (const note of await notes()) expect(await compareAnchor(api(), note)).toMatchObject({ state: 'kept' });
});

test('another key than the given one, a checkpoint of another log, and an altered one are refused', async () => {
  const [first] = await notes();
  await expect(compareAnchor(api(), first!, 'ab'.repeat(32))).rejects.toMatchObject({ code: 'journal.key-differs' });
  const altered = first!.replace(/^(\S+\n)\d+/, '$11');
  await expect(compareAnchor(api(), altered)).rejects.toMatchObject({ code: 'journal.anchor-unsigned' });
});

test('only who reads the journal is given the proof, and none is there for a log longer than it ever was', async () => {
  const accountant = await house().hire('周洁');
  await expect(journal.proveConsistency(accountant.context, { size: 1 })).rejects.toMatchObject({
    code: 'journal.only-auditor',
  });
  await expect(journal.proveConsistency(house().founder.context, { size: 1_000_000 })).rejects.toMatchObject({
    code: 'journal.log-shorter',
  });
});

test.each(['update journal_anchor set size = 0', 'delete from journal_anchor', 'truncate journal_anchor'])(
  'the register of what went outward only grows: %s',
  async (statement) => {
    const { ground } = house();
    for (const pool of [ground.database.app, ground.database.worker])
      await expect(pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  },
);

test('a log that was rewritten behind the program, signatures and all, does not agree with what was kept', async () => {
  const kept = (await notes()).at(-1)!;
  // The whole tree is made anew over altered entries and signed with the firm's own key: the database alone shows no fault.
  await asOwner(`
    update journal_entry set verb = 'people.team-created' where verb = 'people.person-added';
    insert into journal_unsequenced select firm_id, entry_id from journal_leaf;
    truncate journal_leaf, journal_node, journal_checkpoint`);
  await house().drain();
  expect(await journal.verify(house().founder.context)).toMatchObject({ intact: true });
  expect(await compareAnchor(api(), kept)).toMatchObject({ state: 'rewritten' });
});

test('a log whose end was cut off is shorter than what was kept', async () => {
  await somethingHappens();
  await somethingHappens();
  const { checkpoint } = await journal.status(house().founder.context);
  await asOwner('delete from journal_checkpoint where size = (select max(size) from journal_checkpoint)');
  expect(await compareAnchor(api(), checkpoint!)).toMatchObject({ state: 'cut' });
});
