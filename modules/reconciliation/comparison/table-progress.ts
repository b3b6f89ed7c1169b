/** The steps of the work on tables, in their order. */
export const steps = ['waiting', 'reading', 'comparing', 'finding', 'linking'] as const;
export type Step = (typeof steps)[number];

/** Memory that a worker and the program share: the step, and the rows read in it. */
export type SharedProgress = Float64Array<SharedArrayBuffer>;

export function sharedProgress(): SharedProgress {
  return new Float64Array(new SharedArrayBuffer(16));
}

export function tell(progress: SharedProgress, step: Step, rows: number): void {
  progress[0] = steps.indexOf(step);
  progress[1] = rows;
}

export function told(progress: SharedProgress): { step: Step; rows: number } {
  return { step: steps[progress[0]!]!, rows: progress[1]! };
}
