import { readFileSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Command } from 'commander';
import { Refusal } from '#platform/kernel/refusal.ts';
import { compare } from './engine/compare/compare.ts';
import { callHelper, type Helper } from './engine/compare/helper.ts';
import { columnsOf, type Prepared, prepare, type Wishes } from './engine/compare/prepare.ts';
import type { ComparisonSummary } from './engine/compare/summary.ts';
import type { Normaliser } from './engine/normalise/normaliser.ts';
import { openSource } from './engine/read/open-source.ts';
import { land } from './land-pipes.ts';
import type { Source } from './engine/read/source.ts';

const formats = ['table', 'jsonl', 'csv', 'xlsx'] as const;
type Format = (typeof formats)[number];

/** Speaks the texts of the house; fetched only where there is something to say. */
export type Say = (key: string, facts?: Record<string, unknown>) => string;

const usage =
  'baton reconcile LEFT RIGHT --key COLUMN[,COLUMN…] [--map FILE] [--normalise FILE] [--exact] [--equivalent list|count] ' +
  '[--memory MiB] [--seed HEX] [--format table|jsonl|csv|xlsx]';

/** Names the command among the others; it runs by itself, so that nothing else has to be loaded for it. */
export function register(program: Command, speak: () => Promise<Say>): void {
  program
    .command('reconcile')
    .usage(usage.replace('baton reconcile ', ''))
    .description('compare two files or tables row by row: exit 0 the same, 1 differences, 2 could not be read')
    .allowUnknownOption()
    .allowExcessArguments()
    .argument('[arguments...]')
    .helpOption(false)
    .action(async (_given: string[], _options: unknown, command: Command) => {
      process.exitCode = await reconcile(command.args, speak);
    });
}

/**
 * Compares two sources and writes the differences to the standard output. Returns 0 when they are the same or only written
 * differently, 1 when there are differences; refuses what cannot be read or was not asked rightly.
 */
export async function reconcile(args: string[], speak: () => Promise<Say>): Promise<0 | 1> {
  if (args.includes('--help')) {
    toOutput(Buffer.from(`${usage}\n`));
    return 0;
  }
  const { places, wishes, format } = await readArguments(args);
  const landed = await land(places);
  const helper = callHelper(landed.paths);
  try {
    const sources: Source[] = [];
    for (const [at, path] of landed.paths.entries())
      sources.push(await openSource(path, { ...landed.names[at], mayBeEmpty: true }));
    const [left, right] = sources as [Source, Source];
    const prepared = await prepare(left, right, { ...wishes, key: keyOf(wishes.key, [left, right]) });
    try {
      const summary = await write(format, prepared, sources, helper, speak);
      const { added, removed, changed, duplicate } = summary.counts;
      return added + removed + changed + duplicate > 0 ? 1 : 0;
    } finally {
      await prepared.clear();
    }
  } finally {
    helper?.stop();
    await landed.clear();
  }
}

async function write(
  format: Format,
  prepared: Prepared,
  sources: Source[],
  helper: Helper | null,
  speak: () => Promise<Say>,
): Promise<ComparisonSummary> {
  const run = (take: (lines: Uint8Array) => void) => compare(prepared.comparison, take, { helper });
  if (format === 'jsonl') {
    const summary = run(toOutput);
    toOutput(Buffer.from(`${JSON.stringify(summaryLine(summary, prepared, sources))}\n`));
    return summary;
  }
  const { writeCsv, writeForPeople, writeWorkbook } = await import('./write-differences.ts');
  if (format === 'csv') return writeCsv(prepared, run, toOutput);
  if (format === 'xlsx') return writeWorkbook(prepared, run, toOutput, await speak());
  return writeForPeople(prepared, sources, run, toOutput, await speak());
}

/** The last line of `--format jsonl`. */
function summaryLine(
  { left, right, ...summary }: ComparisonSummary,
  { comparison: { pairs, key, canonical }, matched, unsure, alone, doubts }: Prepared,
  sources: readonly Source[],
) {
  const side = (of: ComparisonSummary['left'], source: Source) => ({ ...of, doubts: source.doubts });
  return {
    kind: 'summary',
    left: side(left, sources[0]!),
    right: side(right, sources[1]!),
    ...summary,
    key: key.map((place) => pairs[place]!.left),
    columns: pairs.map(({ left: name, right: other, by }) => ({
      left: name,
      right: other,
      normaliser: 'toleranceFen' in by ? { ...by, toleranceFen: String(by.toleranceFen) } : by,
    })),
    matched,
    unsure,
    alone,
    doubts,
    hashed: canonical ? 'cell by cell, normalised' : 'row by row, as written',
  };
}

