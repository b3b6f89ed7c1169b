import * as task from '#modules/task/task.ts';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { seatsOf } from './lookup.ts';
import type { Stage } from './seats.ts';

/** Asks everybody who signs at a stage to do so. */
export async function openTasks(
  inside: Inside,
  { id, number }: { id: Id<'disposal'>; number: string },
  stage: Stage,
): Promise<void> {
  const waiting = (await seatsOf(inside, id)).filter((seat) => seat.stage === stage && seat.signedAt === null);
  await task.open(
    inside,
    [...new Set(waiting.map(({ person }) => person.id))].map((assignee) => ({
      kind: `disposal.sign-${stage}`,
      assignee,
      subject: id,
      facts: { number },
      dueOn: localDateOf(inside.now),
    })),
  );
}
