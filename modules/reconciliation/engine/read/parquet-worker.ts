import { workerData } from 'node:worker_threads';
import { asyncBufferFromFile } from 'hyparquet';
import { giveParts } from '#platform/tabular/apart-side.ts';
import { readParquet } from './parquet.ts';

await giveParts(readParquet(await asyncBufferFromFile((workerData as { path: string }).path)));
