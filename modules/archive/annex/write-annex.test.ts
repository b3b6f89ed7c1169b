import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPackageContent } from '../archive.factory.ts';
import { verifyCommand } from '../archive.cli.ts';
import { writePackage } from '../write-package.ts';
import { verifyPackage } from '../verify/verify-package.ts';
import { writeAnnex } from './write-annex.ts';

let room: string;
let folder: string;
let files: string;
let hash: string;
beforeAll(async () => {
  room = await mkdtemp(path.join(tmpdir(), 'baton-annex-'));
  folder = path.join(room, 'H-2026-0001-1');
  hash = (await writePackage(folder, await aPackageContent())).manifestHash;
  files = path.join(room, 'later');
  await mkdir(path.join(files, '改密记录'), { recursive: true });
  await writeFile(path.join(files, '改密记录', '电子税务局.txt'), '已修改');
});
afterAll(() => rm(room, { recursive: true, force: true }));

const annex = (target: string) =>
  writeAnnex(path.join(room, target), { package: folder, files, reason: '签署后改密的记录', at: new Date() });

async function said(place: string): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const code = await verifyCommand({ path: path.join(room, place), lang: 'zh' }, (line) => lines.push(line));
  return { code, text: lines.join('\n') };
}

test('an annex names the package it completes, verifies by itself, and leaves the package as it was', async () => {
  await annex('annex-1');
  const info = await readFile(path.join(room, 'annex-1', 'bag-info.txt'), 'utf8');
  expect(info).toContain(`Completes-Package: ${hash}\n`);
  expect(await said('annex-1')).toMatchObject({ code: 0, text: expect.stringContaining(hash) });
  expect((await verifyPackage(folder)).package!.hash).toBe(hash);
});

test('an annex that was changed is found', async () => {
  await annex('annex-2');
  await writeFile(path.join(room, 'annex-2', 'data/改密记录/电子税务局.txt'), '未修改');
  expect(await said('annex-2')).toMatchObject({ code: 1, text: expect.stringContaining('改密记录/电子税务局.txt') });
});

test('nothing is added to a package that is not sound, and an annex of nothing is none', async () => {
  await rm(path.join(files, '改密记录'), { recursive: true });
  await expect(annex('annex-3')).rejects.toMatchObject({ code: 'archive.annex-empty' });
  await writeFile(path.join(files, 'a.txt'), 'a');
  await writeFile(path.join(folder, 'README.txt'), 'changed');
  await expect(annex('annex-3')).rejects.toMatchObject({ code: 'archive.package-unsound' });
});
