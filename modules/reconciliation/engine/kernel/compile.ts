import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { kernelFile } from './kernel.ts';

const options =
  '-O3 --noAssert --runtime stub --enable simd --enable threads --enable bulk-memory ' +
  '--importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536';

/**
 * Compiles `assembly/` with the AssemblyScript of the lock file: the same sources give the same bytes. Throws with the compiler's
 * words. `node compile.ts` writes them to `kernel.wasm`.
 */
export async function compileKernel(): Promise<Buffer> {
  const compiler = join(dirname(fileURLToPath(import.meta.resolve('assemblyscript/asc'))), '..', 'bin', 'asc.js');
  const folder = await mkdtemp(join(tmpdir(), 'baton-kernel-'));
  try {
    const out = join(folder, 'kernel.wasm');
    await promisify(execFile)(
      process.execPath,
      [compiler, 'assembly/index.ts', '--outFile', out, ...options.split(' ')],
      { cwd: import.meta.dirname },
    );
    return await readFile(out);
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (import.meta.main) await writeFile(kernelFile, await compileKernel());
