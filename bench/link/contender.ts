import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What one run of a contender took. */
export interface Run {
  seconds: number;
  /** Of processor, all threads. */
  processor: number;
  /** The most memory at any time. */
  mebibytes: number;
}

/** Tells the bench what the process of a contender took; its last deed. */
export function tellUsage(): void {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const used = { mebibytes: Math.round(maxRSS / 1024), processor: (userCPUTime + systemCPUTime) / 1e6 };
  process.stdout.write(JSON.stringify(used));
}

/** Runs a contender of this folder from start to end of its process. Throws with what it said when it fails. */
export async function runContender(file: string, args: string[]): Promise<Run> {
  const from = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', error: '' };
  child.stdout.on('data', (data: Buffer) => (said.out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (said.error += data.toString()));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  const seconds = (performance.now() - from) / 1000;
  if (code !== 0) throw new Error(`${file} ended with ${String(code)}: ${said.error.slice(-2000)}`);
  return { seconds, ...(JSON.parse(said.out) as Omit<Run, 'seconds'>) };
}

/** The pairs that a contender wrote, `left,right,probability` a line. */
export async function pairsOf(file: string): Promise<Pair[]> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => {
    const [left, right, probability] = line.split(',').map(Number);
    return { left: left!, right: right!, probability: probability! };
  });
}

export interface Pair {
  left: number;
  right: number;
  probability: number;
}

export interface Quality {
  precision: number;
  recall: number;
  /** From this probability on a pair counts. */
  from: number;
}

/** How good the pairs from a probability on are. */
export function qualityFrom(pairs: readonly Pair[], truth: Int32Array, from: number): Quality {
  const counted = pairs.filter(({ probability }) => probability >= from);
  const right = counted.filter((pair) => truth[pair.right] === pair.left).length;
  return { precision: right / counted.length, recall: right / truth.filter((row) => row >= 0).length, from };
}

/** The quality from that probability on which the harmonic mean of precision and recall is best: what a user could tune to at best. */
export function bestQuality(pairs: readonly Pair[], truth: Int32Array): Quality {
  const wanted = truth.filter((row) => row >= 0).length;
  const sorted = pairs.toSorted((a, b) => b.probability - a.probability);
  let best: Quality = { precision: 0, recall: 0, from: 1 };
  let [right, mean] = [0, 0];
  for (const [at, pair] of sorted.entries()) {
    if (truth[pair.right] === pair.left) right += 1;
    const now = (2 * right) / (at + 1 + wanted);
    if (now <= mean || sorted[at + 1]?.probability === pair.probability) continue;
    mean = now;
    best = { precision: right / (at + 1), recall: right / wanted, from: pair.probability };
  }
  return best;
}
