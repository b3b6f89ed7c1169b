import { mkdir, rename, stat } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { baton, batonWithin } from './baton.ts';
import { type Contender, type Job, type Run, runCommand, versionOf } from './contender.ts';
import { duckdbComparing, duckdbNormalising, duckdbReading } from './duckdb.ts';
import { type ReconcileGoal, reconcileGoals } from './goals.ts';
import { linesOf, outcomeOfCsv, outcomeOfJson } from './outcome.ts';
import { type Likeness, writeLeft, writeRight } from './registers.ts';
import { cat, otherPeers, sortAndComm } from './stock-tools.ts';

export interface RatioGoal {
  name: string;
  ratio: number;
  goal: number;
  ok: boolean;
}

interface Options {
  full: boolean;
  say: (text: string) => void;
}

const folder = join(tmpdir(), 'baton-bench-reconcile');

/** The comparison of two files against its peers: outputs first, then time in pairs, then memory and growth. */
export async function measureReconcile({ full, say }: Options): Promise<{ goals: RatioGoal[]; lines: string[] }> {
  await mkdir(folder, { recursive: true });
  const goals: RatioGoal[] = [];
  const rows: string[] = [];
  const missing = await namePeers(say);

  const against = async (name: ReconcileGoal, job: Job, ours: Contender, theirs: Contender, pairs = 5) => {
    const [mine, other]: Run[][] = [[], []];
    for (let pair = 0; pair < pairs; pair++) {
      other!.push(await run(theirs, job));
      mine!.push(await run(ours, job));
    }
    const ratios = mine!.map(({ seconds }, pair) => seconds / other![pair]!.seconds);
    judge(name, ratios, `${told(ours, mine!)} against ${told(theirs, other!)}`);
    return mine!;
  };
  const judge = (name: ReconcileGoal, values: number[], how: string) => {
    const sorted = values.toSorted((a, b) => a - b);
    const median = sorted[Math.floor((sorted.length - 1) / 2)]!;
    const noisy = sorted.at(-1)! > sorted[0]! * 1.6 ? ', noisy' : '';
    const goal = reconcileGoals[name];
    const ok = median <= goal;
    goals.push({ name, ratio: Number(median.toFixed(3)), goal, ok });
    const spread = `${sorted[0]!.toFixed(2)} – ${sorted.at(-1)!.toFixed(2)}${noisy}`;
    rows.push(`| ${ok ? '' : '**missed** '}${name} | ${median.toFixed(2)} | ≤ ${goal} | ${spread} | ${how} |`);
    say(
      `${ok ? '✓' : '✗'} ${name}: ${median.toFixed(2)} (${spread}), goal ≤ ${goal}; load ${loadavg()[0]!.toFixed(1)}`,
    );
  };

  const small = await files(100_000, 'one-percent', say);
  const medium = await files(1_000_000, 'one-percent', say);
  await expectEqual(small, duckdbComparing, say);
  await expectEqual(medium, duckdbComparing, say);
  await against('compare 100,000 rows / DuckDB', small, baton, duckdbComparing);
  const million = await against('compare 1,000,000 rows / DuckDB', medium, baton, duckdbComparing);
  await against('compare 1,000,000 rows / cat of both', medium, baton, cat);

  const different = await files(1_000_000, 'written-differently', say);
  await expectEqual(different, duckdbNormalising, say);
  await against(
    'written differently, 1,000,000 rows / DuckDB normalising in SQL',
    different,
    baton,
    duckdbNormalising,
    3,
  );
  const most = await files(1_000_000, 'most', say);
  await expectEqual(most, duckdbComparing, say);
  await against('94 % changed, 1,000,000 rows / DuckDB', most, baton, duckdbComparing, 3);
  const chinese = inGb18030(medium);
  if (chinese) await against('GB18030, 1,000,000 rows / the same in UTF-8', medium, of(chinese), baton);
  else say('iconv is not on this machine: GB18030 is not measured');
  const same = { ...medium, right: medium.left };
  await against('identical, 1,000,000 rows / one per cent changed', medium, of(same), baton, 3);
  await against(
    'one key, 1,000,000 rows / one per cent changed',
    medium,
    of(await files(1_000_000, 'one-key', say)),
    baton,
    3,
  );

  const growth: [number, number][] = [
    [100_000, await quickest(small)],
    [1_000_000, Math.min(...million.map(({ seconds }) => seconds))],
  ];
  if (full) {
    const large = await files(10_000_000, 'one-percent', say);
    await expectEqual(large, duckdbComparing, say);
    const ours = await against('compare 10,000,000 rows / DuckDB', large, baton, duckdbComparing);
    judge(
      'compare 10,000,000 rows, most memory in MiB',
      ours.map(({ mebibytes }) => mebibytes),
      'default bound of 768 MiB',
    );
    await against('compare 10,000,000 rows / DuckDB only reading both', large, baton, duckdbReading);
    await against('compare 10,000,000 rows / sort + comm', large, baton, sortAndComm);
    growth.push([10_000_000, Math.min(...ours.map(({ seconds }) => seconds))]);
    const huge = await files(30_000_000, 'one-percent', say);
    const spilled = await run(batonWithin(512), huge);
    judge(
      'compare 30,000,000 rows with --memory 512, most memory in MiB',
      [spilled.mebibytes],
      `${spilled.seconds.toFixed(1)} s; partitions go to disk`,
    );
  } else {
    growth.splice(1, 0, [300_000, await quickest(await files(300_000, 'one-percent', say))]);
  }
  judge(
    'growth, exponent of rows',
    [exponentOf(growth)],
    growth.map(([n, s]) => `${n.toLocaleString('en')} in ${s.toFixed(2)} s`).join(', '),
  );
  return {
    goals,
    lines: [
      '### Comparing two files',
      '',
      `Pairs A B A B of whole processes, two cores; medians, least and most; load at the end ${loadavg()[0]!.toFixed(1)}. ${missing}`,
      '',
      '| what | median | goal | least – most | how |',
      '|---|---|---|---|---|',
      ...rows.toSorted((a, b) => Number(b.includes('**missed**')) - Number(a.includes('**missed**'))),
      '',
      ...[duckdbComparing, duckdbNormalising, duckdbReading, sortAndComm, cat].map(
        ({ name, doesNot }) => `${name} does not do: ${doesNot}.`,
      ),
      '',
    ],
  };
}

