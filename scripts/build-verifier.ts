import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');
/** Where the verifier is built to, and served from. */
export const verifierFile = join(root, 'dist', 'verify.mjs');

const threads = join(root, 'platform', 'packing', 'reading-thread.ts');

/** Makes the offline verifier as a single file that needs Node and nothing else. Gives its bytes. */
export async function buildVerifier(target = verifierFile): Promise<number> {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: join(root, 'cli', 'verify.ts'),
      target: 'node24',
      write: false,
      minify: true,
      rolldownOptions: { output: { format: 'es', codeSplitting: false, banner: '#!/usr/bin/env node' } },
    },
    plugins: [
      {
        name: 'reading-threads-run-this-file',
        load: (id) => (id === threads ? 'export const readingThread = new URL(import.meta.url);' : null),
      },
    ],
  });
  const [chunk, ...others] = (built as { output: { type: string; code: string }[] }).output;
  if (!chunk || others.length > 0) throw new Error('the verifier came out as more than one file');
  await mkdir(dirname(target), { recursive: true });
  await writeFile(`${target}.part`, chunk.code);
  await rename(`${target}.part`, target);
  return Buffer.byteLength(chunk.code);
}

if (import.meta.main) {
  const bytes = await buildVerifier();
  process.stdout.write(`${verifierFile}  ${Math.round(bytes / 1024)} KB\n`);
}
