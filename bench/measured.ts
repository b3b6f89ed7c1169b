import { type GoalName, goals } from './goals.ts';

/** Numbers of one measurement, as many as it was taken. */
export interface Measured {
  goal: GoalName;
  samples: number[];
  /** How it was measured, and what it was compared with. */
  how: string;
}

/** A measurement beside its goal. */
export interface Judged extends Measured {
  median: number;
  least: number;
  most: number;
  reached: boolean;
  /** The spread is above 1.6 ×: the machine was not quiet enough to say much. */
  noisy: boolean;
}

/** Median, least and most of the samples, and whether the median reaches the goal. */
export function judge(measured: Measured): Judged {
  const { atMost, atLeast }: { atMost?: number; atLeast?: number } = goals[measured.goal];
  const sorted = measured.samples.toSorted((a, b) => a - b);
  const median = percentile(sorted, 50);
  const [least, most] = [sorted[0]!, sorted.at(-1)!];
  const reached = (atMost === undefined || median <= atMost) && (atLeast === undefined || median >= atLeast);
  return { ...measured, median, least, most, reached, noisy: most > least * 1.6 };
}

/** The value below which so many of a hundred lie. */
export function percentile(values: number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)]!;
}

/** Seconds that the deed took. */
export async function seconds(deed: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await deed();
  return (performance.now() - from) / 1000;
}
