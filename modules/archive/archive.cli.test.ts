import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { displayFingerprint } from '#platform/crypto/statement.ts';
import { verifierFingerprint } from '#platform/crypto/signed-note.ts';
import { aPackageContent } from './archive.factory.ts';
import type { ArchiveTerminal } from './export/export-commands.ts';
import { register, type VerifyArguments, verifyCommand } from './archive.cli.ts';
import en from './locale/en.json' with { type: 'json' };
import zh from './locale/zh.json' with { type: 'json' };
import { packageChecks, packageFaultCodes } from './verify/report.ts';
import { writePackage } from './write-package.ts';

let room: string;
let folder: string;
let firmKey: string;
beforeAll(async () => {
  room = await mkdtemp(path.join(tmpdir(), 'baton-verify-'));
  folder = path.join(room, 'H-2026-0001-1');
  const content = await aPackageContent();
  firmKey = content.verifierKey;
  await writePackage(folder, content);
});
afterAll(() => rm(room, { recursive: true, force: true }));

async function said(args: Partial<VerifyArguments>): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const code = await verifyCommand({ path: folder, lang: 'zh', ...args }, (line) => lines.push(line));
  return { code, text: lines.join('\n') };
}

test('a sound package is called sound, in Chinese and in English, by key, fingerprint or a file with either', async () => {
  const file = path.join(room, 'firm-key.txt');
  await writeFile(file, `${displayFingerprint(verifierFingerprint(firmKey))}\n`);
  for (const given of [firmKey, verifierFingerprint(firmKey), file]) {
    const { code, text } = await said({ firmKey: given });
    expect({ code, text }).toMatchObject({ code: 0, text: expect.stringContaining('结论: 完好') });
    expect(text).not.toContain('✗');
  }
  expect(await said({ firmKey, lang: 'en' })).toMatchObject({
    code: 0,
    text: expect.stringContaining('Verdict: sound. 21 files'),
  });
});

test('without a firm key it says that the origin was not proven, and shows the fingerprint to compare', async () => {
  const { code, text } = await said({});
  expect(code).toBe(0);
  expect(text).toContain('没有给出公司公钥');
  expect(text).toContain(displayFingerprint(verifierFingerprint(firmKey)));
});

test('an altered package is called so with the first place that is wrong, and exits 1', async () => {
  const entries = path.join(folder, 'data/journal/entries.jsonl');
  const before = await readFile(entries, 'utf8');
  await writeFile(entries, before.replace('"clients":2', '"clients":3'));
  const { code, text } = await said({ firmKey });
  expect(code).toBe(1);
  expect(text).toContain('最先发现: data/journal/entries.jsonl 第 5 行: 内容与封存时不同');
  expect(text).toContain('共 2 处不符');
  expect(JSON.parse((await said({ firmKey, json: true })).text)).toMatchObject({ sound: false, first: { line: 5 } });
  await writeFile(entries, before);
});

test('a name made to steer the terminal is shown as what it is', async () => {
  const file = path.join(folder, 'x\u001b[2J\u202e');
  await writeFile(file, '');
  expect((await said({ firmKey })).text).toContain('x\\u{1b}[2J\\u{202e}: 封存时没有这个文件');
  await rm(file);
});

test('what could not be checked exits 2 and says how to mend it', async () => {
  expect(await said({ path: path.join(room, 'nowhere') })).toMatchObject({
    code: 2,
    text: zh['refusal.archive.nothing-there'],
  });
  expect(await said({ firmKey: 'abcd', lang: 'en' })).toMatchObject({
    code: 2,
    text: en['refusal.archive.firm-key-malformed'],
  });
});

test('the command stands under archive, where no key for a server is known, and sets the exit code', async () => {
  const written: string[] = [];
  const program = new Command().configureOutput({ writeOut: (text) => written.push(text) });
  const keyless = {
    get api(): never {
      throw new Error('nothing is asked of a server');
    },
  };
  register(program, keyless as unknown as ArchiveTerminal);
  const before = process.exitCode;
  try {
    await program.parseAsync(['node', 'baton', 'archive', 'verify', path.join(room, 'nowhere'), '--lang', 'en']);
    expect(process.exitCode).toBe(2);
    expect(written).toEqual([`${en['refusal.archive.nothing-there']}\n`]);
  } finally {
    process.exitCode = before;
  }
});

test('every fault and every step has its words in both languages', () => {
  for (const texts of [zh, en])
    for (const code of packageFaultCodes) expect(texts).toHaveProperty([`archive.fault.${code}`]);
  for (const texts of [zh, en])
    for (const check of packageChecks) expect(texts).toHaveProperty([`archive.check.${check}`]);
});
