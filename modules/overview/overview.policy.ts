import { type Actor, holds } from '#platform/context/actor.ts';
import { type Verdict, when } from '#platform/kernel/verdict.ts';

/** A home page belongs to a person; the program itself has none. */
export function canSeeHome(actor: Actor): Verdict {
  return when(actor.kind === 'person', 'overview.only-person');
}

/** Managers and administrators see every handover and every client's name: the cockpit is theirs. */
export function canSeeCockpit(actor: Actor): Verdict {
  return when(holds(actor, 'manager', 'administrator'), 'overview.only-manager');
}
