import { type Actor, holds } from '#platform/context/actor.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { type Verdict, all, when } from '#platform/kernel/verdict.ts';

/** Administrators appoint people and give roles. */
export function canAppoint(actor: Actor): Verdict {
  return when(holds(actor, 'administrator'), 'people.only-administrator');
}

/** Managers and administrators stop a person's access, never their own. */
export function canSuspend(actor: Actor, whom: PersonId): Verdict {
  return all(
    when(holds(actor, 'administrator', 'manager'), 'people.only-manager'),
    when(actor.kind !== 'person' || actor.person !== whom, 'people.not-oneself'),
  );
}

/** Everybody enters their own absences; managers and administrators those of others. */
export function canEnterAbsence(actor: Actor, whom: PersonId): Verdict {
  return when(
    (actor.kind === 'person' && actor.person === whom) || holds(actor, 'administrator', 'manager'),
    'people.only-manager',
  );
}

/** Managers and administrators form teams. */
export function canFormTeams(actor: Actor): Verdict {
  return when(holds(actor, 'administrator', 'manager'), 'people.only-manager');
}
