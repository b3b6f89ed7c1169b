import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { expect, test } from 'vitest';
import { makeRecovery } from '#modules/people/people.client.ts';
import { atWork } from '#testing/at-work.ts';
import { type House, type Someone, openHouse, useHouse } from '#testing/house.ts';
import { type Finding, examine, trials } from './doctor.ts';

const house = useHouse();
const run = promisify(execFile);

/** Does `deed` while the program's own work goes on beside it. */
async function working<T>(of: House, deed: Promise<T>): Promise<T> {
  let over = false;
  const settled = deed.finally(() => (over = true));
  while (!over) await of.drain();
  return settled;
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
  await makeRecovery(atWork(house(), founder).api.people);
  const { findings } = (await working(house(), ask(house(), founder))).json() as { findings: Finding[] };
  expect(findings.map(({ trial, fault }) => [trial, fault])).toEqual(trials.map((trial) => [trial, null]));
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

test('checkpoints that no longer go outward are told, with the last that did', async () => {
  const { owner, firm, founder } = house();
  const client = new pg.Client(owner);
  await client.connect();
  await client.query(`update journal_checkpoint set at = now() - interval '1 hour'`);
  await client.query(`insert into journal_anchor values ($1, 'folder', 'baton/journal', 1, now() - interval '1 day')`, [
    firm,
  ]);
  await client.end();
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
