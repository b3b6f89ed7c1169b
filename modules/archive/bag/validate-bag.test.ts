import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderSource } from './folder-source.ts';
import { validateBag } from './validate-bag.ts';

let room: string;
beforeEach(async () => {
  room = await mkdtemp(path.join(tmpdir(), 'baton-bag-'));
});
afterEach(() => rm(room, { recursive: true, force: true }));

const hashOf = (algorithm: string, content: string) => createHash(algorithm).update(content).digest('hex');
const sha256 = (content: string) => hashOf('sha256', content);

/** Lays files down as somebody else's program might have. */
async function aForeignBag(files: Record<string, string>, version = '1.0'): Promise<string> {
  const whole: Record<string, string> = {
    'bagit.txt': `BagIt-Version: ${version}\nTag-File-Character-Encoding: UTF-8\n`,
    'data/a.txt': 'a',
    'manifest-sha256.txt': `${sha256('a')}  data/a.txt\n`,
    ...files,
  };
  for (const [name, content] of Object.entries(whole)) {
    await mkdir(path.dirname(path.join(room, name)), { recursive: true });
    await writeFile(path.join(room, name), content);
  }
  return room;
}

const faultsOf = async (folder: string) => (await validateBag(folderSource(folder))).faults;

test('a bag of another writer is read: capitals, tabs, asterisks, Windows line ends, SHA-512, folded info', async () => {
  const folder = await aForeignBag({
    'manifest-sha256.txt': `${sha256('a').toUpperCase()}\t*data/a.txt\r\n`,
    'manifest-sha512.txt': `${hashOf('sha512', 'a')}  ./data/a.txt`,
    'bag-info.txt': 'Payload-Oxum: 1.1\r\nExternal-Description: long\r\n  and longer\r\n',
    'tagmanifest-md5.txt': `${hashOf('md5', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n')} bagit.txt\n`,
  });
  const report = await validateBag(folderSource(folder));
  expect(report).toMatchObject({ faults: [], version: '1.0', payload: { files: 1, bytes: 1 } });
  expect(report.info).toContainEqual(['External-Description', 'long and longer']);
});

test('version 0.97 lets several manifests share the payload, version 1.0 wants it whole in each', async () => {
  const shared = { 'data/b.txt': 'b', 'manifest-md5.txt': `${hashOf('md5', 'b')}  data/b.txt\n` };
  expect(await faultsOf(await aForeignBag(shared, '0.97'))).toEqual([]);
  expect(await faultsOf(await aForeignBag(shared, '1.0'))).toEqual([
    { code: 'file-unexpected', file: 'data/a.txt' },
    { code: 'file-unexpected', file: 'data/b.txt' },
  ]);
});

test.each(['0.96', '2.0', 'x'])('version %s is not read as if it were known', async (version) => {
  expect(await faultsOf(await aForeignBag({}, version))).toContainEqual({
    code: 'declaration-malformed',
    file: 'bagit.txt',
  });
});

test('a byte order mark before the declaration is a fault', async () => {
  const bagit = '\ufeffBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';
  expect(await faultsOf(await aForeignBag({ 'bagit.txt': bagit }))).toContainEqual({
    code: 'declaration-malformed',
    file: 'bagit.txt',
  });
});

test.each([
  '../outside.txt',
  'data/../../outside.txt',
  '/etc/passwd',
  '~/x',
  'C:\\x',
  'data\\..\\..\\x',
  'elsewhere.txt',
])('a manifest that names %s is not followed out of the bag', async (target) => {
  const manifest = `${sha256('a')}  data/a.txt\n${sha256('x')}  ${target}\n`;
  expect(await faultsOf(await aForeignBag({ 'manifest-sha256.txt': manifest }))).toEqual([
    { code: 'path-escapes', file: 'manifest-sha256.txt', line: 2 },
  ]);
});

test('links are not followed, to a file or to a folder', async () => {
  const folder = await aForeignBag({ 'manifest-sha256.txt': `${sha256('a')}  data/a.txt\n` });
  await symlink('/etc/hostname', path.join(folder, 'data/file'));
  await symlink('/etc', path.join(folder, 'data/folder'));
  expect(await faultsOf(folder)).toEqual([
    { code: 'link', file: 'data/file' },
    { code: 'link', file: 'data/folder' },
  ]);
});

test('two names that differ by letter case alone are told', async () => {
  const manifest = `${sha256('a')}  data/A.txt\n${sha256('a')}  data/a.txt\n`;
  expect(await faultsOf(await aForeignBag({ 'data/A.txt': 'a', 'manifest-sha256.txt': manifest }))).toEqual([
    { code: 'name-clash', file: 'data/a.txt', facts: { other: 'data/A.txt' } },
  ]);
});

