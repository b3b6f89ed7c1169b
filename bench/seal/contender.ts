import { spawnSync } from 'node:child_process';

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
  return { seconds, peak: peak === undefined ? null : Number(peak) / 1024 };
}
