import { isMainThread } from 'node:worker_threads';
import { Command } from 'commander';
import { register } from '#modules/archive/archive.cli.ts';

/**
 * The verifier by itself, as scripts/build-verifier.ts makes one file of it: `node verify.mjs PATH`, with Node alone. The same
 * file is the program of its reading threads.
 */
if (isMainThread) {
  const program = new Command('verify.mjs');
  register(program);
  await program.parseAsync(['node', 'verify.mjs', 'archive', 'verify', ...process.argv.slice(2)]);
} else {
  await import('#platform/packing/read-worker.ts');
}
