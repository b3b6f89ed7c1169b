import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkArchitecture, modules } from '../architecture.ts';

/**
 * `npm test`: everything, in order, to the end; `npm run check`: all but the tests; `npm test -- FILTER …`: only the
 * tests whose file names hold a filter. The last line counts checks and tests; the exit code says whether all passed.
 */

type Count = { passed: number; failed: number };
type Check = { name: string; run(): Promise<Count> };

const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');
const args = process.argv.slice(2);
const running = new Set<ReturnType<typeof spawn>>();

const checks: Check[] = [
  { name: 'types', run: () => program('tsc', ['--noEmit']) },
  { name: 'lint', run: () => program('oxlint', ['--deny-warnings']) },
  { name: 'format', run: () => program('oxfmt', ['--check', '.']) },
  { name: 'architecture', run: architecture },
  { name: 'unused code', run: () => program('knip', ['--no-progress']) },
];
const tests: Check = { name: 'tests', run: vitest };

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Ctrl-C in a terminal reaches the children by itself.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) for (const child of running) child.kill(signal);
    Promise.all([...running].map((child) => new Promise((resolve) => child.once('exit', resolve)))).then(() =>
      process.exit(130),
    );
  });
}

const filters = args.filter((arg) => arg !== '--checks');
const chosen = args.includes('--checks') ? checks : filters.length > 0 ? [tests] : [...checks, tests];
const total: Count = { passed: 0, failed: 0 };
for (const { name, run } of chosen) {
  const from = performance.now();
  console.log(`── ${name}`);
  const { passed, failed } = await run();
  total.passed += passed;
  total.failed += failed;
  console.log(`   ${failed === 0 ? 'good' : 'FAILED'}, ${((performance.now() - from) / 1000).toFixed(1)} s`);
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

async function program(name: string, programArgs: string[]): Promise<Count> {
  const { code, output } = await finished(join(bin, name), programArgs, 'pipe');
  if (code !== 0) console.log(output.trim());
  return verdict(code === 0);
}

async function architecture(): Promise<Count> {
  try {
    const { filesRead, breaches } = await checkArchitecture(root);
    for (const { rule, from, to, advice } of breaches) console.log(`${from} → ${to}\n   ${rule}: ${advice}`);
    console.log(`   ${filesRead} files read`);
    return verdict(breaches.length === 0 && filesRead > modules.length);
  } catch (error) {
    console.log((error as Error).message);
    return verdict(false);
  }
}

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[];
};

/** Two runs side by side, since a browser waits as much as it works: the tests of the house, and the stories in a browser one by one. */
async function vitest(): Promise<Count> {
  const [house, stories] = await Promise.all([vitestOf('!e2e', 'inherit'), vitestOf('e2e', 'pipe')]);
  process.stdout.write(stories.output);
  const reports = [house, stories].map((each) => each.report);
  if (reports.includes(null)) return verdict(false);
  const results = reports.flatMap((report) => report!.testResults);
  if (results.length === 0) {
    console.log(`   no test file matches ${filters.join(' ')}`);
    return verdict(false);
  }
  for (const { assertionResults, name } of results) {
    const left = assertionResults.filter(({ status }) => status === 'pending' || status === 'skipped');
    for (const { fullName } of left) console.log(`   skipped: ${fullName} (${name})`);
  }
  const unread = results.filter((each) => each.status === 'failed' && each.assertionResults.length === 0).length;
  const sum = (of: 'numPassedTests' | 'numFailedTests') => reports.reduce((all, report) => all + report![of], 0);
  const failed = sum('numFailedTests') + unread;
  const ended = [house, stories].every(({ code }) => code === 0);
  return { passed: sum('numPassedTests'), failed: failed === 0 && !ended ? 1 : failed };
}

async function vitestOf(project: string, stdio: 'pipe' | 'inherit') {
  const folder = mkdtempSync(join(tmpdir(), 'baton-test-report-'));
  const file = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const wanted = ['run', '--project', project, '--passWithNoTests', ...reporters, ...filters];
  const { code, output } = await finished(join(bin, 'vitest'), wanted, stdio);
  const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as VitestReport) : null;
  rmSync(folder, { recursive: true, force: true });
  return { code, output, report };
}

function verdict(good: boolean): Count {
  return good ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function finished(file: string, fileArgs: string[], stdio: 'pipe' | 'inherit') {
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    const child = spawn(file, fileArgs, { cwd: root, stdio: ['ignore', stdio, stdio] });
    running.add(child);
    let output = '';
    child.stdout?.on('data', (part: Buffer) => (output += part));
    child.stderr?.on('data', (part: Buffer) => (output += part));
    child.once('error', (error) => (output += error.message));
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, output });
    });
  });
}
