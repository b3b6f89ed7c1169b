import { readFileSync } from 'node:fs';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import { type Context, transact } from '#platform/context/context.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { type RenderedPdf, renderPdf } from '#platform/pdf/typst.ts';
import type { DirectoryRow, RetentionKind } from '../document.contract.ts';
import { volumeOf } from '../archive-codes.ts';
import { directoryRows, named } from '../retention/directory.ts';
import { selectKinds } from '../retention/kinds.ts';
import { placeOnPaper, termWords } from './printed-words.ts';

const largestCatalogue = 5000;
const volumeHead = [
  '序号',
  '会计档案名称',
  '卷号',
  '册数',
  '起止年度',
  '档案编号',
  '应保管期限',
  '已保管期限',
  '存放位置',
];
const volumeWidths = [10, 0, 20, 13, 20, 56, 26, 22, 44];
const fileHead = ['序号', '档案编号', '题名', '字节', '存放位置', '状态', 'sha256'];
const fileWidths = [10, 44, 0, 22, 36, 22, 34];

/**
 * 会计档案目录 of a client and fiscal year (`none`: what has no year): 案卷目录 with the columns of 会计档案管理办法 Art. 24, and 卷内目录 of
 * each kind. Files that the actor may not read stand there without their names. Journalled; refused with `document.catalogue-empty`
 * and, above 5,000 files, with `document.catalogue-too-long`.
 */
export async function printCatalogue(
  context: Context,
  input: { client: ClientId; year: number | 'none' },
): Promise<{ name: string; pdf: Uint8Array }> {
  const { rows, kinds, firm, at } = await transact(context, async (inside) => {
    const year = input.year === 'none' ? null : input.year;
    const found = await directoryRows(inside, { client: input.client, year, limit: largestCatalogue + 1 });
    if (found.length > largestCatalogue) throw new Refusal('document.catalogue-too-long', { most: largestCatalogue });
    if (found.length === 0) throw notFound('catalogue', { client: input.client });
    await journal.record(inside, {
      verb: 'document.catalogue-printed',
      client: input.client,
      facts: { year, files: found.length },
    });
    const { name } = await people.findFirm(inside);
    return { rows: await named(inside, found), kinds: await selectKinds(inside), firm: name, at: inside.now };
  });
  const { name, number } = rows[0]!.client!;
  const year = input.year === 'none' ? '不分年度' : `${input.year} 年度`;
  const { pdf } = await setCatalogue({ rows, kinds, firm, client: `${number} ${name}`, year, at });
  return { name: `${number}-${year.replaceAll(' ', '')}-会计档案目录.pdf`, pdf };
}

type Catalogue = { rows: DirectoryRow[]; kinds: RetentionKind[]; firm: string; client: string; year: string; at: Date };

function setCatalogue({ rows, kinds, firm, client, year, at }: Catalogue): Promise<RenderedPdf> {
  const byKind = Map.groupBy(rows, ({ kind }) => kind);
  const volumes = [...kinds.map(({ key, zh }) => ({ key, name: zh })), { key: null, name: '未归类' }]
    .map(({ key, name }) => ({ name, files: inOrder(byKind.get(key) ?? []) }))
    .filter(({ files }) => files.length > 0);
  const data = {
    firm,
    client,
    year,
    date: localDateOf(at),
    files: rows.length,
    parts: [
      {
        title: '一、案卷目录',
        head: volumeHead,
        widths: volumeWidths,
        rows: volumes.map(({ name, files }, at_) => volumeRow(at_ + 1, name, files)),
      },
      ...volumes.map(({ name, files }) => ({
        title: `卷内目录 · ${name}`,
        head: fileHead,
        widths: fileWidths,
        rows: files.map((file, at_) => fileRow(at_ + 1, name, file)),
      })),
    ],
  };
  const template = readFileSync(new URL('catalogue.typ', import.meta.url), 'utf8');
  return renderPdf({ template, data, title: `会计档案目录 ${client} ${year}`, language: 'zh', at });
}

function inOrder(files: DirectoryRow[]): DirectoryRow[] {
  return files.toSorted((one, other) => ((one.code ?? '') < (other.code ?? '') ? -1 : 1));
}

function volumeRow(position: number, name: string, files: DirectoryRow[]): string[] {
  const codes = files.flatMap(({ code }) => code ?? []);
  const [first, last] = [codes[0], codes.at(-1)];
  const places = new Set(files.map(({ place }) => placeOnPaper(place)).filter(Boolean));
  return [
    String(position),
    name,
    first ? span(volumeOf(first), volumeOf(last!), first === last) : '—',
    String(files.length),
    String(files[0]!.year ?? '—'),
    first ? span(first, last!.slice(last!.lastIndexOf('-') + 1), first === last) : '—',
    termWords(files[0]!.term),
    files[0]!.keptYears === null ? '—' : `${files[0]!.keptYears}年`,
    [...places].join('、') || '—',
  ];
}

function fileRow(
  position: number,
  kind: string,
  { code, name, size, place, destroyedAt, restricted, sha256 }: DirectoryRow,
): string[] {
  return [
    String(position),
    code ?? '—',
    name ?? kind,
    String(size),
    placeOnPaper(place) || '—',
    destroyedAt ? '已销毁' : restricted ? '限制处理' : '在档',
    `${sha256.slice(0, 16)}…`,
  ];
}

/** From the first to the last, or the one there is. */
function span(first: string, last: string, isOne: boolean): string {
  return isOne ? first : `${first} – ${last}`;
}