test('a name that a Mac took apart is the same name', async () => {
  const folder = await aForeignBag({
    'data/é.txt': 'e',
    'manifest-sha256.txt': `${sha256('a')}  data/a.txt\n${sha256('e')}  data/é.txt\n`,
  });
  await rename(path.join(folder, 'data/é.txt'), path.join(folder, 'data', 'é.txt'.normalize('NFD')));
  expect(await faultsOf(folder)).toEqual([]);
});

test.each([
  ['a file altered', { 'data/a.txt': 'b' }, { code: 'file-altered', file: 'data/a.txt' }],
  ['a file not listed', { 'data/b.txt': 'b' }, { code: 'file-unexpected', file: 'data/b.txt' }],
  [
    'a file listed and not there',
    { 'manifest-sha256.txt': `${sha256('a')}  data/a.txt\n${sha256('b')}  data/b.txt\n` },
    { code: 'file-missing', file: 'data/b.txt' },
  ],
  [
    'a file listed twice',
    { 'manifest-sha256.txt': `${sha256('a')}  data/a.txt\n${sha256('a')}  data/a.txt\n` },
    { code: 'listed-twice', file: 'manifest-sha256.txt', line: 2 },
  ],
  [
    'a line that is none',
    { 'manifest-sha256.txt': `${sha256('a')}  data/a.txt\nrubbish\n` },
    { code: 'manifest-malformed', file: 'manifest-sha256.txt', line: 2 },
  ],
  [
    'a wrong Payload-Oxum',
    { 'bag-info.txt': 'Payload-Oxum: 2.1\n' },
    { code: 'oxum-differs', file: 'bag-info.txt', facts: { stated: '2.1', found: '1.1' } },
  ],
  ['info that is none', { 'bag-info.txt': 'rubbish\n' }, { code: 'info-malformed', file: 'bag-info.txt' }],
  [
    'a tag file altered',
    { 'tagmanifest-sha256.txt': `${sha256('other')}  bagit.txt\n` },
    { code: 'file-altered', file: 'bagit.txt' },
  ],
  [
    'a file still to be fetched',
    {
      'fetch.txt': 'https://example.org/b 1 data/b.txt\n',
      'manifest-sha256.txt': `${sha256('a')}  data/a.txt\n${sha256('b')}  data/b.txt\n`,
    },
    { code: 'file-missing', file: 'data/b.txt' },
  ],
])('%s is told', async (_, files, fault) => {
  expect(await faultsOf(await aForeignBag(files as Record<string, string>))).toEqual([fault]);
});

test('tag files in the encoding that the bag declares, and hashes of other families, are read', async () => {
  const manifest = Buffer.from(`\ufeff${hashOf('sha3-256', 'a')}  data/a.txt\n`, 'utf16le').swap16();
  const folder = await aForeignBag({ 'bagit.txt': 'BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-16\n' });
  await rm(path.join(folder, 'manifest-sha256.txt'));
  await writeFile(path.join(folder, 'manifest-sha3256.txt'), manifest);
  expect(await faultsOf(folder)).toEqual([]);
});

test('a manifest of a hash that we do not know is told, and the bag is not called sound', async () => {
  const manifest = { 'manifest-whirlpool.txt': 'abcd  data/a.txt\n' };
  expect(await faultsOf(await aForeignBag(manifest))).toEqual([
    { code: 'manifest-unknown', file: 'manifest-whirlpool.txt' },
  ]);
});

test.each(['../outside', '/etc/passwd', 'C:\\x', 'elsewhere'])(
  'a fetch list that names %s is not followed',
  async (target) => {
    const fetch = { 'fetch.txt': `https://example.org/a 1 data/a.txt\nhttps://example.org/b - ${target}\n` };
    expect(await faultsOf(await aForeignBag(fetch))).toEqual([{ code: 'path-escapes', file: 'fetch.txt', line: 2 }]);
  },
);

test('version 0.97 lets a line stand twice, version 1.0 does not', async () => {
  const twice = { 'manifest-sha256.txt': `${sha256('a')}  data/a.txt\n${sha256('a')}  data/a.txt\n` };
  expect(await faultsOf(await aForeignBag(twice, '0.97'))).toEqual([]);
  expect(await faultsOf(await aForeignBag(twice, '1.0'))).toMatchObject([{ code: 'listed-twice', line: 2 }]);
});

test('a bag without a manifest is none', async () => {
  const folder = await aForeignBag({});
  await rm(path.join(folder, 'manifest-sha256.txt'));
  expect(await faultsOf(folder)).toContainEqual({ code: 'manifest-missing', file: 'manifest-sha256.txt' });
});
