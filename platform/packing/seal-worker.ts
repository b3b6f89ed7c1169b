import { serveJobs } from '#platform/workers/worker-side.ts';
import { type PackedFrame, type SealedSegment, type SealFile, sealSegment } from './seal-segment.ts';

serveJobs<SealFile[], PackedFrame[], SealedSegment>(sealSegment);
