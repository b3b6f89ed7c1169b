import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Difference } from '../../modules/reconciliation/engine/difference.ts';

/** What a contender found, in a form that can be compared: how many differences, and the sum of their hashes in any order. */
export interface Outcome {
  differences: number;
  sum: string;
}

/** Of our JSON lines; cells only written differently are not among them, nor is the summary. */
export function outcomeOfJson(path: string): Promise<Outcome> {
  return outcomeOf(path, (line) => {
    const { kind, key, column, left, right } = JSON.parse(line) as Omit<Difference, 'kind'> & { kind: string };
    return kind === 'summary' || kind === 'equivalent' ? null : [kind, key[0], column, left, right];
  });
}

/** Of the lines of DuckDB, whose cells hold no line ends here. */
export function outcomeOfCsv(path: string): Promise<Outcome> {
  return outcomeOf(path, (line) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
      .slice(0, 5)
      .map(([, cell]) =>
        cell!.startsWith('"') ? cell!.slice(1, -1).replaceAll('""', '"') : cell! === '' ? undefined : cell,
      ),
  );
}

/** How many lines a file has. */
export async function linesOf(path: string): Promise<number> {
  let lines = 0;
  for await (const _ of createInterface({ input: createReadStream(path) })) lines++;
  return lines;
}

async function outcomeOf(path: string, read: (line: string) => (string | undefined)[] | null): Promise<Outcome> {
  let differences = 0;
  let sum = 0n;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const cells = read(line);
    if (!cells) continue;
    differences++;
    sum += createHash('md5')
      .update(cells.map((cell) => cell ?? '').join('\u0000'))
      .digest()
      .readBigUInt64LE();
  }
  return { differences, sum: (sum & 0xffff_ffff_ffff_ffffn).toString(16) };
}
