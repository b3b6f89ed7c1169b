import { parentPort, workerData } from 'node:worker_threads';
import { LinkShare, type SharedWork, type Step } from './link-share.ts';

/** One worker of a linking: does the steps that it is told, over memory that all share. */
const share = new LinkShare(workerData as SharedWork);
parentPort!.on('message', (step: Step) => parentPort!.postMessage(share.do(step)));
