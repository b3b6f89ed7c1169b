import { serveJobs } from '#platform/workers/worker-side.ts';
import { type CheckedRange, checkRange, type StoredRange } from './check-range.ts';

serveJobs<StoredRange, never, CheckedRange>(checkRange);
