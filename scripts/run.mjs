// Runs one of the programs. The .mjs files here are plain JavaScript for Node 20: Node 24 comes with the install.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { installWhatIsMissing, root } from './install.mjs';
import { findNode } from './find-node.mjs';

/** Programs by the word after `npm run`; those that take files from the caller run in the caller's folder. */
const programs = {
  // Young memory small: the server's work is short, and what it holds for it would be more than what it needs.
  start: { file: 'server/start.ts', flags: ['--max-semi-space-size=4'] },
  test: { file: 'scripts/test.ts' },
  check: { file: 'scripts/test.ts', first: ['--checks'] },
  baton: { file: 'cli/start.mjs', inCallersFolder: true },
  trial: { file: 'testing/trial.ts', inCallersFolder: true },
  bench: { file: 'bench/bench.ts' },
  guide: { file: 'e2e/guide.ts' },
  verifier: { file: 'scripts/build-verifier.ts' },
};

const [word, ...args] = process.argv.slice(2);
const program = Object.hasOwn(programs, word ?? '') ? programs[word] : undefined;
if (!program) {
  console.error(`Usage: node scripts/run.mjs <${Object.keys(programs).join('|')}> [arguments]`);
  process.exit(2);
}
try {
  installWhatIsMissing();
  run(findNode(), program);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

function run(node, { file, flags = [], first = [], inCallersFolder = false }) {
  const child = spawn(node, [...flags, join(root, file), ...first, ...args], {
    cwd: inCallersFolder ? (process.env.INIT_CWD ?? process.cwd()) : root,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
      BATON_DATA: process.env.BATON_DATA || join(root, 'data'),
      // What Node made of the sources is kept for the next start.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'compiled'),
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // Ctrl-C in a terminal has reached the child already; a second SIGINT would cut its orderly stop short.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    });
  }
  child.once('error', (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  child.once('exit', (code, signal) => {
    process.exit(code ?? 128 + signalNumber(signal));
  });
}

function signalNumber(signal) {
  return { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0;
}