/** Baton on other files than the job says. */
function of(job: Job): Contender {
  return { ...baton, command: ({ out }) => baton.command({ ...job, out }) };
}

function run(contender: Contender, job: Job): Promise<Run> {
  const out = join(folder, `${contender.name.replaceAll(/\W+/g, '-')}.out`);
  return runCommand(contender.command({ ...job, out: `${out}.written` }), out);
}

async function quickest(job: Job): Promise<number> {
  const runs: number[] = [];
  for (let n = 0; n < 3; n++) runs.push((await run(baton, job)).seconds);
  return Math.min(...runs);
}

function told({ name }: Contender, runs: Run[]): string {
  const seconds = runs.map((one) => one.seconds).toSorted((a, b) => a - b);
  const memory = Math.max(...runs.map(({ mebibytes }) => mebibytes));
  return `${name} ${seconds[Math.floor((seconds.length - 1) / 2)]!.toFixed(2)} s, ${memory} MiB`;
}

/** That both find the same differences; nothing is timed before. */
async function expectEqual(job: Job, theirs: Contender, say: Options['say']): Promise<void> {
  await run(baton, job);
  await run(theirs, job);
  const ours = await outcomeOfJson(join(folder, 'Baton.out'));
  const other = await outcomeOfCsv(join(folder, `${theirs.name.replaceAll(/\W+/g, '-')}.out.written`));
  if (ours.differences !== other.differences || ours.sum !== other.sum)
    throw new Error(`Baton found ${JSON.stringify(ours)}, ${theirs.name} ${JSON.stringify(other)}`);
  if (theirs === duckdbComparing && ours.differences < 50_000) {
    await run(sortAndComm, job);
    const lines = await linesOf(join(folder, 'sort-comm.out'));
    say(`sort + comm says ${lines} lines, Baton ${ours.differences} differences`);
  }
  say(`${theirs.name} and Baton found the same ${ours.differences} differences`);
}

/** The files of a case, written once for each seed and size. */
async function files(rows: number, likeness: Likeness, say: Options['say']): Promise<Job> {
  const side = async (name: string, write: typeof writeLeft) => {
    const path = join(folder, `${name}-${rows}.csv`);
    if (await stat(path).catch(() => null)) return path;
    const { hash, bytes } = await write(`${path}.part`, rows, likeness);
    await rename(`${path}.part`, path);
    say(`${name}, ${rows} rows: ${(bytes / 1_048_576).toFixed(0)} MiB, sha256 ${hash}`);
    return path;
  };
  const left = await side(likeness === 'one-key' ? 'left-one-key' : 'left', writeLeft);
  return { left, right: await side(`right-${likeness}`, writeRight), out: join(folder, 'out') };
}

/** Both files of a job in GB 18030; null where there is no iconv. */
function inGb18030(job: Job): Job | null {
  const change = (path: string) => {
    const into = path.replace('.csv', '.gb18030.csv');
    const { status } = spawnSync('bash', [
      '-c',
      '[ -f "$2" ] || iconv -f utf-8 -t gb18030 "$1" > "$2"',
      'iconv',
      path,
      into,
    ]);
    return status === 0 ? into : null;
  };
  const [left, right] = [change(job.left), change(job.right)];
  return left && right ? { ...job, left, right } : null;
}

async function namePeers(say: Options['say']): Promise<string> {
  for (const { name, version, doesNot } of [baton, duckdbComparing, sortAndComm, cat])
    say(`${name}: ${(await version()) ?? 'missing'}${doesNot ? `; does not do: ${doesNot}` : ''}`);
  const missing: string[] = [];
  for (const [name, program, ...args] of otherPeers)
    if ((await versionOf(program, ...args)) === null) missing.push(name);
  const words = missing.length > 0 ? `Not on this machine: ${missing.join(', ')}.` : '';
  if (words) say(words);
  return words;
}

/** The exponent k of rows^k that fits the times best. */
function exponentOf(times: [rows: number, seconds: number][]): number {
  const points = times.map(([rows, seconds]) => [Math.log(rows), Math.log(seconds)] as const);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  return mean(points.map(([x, y]) => (x - mx) * (y - my))) / mean(points.map(([x]) => (x - mx) ** 2));
}
