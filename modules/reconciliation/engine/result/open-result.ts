import { z } from 'zod';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Difference, DifferenceKind } from '../difference.ts';
import { hashInput } from './hash-input.ts';
import { linesOfFile } from './lines-of-file.ts';
import type { Input, ResultHeader, ResultSummary } from './result-file.ts';

/** A result that was written before: its differences may be read again and again. */
export interface OpenedResult {
  /** The result's name and length. */
  file: Input;
  header: ResultHeader;
  summary: ResultSummary;
  differences: AsyncIterable<Difference>;
}

const kinds = ['added', 'removed', 'changed', 'equivalent', 'duplicate'] as const satisfies DifferenceKind[];
const difference = z.object({ kind: z.enum(kinds), key: z.array(z.string()) });
const headerShape = z.object({ kind: z.literal('result'), version: z.literal(1), seed: z.string() });
const summaryShape = z.object({
  kind: z.literal('summary'),
  counts: z.object({
    added: z.number(),
    removed: z.number(),
    changed: z.number(),
    equivalent: z.number().nullable(),
    duplicate: z.number(),
  }),
});

/**
 * Opens a result and holds it against itself: header first, summary last, and between them as many differences of each kind as
 * the summary counts. Refuses `result.damaged` {file, line}, and `result.another` {file} when its hash is not the one expected.
 */
export async function openResult(path: string, expected?: string): Promise<OpenedResult> {
  const file = await hashInput(path);
  if (expected !== undefined && file.sha256 !== expected) throw new Refusal('result.another', { file: path });
  const counted = new Map<string, number>();
  let header: ResultHeader | undefined;
  let summary: ResultSummary | undefined;
  let line = 0;
  const refuse = () => new Refusal('result.damaged', { file: path, line });
  for await (const text of linesOfFile(path)) {
    line++;
    const read = jsonOf(text);
    if (summary !== undefined) throw refuse();
    if (line === 1) {
      if (!headerShape.safeParse(read).success) throw refuse();
      header = read as ResultHeader;
    } else if (summaryShape.safeParse(read).success) summary = read as ResultSummary;
    else {
      const { success, data } = difference.safeParse(read);
      if (!success) throw refuse();
      counted.set(data.kind, (counted.get(data.kind) ?? 0) + 1);
    }
  }
  if (!header || !summary) throw refuse();
  for (const kind of kinds) if ((counted.get(kind) ?? 0) !== (summary.counts[kind] ?? 0)) throw refuse();
  return { file, header, summary, differences: { [Symbol.asyncIterator]: () => differencesOf(path) } };
}

async function* differencesOf(path: string): AsyncGenerator<Difference, void, undefined> {
  for await (const text of linesOfFile(path)) {
    const read = JSON.parse(text) as Difference | ResultHeader | ResultSummary;
    if (read.kind !== 'result' && read.kind !== 'summary') yield read;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
