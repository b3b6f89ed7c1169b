import { isBlank } from '#platform/tabular/align-row.ts';
import { type Doubt, noMarks } from '#platform/tabular/marks.ts';
import { mergedCells } from '#platform/tabular/merged-cells.ts';
import { sheetApart } from '#platform/tabular/sheet-apart.ts';
import { blockRows, type SheetBegin, type SheetEnd, type SheetPart } from '#platform/tabular/sheet-part.ts';
import type { TableRow } from '#platform/tabular/table.ts';
import { MarkTally } from './mark-tally.ts';
import { readOnce } from './read-once.ts';
import type { RowBlock, RowSource } from './source.ts';
import { headRecords, placeHead } from './table-head.ts';

const limits = { unpackedBytes: 4 * 1024 ** 3, columns: 16_384, rows: 2_000_000, memoryMegabytes: 512, seconds: 60 };

/** One sheet of a workbook (XLSX, XLS, ODS) as rows; the worker that reads it is a few blocks ahead at most. */
export async function openSheet(
  bytes: Uint8Array,
  name: string,
  options: { sheet?: string; headerLine?: number; mayBeEmpty?: boolean },
): Promise<RowSource> {
  const parts = sheetApart(bytes, options.sheet, limits);
  const head: TableRow[] = [];
  const waiting: SheetPart[] = [];
  let begin: SheetBegin | undefined;
  let isWhole = false;
  while (head.length < headRecords && !isWhole) {
    const { value: part, done } = await parts.next();
    if (done || part.kind === 'end') isWhole = true;
    if (done) break;
    if (part.kind === 'begin') begin = part;
    else waiting.push(part);
    if (part.kind === 'rows')
      for (const { line, cells } of blockRows(part, 0)) head.push({ line, cells, faults: noMarks, doubts: noMarks });
  }
  const { format, sheet, sheets } = begin!;
  const doubts: Doubt[] = [];
  const others = sheets.filter((other) => !other.hidden && other.name !== sheet).map((other) => other.name);
  if (others.length > 0 && options.sheet === undefined)
    doubts.push({ code: 'tabular.other-sheets', facts: { sheet, others } });
  const { headerLine, columns, sample } = placeHead(head, options.headerLine, isWhole, doubts, options.mayBeEmpty);
  const width = columns.length;
  const marks = new MarkTally();

  async function* allParts() {
    yield* waiting;
    yield* parts;
  }

  async function* blocks(): AsyncGenerator<RowBlock, void, undefined> {
    const isData = (line: number) => line > (headerLine ?? 0);
    for await (const part of allParts()) {
      if (part.kind === 'begin') continue;
      if (part.kind === 'end') {
        tellEnd(part, doubts, marks, headerLine ?? 0);
        continue;
      }
      const lines: number[] = [];
      const rows: string[][] = [];
      for (const mark of part.marks) if (isData(mark.line)) marks.add(mark.severity, mark.line, mark);
      for (const { line, cells } of blockRows(part, width)) {
        if (!isData(line) || isBlank({ line, cells, faults: noMarks, doubts: noMarks })) continue;
        if (cells.length > width) {
          const extra = cells.findLastIndex((cell) => cell !== '');
          const facts = { cells: extra + 1, columns: width };
          if (extra >= width) marks.add('fault', line, { code: 'tabular.too-many-cells', column: null, facts });
          cells.length = width;
        }
        lines.push(line);
        rows.push(cells);
      }
      if (rows.length > 0) yield { lines, rows };
    }
  }

  return {
    kind: 'rows',
    name,
    found: { format, bytes: bytes.length, sheet, sheets: sheets.map((each) => each.name), headerLine },
    columns,
    ...readOnce(blocks()),
    sample: sample.map((cells) => filledUp(cells, width)),
    doubts,
    marks,
    close: async () => void (await parts.return()),
  };
}

function filledUp(cells: string[], width: number): string[] {
  return Array.from({ length: width }, (_, at) => cells[at] ?? '');
}

/** What is known only at the end of the sheet. */
function tellEnd(
  { merges, hiddenRows, hiddenColumns }: SheetEnd,
  doubts: Doubt[],
  marks: MarkTally,
  above: number,
): void {
  if (hiddenRows > 0) doubts.push({ code: 'tabular.hidden-rows', facts: { rows: hiddenRows } });
  if (hiddenColumns.length > 0) doubts.push({ code: 'tabular.hidden-columns', facts: { columns: hiddenColumns } });
  if (merges.length === 0) return;
  doubts.push({ code: 'tabular.merged-cells', facts: { count: merges.length, ranges: merges.slice(0, 20) } });
  for (const [line, cells] of mergedCells(merges))
    if (line > above) for (const mark of cells) marks.add('doubt', line, mark);
}
