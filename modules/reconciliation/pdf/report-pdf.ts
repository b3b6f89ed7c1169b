import { readFileSync } from 'node:fs';
import { type Fen, formatYuan } from '#platform/kernel/money.ts';
import { type RenderedPdf, renderPdf } from '#platform/pdf/typst.ts';
import type { Difference, DifferenceKind } from '../engine/difference.ts';
import type { Normaliser } from '../engine/normalise/normaliser.ts';
import type { OpenedResult } from '../engine/result/open-result.ts';
import type { ResultHeader } from '../engine/result/result-file.ts';
import { type ReportWords, reportWords } from './report-words.ts';

const template = readFileSync(new URL('./report.typ', import.meta.url), 'utf8');

/** So many differences are printed; all of them are in the result, which the report names by its hash. */
const printed = 200;

export interface ReportOrder {
  result: OpenedResult;
  /** What the two inputs are called. */
  names: { left: string; right: string };
  /** Who signs that the totals are these, each on a place of their own. */
  parties: { side: string; name: string }[];
  language: 'zh' | 'en';
  /** When the comparison was made. */
  at: Date;
}

/**
 * The report of a comparison as PDF/A: inputs by their hashes, totals of both sides and how they come to differ to the fen,
 * counts, columns with their normalisers, the first differences, and room for signatures. The same order gives the same bytes.
 */
export async function reportPdf({ result, names, parties, language, at }: ReportOrder): Promise<RenderedPdf> {
  const words = reportWords[language];
  const { header, summary, file } = result;
  const day = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  const data = {
    title: words.title,
    subtitle: `${names.left} / ${names.right}   ${day}`,
    hash: file.sha256.match(/.{8}/g)!,
    inputs: {
      title: words.inputs,
      rows: [
        [words.left, names.left, header.left.sha256],
        [words.right, names.right, header.right.sha256],
      ].map(([side, name, sha256]) => [side!, name!, `${sha256!.slice(0, 16)}…`]),
    },
    totals: {
      title: words.totals,
      header: ['', words.left, words.right, words.difference, words.unexplained],
      rows: [
        [words.rows, summary.left.rows, summary.right.rows, summary.right.rows - summary.left.rows, ''].map(String),
        ...Object.entries(summary.explained).map(([column, { left, right, unexplained }]) => [
          column,
          ...[BigInt(left), BigInt(right), BigInt(right) - BigInt(left), BigInt(unexplained)].map(withThousands),
        ]),
      ],
    },
    counts: {
      title: words.counts,
      rows: (Object.keys(words.kinds) as DifferenceKind[]).map((kind) => [
        words.kinds[kind],
        String(summary.counts[kind] ?? '–'),
      ]),
    },
    columns: {
      title: words.columns,
      header: [words.left, words.right, words.normaliser],
      rows: header.columns.map(({ left, right, normaliser }) => [
        header.key.includes(left) ? `${left} (${words.key})` : left,
        right,
        normaliserWords(normaliser, words),
      ]),
    },
    differences: {
      title: words.first(printed),
      header: [words.kind, words.key, words.column, words.left, words.right],
      rows: (await firstOf(result.differences)).map(({ kind, key, column = '', left = '', right = '' }) => [
        words.kinds[kind],
        key.join(' · '),
        column,
        left,
        right,
      ]),
    },
    signing: { title: words.signing, pen: words.pen, date: words.date, places: parties },
  };
  return renderPdf({ template, data, title: words.title, language, at });
}

/** `文本 (不计 首尾空格, 括号写法)`, `金额,到分 (容差(分) 5)`. */
function normaliserWords(
  { kind, ...steps }: ResultHeader['columns'][number]['normaliser'],
  { by, ignoring, steps: words }: ReportWords,
): string {
  const said = Object.entries(steps).flatMap(([name, value]) => {
    if (value === false) return [];
    if (name === 'toleranceFen') return [`${words[name]} ${value}`];
    return [words[name] ?? words[`${name} ${value}`] ?? name];
  });
  const how = by[kind as Normaliser['kind']];
  return said.length === 0 ? how : `${how} (${kind === 'text' ? `${ignoring} ` : ''}${said.join(', ')})`;
}

async function firstOf(differences: AsyncIterable<Difference>): Promise<Difference[]> {
  const first: Difference[] = [];
  for await (const difference of differences) if (first.push(difference) === printed) break;
  return first;
}

function withThousands(fen: Fen): string {
  return formatYuan(fen).replaceAll(/\B(?=(\d{3})+\.)/g, ',');
}
