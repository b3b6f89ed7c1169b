import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A program that does the same work, started as people start it. */
export interface Contender {
  name: string;
  /** Whether it is installed; of which version. */
  version: string | null;
  /** What it does not do of what we do, for whoever reads the numbers. */
  lacks: string;
}

/** The first line that a program says of itself; null when it is not there. */
export function versionOf(command: string, ...args: string[]): string | null {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0]!.trim() : null;
}

/** What a run took. */
export interface Taken {
  seconds: number;
  /** Of the processors, all of its processes together; null where there is no /proc. */
  processor: number | null;
  /** Most memory of a program of ours, MiB; null of others. */
  peak: number | null;
}

const tellPeak =
  "--import=data:text/javascript,process.on('exit',()=>process.stderr.write('peak='+process.resourceUsage().maxRSS+'\\n'))";

/** Runs a command to its end by the clock on the wall; throws with what it said when it fails. */
export function timed(
  command: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Taken {
  const before = processorOfChildren();
  const from = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: options.cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      ...options.env,
      ...(command === process.execPath ? { NODE_OPTIONS: tellPeak } : {}),
    },
  });
  const seconds = (performance.now() - from) / 1000;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr + stdout}`);
  const peak = /peak=(\d+)/.exec(stderr)?.[1];
  const after = processorOfChildren();
  const processor = before === null || after === null ? null : after - before;
  return { seconds, processor, peak: peak === undefined ? null : Number(peak) / 1024 };
}

/** Processor seconds of every process that this one started and that has ended, by Linux's own count. */
function processorOfChildren(): number | null {
  try {
    const text = readFileSync('/proc/self/stat', 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return null;
  }
}
