import { appendFileSync, closeSync, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { columns } from '#platform/terminal/columns.ts';
import { differenceReader } from './engine/compare/difference-lines.ts';
import type { Prepared } from './engine/compare/prepare.ts';
import type { ComparisonSummary, Explanation, SideSummary } from './engine/compare/summary.ts';
import type { Difference, DifferenceKind } from './engine/difference.ts';
import type { Source } from './engine/read/source.ts';
import { linesOfFile } from './engine/result/lines-of-file.ts';
import { differencesAsWorkbook } from './engine/result/workbook.ts';
import type { Say } from './reconcile-usage.ts';

type Write = (bytes: Uint8Array) => void;
/** Runs the comparison; the differences come as lines of JSON. */
type Compare = (take: (lines: Uint8Array) => void) => ComparisonSummary;

/** How many differences of each kind a person reads on a terminal; all are in the other formats. */
const shown = 20;
const kinds: DifferenceKind[] = ['changed', 'removed', 'added', 'duplicate', 'equivalent'];

/** Runs the comparison and writes it for a person to read: totals and how they come to differ, then the first of each kind. */
export function writeForPeople(
  prepared: Prepared,
  sources: readonly Source[],
  compare: Compare,
  write: Write,
  say: Say,
): ComparisonSummary {
  const first = new Map<DifferenceKind, Difference[]>(kinds.map((kind) => [kind, []]));
  const { read } = differenceReader((one) => {
    const some = first.get(one.kind)!;
    if (some.length < shown) some.push(one);
  });
  const summary = compare(read);
  const { left, right, rows, identity } = summary;
  const lines = [
    ...columns([
      ['', left.name, right.name, say('reconcile.difference')],
      [say('reconcile.rows'), left.rows, right.rows, right.rows - left.rows],
    ]),
    '',
    ...Object.entries(summary.explained).flatMap(([column, explained]) => explanation(column, explained, say)),
    say('reconcile.same', { ...rows }),
    ...oddities(left, right, say),
    ...columnWords(prepared, say),
    normaliserWords(prepared, say),
    ...doubtWords(prepared, sources, say),
    ...kinds.flatMap((kind) => listing(kind, first.get(kind)!, summary.counts[kind] ?? 0, say)),
    '',
    identity.by === 'bytes'
      ? say('reconcile.by-bytes')
      : say('reconcile.identity', { seed: summary.seed, ...identity }),
    '',
  ];
  write(Buffer.from(lines.join('\n')));
  return summary;
}

function explanation(column: string, explained: Explanation, say: Say): string[] {
  const { left, right, added, removed, changed, surplus, unexplained } = explained;
  const difference = BigInt(right) - BigInt(left);
  const parts: [string, bigint][] = [
    [say('reconcile.of-added'), BigInt(added)],
    [say('reconcile.of-removed'), -BigInt(removed)],
    [say('reconcile.of-changed'), BigInt(changed)],
    [say('reconcile.of-surplus'), BigInt(surplus)],
    [say('reconcile.unexplained'), BigInt(unexplained)],
  ];
  return [
    ...columns([
      [column, yuan(BigInt(left)), yuan(BigInt(right)), yuan(difference)],
      ...parts.filter(([, fen]) => fen !== 0n).map(([words, fen]) => [`  ${words}`, '', '', yuan(fen)]),
    ]),
    '',
  ];
}

function yuan(fen: bigint): string {
  const figures = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${figures.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')}.${figures.slice(-2)}`;
}

/** Which columns were compared though their names differ, and which were not. */
function columnWords({ matched, unsure, alone }: Prepared, say: Say): string[] {
  const pairs = (some: Prepared['matched']) => some.map(({ left, right }) => `${left} = ${right}`).join(', ');
  const names = [...alone.left, ...alone.right];
  return [
    ...(matched.length > 0 ? [say('reconcile.matched', { columns: pairs(matched) })] : []),
    ...(unsure.length > 0 ? [say('reconcile.unsure', { columns: pairs(unsure) })] : []),
    ...(names.length > 0 ? [say('reconcile.alone', { columns: names.join(', ') })] : []),
  ];
}

/** How each column was made comparable, by kind: what was chosen is never silent. */
function normaliserWords({ comparison }: Prepared, say: Say): string {
  const kinds = Map.groupBy(comparison.pairs, ({ by }) => by.kind);
  const words = [...kinds].map(([kind, pairs]) =>
    say(`reconcile.by.${kind}`, { columns: pairs.map(({ left }) => left).join(', ') }),
  );
  return say('reconcile.normalised', { columns: words.join('; ') });
}

function doubtWords({ doubts }: Prepared, sources: readonly Source[], say: Say): string[] {
  return [
    ...sources.flatMap(({ name, doubts: some }) =>
      some.map(({ code, facts }) => `${name}: ${say(`doubt.${code}`, facts)}`),
    ),
    ...doubts.map(({ code, facts }) => say(`doubt.${code}`, facts)),
  ];
}

function oddities(left: SideSummary, right: SideSummary, say: Say): string[] {
  const ragged = { left: left.shortRows + left.longRows, right: right.shortRows + right.longRows };
  return [
    ...(left.rowsWithoutKey + right.rowsWithoutKey > 0
      ? [say('reconcile.without-key', { left: left.rowsWithoutKey, right: right.rowsWithoutKey })]
      : []),
    ...(ragged.left + ragged.right > 0 ? [say('reconcile.ragged', ragged)] : []),
  ];
}

function listing(kind: DifferenceKind, some: Difference[], count: number, say: Say): string[] {
  if (count === 0) return [];
  const oneLine = (text: string | undefined) => (text ?? '').replaceAll(/\s+/g, ' ');
  return [
    '',
    `${say(`reconcile.kind.${kind}`)}: ${count}`,
    ...columns(
      some.map(({ key, column, left, right }) =>
        [
          `  ${oneLine(key.join(' · '))}`,
          column ?? '',
          oneLine(left),
          right === undefined ? '' : `→ ${oneLine(right)}`,
        ].map(cut),
      ),
    ),
    ...(count > some.length ? [`  ${say('reconcile.more', { count: count - some.length })}`] : []),
  ];
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Runs the comparison and writes each difference as a row of CSV (RFC 4180, UTF-8 with its mark, for spreadsheets). */
export function writeCsv({ comparison }: Prepared, compare: Compare, write: Write): ComparisonSummary {
  const names = comparison.key.map((place) => comparison.pairs[place]!.left);
  let lines = `\ufeff${csvLine(['kind', ...names, 'column', 'left', 'right'])}`;
  const flush = () => {
    write(Buffer.from(lines));
    lines = '';
  };
  const { read } = differenceReader(({ kind, key, column, left, right }) => {
    lines += csvLine([kind, ...key, column ?? '', left ?? '', right ?? '']);
    if (lines.length > 1 << 18) flush();
  });
  const summary = compare(read);
  flush();
  return summary;
}

/** Runs the comparison and writes the differences as a workbook; they wait on disk meanwhile, for there may be millions. */
export async function writeWorkbook(
  { comparison }: Prepared,
  compare: Compare,
  write: Write,
  say: Say,
): Promise<ComparisonSummary> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-reconcile-'));
  try {
    const path = join(folder, 'differences');
    const file = openSync(path, 'wx', 0o600);
    const summary = compare((lines) => appendFileSync(file, lines));
    closeSync(file);
    const words = {
      sheet: say('reconcile.difference'),
      kind: say('reconcile.kind'),
      column: say('reconcile.column'),
      left: summary.left.name,
      right: summary.right.name,
      kinds: Object.fromEntries(kinds.map((kind) => [kind, say(`reconcile.kind.${kind}`)])) as Record<
        DifferenceKind,
        string
      >,
    };
    const key = comparison.key.map((place) => comparison.pairs[place]!.left);
    for await (const part of differencesAsWorkbook(key, differencesOf(path), words)) write(part);
    return summary;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* differencesOf(path: string): AsyncGenerator<Difference, void, undefined> {
  for await (const line of linesOfFile(path)) yield JSON.parse(line) as Difference;
}

function csvLine(cells: string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
}
