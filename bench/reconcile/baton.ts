import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import type { Contender } from './contender.ts';

const start = join(import.meta.dirname, '../../cli/start.mjs');

/** The command line under node, as `npm run baton` starts it. */
export const baton: Contender = {
  name: 'Baton',
  version: async () => `${packageJson.version}, Node ${process.versions.node}`,
  doesNot: '',
  command: ({ left, right }) => [
    process.execPath,
    start,
    'reconcile',
    left,
    right,
    '--key=编号',
    '--format=jsonl',
    '--equivalent=count',
  ],
};

/** The same under another bound of memory. */
export function batonWithin(mebibytes: number): Contender {
  return {
    ...baton,
    name: `Baton, --memory ${mebibytes}`,
    command: (job) => {
      const [program, ...args] = baton.command(job);
      return [program, ...args, '--memory', String(mebibytes)];
    },
  };
}
