import { sql } from 'drizzle-orm';
import type * as playbook from '#modules/playbook/playbook.ts';
import type { Inside } from '#platform/context/context.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import {
  endReduced,
  firstInspection,
  type Inspection,
  inspectionAfter,
  mayReduce,
  reduce,
  resume,
} from '../engine/sample/switching.ts';
import type { SwitchDecision } from './words.ts';

/** What changed how strictly a transferor's lots are inspected: a lot that was decided, or a person who decided. */
interface Step {
  decision: SwitchDecision | null;
  letter: string;
  limit: playbook.LotRule['limit'];
  accept: number;
  nonconforming: number;
}

/** How strictly the transferor's next lot is inspected, from all that were handed in for the first time before. */
export async function inspectionOf(inside: Inside, transferor: PersonId, rule: string): Promise<Inspection> {
  const { rows } = await inside.db.execute<Step & Record<string, unknown>>(sql`
    select decision, letter, quality_limit as "limit", accept, nonconforming
    from access.inspection_course(${transferor}, ${rule})`);
  return rows.reduce<Inspection>(after, firstInspection);
}

function after(now: Inspection, { decision, letter, limit, accept, nonconforming }: Step): Inspection {
  if (decision) return maySwitch(now, decision) ? switched(now, decision) : now;
  if (now.severity === 'stopped') return now;
  return inspectionAfter(now, { plan: { letter, accept }, limit, nonconforming });
}

/** Whether the decision fits how strictly is inspected now. */
export function maySwitch(now: Inspection, decision: SwitchDecision): boolean {
  if (decision === 'reduce') return mayReduce(now);
  return now.severity === (decision === 'resume' ? 'stopped' : 'reduced');
}

function switched(now: Inspection, decision: SwitchDecision): Inspection {
  return { resume, reduce, 'end-reduced': endReduced }[decision](now);
}
