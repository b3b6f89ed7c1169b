import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import * as archive from '#modules/archive/archive.ts';
import { makeRecovery } from '#modules/people/people.client.ts';
import { asJob } from '#platform/context/context.ts';
import { rotateMasterKey } from '#platform/envelope/master-key.ts';
import { atWork } from '#testing/at-work.ts';
import { type House, type Someone, openHouse, useHouse } from '#testing/house.ts';
import { type Finding, examine, type Trial, trials } from './doctor.ts';

const house = useHouse();
const run = promisify(execFile);

/** Does `deed` while the program's own work goes on beside it. */
async function working<T>(of: House, deed: Promise<T>): Promise<T> {
  let over = false;
  const settled = deed.finally(() => (over = true));
  while (!over) await of.drain();
  return settled;
}

/** Past every wall, and past what keeps the journal as it was written. */
async function asOwner(statement: string): Promise<void> {
  const client = new pg.Client(house().owner);
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const ask = ({ server }: House, { token }: Someone) =>
  server.inject({ method: 'POST', url: '/doctor', headers: { authorization: `Bearer ${token}` } });

/** `baton doctor` as a process of its own against a listening server. */
async function doctor(of: House, key: string): Promise<{ code: number; said: string }> {
  const url = await of.server.listen({ host: '127.0.0.1', port: 0 });
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, NODE_COMPILE_CACHE, LANG: 'en_GB.UTF-8', BATON_URL: url, BATON_KEY: key };
  const command = run(process.execPath, [join(import.meta.dirname, '../cli/baton.ts'), 'doctor'], { env });
  return working(
    of,
    command.then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      (failed: { code: number; stdout: string; stderr: string }) => ({
        code: failed.code,
        said: failed.stdout + failed.stderr,
      }),
    ),
  );
}

test('a firm without recovery key is told so first; with it, an installation that is whole says so', async () => {
  const { founder } = house();
  const before = (await working(house(), ask(house(), founder))).json() as { findings: Finding[] };
  expect(before.findings.find(({ fault }) => fault)).toMatchObject({
    trial: 'sealing',
    fault: { code: 'doctor.no-recovery' },
  });
  const { api } = atWork(house(), founder);
  await makeRecovery(api.people);
  await backedUp({ recipients: [(await api.people.me()).firm.recoveryRecipient!], sound: true });
  const { findings } = (await working(house(), ask(house(), founder))).json() as { findings: Finding[] };
  expect(findings.map(({ trial, fault }) => [trial, fault])).toEqual(trials.map((trial) => [trial, null]));
  const found = new Map(findings.map((one) => [one.trial, one.found?.facts]));
  expect(found.get('database')).toMatchObject({ version: expect.stringMatching(/^18\./) });
  expect(found.get('escrow')).toMatchObject({ versions: 1 });
  expect(found.get('backup')).toMatchObject({ hours: 0, recipients: 1 });
  expect(found.get('drill')).toMatchObject({ rows: 5, files: 2 });
});

/** As the journal has it after a backup and a trial restore. */
async function backedUp({ recipients, sound }: { recipients: string[]; sound: boolean }): Promise<void> {
  const worker = asJob(house().founder.context, house().firm, null);
  const figures = { snapshot: 'one', at: new Date(), files: 2, bytes: 10, seconds: 1 };
  await archive.recordBackup(worker, { ...figures, written: 10, recipients });
  await archive.recordDrill(worker, { ...figures, sound, tables: 3, rows: 5, faults: sound ? 0 : 1 });
}

/** The faults of these trials as they are found now. */
async function faultsOf(of: Trial[], context = house().founder.context) {
  const findings = await examine(context, { patience: 0 });
  return findings.filter(({ trial }) => of.includes(trial)).map(({ fault }) => fault?.code);
}

test('a backup that is old, missing or locked to others, and a trial restore that is old, missing or unsound, are told', async () => {
  const both: Trial[] = ['backup', 'drill'];
  await asOwner(`update journal_entry set at = at - interval '60 days' where verb like 'archive.%'`);
  expect(await faultsOf(both)).toEqual(['doctor.backup-old', 'doctor.drill-old']);
  await asOwner(`update journal_entry set verb = 'archive.other' where verb like 'archive.%'`);
  expect(await faultsOf(both)).toEqual(['doctor.no-backup', 'doctor.no-drill']);
  await asOwner(`update firm set demo = true`);
  expect(await faultsOf(both)).toEqual([undefined, undefined]);
  await backedUp({ recipients: ['age1other'], sound: false });
  expect(await faultsOf(both)).toEqual(['doctor.backup-not-ours', 'doctor.drill-unsound']);
});

test('after the master key got a version, the doctor tells what older ones still seal, and that it stands escrowed in its former shape', async () => {
  const { ground, founder, dataFolder } = house();
  const keys = await rotateMasterKey(join(dataFolder, 'keys', 'master.key'));
  const rotated = { ...founder.context, ground: { ...ground, keys } };
  expect(await faultsOf(['escrow', 'older-seals'], rotated)).toEqual(['doctor.escrow', 'doctor.older-seals']);
});

test('only an administrator examines the installation', async () => {
  const auditor = await house().hire('钱审', { roles: ['auditor', 'manager'] });
  const answer = await ask(house(), auditor);
  expect([answer.statusCode, answer.json()]).toEqual([403, { code: 'journal.only-administrator-examines', facts: {} }]);
  expect((await house().server.inject({ method: 'POST', url: '/doctor' })).statusCode).toBe(401);
});

test('while no worker is at work the doctor says that nobody takes the jobs', async () => {
  const findings = await examine(house().founder.context, { patience: 500 });
  expect(findings.find(({ trial }) => trial === 'journal')!.fault).toMatchObject({ code: 'doctor.journal-waiting' });
});

test('a server whose clock goes wrong is told by how much', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 90_000 });
  try {
    const clock = (await examine(house().founder.context, { patience: 0 })).find(({ trial }) => trial === 'clock');
    expect(clock!.fault).toMatchObject({ code: 'doctor.clock', facts: { seconds: expect.closeTo(90, -1) } });
  } finally {
    vi.useRealTimers();
  }
});

test('checkpoints that no longer go outward are told, with the last that did', async () => {
  const { firm, founder } = house();
  await asOwner(`update journal_checkpoint set at = now() - interval '1 hour'`);
  await asOwner(
    `insert into journal_anchor values ('${firm}', 'folder', 'baton/journal', 1, now() - interval '1 day')`,
  );
  const findings = await examine(founder.context, { patience: 0 });
  expect(findings.find(({ trial }) => trial === 'anchors')!.fault).toMatchObject({
    code: 'doctor.anchors',
    facts: { size: 1 },
  });
});

test('the command line names the first fault and how to mend it, and ends with 1', async () => {
  const { house: broken, close } = await openHouse();
  try {
    await rm(join(broken.dataFolder, 'files'), { recursive: true, force: true });
    await writeFile(join(broken.dataFolder, 'files'), 'not a folder');
    const { code, said } = await doctor(broken, broken.founder.token);
    expect(said).toContain('✘  keeps encrypted files');
    expect(said.trimEnd().split('\n').at(-1)).toMatch(
      /^A file could not be written.*\(ENOTDIR\).*Check owner and rights/,
    );
    expect(code).toBe(1);
  } finally {
    await close();
  }
});
