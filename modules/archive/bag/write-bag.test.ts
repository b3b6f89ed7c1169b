import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { caselessName, clashKey, safeName, unsafePath } from './bag-path.ts';
import { formatBagInfo, parseBagInfo } from './declaration.ts';
import { decodePath, encodePath, formatManifest, parseManifest } from './manifest.ts';
import { folderSource } from './folder-source.ts';
import { validateBag } from './validate-bag.ts';
import { type BagContent, type BagFile, writeBag } from './write-bag.ts';

const run = promisify(execFile);

let room: string;
beforeEach(async () => {
  room = await mkdtemp(path.join(tmpdir(), 'baton-bag-'));
});
afterEach(() => rm(room, { recursive: true, force: true }));

const aBag = (payload: BagFile[], more: Partial<BagContent> = {}): BagContent => ({
  info: [['Source-Organization', '上海接力财务咨询有限公司']],
  baggedAt: new Date('2026-11-23T17:00:00Z'),
  payload,
  tags: [],
  ...more,
});

async function* inPieces(...pieces: string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}

test('a bag is written to the byte as RFC 8493 and sha256sum have it', async () => {
  const bag = path.join(room, 'H-2026-0001-1');
  const written = await writeBag(
    bag,
    aBag([
      { path: '清册/分户 001.txt', content: inPieces('移交', '清册') },
      { path: 'empty.bin', content: new Uint8Array() },
    ]),
  );
  expect(await readFile(path.join(bag, 'bagit.txt'), 'utf8')).toBe(
    'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n',
  );
  expect(await readFile(path.join(bag, 'bag-info.txt'), 'utf8')).toBe(
    'Source-Organization: 上海接力财务咨询有限公司\nBagging-Date: 2026-11-24\nPayload-Oxum: 12.2\n',
  );
  expect(await readFile(path.join(bag, 'manifest-sha256.txt'), 'utf8')).toBe(
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  data/empty.bin\n' +
      '2eb28cb651189720197a7562538521e9bb0d441a9e9a374b9c873d334594194d  data/清册/分户 001.txt\n',
  );
  for (const manifest of ['manifest-sha256.txt', 'tagmanifest-sha256.txt']) {
    await run('sha256sum', ['--strict', '-c', manifest], { cwd: bag });
  }
  expect(written).toMatchObject({ files: 6 });
  expect((await validateBag(folderSource(bag))).faults).toEqual([]);
  expect((await stat(path.join(bag, 'bagit.txt'))).mode & 0o077).toBe(0);
});

test('any names that we accept are found by sha256sum and read back from the manifest', async () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map(safeName);
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(name, { minLength: 1, maxLength: 8, selector: clashKey }), async (names) => {
      const bag = path.join(room, `bag-${Math.random()}`);
      await writeBag(bag, aBag(names.map((one) => ({ path: one, content: one }))));
      await run('sha256sum', ['--strict', '-c', 'manifest-sha256.txt'], { cwd: bag });
      const { lines } = parseManifest(await readFile(path.join(bag, 'manifest-sha256.txt'), 'utf8'), '1.0');
      expect(lines.map((line) => line.path)).toEqual(names.map((one) => `data/${one}`).sort());
    }),
    { numRuns: 25 },
  );
});

describe('a bag appears whole or not at all', () => {
  test('nothing is there when a piece fails on the way', async () => {
    const bag = path.join(room, 'bag');
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half');
      throw new Error('the source broke');
    }
    await expect(writeBag(bag, aBag([{ path: 'a', content: broken() }]))).rejects.toThrow('the source broke');
    expect(await readdir(room)).toEqual([]);
  });

  test('nothing is there when the last look finds a fault, and the look sees the finished bag', async () => {
    const inspect = async (folder: string) => {
      expect((await validateBag(folderSource(folder))).faults).toEqual([]);
      expect(await readdir(room)).toEqual([path.basename(folder)]);
      throw new Error('not like this');
    };
    const content = aBag([{ path: 'a', content: 'a' }], { inspect });
    await expect(writeBag(path.join(room, 'bag'), content)).rejects.toThrow('not like this');
    expect(await readdir(room)).toEqual([]);
  });

  test('what stands at its place already is not touched', async () => {
    const bag = path.join(room, 'bag');
    await writeBag(bag, aBag([{ path: 'a', content: 'first' }]));
    await expect(writeBag(bag, aBag([{ path: 'a', content: 'second' }]))).rejects.toMatchObject({
      code: 'archive.package-exists',
    });
    expect(await readFile(path.join(bag, 'data/a'), 'utf8')).toBe('first');
  });

  test('of two written at once to one place, one wins and the other is refused', async () => {
    const bag = path.join(room, 'bag');
    const both = ['one', 'two'].map((content) => writeBag(bag, aBag([{ path: 'a', content }])));
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'archive.package-exists' },
    });
    expect(await readdir(room)).toEqual(['bag']);
  });

  test('what a killed process left of the same bag long ago is cleared away, a fresh one is let be', async () => {
    const [old, fresh] = [path.join(room, '.bag.partial-old'), path.join(room, '.bag.partial-fresh')];
    await mkdir(path.join(old, 'data'), { recursive: true });
    await mkdir(fresh);
    await utimes(old, 0, 0);
    await writeBag(path.join(room, 'bag'), aBag([{ path: 'a', content: 'a' }]));
    expect((await readdir(room)).sort()).toEqual(['.bag.partial-fresh', 'bag']);
  });
});

