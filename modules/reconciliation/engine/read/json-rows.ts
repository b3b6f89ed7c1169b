import { Refusal } from '#platform/kernel/refusal.ts';
import type { Encoding } from '#platform/tabular/encoding.ts';
import type { Doubt } from '#platform/tabular/marks.ts';
import { readJsonLine } from './json-line.ts';
import { MarkTally } from './mark-tally.ts';
import { readOnce } from './read-once.ts';
import type { RowBlock, RowSource } from './source.ts';
import { sampled } from './table-head.ts';
import { wholeLines } from './whole-lines.ts';

/** Whether the text begins as JSON lines do: with an object and its first field. */
export function beginsAsJsonLines(text: string): boolean {
  return /^\ufeff?\s*\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\}\s*$)/m.test(text.slice(0, 4096).trimStart().split('\n', 1)[0]!);
}

/**
 * A file of one JSON object a line, as rows. It is read twice: first for the fields, since a field may appear on the last line
 * alone, and then row by row. A field that an object lacks is an empty text.
 */
export async function openJsonLines(
  path: string,
  name: string,
  bytes: number,
  encoding: { encoding: Encoding; markBytes: number },
): Promise<RowSource> {
  const columns = new Map<string, number>();
  const marks = new MarkTally();
  const doubts: Doubt[] = [];
  const sample: string[][] = [];
  let count = 0;
  for await (const objects of readObjects(path, encoding)) {
    for (const { fields, texts } of objects) {
      count++;
      for (const field of fields) if (!columns.has(field)) columns.set(field, columns.size);
      if (sample.length < sampled) sample.push(placed(fields, texts, columns));
    }
  }
  if (count === 0) throw new Refusal('tabular.no-rows', { line: null });
  if (columns.size === 0) throw new Refusal('tabular.no-rows', { line: 1 });

  async function* blocks(): AsyncGenerator<RowBlock, void, undefined> {
    for await (const objects of readObjects(path, encoding)) {
      const rows: string[][] = [];
      for (const { line, fields, texts, nested } of objects) {
        for (const field of nested)
          marks.add('doubt', line, { code: 'source.nested-value', column: columns.get(field)!, facts: { field } });
        rows.push(placed(fields, texts, columns));
      }
      yield { lines: objects.map(({ line }) => line), rows };
    }
  }

  const reading = blocks();
  return {
    kind: 'rows',
    name,
    found: { format: 'jsonl', bytes },
    columns: [...columns.keys()],
    ...readOnce(reading),
    sample: sample.map((cells) => Array.from({ length: columns.size }, (_, at) => cells[at] ?? '')),
    doubts,
    marks,
    close: async () => void (await reading.return()),
  };
}

function placed(fields: string[], texts: string[], columns: ReadonlyMap<string, number>): string[] {
  const cells = Array.from({ length: columns.size }, () => '');
  for (const [at, field] of fields.entries()) cells[columns.get(field)!] = texts[at]!;
  return cells;
}

async function* readObjects(path: string, encoding: { encoding: Encoding; markBytes: number }) {
  let line = 0;
  for await (const { stretch, isLast } of wholeLines(path, { ...encoding, lineEnd: '\n' })) {
    const lines = stretch.split('\n');
    // Behind the last line end stands nothing, unless the file ends without one.
    if (!isLast) lines.pop();
    const objects = [];
    for (const text of lines) {
      line++;
      if (text.trim() !== '') objects.push({ line, ...readJsonLine(text, line) });
    }
    if (objects.length > 0) yield objects;
  }
}
