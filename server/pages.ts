import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildVerifier } from '../scripts/build-verifier.ts';

const root = join(import.meta.dirname, '..');
const sources = [
  'web',
  'kit',
  'modules',
  'platform/kernel',
  'platform/crypto',
  'platform/context',
  'platform/age',
  'platform/packing',
  'platform/workers',
  'cli/verify.ts',
  'server/contract.ts',
  'package-lock.json',
];

/** Builds the pages into `folder` when their sources changed since the last build; otherwise takes a fraction of a second. */
export async function buildPages(folder: string, say: (text: string) => void): Promise<void> {
  const stamp = join(folder, '.sources');
  const wanted = await hashOfSources();
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return;
  say('  正在生成页面 · building the pages …');
  await build();
  await buildVerifier(join(folder, 'verify.mjs'));
  await mkdir(folder, { recursive: true });
  await writeFile(stamp, wanted);
}

/** As people get the pages, whatever NODE_ENV the program itself runs under: else React and antd come as for developers. */
async function build(): Promise<void> {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    const vite = await import('vite');
    await vite.build({ configFile: join(root, 'web', 'vite.config.ts'), logLevel: 'error' });
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of await filesOf(join(root, source))) hash.update(file).update(await readFile(file));
  }
  return hash.digest('hex');
}

async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => null);
  if (!entries) return [path];
  return entries
    .filter((entry) => entry.isFile() && !/\.(test|table|factory|jobs|router)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