test.each([
  ['../out.txt', 'climbing'],
  ['a/../../b', 'climbing'],
  ['a//b', 'empty'],
  ['./a', 'empty'],
  ['a\\b', 'character'],
  ['line\nend', 'character'],
  ['100%', 'character'],
  ['zero\u200bwidth', 'character'],
  ['\u202etxt.exe', 'character'],
  ['e\u0301', 'not-normal'],
  ['point.', 'ending'],
  [' blank', 'ending'],
  ['CON.txt', 'reserved'],
  ['字'.repeat(67), 'long'],
])('the name %j is refused', async (name, reason) => {
  const writing = writeBag(path.join(room, 'bag'), aBag([{ path: name, content: '' }]));
  await expect(writing).rejects.toMatchObject({ code: 'archive.name-unsafe', facts: { reason } });
  expect(await readdir(room)).toEqual([]);
});

test.each([
  ['清册.PDF', '清册.pdf'],
  ['Straße', 'STRASSE'],
])('%j and %j, which some file systems take for one, are refused', async (one, other) => {
  const content = aBag([one, other].map((name) => ({ path: name, content: '' })));
  await expect(writeBag(path.join(room, 'bag'), content)).rejects.toMatchObject({ code: 'archive.name-clash' });
});

describe('a safe name', () => {
  test('is the name itself when nothing is wrong with it', () => {
    for (const name of ['KH00013', '清册.pdf', '启明 (上海) 商贸.xlsx', 'a.b.c']) expect(safeName(name)).toBe(name);
  });

  test('is accepted for any name at all, and names that had to be changed stay apart', () => {
    const anyName = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom('', '.', '..', '~', 'C:', 'nul'),
    );
    fc.assert(
      fc.property(anyName, anyName, (one, other) => {
        expect(unsafePath(safeName(one))).toBeNull();
        if (one.toWellFormed() !== other.toWellFormed()) expect(safeName(one)).not.toBe(safeName(other));
      }),
      { numRuns: 200 },
    );
    expect(caselessName('KH1')).toBe('KH1');
    expect(clashKey(caselessName('kh1'))).not.toBe(clashKey(caselessName('KH1')));
    expect(safeName('折扣50%/说明.pdf')).toMatch(/^折扣50__说明-[0-9a-f]{8}\.pdf$/);
    expect(safeName('字'.repeat(300))).toMatch(/^字{60}-[0-9a-f]{8}$/);
  });
});

test('line ends and percent signs in paths are encoded as RFC 8493 says, and read back', () => {
  expect(encodePath('data/50%\r\n%0A')).toBe('data/50%25%0D%0A%250A');
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('%', '0', 'A', 'D', '2', '5', '\n', '\r', 'x') }),
      (text) => decodePath(encodePath(text), '1.0') === text,
    ),
  );
  expect(decodePath('data/50%25%0a', '0.97')).toBe('data/50%25\n');
});

test('a manifest is the same for the same files in whatever order they came', () => {
  const hashes = [
    ['data/b', 'B0'],
    ['data/a', 'A0'],
  ] as const;
  expect(formatManifest(hashes)).toBe('a0  data/a\nb0  data/b\n');
  expect(formatManifest(hashes.toReversed())).toBe(formatManifest(hashes));
});

test('bag-info.txt cannot be made to hold a line of its own', () => {
  expect(() => formatBagInfo([['Source-Organization', 'x\nPayload-Oxum: 0.0']])).toThrow(TypeError);
  expect(parseBagInfo('A: one\n  and more\r\nB:\nB: two')).toEqual([
    ['A', 'one and more'],
    ['B', ''],
    ['B', 'two'],
  ]);
  expect(parseBagInfo('no label')).toBeNull();
});

test('a thousand small files are written and flushed in seconds', async () => {
  const files = Array.from({ length: 1000 }, (_, index) => ({
    path: `clients/${index}/清册.pdf`,
    content: `${index}`,
  }));
  const started = performance.now();
  await writeBag(path.join(room, 'bag'), aBag(files));
  expect(performance.now() - started).toBeLessThan(15_000);
  await writeFile(path.join(room, 'bag', 'data', 'clients', '7', '清册.pdf'), 'x');
  expect((await validateBag(folderSource(path.join(room, 'bag')))).faults).toContainEqual({
    code: 'file-altered',
    file: 'data/clients/7/清册.pdf',
  });
});
