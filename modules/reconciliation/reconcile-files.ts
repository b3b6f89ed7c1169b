import { readFileSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Refusal } from '#platform/kernel/refusal.ts';
import { compare } from './engine/compare/compare.ts';
import type { Helper } from './engine/compare/helper.ts';
import { columnsOf, type Prepared, prepare, type Wishes } from './engine/compare/prepare.ts';
import type { ComparisonSummary } from './engine/compare/summary.ts';
import type { Normaliser } from './engine/normalise/normaliser.ts';
import { openSource } from './engine/read/open-source.ts';
import { land } from './land-pipes.ts';
import { type Say, usage } from './reconcile-usage.ts';
import type { Source } from './engine/read/source.ts';

const formats = ['table', 'jsonl', 'csv', 'xlsx'] as const;
type Format = (typeof formats)[number];
type Take = (lines: Uint8Array) => void;

/**
 * Compares two sources and writes the differences to the standard output. Returns 0 when they are the same or only written
 * differently, 1 when there are differences; refuses what cannot be read or was not asked rightly. With `--verify` it holds a kept
 * result against itself, and makes it again where the sources are given. `helper` is a second thread that was called before.
 */
export async function reconcileFiles(args: string[], speak: () => Promise<Say>, helper: Helper | null): Promise<0 | 1> {
  if (args.includes('--help')) {
    toOutput(Buffer.from(`${usage}\n`));
    return 0;
  }
  const { places, wishes, ...asked } = await readArguments(args);
  if (asked.verify !== null) return verify(asked.verify, places, wishes, helper, speak);
  return withSources(places, async (sources, paths) => {
    const prepared = await prepare(...sources, { ...wishes, key: keyOf(wishes.key, sources) });
    try {
      const summary = await write({ ...asked, prepared, sources, paths, helper, speak });
      const { added, removed, changed, duplicate } = summary.counts;
      return added + removed + changed + duplicate > 0 ? 1 : 0;
    } finally {
      await prepared.clear();
    }
  });
}

/** Opens the sources; what was written to disk for it is removed afterwards. */
async function withSources<Answer>(
  places: readonly string[],
  act: (sources: [Source, Source], paths: readonly string[]) => Promise<Answer>,
): Promise<Answer> {
  const { paths, names, clear } = await land(places);
  try {
    const open = (at: 0 | 1) => openSource(paths[at]!, { ...names[at], mayBeEmpty: true });
    return await act([await open(0), await open(1)], paths);
  } finally {
    await clear();
  }
}

interface Writing {
  format: Format;
  /** Where the result is kept. */
  result: string | null;
  /** Where the report for people to sign goes. */
  pdf: string | null;
  prepared: Prepared;
  sources: [Source, Source];
  paths: readonly string[];
  helper: Helper | null;
  speak: () => Promise<Say>;
}

async function write({ pdf, ...writing }: Writing): Promise<ComparisonSummary> {
  if (pdf === null) return writeDifferences(writing);
  const { withResult, writeReport } = await import('./write-report.ts');
  return withResult(writing.result, async (kept) => {
    const summary = await writeDifferences({ ...writing, keptAt: kept });
    const { language } = await writing.speak();
    await writeReport(pdf, kept, { left: summary.left.name, right: summary.right.name }, language);
    return summary;
  });
}

