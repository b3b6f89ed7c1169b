import { createReadStream } from 'node:fs';
import { keyedHash } from '#platform/envelope/keyed-hash.ts';
import type { SendPart } from '#platform/workers/worker-side.ts';
import { columnsOf, usualMemory } from '../engine/compare/prepare.ts';
import { randomSeed } from '../engine/compare/seed.ts';
import { spool } from '../engine/compare/spool.ts';
import { isWrittenAlike } from '../engine/compare/written-alike.ts';
import { startComparison } from '../engine/engine.ts';
import type { ColumnPair } from '../engine/map/column-pair.ts';
import { normalise } from '../engine/normalise/normalise.ts';
import { normaliserSchema } from '../engine/normalise/normaliser-json.ts';
import { openSource } from '../engine/read/open-source.ts';
import type { Source } from '../engine/read/source.ts';
import { type Compared, ResultWriter } from '../engine/result/result-file.ts';
import { DifferenceTally, nameOfKey } from './difference-tally.ts';
import { LinkGathering, proposeLinks } from './propose-links.ts';
import { linesOf } from './row-lines.ts';
import { tell } from './table-progress.ts';
import type { CompareAnswer, CompareJob, TablePart } from './table-work.ts';

/**
 * Compares two tables by the engine and gives the result as it is made; then finds the rows of the differences in both, so that each
 * can be opened whole, gives the index of the result, and proposes links between rows without a partner.
 */
export async function compareTables(job: CompareJob, send: SendPart<TablePart>): Promise<CompareAnswer> {
  const left = await openSource(job.left.path, { ...job.left.reading, name: job.left.name });
  const right = await openSource(job.right.path, { ...job.right.reading, name: job.right.name });
  const [leftColumns, rightColumns] = [columnsOf(left), columnsOf(right)];
  const pairs = pairsOf(job);
  const key = job.key.map((name) => pairs.findIndex((pair) => pair.left === name));
  const alone = {
    left: leftColumns.filter((name) => !pairs.some((pair) => pair.left === name)),
    right: rightColumns.filter((name) => !pairs.some((pair) => pair.right === name)),
  };
  const tally = new DifferenceTally(pairs, key);
  const { result, summary } = await compareSides(job, { left, right, pairs, key, alone }, tally, send);
  const gatherings = { left: new LinkGathering(leftColumns), right: new LinkGathering(rightColumns) };
  const sides = { pairs, key };
  const rows = await findRows(job, { side: 'left', columns: leftColumns, before: 0, ...sides }, tally, gatherings.left);
  await findRows(job, { side: 'right', columns: rightColumns, before: rows, ...sides }, tally, gatherings.right);
  for (const bytes of tally.finish()) await send({ file: 'index', bytes });
  tell(job.progress, 'linking', 0);
  const markOf = (text: string) => keyedHash(job.hashKey, 'linked-row', text);
  const links = await proposeLinks(gatherings.left, gatherings.right, markOf, job.decisions);
  return { result, summary, alone, lines: tally.lines, links };
}

function pairsOf({ pairs }: CompareJob): ColumnPair[] {
  return pairs.map(({ left, right, normaliser }) => ({ left, right, by: normaliserSchema.parse(normaliser) }));
}

interface Sides {
  left: Source;
  right: Source;
  pairs: ColumnPair[];
  key: number[];
  alone: Compared['alone'];
}

async function compareSides(
  job: CompareJob,
  { left, right, pairs, key, alone }: Sides,
  tally: DifferenceTally,
  send: SendPart<TablePart>,
): Promise<Pick<CompareAnswer, 'result' | 'summary'>> {
  tell(job.progress, 'reading', 0);
  const spooled = await Promise.all([spool(left), spool(right)]);
  try {
    const [one, other] = [spooled[0].source, spooled[1].source];
    const seed = randomSeed();
    const comparison = {
      left: one,
      right: other,
      pairs,
      key,
      memory: usualMemory,
      exact: job.exact,
      equivalent: job.equivalent,
      canonical: !isWrittenAlike(one, other, pairs),
      seed,
    };
    const running = startComparison({ comparison });
    const timer = setInterval(() => tell(job.progress, 'comparing', running.rowsRead()), 200);
    let written: Uint8Array[] = [];
    const compared = { left: job.left.input, right: job.right.input, pairs, key, alone, exact: job.exact, seed };
    const writer = new ResultWriter(compared, (bytes) => {
      written.push(bytes.slice());
      tally.take(bytes);
    });
    const flush = async () => {
      for (const bytes of written) await send({ file: 'result', bytes });
      written = [];
    };
    try {
      for await (const lines of running.lines) {
        writer.lines(lines);
        await flush();
      }
    } finally {
      clearInterval(timer);
    }
    const summary = running.summary!;
    const result = writer.end(summary);
    await flush();
    return { result, summary };
  } finally {
    for (const { clear } of spooled) await clear();
  }
}

/** Goes through the rows of a side once more and notes where those of the differences stand; gives how many rows were read in all. */
async function findRows(
  job: CompareJob,
  { side, columns, before, pairs, key }: Pick<Sides, 'pairs' | 'key'> & FoundSide,
  tally: DifferenceTally,
  gathering: LinkGathering,
): Promise<number> {
  let rows = before;
  if (tally.lines === 0) return rows;
  const keyColumns = key.map((place) => ({ at: columns.indexOf(pairs[place]![side]), by: pairs[place]!.by }));
  for await (const block of linesOf(createReadStream(job[side].rowsPath, { highWaterMark: 1 << 20 }))) {
    for (const { text, place } of block) {
      const cells = JSON.parse(text) as string[];
      const name = nameOfKey(keyColumns.map(({ at, by }) => normalise(cells[at] ?? '', by).text));
      const alone = tally.found(side, name, place);
      if (alone) gathering.take(cells, place);
    }
    rows += block.length;
    tell(job.progress, 'finding', rows);
  }
  return rows;
}

interface FoundSide {
  side: 'left' | 'right';
  columns: string[];
  /** Rows that were read on the other side already. */
  before: number;
}
