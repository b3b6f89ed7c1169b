import { type Actor, holds } from '#platform/context/actor.ts';
import { type Verdict, when } from '#platform/kernel/verdict.ts';

/** Auditors, managers and administrators read the journal of the firm. */
export function canReadJournal(actor: Actor): Verdict {
  return when(holds(actor, 'auditor', 'manager', 'administrator'), 'journal.only-auditor');
}
