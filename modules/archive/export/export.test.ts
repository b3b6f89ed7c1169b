import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import * as document from '#modules/document/document.ts';
import { createAgeKeys } from '#platform/crypto/age-file.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { type AtWork, type Case, aCase, atWork } from '#testing/at-work.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import { fileKeyOf, headerBytes, releaseExport } from '../archive.client.ts';
import * as archive from '../archive.ts';
import type { AskExport, Export } from '../archive.contract.ts';
import { makeExport } from './make-export.ts';
import { openBag } from '../verify/open-bag.ts';
import { verifyAny } from '../verify/verify-any.ts';

const house = useHouse();
/** Another firm, in a house of its own. */
const elsewhere = useHouse();
let room: string;
let made: Case;
let client: ClientId;
let owner: Someone;
let manager: Someone;
let head: AtWork;
beforeAll(async () => {
  room = await mkdtemp(join(tmpdir(), 'baton-export-'));
  made = await aCase(house(), 'signed', { batches: [1] });
  [[client]] = made.clients as [[ClientId]];
  owner = made.incoming;
  const { records } = await made.receiver.api.client.readClient({ client });
  const contact = records.find(({ kind }) => kind === 'contact')!;
  await made.receiver.api.client.changeRecord({
    record: contact.id,
    version: contact.version,
    changes: { phone: '13900001111' },
    reason: '客户来电更正',
  });
  manager = await house().hire('钱宁', { roles: ['manager'], positions: [] });
  head = atWork(house(), house().founder);
  for (const [folder, name] of [
    ['合同', '代理记账合同.txt'],
    ['合同', '代理记账合同.TXT'],
    ['', 'CON.txt'],
  ] as const)
    await document.addDocument(
      owner.context,
      { client, folder, name },
      pieces(`${folder}/${name} ${'内容'.repeat(9000)}`),
    );
}, 120_000);
afterAll(() => rm(room, { recursive: true, force: true }));

async function* pieces(text: string) {
  yield Buffer.from(text);
}

const ofClient = (): Partial<AskExport> => ({ scope: 'client', client });

function ask(by: Someone, wish: Partial<AskExport> = ofClient()): Promise<Export> {
  return atWork(house(), by).api.archive.askExport({ scope: 'firm', reason: '客户转所', ...wish } as AskExport);
}

function release(by: Someone, asked: Export): Promise<Export> {
  const { api } = atWork(house(), by);
  return releaseExport(api.archive, by.keyring, { firm: house().firm, me: by.id }, asked);
}

async function exported(by: Someone, wish: Partial<AskExport> = ofClient()): Promise<Export> {
  const { id } = await release(by.id === manager.id ? house().founder : manager, await ask(by, wish));
  await atWork(house(), by).api.archive.beginExport({ export: id });
  await house().drain();
  return read(by, id);
}

async function read(by: Someone, id: Export['id']): Promise<Export> {
  return (await atWork(house(), by).api.archive.listExports()).find((one) => one.id === id)!;
}

function get({ token }: Pick<Someone, 'token'>, id: string, range?: string) {
  const headers = { authorization: `Bearer ${token}`, ...(range ? { range } : {}) };
  return house().server.inject({ method: 'GET', url: `/archive/exports/${id}`, headers });
}

async function fetched(by: Someone, one: Export): Promise<string> {
  const file = join(room, `${one.id}.age`);
  await writeFile(file, (await get(by, one.id)).rawPayload);
  return file;
}

const parts = () => join(dirname(house().ground.archiveFolder), 'exports', house().firm);

