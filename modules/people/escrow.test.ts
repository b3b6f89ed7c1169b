import { spawn } from 'node:child_process';
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as journal from '#modules/journal/journal.ts';
import { asJob } from '#platform/context/context.ts';
import { combineShares, createRecovery } from '#platform/crypto/recovery.ts';
import { openEscrow } from '#platform/envelope/master-key-escrow.ts';
import { loadMasterKey, rotateMasterKey } from '#platform/envelope/master-key.ts';
import { useHouse } from '#testing/house.ts';
import * as people from './people.ts';

const house = useHouse();
const recovery = await createRecovery();
const masterKeyFile = () => join(house().dataFolder, 'keys', 'master.key');
const escrowFile = () => join(house().dataFolder, 'keys', 'escrow', `${house().firm}.age`);
const asClockwork = () => asJob(house().founder.context, house().firm, null);

const escrowed = async () =>
  (await journal.listEntries(house().founder.context, { verb: 'people.master-key-escrowed', limit: 10 })).entries;

test('before the recovery key is recorded there is nobody to escrow the master key to', async () => {
  expect(await people.keepEscrow(asClockwork())).toBe(false);
  await expect(people.readEscrow(house().founder.context)).rejects.toMatchObject({ code: 'people.no-escrow' });
});

test('a recovery recipient that was mistyped is refused, since nobody could open what is sealed to it', async () => {
  const mistyped = recovery.recipient.replace(/.$/, (last) => (last === 'q' ? 'p' : 'q'));
  await expect(people.setRecovery(house().founder.context, { recipient: mistyped })).rejects.toMatchObject({
    code: 'people.recipient-unsound',
  });
});

test('with the recovery key the master key is escrowed to it, journalled by its version, and two shares open it', async () => {
  const { founder } = house();
  await people.setRecovery(founder.context, { recipient: recovery.recipient });
  const { ageFile, versions, recipient } = await people.readEscrow(founder.context);
  expect(recipient).toBe(recovery.recipient);
  expect(await escrowed()).toMatchObject([{ facts: { versions, recipient } }]);
  const identity = await combineShares(recovery.shares[2], recovery.shares[0]);
  expect(await openEscrow(ageFile, identity)).toBe(await readFile(masterKeyFile(), 'utf8'));
  expect((await stat(escrowFile())).mode & 0o077).toBe(0);
  expect(await people.keepEscrow(asClockwork())).toBe(false);
});

test('a version that was added is escrowed with the next start, and a lost file is made anew', async () => {
  const { founder, ground } = house();
  await rotateMasterKey(masterKeyFile());
  const restarted = { ...asClockwork(), ground: { ...ground, keys: await loadMasterKey(masterKeyFile()) } };
  expect(await people.keepEscrow(restarted)).toBe(true);
  const { versions, ageFile } = await people.readEscrow(founder.context);
  expect(versions).toHaveLength(2);
  const identity = await combineShares(recovery.shares[0], recovery.shares[1]);
  expect(await openEscrow(ageFile, identity)).toBe(await readFile(masterKeyFile(), 'utf8'));
  await rm(escrowFile());
  expect(await people.keepEscrow(restarted)).toBe(true);
  expect(await escrowed()).toHaveLength(3);
});

test('only an administrator takes the escrow out, and each time is journalled', async () => {
  const { founder, hire, server } = house();
  const auditor = await hire('钱审', { roles: ['auditor', 'manager'] });
  const ask = (token: string) =>
    server.inject({
      method: 'POST',
      url: '/api/v1/firm/master-key-escrow',
      headers: { authorization: `Bearer ${token}` },
    });
  expect((await ask(auditor.token)).statusCode).toBe(403);
  expect((await ask(founder.token)).statusCode).toBe(200);
  const { entries } = await journal.listEntries(founder.context, { verb: 'people.escrow-read', limit: 1 });
  expect(entries[0]).toMatchObject({ actor: founder.id });
});

/** `baton master-key recover`, with the shares typed into it. */
function recover(file: string, to: string, shares: string[]): Promise<{ code: number | null; said: string }> {
  const baton = join(import.meta.dirname, '../../cli/baton.ts');
  const child = spawn(process.execPath, [baton, 'master-key', 'recover', file, '--to', to], {
    env: { PATH: process.env.PATH, LANG: 'en_GB.UTF-8' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  child.stdin.end(`${shares.join('\n')}\n`);
  return new Promise((settle) => child.on('close', (code) => settle({ code, said })));
}

test('the command line opens the escrow offline with two shares, and never writes over a master key', async () => {
  const { dataFolder } = house();
  const to = join(dataFolder, 'recovered.key');
  const given = recovery.shares.map((share) => share.replaceAll('\n', ' '));
  expect(await recover(escrowFile(), to, [given[1]!, given[2]!])).toEqual({ code: 0, said: expect.anything() });
  expect(await readFile(to, 'utf8')).toBe(await readFile(masterKeyFile(), 'utf8'));
  expect((await stat(to)).mode & 0o777).toBe(0o600);
  expect((await recover(escrowFile(), to, [given[1]!, given[2]!])).code).toBe(2);
  expect((await recover(escrowFile(), join(dataFolder, 'other.key'), [given[1]!, given[1]!])).code).toBe(1);
  const other = join(dataFolder, 'something.age');
  await writeFile(other, 'no age file');
  expect((await recover(other, join(dataFolder, 'other.key'), [given[0]!, given[1]!])).code).toBe(1);
  expect(await readdir(dataFolder)).not.toContain('other.key');
});
