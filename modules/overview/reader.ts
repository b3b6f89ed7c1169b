import { personOf } from '#platform/context/actor.ts';
import { type Context, asJob, read } from '#platform/context/context.ts';
import type { Actor } from '#platform/context/actor.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { type Verdict, allow } from '#platform/kernel/verdict.ts';

/**
 * Who asks, and the firm's own eyes on their behalf. Counts over clients that the person may not open yet (a receiver before
 * the pledges, a manager always) are counted by the firm; names and everything else are read by the person's own eyes.
 */
export async function reader(
  context: Context,
  verdict: (actor: Actor) => Verdict,
): Promise<{ person: PersonId; actor: Actor; counting: Context }> {
  const actor = await read(context, async (inside) => {
    allow(verdict(inside.actor));
    return inside.actor;
  });
  return { person: personOf(actor)!, actor, counting: asJob(context, actor.firm, personOf(actor)) };
}