test('a client is exported for its owner, released by a manager, and anybody can check the bag in its age file', async () => {
  const one = await exported(owner);
  expect(one).toMatchObject({ state: 'made', client, approver: { id: manager.id } });
  const file = await fetched(owner, one);
  const bag = await openBag(file, async () => ({ identities: [owner.keyring.identity] }));
  const { verifierKey } = await head.api.journal.status();
  const report = await verifyAny(bag, { firmKey: verifierKey });
  expect(report).toMatchObject({
    kind: 'export',
    sound: true,
    faults: [],
    export: { name: one.name, hash: one.packageHash },
    counts: { clients: 1, contents: 3, files: one.files },
  });
  expect((report as { counts: { entries: number } }).counts.entries).toBeGreaterThan(10);
  const lines = (await bag.read(`data/clients/${one.name.slice(0, -9)}/records.jsonl`))!.toString();
  expect(lines).toContain('"phone":"13812342211"');
  const sealed = (await bag.read(`data/clients/${one.name.slice(0, -9)}/vault.json`))!.toString();
  expect(sealed).toContain('BEGIN AGE');
  expect(sealed).not.toContain(`pw-${client}`);
  expect(await readdir(parts())).toEqual([`${one.id}.age`]);
});

test('what was exported opens with age, zstd and tar, and sha256sum finds it as it was sealed', async ({ skip }) => {
  if (['age', 'zstd'].some((command) => spawnSync(command, ['--version']).status !== 0)) skip('skipped: no age here');
  const one = await exported(owner);
  await fetched(owner, one);
  await writeFile(join(room, 'key'), owner.keyring.identity);
  const shell = (command: string) => spawnSync('bash', ['-e', '-o', 'pipefail', '-c', command], { cwd: room });
  expect(shell(`age -d -i key ${one.id}.age | zstd -dq | tar x`).status).toBe(0);
  expect(shell(`cd ${one.name} && sha256sum --quiet -c manifest-sha256.txt tagmanifest-sha256.txt`).status).toBe(0);
  const packages = `${one.name}/data/clients/${one.name.slice(0, -9)}/handovers`;
  const inventory = `cd ${packages}/* && sha256sum --quiet --ignore-missing -c manifest-sha256.txt tagmanifest-sha256.txt`;
  expect(shell(inventory)).toMatchObject({ status: 0 });
  expect(await readFile(join(room, packages, made.number + '-1', 'statement.txt'), 'utf8')).toContain(made.number);
});

test('nobody releases an own export, staff release none, and nothing is made before', async () => {
  const asked = await ask(house().founder);
  await expect(release(house().founder, asked)).rejects.toMatchObject({ code: 'archive.second-person-needed' });
  const colleague = await house().hire('何静');
  await expect(release(colleague, asked)).rejects.toMatchObject({ code: 'export.not-found' });
  const { id } = asked;
  await expect(head.api.archive.beginExport({ export: id })).rejects.toMatchObject({ code: 'vault.request-waiting' });
  const making = house().ground.database.worker.connect();
  const worker = await making;
  await worker.query(`select set_config('baton.firm', $1, false)`, [house().firm]);
  const bySql = worker.query(`update archive_export set state = 'making' where id = $1`, [id]);
  await expect(bySql).rejects.toMatchObject({ code: '42501' });
  worker.release(true);
  await release(manager, asked);
  await expect(release(manager, asked)).rejects.toMatchObject({ code: 'vault.request-approved' });
  const { api } = atWork(house(), manager);
  await expect(api.archive.beginExport({ export: id })).rejects.toMatchObject({ code: 'archive.only-asker-fetches' });
  await expect(api.archive.cancelExport({ export: id })).rejects.toMatchObject({ code: 'archive.only-asker-fetches' });
  await head.api.archive.cancelExport({ export: id });
  await expect(head.api.archive.cancelExport({ export: id })).rejects.toMatchObject({ code: 'archive.export-over' });
});

test('an export is asked for by who has the client, or by an administrator of the firm, and for a recipient that is one', async () => {
  await expect(ask(made.outgoing)).rejects.toMatchObject({ code: 'client.not-found' });
  await expect(ask(manager)).rejects.toMatchObject({ code: 'archive.only-owner-exports' });
  await expect(ask(manager, { scope: 'firm' })).rejects.toMatchObject({ code: 'archive.only-administrator-exports' });
  await expect(ask(owner, { ...ofClient(), recipients: ['age1nobody'] })).rejects.toMatchObject({
    code: 'archive.recipient-malformed',
  });
});

