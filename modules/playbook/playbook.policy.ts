import type { Actor } from '#platform/context/actor.ts';
import { type Verdict, when } from '#platform/kernel/verdict.ts';

/** Everybody of the firm reads by which rules the firm hands over. */
export function canReadPlaybook(actor: Actor): Verdict {
  return when(actor.kind === 'person', 'playbook.only-people');
}
