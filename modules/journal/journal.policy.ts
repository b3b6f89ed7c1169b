import { type Actor, holds } from '#platform/context/actor.ts';
import { type Verdict, when } from '#platform/kernel/verdict.ts';

/** Auditors, managers and administrators read the journal of the firm. */
export function canReadJournal(actor: Actor): Verdict {
  return when(holds(actor, 'auditor', 'manager', 'administrator'), 'journal.only-auditor');
}

/** Auditors and managers take entries out of the house; each export is an entry itself. */
export function canExportJournal(actor: Actor): Verdict {
  return when(holds(actor, 'auditor', 'manager'), 'journal.only-auditor-exports');
}

/** Administrators examine the installation: it signs, seals, writes and reads for real. */
export function canExamine(actor: Actor): Verdict {
  return when(holds(actor, 'administrator'), 'journal.only-administrator-examines');
}

// How an entry becomes a leaf: whoever verifies an extract without the database does it by the same functions.
export { commitmentOf, leafBytes } from './leaf.ts';
