import type { Actor } from '#platform/context/actor.ts';
import { type Verdict, when } from '#platform/kernel/verdict.ts';

/** A to-do list belongs to a person; the program itself has none. */
export function canListTasks(actor: Actor): Verdict {
  return when(actor.kind === 'person', 'task.only-person');
}
