import { type FittedText, fitText, widestPiece, widthInEms } from './fit-text.ts';

/** The columns of a line of the 清册, in their order, by the heading that stands over each. */
export const columnHeads = [
  '序号',
  '类别',
  '名称',
  '编号/卷号',
  '所属期起止',
  '数量',
  '单位',
  '载体',
  '原件/复印件',
  '存放位置',
  '密级',
  '应保管期限',
  '已保管期限',
  '移交状态',
  '核对结果',
  '差异说明',
  '责任人',
  '限期',
  '备注',
] as const;

/** Columns whose content is prose: they take what room is left. */
const prose = new Set<string>(['名称', '存放位置', '差异说明', '备注']);

/** The column of amounts: a number is never cut. */
const amounts = '数量';

/** In millimetres: the width between the edges of a landscape page, and the table's letters as `inventory.typ` sets them. */
const pageWidth = 262;
const em = 2.47;
const padding = 1.6;
/** A word has room up to the first before it is cut, plain values up to the second; prose starts from the third. */
const widestWord = 26;
const widestPlain = 18;
const proseStart = 20;
const widestAmount = 60;
const fourSigns = 4 * em + padding;

/**
 * How wide each column is in a whole document, in millimetres; together they fill the page. A column without content
 * is as narrow as its heading in two signs a line. Plain values take one line or two; prose shares the rest.
 */
export function columnWidths(rows: readonly string[][]): number[] {
  const columns = columnHeads.map((head, column) => ({ head, cells: rows.map((row) => row[column]!) }));
  const needs = columns.map(({ head, cells }) => needOf(head, cells));
  const leasts = needs.map(({ least }) => least);
  const wanted = sumOf(needs.map(({ base }) => base));
  if (sumOf(leasts) > pageWidth) return cappedTo(pageWidth, leasts, columnHeads.indexOf(amounts));
  if (wanted > pageWidth) {
    const share = (pageWidth - sumOf(leasts)) / (wanted - sumOf(leasts));
    return needs.map(({ least, base }) => least + (base - least) * share);
  }

  const rest = pageWidth - wanted;
  const wishes = needs.map(({ base, wish }) => wish - base);
  const wished = sumOf(wishes);
  if (wished > rest) return needs.map(({ base }, column) => base + (wishes[column]! * rest) / wished);
  const growing = needs.map(({ grows }, column) => grows || columnHeads[column] === '名称');
  const growth = (rest - wished) / growing.filter(Boolean).length;
  return needs.map(({ wish }, column) => wish + (growing[column] ? growth : 0));
}

/** The least that holds its words, the width that it starts from, and the one that would hold every cell in one line. */
interface Need {
  least: number;
  base: number;
  wish: number;
  grows: boolean;
}

function needOf(head: string, cells: readonly string[]): Need {
  const narrow = 2 * em + padding;
  if (cells.every((cell) => cell === '')) return { least: narrow, base: narrow, wish: narrow, grows: false };
  const longest = Math.max(narrow, most(cells, widthInEms) * em + padding);
  if (head === amounts) {
    const whole = Math.min(longest, widestAmount);
    return { least: whole, base: whole, wish: whole, grows: false };
  }
  const word = most(cells, widestPiece) * em + padding;
  const least = Math.max(narrow, Math.min(longest, fourSigns), Math.min(word, widestWord));
  if (!prose.has(head)) {
    const base = Math.max(least, Math.min(longest, widestPlain));
    return { least, base, wish: base, grows: false };
  }
  return { least, base: Math.max(least, Math.min(longest, proseStart)), wish: longest, grows: true };
}

/** The widest are cut to one width, so that all together take the room there is; narrow ones and column `kept` stay. */
function cappedTo(room: number, widths: readonly number[], kept: number): number[] {
  let left = room - widths[kept]!;
  let columns = widths.length - 1;
  for (const width of widths.toSpliced(kept, 1).sort((one, other) => one - other)) {
    if (width * columns > left) break;
    left -= width;
    columns--;
  }
  return widths.map((width, column) => (column === kept ? width : Math.min(width, left / columns)));
}

function sumOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0);
}

/** The cells of one line, cut so that nothing runs over the edge of its column. */
export function fitLine(cells: readonly string[], widths: readonly number[]): FittedText[] {
  return cells.map((cell, column) => fitText(cell, (widths[column]! - padding) / em));
}

function most(cells: readonly string[], measure: (text: string) => number): number {
  return cells.reduce((widest, cell) => Math.max(widest, measure(cell)), 0);
}
