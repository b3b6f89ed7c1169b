import { serveJobs } from '#platform/workers/worker-side.ts';
import { doReading, type Reading, type WhatWasRead } from './reading.ts';

serveJobs<Reading, never, WhatWasRead>(doReading);