test('who releases an export is told whose keys can open it, and which of them the firm does not know', async () => {
  const { founder } = house();
  const mine = (await atWork(house(), owner).api.people.me()).person.keys!.recipient;
  const { recipient: stranger } = await createAgeKeys();
  const { id } = await ask(owner, { ...ofClient(), recipients: [mine, stranger] });
  expect((await read(founder, id)).recipients).toEqual([
    { recipient: mine, whose: 'colleague', name: owner.name },
    { recipient: stranger, whose: 'outside', name: '' },
    { recipient: expect.any(String), whose: 'recovery', name: '' },
  ]);
  await atWork(house(), owner).api.archive.cancelExport({ export: id });
});

test('a sealed package goes to a named recipient outside by two persons too, as the bag that it is', async () => {
  const [sealed] = await made.receiver.api.archive.listPackages();
  const outside = await house().hire('外部律师');
  const recipients = [(await atWork(house(), outside).api.people.me()).person.keys!.recipient];
  const one = await exported(owner, { scope: 'package', package: sealed!.id, recipients });
  const bag = await openBag(await fetched(owner, one), async () => ({ identities: [outside.keyring.identity] }));
  expect(await verifyAny(bag, {})).toMatchObject({
    kind: 'package',
    sound: true,
    package: { hash: sealed!.packageHash },
  });
});

test('the whole firm is exported with its clients, packages and all of its journal', async () => {
  const one = await exported(house().founder, { scope: 'firm' });
  const bag = await openBag(await fetched(house().founder, one), async () => ({
    identities: [house().founder.keyring.identity],
  }));
  const report = await verifyAny(bag, {});
  expect(report).toMatchObject({ kind: 'export', sound: true, counts: { clients: 1, contents: 3 } });
  expect(await bag.read(`data/packages/${made.number}-1/statement.txt`)).not.toBe(null);
  expect((report as { counts: { entries: number } }).counts.entries).toBeGreaterThan(50);
});

test('who lost the client can fetch its export no longer, and a download goes on where it broke off', async () => {
  const one = await exported(owner);
  const whole = (await get(owner, one.id)).rawPayload;
  const rest = await get(owner, one.id, 'bytes=500-');
  expect([rest.statusCode, rest.rawPayload.equals(whole.subarray(500))]).toEqual([206, true]);
  expect((await get(manager, one.id)).json()).toMatchObject({ code: 'archive.only-asker-fetches' });
  await rm(join(parts(), `${one.id}.age`));
  expect((await get(owner, one.id)).json()).toMatchObject({ code: 'archive.export-gone' });
});

/** Begins an export whose worker is stopped, as by a kill, when it reads the first content; `awake` lets it go on. */
async function stopped() {
  const { id } = await release(manager, await ask(owner));
  await made.receiver.api.archive.beginExport({ export: id });
  const { ground, firm } = house();
  let awake!: () => void;
  let reached!: () => void;
  const asleep = new Promise<void>((resolve) => (awake = resolve));
  const atContent = new Promise<void>((resolve) => (reached = resolve));
  const files = {
    ...ground.files,
    async read(...given: Parameters<typeof ground.files.read>) {
      reached();
      await asleep;
      return ground.files.read(...given);
    },
  };
  const by = { kind: 'job', firm, onBehalfOf: owner.id } as const;
  const running = makeExport({ by, ground: { ...ground, files } }, { export: id });
  await atContent;
  return { id, running, awake };
}

