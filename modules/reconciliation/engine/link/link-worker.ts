import { parentPort, workerData } from 'node:worker_threads';
import { LinkShare, type SharedWork } from './link-share.ts';

/** One worker of a linking: does the steps that it is told, over memory that all share. */
const share = new LinkShare(workerData as SharedWork);
parentPort!.on('message', (message: Step) => {
  parentPort!.postMessage(doStep(message));
});

export type Step =
  | { step: 'take-apart'; from: number; to: number }
  | { step: 'index'; range: number }
  | { step: 'propose'; records: Int32Array[] };

function doStep(message: Step): Int32Array | null {
  switch (message.step) {
    case 'take-apart':
      share.takeApart(message.from, message.to);
      return null;
    case 'index':
      return share.index(message.range);
    case 'propose':
      share.propose(message.records);
      return null;
  }
}
