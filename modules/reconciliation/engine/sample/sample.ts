import { draw } from './draw.ts';
import { type LotRules, type SamplingPlan, samplingPlan } from './plan.ts';

/** What is never sampled: one wrong seal or password undoes a thousand right records. */
export const criticalKinds = ['seal', 'key', 'credential', 'cash', 'open-tax-matter'] as const;
export type CriticalKind = (typeof criticalKinds)[number];

export interface Inspectable {
  id: string;
  critical?: CriticalKind;
}

export interface SampleOrder extends LotRules {
  items: readonly Inspectable[];
  /** See `draw`: nobody's choice, and known only after the list was frozen. */
  seed: string;
}

/** What a checker inspects. The same order gives the same sample, byte for byte. */
export interface Sample {
  /** The lot: everything that is not critical. */
  lot: number;
  /** Null when everything is critical. */
  plan: SamplingPlan | null;
  /** Inspected without exception; one nonconforming item among them is settled before anything is accepted. */
  critical: string[];
  /** Drawn from the lot. */
  drawn: string[];
}

/**
 * Every critical item, and a sample of the others by GB/T 2828.1. Both lists stand in an order of the seed's, which is no
 * party's. Throws RangeError when an id stands twice.
 */
export function sample({ items, seed, ...rules }: SampleOrder): Sample {
  const critical = items.filter((item) => item.critical).map(({ id }) => id);
  const others = items.filter((item) => !item.critical).map(({ id }) => id);
  const plan = others.length === 0 ? null : samplingPlan(others.length, rules);
  if (new Set(items.map(({ id }) => id)).size < items.length) throw new RangeError('an id stands twice in the order');
  return {
    lot: others.length,
    plan,
    critical: draw(critical, critical.length, seed),
    drawn: draw(others, plan?.sampleSize ?? 0, seed),
  };
}
