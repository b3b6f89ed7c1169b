import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

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

/**
 * Builds the pages into `folder` when their sources changed since the last build; otherwise takes a fraction of a second. The
 * folder is exchanged whole, so that programs of one checkout that start at once never serve half a build.
 */
export async function buildPages(folder: string, say: (text: string) => void): Promise<void> {
  const wanted = await hashOfSources();
  if ((await stampOf(folder)) === wanted) return;
  say('  正在生成页面 · building the pages …');
  const fresh = `${folder}.${process.pid}`;
  await build(fresh);
  await writeFile(join(fresh, stamp), wanted);
  await exchange(fresh, folder, wanted);
}

const stamp = '.sources';

function stampOf(folder: string): Promise<string> {
  return readFile(join(folder, stamp), 'utf8').catch(() => '');
}

/** Puts `fresh` where `folder` is, unless another program has put the same there meanwhile. */
async function exchange(fresh: string, folder: string, wanted: string): Promise<void> {
  const former = `${fresh}.former`;
  try {
    await rename(folder, former).catch(unless('ENOENT'));
    await rename(fresh, folder).catch(unless('ENOTEMPTY', 'EEXIST'));
    if ((await stampOf(folder)) !== wanted) throw new Error(`another build took ${folder}; start again`);
  } finally {
    await rm(former, { recursive: true, force: true });
    await rm(fresh, { recursive: true, force: true });
  }
}

function unless(...codes: string[]) {
  return (error: NodeJS.ErrnoException) => {
    if (!codes.includes(error.code!)) throw error;
  };
}

async function build(outDir: string): Promise<void> {
  const building = spawn(process.execPath, [join(root, 'scripts', 'build-pages.ts'), outDir], { stdio: 'inherit' });
  const [code] = (await once(building, 'exit')) as [number | null];
  if (code !== 0) throw new Error('the pages could not be built; what is wrong is said above');
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
