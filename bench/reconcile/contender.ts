import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** The two files of a job, and where the differences go. */
export interface Job {
  left: string;
  right: string;
  out: string;
}

/** A program that does a job from start to end of its process. */
export interface Contender {
  name: string;
  /** Null where the machine does not have it. */
  version(): Promise<string | null>;
  /** What it leaves out that the others do. */
  doesNot: string;
  /** The command; its standard output goes to `out`. */
  command(job: Job): [program: string, ...args: string[]];
}

export interface Run {
  seconds: number;
  /** The most memory at any time. */
  mebibytes: number;
}

/** Runs a command with its output into a file. Exit 1 says that there are differences; anything above is a failure. */
export async function runCommand([program, ...args]: [string, ...string[]], out: string): Promise<Run> {
  const output = openSync(out, 'w');
  const from = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', output, 'pipe'] });
  closeSync(output);
  let said = '';
  child.stderr!.on('data', (data: Buffer) => (said += data.toString()));
  let kibibytes = 0;
  const watch = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    kibibytes = Math.max(kibibytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
  }, 10);
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  const seconds = (performance.now() - from) / 1000;
  clearInterval(watch);
  if (code === null || code > 1) throw new Error(`${program} ended with ${code}: ${said.slice(-2000)}`);
  return { seconds, mebibytes: Math.round(kibibytes / 1024) };
}

/** The first line that a command says of its version; null where there is no such command. */
export function versionOf(program: string, ...args: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    let said = '';
    child.stdout.on('data', (data: Buffer) => (said += data.toString()));
    child.once('error', () => resolve(null)).once('close', (code) => resolve(code === 0 ? said.split('\n')[0]! : null));
  });
}
