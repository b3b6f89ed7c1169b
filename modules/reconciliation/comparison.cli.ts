import { createWriteStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { type HandoverApi, batchByNumber } from '#modules/handover/handover.client.ts';
import type { Id } from '#platform/kernel/id.ts';
import { columns } from '#platform/terminal/columns.ts';
import type { Terminal } from '#platform/terminal/terminal.ts';
import {
  awaitComparison,
  awaitDataset,
  type ComparisonApi,
  exportComparison,
  uploadDataset,
} from './comparison/comparison-client.ts';
import { readMap } from './engine/map/map-file.ts';
import { normaliserJson, type WrittenNormaliser } from './engine/normalise/normaliser-json.ts';
import {
  type ExportFormat,
  exportFormats,
  type MappedPair,
  type WholeComparison,
  type WholeDataset,
} from './reconciliation.contract.ts';

type Apis = { comparison: ComparisonApi; handover: HandoverApi };
type ComparisonId = Id<'comparison'>;
type DatasetId = Id<'dataset'>;

/** `baton comparison …`: datasets of a handover held against each other, by the server; `baton reconcile` does it with files alone. */
export function register(program: Command, terminal: Terminal<Apis>): void {
  const comparison = program.command('comparison').description('datasets of a handover, held against each other');
  const aBatch = ['<batch>', 'such as H-2026-0001/2; the first batch without /2'] as const;
  comparison
    .command('list')
    .argument(...aBatch)
    .description('datasets and comparisons of a batch')
    .action(async (number: string) => {
      const { api } = terminal;
      const { batch } = await batchByNumber(api.handover, number);
      const [datasets, comparisons] = [
        await api.comparison.listDatasets({ batch }),
        await api.comparison.list({ batch }),
      ];
      terminal.show({ datasets, comparisons }, [
        ...columns(datasets.map((one) => [one.id, one.state, one.rows ?? '', one.confirmations.length, one.name])),
        '',
        ...columns(
          comparisons.map(({ id, number: count, state, left, right, confirmed }) => [
            id,
            `C${count}`,
            state,
            confirmed ? 'confirmed' : 'trial',
            `${left.name} / ${right.name}`,
          ]),
        ),
      ]);
    });
  comparison
    .command('upload')
    .argument(...aBatch)
    .argument('<file>', 'CSV, XLSX, XLS, ODS, JSON lines or Parquet')
    .description('give a table to a batch, and show what was understood of it')
    .action(async (number: string, path: string) => {
      const { batch } = await batchByNumber(terminal.api.handover, number);
      const dataset = await uploadDataset(terminal.server, batch, path);
      showDataset(terminal, await awaitDataset(terminal.api.comparison, dataset));
    });
  comparison
    .command('records')
    .argument(...aBatch)
    .description('make a dataset of our own records of the cut-off date')
    .action(async (number: string) => {
      const { api } = terminal;
      const { batch } = await batchByNumber(api.handover, number);
      const { id } = await api.comparison.takeRecords({ batch });
      showDataset(terminal, await awaitDataset(api.comparison, id));
    });
  comparison
    .command('start')
    .argument('<left>', 'the dataset that was handed over')
    .argument('<right>', 'the dataset that is held against it')
    .option('--key <columns>', 'columns of the left that say which row it is, with commas between')
    .option('--map <file>', 'a kept mapping; proposed where none is given')
    .option('--exact', 'compare bytes instead of hashes', false)
    .description('compare two datasets and wait: exit 0 the same, 1 differences')
    .action(async (left: string, right: string, given: { key?: string; map?: string; exact: boolean }) => {
      const { api } = terminal;
      const sides = { left: left as DatasetId, right: right as DatasetId };
      const proposed = await api.comparison.proposeMapping(sides);
      const { id } = await api.comparison.start({
        ...sides,
        pairs: given.map ? mapped(given.map, proposed.pairs) : proposed.pairs.map(pairOf),
        key: given.key ? given.key.split(',') : proposed.key,
        exact: given.exact,
      });
      await watch(terminal, id);
    });
  comparison
    .command('watch')
    .argument('<comparison>', 'its id')
    .description('wait until a comparison has ended, and show its totals')
    .action((id: string) => watch(terminal, id as ComparisonId));
  comparison
    .command('export')
    .argument('<comparison>', 'its id')
    .addOption(new Option('--format <format>').choices(exportFormats).default('jsonl'))
    .addOption(new Option('--language <language>', 'of headings and of the report').choices(['zh', 'en']).default('zh'))
    .option('--output <file>', 'by default the standard output')
    .description('the result: JSON lines are the file that its hash names')
    .action(async (id: string, given: { format: ExportFormat; language: 'zh' | 'en'; output?: string }) => {
      const content = await exportComparison(terminal.server, id as ComparisonId, given.format, given.language);
      if (given.output) await pipeline(content, createWriteStream(given.output, { mode: 0o600 }));
      else await pipeline(content, process.stdout, { end: false });
    });
}

async function watch(terminal: Terminal<Apis>, id: ComparisonId): Promise<void> {
  const found = await awaitComparison(terminal.api.comparison, id, ({ step, rowsRead, rowsTotal, rowsPerSecond }) =>
    terminal.remark(`${step} ${rowsRead}/${rowsTotal} ${rowsPerSecond}/s`),
  );
  terminal.show(found, linesOf(found));
  const { added = 0, removed = 0, changed = 0, duplicate = 0 } = found.counts ?? {};
  if (found.state !== 'done' || added + removed + changed + duplicate > 0) process.exitCode = 1;
}

function linesOf({ id, number, state, confirmed, result, counts, summary }: WholeComparison): string[] {
  return [
    ...columns([[id, `C${number}`, state, confirmed ? 'confirmed' : 'trial', result]]),
    ...columns(Object.entries(counts ?? {}).map(([kind, count]) => [kind, count ?? ''])),
    ...columns(
      (summary?.totals ?? []).map(({ column, left, right, difference, unexplained }) => [
        column,
        left,
        right,
        difference,
        unexplained,
      ]),
    ),
  ];
}

function showDataset(terminal: Terminal<Apis>, found: WholeDataset): void {
  terminal.show(found, [
    ...columns([[found.id, found.name, found.rows, found.sha256]]),
    ...columns(
      (found.description?.columns ?? []).map(({ name, kind, filled, total }) => [name, kind, filled, total ?? '']),
    ),
  ]);
}

function pairOf({ left, right, normaliser }: MappedPair): MappedPair {
  return { left, right, normaliser };
}

/** A kept mapping; a pair without a normaliser has the one that is proposed for it. */
function mapped(path: string, proposed: readonly MappedPair[]): MappedPair[] {
  return readMap(readFileSync(path, 'utf8'), path).map(({ left, right, by }) => ({
    left,
    right,
    normaliser: by
      ? (normaliserJson(by) as WrittenNormaliser)
      : (proposed.find((pair) => pair.left === left && pair.right === right)?.normaliser ?? { kind: 'none' }),
  }));
}
