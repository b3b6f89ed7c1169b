import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { memorySource, openPayload } from '#platform/age/age-reader.ts';
import { AgeWriter } from '#platform/age/age-writer.ts';
import { createAgeKeys } from '#platform/crypto/age-file.ts';
import { endOfTar, padding, sumOf, tarHeader } from '#platform/packing/tar-header.ts';
import { sealedSource } from './sealed-source.ts';
import { validateBag } from './validate-bag.ts';

const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');
const bagit = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';
const listing = (...paths: string[]) => paths.map((path) => `${sha256('a')}  ${path}\n`).join('');

/** Something in a tar archive; `type` as tar has it. */
type Member = { path: string; content?: string; type?: string };

function tarOf(members: Member[]): Buffer {
  const parts = members.map(({ path, content = '', type = '0' }) => {
    const size = Buffer.byteLength(content);
    const header = tarHeader({ path, size, modified: 0 });
    header.write(type, header.length - 512 + 156);
    const own = header.subarray(header.length - 512);
    own.write(`${sumOf(own).toString(8).padStart(6, '0')}\0 `, 148);
    return Buffer.concat([header, Buffer.from(content), padding(size)]);
  });
  return Buffer.concat([...parts, endOfTar]);
}

async function faultsOf(members: Member[]): Promise<unknown[]> {
  const { recipient, identity } = await createAgeKeys();
  const parts: Uint8Array[] = [];
  const writer = await AgeWriter.begin(
    [recipient],
    async (bytes) => void parts.push(...bytes.map((one) => Uint8Array.from(one))),
  );
  await writer.write(tarOf(members));
  await writer.end();
  const file = Buffer.concat(parts);
  const source = memorySource(file);
  const place = await openPayload(source, { identities: [identity] });
  const { faults } = await validateBag(sealedSource('bag.age', source, { from: file, place }));
  return faults;
}

const sound: Member[] = [
  { path: 'bag/', type: '5' },
  { path: 'bag/bagit.txt', content: bagit },
  { path: 'bag/data/a.txt', content: 'a' },
];
const manifest = (...paths: string[]): Member => ({
  path: 'bag/manifest-sha256.txt',
  content: listing('data/a.txt', ...paths),
});

test.each(['bag/', './bag/', './', ''])('a bag sent by anybody is sound, whatever folder it is in: %j', async (top) => {
  const members = [...sound.slice(1), manifest()].map(({ path, content }) => ({
    path: top + path.slice(4),
    content: content!,
  }));
  expect(await faultsOf(members)).toEqual([]);
});

test.each([
  [
    'climbs out',
    { path: 'bag/../../etc/passwd', content: 'a' },
    { code: 'path-escapes', file: 'bag/../../etc/passwd' },
  ],
  ['is absolute', { path: '/etc/passwd', content: 'a' }, { code: 'path-escapes', file: '/etc/passwd' }],
  ['is one of Windows', { path: 'C:\\x', content: 'a' }, { code: 'path-escapes', file: 'C:\\x' }],
  ['is a link', { path: 'bag/data/link', type: '2' }, { code: 'link', file: 'bag/data/link' }],
  ['is a hard link', { path: 'bag/data/link', type: '1' }, { code: 'link', file: 'bag/data/link' }],
  ['is a device', { path: 'bag/data/null', type: '3' }, { code: 'not-a-file', file: 'bag/data/null' }],
  ['lies beside the bag', { path: 'other/x', content: 'a' }, { code: 'outside-bag', file: 'other/x' }],
  [
    'is another of the same name',
    { path: 'bag/data/a.txt', content: 'b' },
    { code: 'name-clash', file: 'data/a.txt', facts: { other: 'data/a.txt' } },
  ],
])('what %s is told', async (_, member, fault) => {
  expect(await faultsOf([...sound, manifest(), member])).toContainEqual(fault);
});

test('names that differ by letter case or composition alone are told', async () => {
  const twins = ['data/é.txt'.normalize('NFC'), 'data/É.txt'.normalize('NFC'), 'data/é.txt'.normalize('NFD')];
  const found = await faultsOf([
    ...sound,
    manifest(twins[0]!, twins[1]!),
    ...twins.map((path) => ({ path: `bag/${path}`, content: 'a' })),
  ]);
  expect(found).toEqual([
    { code: 'name-clash', file: twins[0], facts: { other: twins[0] } },
    { code: 'name-clash', file: twins[0], facts: { other: twins[1] } },
  ]);
});

test.each([
  ['removed', [sound[1]!, manifest()], { code: 'file-missing', file: 'data/a.txt' }],
  [
    'added',
    [...sound, manifest(), { path: 'bag/data/b.txt', content: 'b' }],
    { code: 'file-unexpected', file: 'data/b.txt' },
  ],
  [
    'changed',
    [sound[1]!, { path: 'bag/data/a.txt', content: 'b' }, manifest()],
    { code: 'file-altered', file: 'data/a.txt' },
  ],
])('a file %s before it was sealed is told', async (_, members, fault) => {
  expect(await faultsOf(members)).toEqual([fault]);
});
