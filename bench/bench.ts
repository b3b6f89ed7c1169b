import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { goals } from './goals.ts';
import { measureJournal } from './journal/measure-journal.ts';
import { measureLinking } from './link/measure-link.ts';
import { type Judged, judge } from './measured.ts';
import { measureDifferences } from './reconcile/measure-differences.ts';
import { measureReconcile } from './reconcile/measure-reconcile.ts';
import { measureSearch } from './search/measure-search.ts';
import { measureSeal } from './seal/measure-seal.ts';
import { measureServe } from './serve.ts';
import { measureWorkbook } from './workbook/measure-workbook.ts';

/**
 * `npm run bench` measures what the house promises to cost, `-- --full` with more samples and sizes. `-- serve` is what it does
 * without a name, `-- reconcile` compares and links tables beside named peers, `-- seal` seals, checks and backs up beside the tools
 * that people use, searches papers and verifies the journal (`--small`: a tenth of it). What is measured goes to bench/results.md, or ends in one line of JSON, or both. Ends
 * with 1 when something misses its goal.
 */
const groups = { serve, reconcile, seal };
const args = process.argv.slice(2);
const full = args.includes('--full');
const named = args.filter((arg) => !arg.startsWith('--'));
const asked = named.length > 0 ? named : ['serve'];
if (!asked.every((group) => Object.hasOwn(groups, group))) {
  process.stderr.write('npm run bench [-- serve | reconcile | seal [--small]] [--full]\n');
  process.exit(2);
}
const say = (text: string) => void process.stdout.write(`${text}\n`);
say(machine());
for (const [name, measure] of Object.entries(groups))
  if (asked.includes(name) && !(await measure())) process.exitCode = 1;

async function serve(): Promise<boolean> {
  const judged = (await measureServe({ batches: full ? 5 : 1, pairs: full ? 9 : 5, say })).map(judge);
  for (const one of judged) say(line(one));
  await write('Serving', 'serve', table(judged));
  return judged.every(({ reached }) => reached);
}

/** Its last line is one of JSON, for programs to read. */
async function reconcile(): Promise<boolean> {
  const compared = await measureReconcile({ full, say });
  const paged = await measureDifferences({ lines: 1_000_000, say });
  const linked = await measureLinking({ full, say });
  const workbook = await measureWorkbook({ pairs: full ? 5 : 3, say });
  await write('Reconciliation', 'reconcile', [...compared.lines, ...paged.lines, ...workbook.lines, ...linked.lines]);
  const all = [...compared.goals, ...paged.goals, ...workbook.goals, ...linked.goals];
  say(JSON.stringify({ bench: 'reconcile', goals: all }));
  return all.every(({ ok }) => ok);
}

async function seal(): Promise<boolean> {
  const small = args.includes('--small');
  const found = [
    ...(await measureSeal({ pairs: full ? 5 : 3, full, small, say })),
    ...(await measureSearch({ small, say })),
    ...(await measureJournal({ pairs: full ? 5 : 2, small, say })),
  ];
  say(JSON.stringify({ bench: 'seal', goals: found }));
  return found.every(({ ok }) => ok);
}

function machine(): string {
  const [cpu] = cpus();
  const load = loadavg().map((one) => one.toFixed(1));
  return `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC · ${cpus().length} × ${cpu?.model.trim()} · ${Math.round(totalmem() / 2 ** 30)} GiB · Linux ${release()} · Node ${process.versions.node} · load ${load.join(' ')}`;
}

function line({ goal, median, least, most, reached, noisy, samples }: Judged): string {
  const { unit } = goals[goal];
  const spread =
    samples.length > 1
      ? ` (${shown(least)}–${shown(most)}, ${samples.length} samples${noisy ? ', noisy' : ''})`
      : ' (one sample)';
  return `${reached ? '✓' : '✗'} ${goals[goal].what}: ${shown(median)} ${unit}${spread}, goal ${wanted(goal)}`;
}

function wanted(goal: Judged['goal']): string {
  const { atMost, atLeast, unit }: { atMost?: number; atLeast?: number; unit: string } = goals[goal];
  return atMost === undefined ? `≥ ${atLeast} ${unit}` : `≤ ${atMost} ${unit}`;
}

function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function table(all: Judged[]): string[] {
  const rows = all
    .toSorted((a, b) => Number(a.reached) - Number(b.reached))
    .map((one) => {
      const spread = one.samples.length > 1 ? `${shown(one.least)} – ${shown(one.most)}` : 'one sample';
      return `| ${one.reached ? '' : '**missed** '}${goals[one.goal].what} | ${shown(one.median)} ${goals[one.goal].unit} | ${wanted(one.goal)} | ${spread}${one.noisy ? ', noisy' : ''} | ${one.how} |`;
    });
  return ['| what | median | goal | least – most | how |', '|---|---|---|---|---|', ...rows];
}

/** Writes a group's part of the results; the others stay as they were measured. */
async function write(title: string, group: string, lines: string[]): Promise<void> {
  const path = join(import.meta.dirname, 'results.md');
  const [, ...parts] = (await readFile(path, 'utf8')).split(/^(?=## )/m);
  const part = [
    `## ${title}`,
    '',
    `Written by \`npm run bench -- ${group}${full ? ' --full' : ''}\`: ${machine()}.`,
    '',
    ...lines,
    '',
  ].join('\n');
  const others = parts.filter((one) => !one.startsWith(`## ${title}\n`));
  const head =
    '# What it costs\n\nA spread above 1.6 × is called noisy: the machine had other work. What misses its goal stands first.\n\n';
  await writeFile(
    path,
    head +
      [...others, part]
        .toSorted()
        .map((one) => `${one.trimEnd()}\n`)
        .join('\n'),
  );
}
