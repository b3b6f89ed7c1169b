import { Refusal } from '#platform/kernel/refusal.ts';
import { readApart } from '#platform/tabular/apart.ts';
import type { Doubt } from '#platform/tabular/marks.ts';
import { MarkTally } from './mark-tally.ts';
import type { ParquetPart } from './parquet.ts';
import { counted, readOnce } from './read-once.ts';
import type { RowSource } from './source.ts';
import { sampled } from './table-head.ts';

const limits = { memoryMegabytes: 512, seconds: 60 };

/** A Parquet file as rows, read in a worker that is a few blocks ahead at most. */
export async function openParquet(path: string, name: string, bytes: number, mayBeEmpty = false): Promise<RowSource> {
  const parts = readApart<ParquetPart>(new URL('./parquet-worker.ts', import.meta.url), { path }, limits);
  const begin = (await parts.next()).value;
  if (begin?.kind !== 'begin') throw new Refusal('tabular.damaged', { part: 'metadata' });
  if (begin.rows === 0 && !mayBeEmpty) throw new Refusal('tabular.no-rows', { line: null });
  const first = begin.rows === 0 ? { kind: 'rows' as const, rows: [] } : (await parts.next()).value;
  if (first?.kind !== 'rows') throw new Refusal('tabular.damaged', { part: 'rows' });
  const doubts: Doubt[] = begin.inUtc.map((column) => ({ code: 'source.instants-in-utc', facts: { column } }));
  const head = first.rows;

  async function* rows(): AsyncGenerator<string[][], void, undefined> {
    yield head;
    for await (const part of parts) if (part.kind === 'rows') yield part.rows;
  }

  return {
    kind: 'rows',
    name,
    found: { format: 'parquet', bytes, rows: begin.rows, types: begin.types },
    columns: begin.columns,
    ...readOnce(counted(rows())),
    sample: head.slice(0, sampled),
    doubts,
    marks: new MarkTally(),
    close: async () => void (await parts.return()),
  };
}
