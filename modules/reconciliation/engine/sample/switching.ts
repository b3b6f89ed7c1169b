import { type QualityLimit, type SamplingPlan, type Severity, accepts, planOfLetter, qualityLimits } from './plan.ts';

/**
 * How strictly a transferor's next lot is inspected, and what led there (GB/T 2828.1-2012, 9.3 and 9.4). Only first
 * submissions count: a lot that comes back after being put right changes nothing.
 */
export type Inspection =
  /** `score` is the switching score; `recent` the last lots under normal inspection, at most five, true when accepted. */
  | { severity: 'normal'; score: number; recent: boolean[] }
  /** `accepted` in a row; `refused` so far in this run of tightened inspection. */
  | { severity: 'tightened'; accepted: number; refused: number }
  | { severity: 'reduced' }
  /** Five lots refused on tightened inspection: nothing is accepted by sample until the cause is removed. */
  | { severity: 'stopped' };

/** A lot inspected for the first time under the present severity. */
export interface InspectedLot {
  plan: Pick<SamplingPlan, 'letter' | 'accept'>;
  limit: QualityLimit;
  /** Nonconforming items found in the sample. */
  nonconforming: number;
}

const enoughToReduce = 30;

/** The first lot of a transferor is inspected normally. */
export const firstInspection: Inspection = { severity: 'normal', score: 0, recent: [] };

/** The inspection after a lot. Throws RangeError when inspection is stopped, since there is nothing to go on from. */
export function inspectionAfter(before: Inspection, lot: InspectedLot): Inspection {
  const accepted = accepts(lot.plan, lot.nonconforming);
  switch (before.severity) {
    case 'normal':
      return afterNormal(before, lot, accepted);
    case 'tightened':
      return afterTightened(before, accepted);
    case 'reduced':
      return accepted ? before : firstInspection;
    case 'stopped':
      throw new RangeError('inspection is stopped');
  }
}

function afterNormal(before: Inspection & { severity: 'normal' }, lot: InspectedLot, accepted: boolean): Inspection {
  const recent = [...before.recent, accepted].slice(-5);
  if (recent.filter((one) => !one).length === 2) return tightened;
  return { severity: 'normal', score: scoreAfter(before.score, lot, accepted), recent };
}

/**
 * 9.3.3.2, single sampling: with Ac 0 or 1 an accepted lot adds 2; with Ac 2 or more it adds 3 if it would have been accepted
 * with the limit one step tighter; anything else sets the score back to 0. One step tighter is read for the plan that was
 * used, whose sample is the same size, so that the two can be compared.
 */
function scoreAfter(score: number, { plan, limit, nonconforming }: InspectedLot, accepted: boolean): number {
  if (plan.accept < 2) return accepted ? score + 2 : 0;
  const tighter = planOfLetter(plan.letter, qualityLimits[qualityLimits.indexOf(limit) - 1]!, 'normal');
  return accepts(tighter, nonconforming) ? score + 3 : 0;
}

const tightened: Inspection = { severity: 'tightened', accepted: 0, refused: 0 };

function afterTightened(before: Inspection & { severity: 'tightened' }, accepted: boolean): Inspection {
  if (!accepted) {
    return before.refused === 4 ? { severity: 'stopped' } : { ...before, accepted: 0, refused: before.refused + 1 };
  }
  return before.accepted === 4 ? firstInspection : { ...before, accepted: before.accepted + 1 };
}

/**
 * Whether a person may agree to reduced inspection: the score has reached 30. That lots come steadily and that less checking is
 * wanted is for that person to say, so it never happens alone.
 */
export function mayReduce(now: Inspection): now is Inspection & { severity: 'normal' } {
  return now.severity === 'normal' && now.score >= enoughToReduce;
}

/** Reduced inspection, agreed to. Throws RangeError while it may not be. */
export function reduce(now: Inspection): Inspection {
  if (!mayReduce(now)) throw new RangeError(`inspection is ${now.severity} and may not be reduced`);
  return { severity: 'reduced' };
}

/** Normal inspection instead of reduced: lots come irregularly, or a person sees another reason. Others stay as they are. */
export function endReduced(now: Inspection): Inspection {
  return now.severity === 'reduced' ? firstInspection : now;
}

/** Tightened inspection after the cause of a stop was removed and a person agreed. Others stay as they are. */
export function resume(now: Inspection): Inspection {
  return now.severity === 'stopped' ? tightened : now;
}

/** The severity to look a plan up with, or null when nothing may be accepted by sample. */
export function severityOf(now: Inspection): Severity | null {
  return now.severity === 'stopped' ? null : now.severity;
}
