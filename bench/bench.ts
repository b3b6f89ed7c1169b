import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { goals } from './goals.ts';
import { type Judged, judge } from './measured.ts';
import { measureSeal } from './seal/measure-seal.ts';
import { measureServe } from './serve.ts';

/**
 * `npm run bench` measures what the house promises to cost, `-- --full` with more samples. `-- serve` is what it does without a
 * name: it writes bench/results.md, with what misses its goal first. `-- seal` compares sealing, checking and backing up with the
 * tools that people use (`--small`: a tenth of it), and ends in one line of JSON. Ends with 1 when something misses its goal.
 */
const args = process.argv.slice(2);
const full = args.includes('--full');
const groups = args.filter((arg) => !arg.startsWith('--'));
if (groups.some((group) => !['serve', 'seal'].includes(group))) {
  process.stderr.write('npm run bench [-- serve | seal [--small]] [--full]\n');
  process.exit(2);
}
const say = (text: string) => void process.stdout.write(`${text}\n`);
say(machine());
if (groups.includes('seal')) {
  const found = await measureSeal({ pairs: full ? 5 : 3, full, small: args.includes('--small'), say });
  say(JSON.stringify({ bench: 'seal', goals: found }));
  process.exit(found.every(({ ok }) => ok) ? 0 : 1);
}
const judged = (await measureServe({ batches: full ? 5 : 1, pairs: full ? 9 : 5, say })).map(judge);
for (const one of judged) say(line(one));
await writeFile(join(import.meta.dirname, 'results.md'), report(judged));
process.exitCode = judged.every(({ reached }) => reached) ? 0 : 1;

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

function report(all: Judged[]): string {
  const rows = all
    .toSorted((a, b) => Number(a.reached) - Number(b.reached))
    .map((one) => {
      const spread = one.samples.length > 1 ? `${shown(one.least)} – ${shown(one.most)}` : 'one sample';
      return `| ${one.reached ? '' : '**missed** '}${goals[one.goal].what} | ${shown(one.median)} ${goals[one.goal].unit} | ${wanted(one.goal)} | ${spread}${one.noisy ? ', noisy' : ''} | ${one.how} |`;
    });
  return [
    '# What it costs',
    '',
    `Written by \`npm run bench${full ? ' -- --full' : ''}\`: ${machine()}. A spread above 1.6 × is called noisy: the machine had other work. What misses its goal stands first.`,
    '',
    '| what | median | goal | least – most | how |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
