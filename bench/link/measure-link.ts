import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Quality, type Run, bestQuality, pairsOf, qualityFrom, runContender } from './contender.ts';
import { makeCompanies } from './made-companies.ts';

/** A ratio with what it must not exceed. */
export interface RatioGoal {
  name: string;
  ratio: number;
  goal: number;
  ok: boolean;
}

export interface LinkMeasured {
  goals: RatioGoal[];
  /** Markdown for the results. */
  lines: string[];
}

const seed = 20_261_123;
const baton = 'baton-linker.ts';
const splink = 'splink-on-duckdb.ts';

/**
 * Linking of names without keys, two registers of invented firms against each other: ours and Splink's method on DuckDB, each in two
 * threads, file to file, the whole process. Precision and recall are judged before time: ours as it proposes, Splink's from
 * the probability that suits it best, which its user could not know.
 */
export async function measureLinking({
  full,
  say,
}: {
  full: boolean;
  say: (text: string) => void;
}): Promise<LinkMeasured> {
  const rows = full ? 1_000_000 : 100_000;
  const folder = await mkdtemp(join(tmpdir(), 'baton-link-'));
  try {
    const { ours, theirs, oursGood, theirsGood } = await compare(folder, rows, full ? 5 : 3, say);
    const ratios = ours.map((run, at) => run.seconds / theirs[at]!.seconds);
    const memory = Math.max(...ours.map(({ mebibytes }) => mebibytes));
    const goals = [
      goal('linking: precision of Splink’s method over ours', theirsGood.precision / oursGood.precision, 1),
      goal('linking: recall of Splink’s method over ours', theirsGood.recall / oursGood.recall, 1),
      full
        ? goal('linking 1,000,000 × 1,000,000 names: time over Splink’s method on DuckDB', median(ratios), 0.3)
        : goal('linking 100,000 × 100,000 names: time over Splink’s method on DuckDB', median(ratios), 1),
      goal(`linking ${rows.toLocaleString('en')} × ${rows.toLocaleString('en')} names: GiB at most`, memory / 1024, 1),
    ];
    const lines = [
      `### Linking ${rows.toLocaleString('en')} × ${rows.toLocaleString('en')} names`,
      '',
      '| contender | seconds: median (least – most) | of processor | MiB | precision | recall |',
      '|---|---|---|---|---|---|',
      row('Baton', ours, oursGood),
      row('Splink’s method on DuckDB, from its best probability', theirs, theirsGood),
      '',
      `Time of ours over theirs in ${ratios.length} pairs: ${ratios.map((one) => one.toFixed(2)).join(', ')}.`,
    ];
    const { exponent, line } = await growth(folder, median(ours.map(({ seconds }) => seconds)), rows, say);
    goals.push(goal(`linking: exponent of growth from 10,000 to ${rows.toLocaleString('en')} names`, exponent, 1.05));
    lines.push(line);
    for (const line of lines) say(line);
    return { goals, lines };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function goal(name: string, ratio: number, most: number): RatioGoal {
  return { name, ratio: Number(ratio.toFixed(3)), goal: most, ok: ratio <= most };
}

async function write(folder: string, rows: number, say: (text: string) => void) {
  const { left, right, truth, hash } = makeCompanies(rows, seed);
  const files = { left: join(folder, 'left.txt'), right: join(folder, 'right.txt') };
  await writeFile(files.left, `${left.join('\n')}\n`);
  await writeFile(files.right, `${right.join('\n')}\n`);
  say(`linking: two registers of ${rows} invented firms, seed ${seed}, sha256 ${hash}`);
  return { args: [files.left, files.right, join(folder, 'pairs.csv')], truth };
}

async function compare(folder: string, rows: number, pairs: number, say: (text: string) => void) {
  const { args, truth } = await write(folder, rows, say);
  const [ours, theirs]: Run[][] = [[], []];
  let oursGood: Quality | null = null;
  let theirsGood: Quality | null = null;
  for (let pair = 0; pair < pairs; pair += 1) {
    theirs!.push(await runContender(splink, args));
    theirsGood ??= bestQuality(await pairsOf(args[2]!), truth);
    ours!.push(await runContender(baton, args));
    oursGood ??= qualityFrom(await pairsOf(args[2]!), truth, 0);
    say(`linking: ${ours!.at(-1)!.seconds.toFixed(1)} s against ${theirs!.at(-1)!.seconds.toFixed(1)} s`);
  }
  return { ours: ours!, theirs: theirs!, oursGood: oursGood!, theirsGood: theirsGood! };
}

/** The exponent k of rows^k that fits the times best, of sizes from 10,000 by tens. */
async function growth(folder: string, atMost: number, most: number, say: (text: string) => void) {
  const sizes = [10_000, 100_000, 1_000_000].filter((size) => size <= most);
  const times: number[] = [];
  for (const size of sizes.slice(0, -1)) {
    const { args } = await write(folder, size, say);
    times.push(
      median(
        [await runContender(baton, args), await runContender(baton, args), await runContender(baton, args)].map(
          ({ seconds }) => seconds,
        ),
      ),
    );
  }
  times.push(atMost);
  const [x, y] = [sizes.map(Math.log), times.map(Math.log)];
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const exponent = mean(x.map((one, at) => (one - mx) * (y[at]! - my))) / mean(x.map((one) => (one - mx) ** 2));
  const shown = sizes.map((size, at) => `${size.toLocaleString('en')} in ${times[at]!.toFixed(1)} s`).join(', ');
  return { exponent, line: `Growth of ours: ${shown}: rows^${exponent.toFixed(2)}.` };
}

function row(name: string, runs: Run[], { precision, recall, from }: Quality): string {
  const seconds = runs.map((run) => run.seconds);
  const spread = `${median(seconds).toFixed(1)} (${Math.min(...seconds).toFixed(1)} – ${Math.max(...seconds).toFixed(1)})`;
  const memory = Math.max(...runs.map(({ mebibytes }) => mebibytes));
  const named = from > 0 ? `${name} (${from.toPrecision(2)})` : name;
  return `| ${named} | ${spread} | ${median(runs.map(({ processor }) => processor)).toFixed(1)} | ${memory} | ${precision.toFixed(3)} | ${recall.toFixed(3)} |`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;
}