async function writeDifferences({
  format,
  result,
  keptAt = result,
  prepared,
  sources,
  paths,
  helper,
  speak,
}: Omit<Writing, 'pdf'> & { keptAt?: string | null }): Promise<ComparisonSummary> {
  const plainly = (comparison: Prepared['comparison'], take: Take) => compare(comparison, take, { helper });
  const kept = keptAt === null ? null : await (await import('./keep-result.ts')).keepResult(prepared, paths, keptAt);
  const run = (take: Take) => (kept ? kept.run(plainly, take) : plainly(prepared.comparison, take));
  if (format === 'jsonl') {
    const summary = run(toOutput);
    const line = { ...summaryLine(summary, prepared, sources), ...(kept ? { result: kept.name } : {}) };
    toOutput(Buffer.from(`${JSON.stringify(line)}\n`));
    return summary;
  }
  const { writeCsv, writeForPeople, writeWorkbook } = await import('./write-differences.ts');
  if (format === 'csv') return writeCsv(prepared, run, toOutput);
  if (format === 'xlsx') return writeWorkbook(prepared, run, toOutput, await speak());
  const say = await speak();
  const summary = writeForPeople(prepared, sources, run, toOutput, say);
  if (kept && result !== null) toOutput(Buffer.from(`${say('reconcile.kept', { file: result, ...kept.name })}\n`));
  return summary;
}

/** Refuses `result.damaged`, `result.other-input` {file} and, when the same inputs give other bytes, `result.not-again` {file}. */
async function verify(
  path: string,
  places: string[],
  wishes: Wishes,
  helper: Helper | null,
  speak: () => Promise<Say>,
): Promise<0> {
  const { expectInputs, keepResult, recipeOf } = await import('./keep-result.ts');
  const kept = await recipeOf(path);
  const say = await speak();
  if (places.length > 0) {
    await withSources(places, async (sources, paths) => {
      await expectInputs(kept, paths);
      const prepared = await prepare(...sources, { ...wishes, ...kept.wishes });
      try {
        const again = await keepResult(prepared, paths, null);
        again.run(
          (comparison, take) => compare(comparison, take, { helper }),
          () => {},
        );
        if (again.name?.sha256 !== kept.file.sha256) throw new Refusal('result.not-again', { file: path });
      } finally {
        await prepared.clear();
      }
    });
  }
  toOutput(Buffer.from(`${say(places.length > 0 ? 'reconcile.again' : 'reconcile.sound', { ...kept.file })}\n`));
  return 0;
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

interface Asked {
  places: string[];
  wishes: Wishes;
  format: Format;
  result: string | null;
  pdf: string | null;
  verify: string | null;
}

async function readArguments(args: string[]): Promise<Asked> {
  const { values, positionals } = parse(args);
  const format = (values.format ?? 'table') as Format;
  const verified = values.verify ?? null;
  const hasPlaces = positionals.length === 2 || (verified !== null && positionals.length === 0);
  if (!hasPlaces || !formats.includes(format) || positionals.filter((place) => place === '-').length > 1)
    throw new Refusal('reconcile.usage', { usage });
  if (!values.key && verified === null) throw new Refusal('reconcile.no-key', { usage });
  const mebibytes = values.memory === undefined ? null : Number(values.memory);
  if (mebibytes !== null && !(mebibytes >= 1 && Number.isInteger(mebibytes)))
    throw new Refusal('reconcile.usage', { usage });
  if (values.seed !== undefined && !/^[0-9a-f]{32}$/.test(values.seed)) throw new Refusal('reconcile.usage', { usage });
  if (values.equivalent !== undefined && values.equivalent !== 'list' && values.equivalent !== 'count')
    throw new Refusal('reconcile.usage', { usage });
  const map = values.map === undefined ? null : await mapOf(values.map);
  const said = values.normalise === undefined ? {} : await normalisersOf(values.normalise);
  const wishes: Wishes = {
    key: values.key ?? [],
    exact: values.exact ?? false,
    normalise: { ...map?.normalise, ...said },
    ...(map ? { map: map.names } : {}),
    ...(mebibytes === null ? {} : { memory: mebibytes * 1_048_576 }),
    ...(values.equivalent === undefined ? {} : { equivalent: values.equivalent }),
    ...(values.seed === undefined ? {} : { seed: values.seed }),
  };
  const { result = null, pdf = null } = values;
  return { places: positionals, wishes, format, result, pdf, verify: verified };
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
        result: { type: 'string' },
        pdf: { type: 'string' },
        verify: { type: 'string' },
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
