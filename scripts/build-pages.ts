import { join } from 'node:path';
import { build } from 'vite';
import { buildVerifier } from './build-verifier.ts';

/**
 * `node scripts/build-pages.ts FOLDER`: the pages and the verifier, as people get them: for production, whatever the program itself
 * runs under. A process of its own, since what a build takes of memory stays with the process that made it.
 */
const outDir = process.argv[2]!;
process.env.NODE_ENV = 'production';
await build({
  configFile: join(import.meta.dirname, '..', 'web', 'vite.config.ts'),
  logLevel: 'error',
  build: { outDir, emptyOutDir: true },
});
await buildVerifier(join(outDir, 'verify.mjs'));
