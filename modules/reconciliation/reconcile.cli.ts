import { readFileSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Command } from 'commander';
import { Refusal } from '#platform/kernel/refusal.ts';
import { compare } from './engine/compare/compare.ts';
import { type Prepared, prepare, type Wishes } from './engine/compare/prepare.ts';
import type { ComparisonSummary } from './engine/compare/summary.ts';
import type { Normaliser } from './engine/normalise/normaliser.ts';
import { openSource } from './engine/read/open-source.ts';
import type { Source } from './engine/read/source.ts';

const formats = ['table', 'jsonl', 'csv'] as const;
type Format = (typeof formats)[number];

/** Speaks the texts of the house; fetched only where there is something to say. */
export type Say = (key: string, facts?: Record<string, unknown>) => string;

const usage =
  'baton reconcile LEFT RIGHT --key COLUMN[,COLUMN…] [--map FILE] [--normalise FILE] [--exact] [--equivalent list|count] ' +
  '[--memory MiB] [--seed HEX] [--format table|jsonl|csv]';

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
  const { places, wishes, format } = await readArguments(args);
  const sources: Source[] = [];
  for (const place of places) sources.push(await openSource(place));
  const prepared = await prepare(sources[0]!, sources[1]!, wishes);
  try {
    const summary = await write(format, prepared, sources, speak);
    const { added, removed, changed, duplicate } = summary.counts;
    return added + removed + changed + duplicate > 0 ? 1 : 0;
  } finally {
    await prepared.clear();
  }
}

async function write(
  format: Format,
  prepared: Prepared,
  sources: Source[],
  speak: () => Promise<Say>,
): Promise<ComparisonSummary> {
  if (format === 'jsonl') {
    const summary = compare(prepared.comparison, toOutput);
    toOutput(Buffer.from(`${JSON.stringify(summaryLine(summary, prepared, sources))}\n`));
    return summary;
  }
  const { writeCsv, writeForPeople } = await import('./write-differences.ts');
  if (format === 'csv') return writeCsv(prepared, toOutput);
  return writeForPeople(prepared, toOutput, await speak());
}

/** The last line of `--format jsonl`. */
function summaryLine(
  { left, right, ...summary }: ComparisonSummary,
  { comparison: { pairs, key, canonical }, alone }: Prepared,
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
    alone,
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
  const wishes: Wishes = {
    key: values.key.flatMap((names) => names.split(',')),
    exact: values.exact ?? false,
    ...(values.map === undefined ? {} : { map: jsonOf<Record<string, string>>(values.map) }),
    ...(values.normalise === undefined ? {} : { normalise: await normalisersOf(values.normalise) }),
    ...(mebibytes === null ? {} : { memory: mebibytes * 1_048_576 }),
    ...(values.equivalent === undefined ? {} : { equivalent: values.equivalent }),
    ...(values.seed === undefined ? {} : { seed: values.seed }),
  };
  return { places: positionals, wishes, format };
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

/** `{"客户名称": "企业名称"}`: names of the right by names of the left. */
function jsonOf<Found>(path: string): Found {
  const text = readFileSync(path, 'utf8');
  try {
    return JSON.parse(text) as Found;
  } catch {
    throw new Refusal('reconcile.no-json', { file: path });
  }
}

/** `{"基本户余额": {"kind": "amount", "toleranceFen": "100"}}`: normalisers by names of the left. */
async function normalisersOf(path: string): Promise<Record<string, Normaliser>> {
  const { normaliserSchema } = await import('./engine/normalise/normaliser-json.ts');
  const given = Object.entries(jsonOf<Record<string, unknown>>(path));
  return Object.fromEntries(
    given.map(([column, by]) => {
      const { success, data } = normaliserSchema.safeParse(by);
      if (!success) throw new Refusal('reconcile.no-normaliser', { file: path, name: column });
      return [column, data as Normaliser];
    }),
  );
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
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}
