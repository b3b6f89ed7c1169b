import { Refusal } from '#platform/kernel/refusal.ts';
import { alignRow, isBlank } from '#platform/tabular/align-row.ts';
import { readRecords } from '#platform/tabular/separated-text.ts';
import type { TableRow } from '#platform/tabular/table.ts';
import type { TextSource } from './source.ts';
import { countOf, longestLine, wholeLines } from './whole-lines.ts';

/**
 * The rows of a separated text in file order, in blocks, with memory bounded by the longest line: every line below the
 * header that holds anything. A row with too few or too many cells keeps them and has the fault. Refuses
 * `tabular.wrong-encoding`, `unclosed-quote`, `not-a-table`, `too-long-line` and, when the last line has neither its line end
 * nor all its cells and no other line is short, `truncated`, each with the line.
 */
export async function* readTextRows({ path, layout }: TextSource): AsyncGenerator<TableRow[], void, undefined> {
  const { separator, quote, lineEnd, columns, firstLine } = layout;
  let text = '';
  let line = 1;
  let short = 0;
  let last: TableRow | undefined;
  for await (const { stretch, isLast } of wholeLines(path, layout)) {
    text += stretch;
    const rows: TableRow[] = [];
    const records = readRecords(text, separator, { quote, lineEnd, firstLine: line, goesOn: !isLast });
    let step = records.next();
    for (; !step.done; step = records.next()) {
      if (step.value.line < firstLine || isBlank(step.value)) continue;
      if (last && last.cells.length < columns.length) short++;
      last = alignRow(step.value, columns.length);
      rows.push(last);
    }
    const isCut = isLast && rows.length > 0 && !text.endsWith('\n') && !text.endsWith('\r');
    if (isCut && short === 0 && last && last.cells.length < columns.length)
      throw new Refusal('tabular.truncated', { line: last.line, column: last.cells.length });
    line += countOf(lineEnd, text, step.value);
    text = text.slice(step.value);
    if (text.length > longestLine) throw new Refusal('tabular.too-long-line', { line, megabytes: longestLine >> 20 });
    if (rows.length > 0) yield rows;
  }
}
