import { WorkerPool } from '#platform/workers/worker-pool.ts';
import type { HashedContent, HashJob } from './hash-files.ts';
import type { ReadAnswer, ReadJob } from './read-segment.ts';
import { readingThread } from './reading-thread.ts';
import type { Reading, WhatWasRead } from './reading.ts';

/** The jobs done by all cores, in the order in which they were given. */
export async function readSegmentsAtOnce(jobs: readonly ReadJob[]): Promise<ReadAnswer[]> {
  const done = await allAtOnce(jobs.map((segment) => ({ segment })));
  return done.map((one) => (one as { segment: ReadAnswer }).segment);
}

/** The same for files on disk. */
export async function hashFilesAtOnce(jobs: readonly HashJob[]): Promise<HashedContent[]> {
  const done = await allAtOnce(jobs.map((files) => ({ files })));
  return done.flatMap((one) => (one as { files: HashedContent[] }).files);
}

async function allAtOnce(jobs: Reading[]): Promise<WhatWasRead[]> {
  const pool = new WorkerPool<Reading, never, WhatWasRead>(readingThread);
  try {
    return await Promise.all(jobs.map((job) => pool.run(job)));
  } finally {
    await pool.close();
  }
}