test('a killed export goes on with the part that it was at, and who was at it before leaves it alone', async () => {
  const { id, running, awake } = await stopped();
  const known = join(parts(), `${id}.parts`, `client-${client}.part`);
  const { mtimeMs } = await stat(known);
  const sealed = await readFile(known);
  expect(sealed.includes('13812342211')).toBe(false);
  const job = { by: { kind: 'job', firm: house().firm, onBehalfOf: null } as const, ground: house().ground };
  const before = new Promise<number>((resolve) => {
    const ground = { ...house().ground, enqueue: async () => resolve(1) };
    void archive.resumeExports({ ...job, ground });
  });
  expect(await before).toBe(1);
  const written: number[] = [];
  const files = {
    ...house().ground.files,
    async read(...given: Parameters<typeof job.ground.files.read>) {
      written.push((await stat(known)).mtimeMs);
      return house().ground.files.read(...given);
    },
  };
  await makeExport({ ...job, ground: { ...job.ground, files } }, { export: id });
  expect(new Set(written)).toEqual(new Set([mtimeMs]));
  const one = await read(owner, id);
  expect(one.state).toBe('made');
  awake();
  await running;
  const bag = await openBag(await fetched(owner, one), async () => ({ identities: [owner.keyring.identity] }));
  expect(await verifyAny(bag, {})).toMatchObject({ sound: true, export: { hash: one.packageHash } });
});

test('an export that is given up while it is made leaves nothing behind', async () => {
  const { id, running, awake } = await stopped();
  await made.receiver.api.archive.cancelExport({ export: id });
  awake();
  await running;
  expect((await read(owner, id)).state).toBe('cancelled');
  expect((await readdir(parts())).filter((name) => name.startsWith(id))).toEqual([]);
});

/** The client as it is exported to the other firm's administrator. */
async function forElsewhere(): Promise<{ one: Export; file: Buffer }> {
  const recipients = [(await atWork(elsewhere(), elsewhere().founder).api.people.me()).person.keys!.recipient];
  const one = await exported(owner, { ...ofClient(), recipients });
  return { one, file: (await get(owner, one.id)).rawPayload };
}

/** Sends an age file to the other firm in two pieces, as after a cut, and has it checked. */
async function sent(file: Buffer) {
  const { founder, server, drain } = elsewhere();
  const { api } = atWork(elsewhere(), founder);
  const fileKey = await fileKeyOf(file.subarray(0, headerBytes), [founder.keyring.identity]);
  const { id } = await api.archive.beginImport({ name: 'KH.age', size: file.length, fileKey });
  const send = (at: number, piece: Buffer) =>
    server.inject({
      method: 'POST',
      url: `/archive/imports/${id}?at=${at}`,
      headers: { authorization: `Bearer ${founder.token}`, 'content-type': 'application/octet-stream' },
      payload: piece,
    });
  await send(0, file.subarray(0, 1000));
  expect((await send(5, file.subarray(5))).json()).toMatchObject({
    code: 'archive.import-elsewhere',
    facts: { arrived: 1000 },
  });
  expect((await send(1000, file.subarray(1000))).json()).toEqual({ arrived: file.length });
  await drain();
  return { id, api, state: async () => (await api.archive.listImports()).find((one) => one.id === id)! };
}

/** Everything of a client in a bag that is the same wherever the client is. */
async function saidOf(file: Buffer | string, identity: string) {
  const place = typeof file === 'string' ? file : join(room, 'said.age');
  if (typeof file !== 'string') await writeFile(place, file);
  const bag = await openBag(place, async () => ({ identities: [identity] }));
  const { files } = await bag.look(() => ['sha256']);
  const [folder] = files.flatMap(({ path }) => /^(data\/clients\/[^/]+\/)client\.json$/.exec(path)?.[1] ?? []);
  const lines = (await bag.read(`${folder}files.jsonl`))!.toString().trimEnd().split('\n');
  return {
    records: (await bag.read(`${folder}records.jsonl`))!.toString(),
    sheets: files.filter(({ path }) => path.includes('/records/')).map(({ path, hashes }) => [path, hashes.sha256]),
    files: lines.map((line) => ({ ...(JSON.parse(line) as object), filing: null })),
    contents: files.filter(({ path }) => path.startsWith(`${folder}files/`)),
  };
}

