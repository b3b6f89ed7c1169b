import { type HashedContent, hashFilesHere, type HashJob } from './hash-files.ts';
import { type ReadAnswer, type ReadJob, readSegment } from './read-segment.ts';

/** What a reading thread does: files on disk are hashed, or a segment of a sealed archive is read. */
export type Reading = { files: HashJob } | { segment: ReadJob };
export type WhatWasRead = { files: HashedContent[] } | { segment: ReadAnswer };

export function doReading(job: Reading): WhatWasRead {
  return 'files' in job ? { files: hashFilesHere(job.files) } : { segment: readSegment(job.segment) };
}
