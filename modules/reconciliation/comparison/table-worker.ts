import { serveJobs, type SendPart } from '#platform/workers/worker-side.ts';
import { openSource } from '../engine/read/open-source.ts';
import { describe } from '../engine/read/describe.ts';
import { compareTables } from './compare-tables.ts';
import { kept } from './kept-description.ts';
import { tell } from './table-progress.ts';
import type { DescribeAnswer, DescribeJob, TableAnswer, TableJob, TablePart } from './table-work.ts';

/** So much is sent at once. */
const blockBytes = 1 << 18;

serveJobs<TableJob, TablePart, TableAnswer>((job, send) => {
  // What the engine itself writes to disk on its way lies in the work folder too.
  process.env.TMPDIR = job.folder;
  return job.kind === 'describe' ? describeTable(job, send) : compareTables(job, send);
});

async function describeTable(job: DescribeJob, send: SendPart<TablePart>): Promise<DescribeAnswer> {
  const source = await openSource(job.path, { ...job.reading, name: job.name });
  let lines: string[] = [];
  let waiting = 0;
  let rows = 0;
  const flush = async () => {
    const block = new Uint8Array(Buffer.from(lines.join('')));
    lines = [];
    waiting = 0;
    await send({ file: 'rows', bytes: block }, [block.buffer]);
  };
  const description = await describe(source, async (block) => {
    for (const cells of block.rows) {
      const line = `${JSON.stringify(cells)}\n`;
      lines.push(line);
      waiting += line.length;
    }
    rows += block.rows.length;
    tell(job.progress, 'reading', rows);
    if (waiting > blockBytes) await flush();
  });
  if (waiting > 0) await flush();
  return { rows: description.rows, description: kept(description) };
}