test('what was tampered with on its way is named, and nothing of it comes in', async () => {
  const { file } = await forElsewhere();
  file[file.length - 400]! ^= 1;
  const { state, api } = await sent(file);
  expect(await state()).toMatchObject({ state: 'unsound', failure: { code: 'archive.import-unsound' } });
  expect((await api.client.listClients({})).rows).toEqual([]);
});

test('a client goes to another firm and is there the same: records in every version, files, by their ids', async () => {
  const { file } = await forElsewhere();
  const { id, api, state } = await sent(file);
  const { founder, hire, drain } = elsewhere();
  expect(await state()).toMatchObject({
    state: 'checked',
    found: { approver: '钱宁', clients: [{ client, files: 3, secrets: 1, conflict: null }] },
  });
  const accountant = await hire('新负责人');
  await api.archive.confirmTaking({ import: id, owner: accountant.id });
  await drain();
  expect(await state()).toMatchObject({ state: 'done', failure: null });
  const { rows } = await atWork(elsewhere(), accountant).api.client.listClients({});
  expect(rows).toMatchObject([{ id: client, owner: accountant.id }]);
  const signer = await hire('另一主管', { roles: ['manager'], positions: [] });
  const there = atWork(elsewhere(), accountant);
  const asked = await there.api.archive.askExport({ scope: 'client', client, recipients: [], reason: '核对' });
  await releaseExport(
    atWork(elsewhere(), signer).api.archive,
    signer.keyring,
    { firm: elsewhere().firm, me: signer.id },
    asked,
  );
  await there.api.archive.beginExport({ export: asked.id });
  await drain();
  const back = await elsewhere().server.inject({
    url: `/archive/exports/${asked.id}`,
    headers: { authorization: `Bearer ${accountant.token}` },
  });
  const returned = await saidOf(back.rawPayload, accountant.keyring.identity);
  expect(returned).toEqual(await saidOf(file, founder.keyring.identity));
  expect(returned.contents).toHaveLength(3);
  expect(await readdir(join(elsewhere().ground.archiveFolder, '..', 'imports', elsewhere().firm))).not.toContain(
    `${id}.age`,
  );
});

test('a client whose number is taken there comes in under the one that the person gives it', async () => {
  const { founder } = elsewhere();
  const moving = await aClient(house().founder.context, { owner: owner.id, number: 'KH77777' });
  await aClient(founder.context, { owner: founder.id, number: 'KH77777' });
  const recipients = [(await atWork(elsewhere(), founder).api.people.me()).person.keys!.recipient];
  const one = await exported(owner, { scope: 'client', client: moving.id, recipients });
  const { id, api, state } = await sent((await get(owner, one.id)).rawPayload);
  expect((await state()).found!.clients).toMatchObject([{ conflict: 'number-taken' }]);
  const wish = { import: id, owner: founder.id };
  await expect(api.archive.confirmTaking(wish)).rejects.toMatchObject({ code: 'archive.import-number' });
  await api.archive.confirmTaking({ ...wish, numbers: { [moving.id]: 'KH77778' } });
  await elsewhere().drain();
  expect((await state()).state).toBe('done');
  const { rows } = await api.client.listClients({ search: 'KH7777' });
  expect(rows.map(({ number }) => number)).toEqual(['KH77777', 'KH77778']);
});

test('a client that is there already is not taken in twice, and only an administrator takes in', async () => {
  const { file } = await forElsewhere();
  const { id, api, state } = await sent(file);
  expect((await state()).found!.clients[0]!.conflict).toBe('client-there');
  const { id: person } = await elsewhere().hire('接收人');
  await expect(api.archive.confirmTaking({ import: id, owner: person })).rejects.toMatchObject({
    code: 'archive.import-conflicts',
  });
  await api.archive.discardImport({ import: id });
  expect((await state()).state).toBe('discarded');
  await expect(atWork(house(), manager).api.archive.listImports()).rejects.toMatchObject({
    code: 'archive.only-administrator-imports',
  });
});
