import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDataKey, openFields, sealFields, unwrapDataKey } from './data-key.ts';
import { deriveHashKey, keyedHash } from './keyed-hash.ts';
import { createLogKey, openLogKey } from './log-key.ts';
import { loadMasterKey, loadOrCreateMasterKey, parseMasterKey, rotateMasterKey } from './master-key.ts';
import { openWithMaster, sealWithMaster } from './master-seal.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'master-key-'))));
afterAll(() => rm(folder, { recursive: true }));

const oneKey = (byte: number) => `baton-master-key-v1\n${Buffer.alloc(32, byte).toString('base64url')}\n`;
const owner = { firm: 'firm-1', client: 'client-1' };

test('the master key is made at the first start, for its owner only, and is the same at the next', async () => {
  const path = join(folder, 'first', 'master.key');
  const made = await loadOrCreateMasterKey(path);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await loadOrCreateMasterKey(path)).newest.id).toBe(made.newest.id);
  expect(await readdir(join(folder, 'first'))).toEqual(['master.key']);
});

test('processes that start at the same time agree on one master key', async () => {
  const path = join(folder, 'together', 'master.key');
  const keys = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateMasterKey(path)));
  expect(new Set(keys.map((key) => key.newest.id)).size).toBe(1);
});

test.each([0o604, 0o640, 0o602, 0o620])('a master key file of mode %o is refused', async (mode) => {
  const path = join(folder, `mode-${mode}`);
  await writeFile(path, oneKey(1));
  await chmod(path, mode);
  await expect(loadMasterKey(path)).rejects.toMatchObject({
    code: 'master-key.file-open',
    facts: { path, mode: mode.toString(8) },
  });
});

test('a master key that must be there and is not is named', async () => {
  const path = join(folder, 'absent');
  await expect(loadMasterKey(path)).rejects.toMatchObject({ code: 'master-key.file-missing', facts: { path } });
});

test.each([
  ['an empty file', '', 1],
  ['a file of something else', 'secret\n', 1],
  ['a heading alone', 'baton-master-key-v1\n', 1],
  ['a short key', `baton-master-key-v1\n${'A'.repeat(22)}\n`, 2],
  ['a key that is not base64url', `baton-master-key-v1\n${'*'.repeat(43)}\n`, 2],
  ['the same key twice', `${oneKey(1)}${oneKey(1).split('\n')[1]}\n`, 3],
])('%s is refused as a master key, with the line', (_, text, line) => {
  expect(() => parseMasterKey(text)).toThrow(
    expect.objectContaining({ code: 'master-key.malformed', facts: { line } }),
  );
});

test('a short file is not replaced by a new key', async () => {
  const path = join(folder, 'short');
  await writeFile(path, 'baton-master-key-v1\nAAAA\n', { mode: 0o600 });
  await expect(loadOrCreateMasterKey(path)).rejects.toThrow('master-key.malformed');
  expect(await readFile(path, 'utf8')).toBe('baton-master-key-v1\nAAAA\n');
});

test('after a rotation the new version seals, the old one still opens, and hashes still match', async () => {
  const path = join(folder, 'rotated', 'master.key');
  const before = await loadOrCreateMasterKey(path);
  const { dataKey, wrapped } = createDataKey(before, owner);
  const sealed = sealFields(dataKey, { table: 'contact', row: '1' }, { phone: '13800138000' });
  const hash = keyedHash(deriveHashKey(before, 'firm-1'), 'phone', '13800138000');

  const after = await rotateMasterKey(path);
  expect(after.versions.map(({ id }) => id)).toEqual([before.newest.id, after.newest.id]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(openFields(unwrapDataKey(after, owner, wrapped), { table: 'contact', row: '1' }, sealed)).toEqual({
    phone: '13800138000',
  });
  expect(keyedHash(deriveHashKey(after, 'firm-1'), 'phone', '13800138000')).toEqual(hash);
  const sealedAfter = createDataKey(after, owner).wrapped;
  expect(() => unwrapDataKey(before, owner, sealedAfter)).toThrow('master-key.version-missing');
});

test('a sealed key opens for its purpose, firm and client only', () => {
  const master = parseMasterKey(oneKey(1));
  const about = { purpose: 'data-key', ...owner };
  const sealed = sealWithMaster(master, about, Buffer.from('bytes'));
  expect(openWithMaster(master, about, sealed).toString()).toBe('bytes');
  for (const other of [
    { ...about, purpose: 'log-key' },
    { ...about, firm: 'firm-2' },
    { ...about, client: 'client-2' },
    { purpose: about.purpose, firm: about.firm },
  ]) {
    expect(() => openWithMaster(master, other, sealed)).toThrow('envelope.not-opened');
  }
});

test("a firm's journal key is opened again by the master key, and by no other firm", () => {
  const master = parseMasterKey(oneKey(1));
  const { keys, sealed } = createLogKey(master, 'firm-1');
  expect(openLogKey(master, 'firm-1', sealed)).toEqual(keys);
  expect(() => openLogKey(master, 'firm-2', sealed)).toThrow('envelope.not-opened');
  expect(sealed.includes(Buffer.from(keys.signingSecret, 'base64url'))).toBe(false);
});

test('a value is found by its hash within its firm and kind, and nowhere else', () => {
  const master = parseMasterKey(oneKey(1));
  const [own, others] = [deriveHashKey(master, 'firm-1'), deriveHashKey(master, 'firm-2')];
  const hash = keyedHash(own, 'phone', '13800138000');
  expect(keyedHash(own, 'phone', '13800138000')).toEqual(hash);
  expect(keyedHash(others, 'phone', '13800138000')).not.toEqual(hash);
  expect(keyedHash(own, 'bank-account', '13800138000')).not.toEqual(hash);
  expect(keyedHash(deriveHashKey(parseMasterKey(oneKey(2)), 'firm-1'), 'phone', '13800138000')).not.toEqual(hash);
});