async function readArguments(args: string[]): Promise<{ places: string[]; wishes: Wishes; format: Format }> {
  const { values, positionals } = parse(args);
  const format = (values.format ?? 'table') as Format;
  if (positionals.length !== 2 || !formats.includes(format)) throw new Refusal('reconcile.usage', { usage });
  if (!values.key) throw new Refusal('reconcile.no-key', { usage });
  const mebibytes = values.memory === undefined ? null : Number(values.memory);
  if (mebibytes !== null && !(mebibytes >= 1 && Number.isInteger(mebibytes)))
    throw new Refusal('reconcile.usage', { usage });
  if (values.seed !== undefined && !/^[0-9a-f]{32}$/.test(values.seed)) throw new Refusal('reconcile.usage', { usage });
  if (values.equivalent !== undefined && values.equivalent !== 'list' && values.equivalent !== 'count')
    throw new Refusal('reconcile.usage', { usage });
  const map = values.map === undefined ? null : await mapOf(values.map);
  const said = values.normalise === undefined ? {} : await normalisersOf(values.normalise);
  const wishes: Wishes = {
    key: values.key,
    exact: values.exact ?? false,
    normalise: { ...map?.normalise, ...said },
    ...(map ? { map: map.names } : {}),
    ...(mebibytes === null ? {} : { memory: mebibytes * 1_048_576 }),
    ...(values.equivalent === undefined ? {} : { equivalent: values.equivalent }),
    ...(values.seed === undefined ? {} : { seed: values.seed }),
  };
  return { places: positionals, wishes, format };
}

/** The columns that `--key` names, separated by commas, unless a column has such a name itself. */
function keyOf(said: readonly string[], sources: readonly Source[]): string[] {
  const isColumn = (name: string) => sources.some((source) => columnsOf(source).includes(name));
  return said
    .flatMap((names) => (isColumn(names) ? [names] : names.split(/[,,]/).map((name) => name.trim())))
    .filter((name) => name !== '');
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true },
        map: { type: 'string' },
        normalise: { type: 'string' },
        exact: { type: 'boolean' },
        equivalent: { type: 'string' },
        memory: { type: 'string' },
        seed: { type: 'string' },
        format: { type: 'string' },
      },
    });
  } catch {
    throw new Refusal('reconcile.usage', { usage });
  }
}

/** A kept mapping, or `{"客户名称": "企业名称"}`: names of the right by names of the left. */
async function mapOf(path: string): Promise<{ names: Record<string, string>; normalise: Record<string, Normaliser> }> {
  const { readMap } = await import('./engine/map/map-file.ts');
  const pairs = readMap(readFileSync(path, 'utf8'), path);
  return {
    names: Object.fromEntries(pairs.map(({ left, right }) => [left, right])),
    normalise: Object.fromEntries(pairs.flatMap(({ left, by }) => (by ? [[left, by]] : []))),
  };
}

/** `{"基本户余额": {"kind": "amount", "toleranceFen": "100"}}`: normalisers by names of the left. */
async function normalisersOf(path: string): Promise<Record<string, Normaliser>> {
  const { normaliserSchema } = await import('./engine/normalise/normaliser-json.ts');
  const given = Object.entries(jsonOf(path));
  return Object.fromEntries(
    given.map(([column, by]) => {
      const { success, data } = normaliserSchema.safeParse(by);
      if (!success) throw new Refusal('reconcile.no-normaliser', { file: path, name: column });
      return [column, data as Normaliser];
    }),
  );
}

function jsonOf(path: string): Record<string, unknown> {
  const text = readFileSync(path, 'utf8');
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new Refusal('reconcile.no-json', { file: path });
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Writes all of it, waiting where the reader is slower. */
function toOutput(bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(1, bytes, done, bytes.length - done);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') process.exit(1);
      if (code !== 'EAGAIN') throw new Refusal('reconcile.no-output', { code });
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}
