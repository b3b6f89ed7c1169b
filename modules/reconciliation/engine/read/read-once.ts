import type { RowBlock, RowSource } from './source.ts';

/** The blocks, and their rows alone, of a source that is read once. */
export function readOnce(blocks: AsyncIterable<RowBlock>): Pick<RowSource, 'blocks' | 'rows'> {
  return { blocks, rows: rowsOf(blocks) };
}

async function* rowsOf(blocks: AsyncIterable<RowBlock>): AsyncGenerator<string[][], void, undefined> {
  for await (const { rows } of blocks) yield rows;
}

/** Rows that stand on no lines, counted from 1. */
export async function* counted(blocks: AsyncIterable<string[][]>): AsyncGenerator<RowBlock, void, undefined> {
  let before = 0;
  for await (const rows of blocks) {
    const first = before + 1;
    before += rows.length;
    yield { lines: rows.map((_, at) => first + at), rows };
  }
}
