import * as document from '#modules/document/document.ts';
import * as journal from '#modules/journal/journal.ts';
import * as task from '#modules/task/task.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, asJob, read, transact } from '#platform/context/context.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { WholeDisposal } from './disposal.contract.ts';
import { canDestroy } from './disposal.policy.ts';
import { heldBackAmong } from './held-back.ts';
import { findDisposal, wholeDisposal } from './lookup.ts';
import { closeLines, documentsToDestroy } from './open-lists.ts';
import type { HeldBackReason } from './seats.ts';
import { change } from './sign.ts';
import { openTasks } from './seat-tasks.ts';

/**
 * Orders the destruction of what is on the list, in front of those who watch. The firm's worker does it, since nobody of them need
 * see every client; whatever happens then, it is done whole or not at all.
 *
 * Refused with `disposal.now-held-back` when something on the list may not go any more, and as the policy does.
 */
export async function destroy(context: Context, input: { disposal: Id<'disposal'> }): Promise<WholeDisposal> {
  const { firm, person, number } = await read(context, async (inside) => {
    const found = await findDisposal(inside, input.disposal);
    allow(canDestroy(inside.actor, found));
    return { firm: inside.firm, person: personOf(inside.actor), number: found.number };
  });
  const reason = await read(asJob(context, firm, person), (inside) => obstacle(inside, input.disposal));
  if (reason) throw new Refusal('disposal.now-held-back', { disposal: input.disposal, number, reason }, 'conflict');
  return transact(context, async (inside) => {
    const found = await findDisposal(inside, input.disposal, { lock: true });
    allow(canDestroy(inside.actor, found));
    const orderedBy = personOf(inside.actor)!;
    await change(inside, found.id, { state: 'destroying', orderedBy, orderedAt: inside.now, stoppedFor: null });
    await task.done(inside, { kind: 'disposal.destroy', subject: found.id });
    await journal.record(inside, {
      verb: 'disposal.ordered',
      subject: found.id,
      facts: { number: found.number, listHash: found.listHash },
    });
    await inside.ground.enqueue(inside, 'disposal.destroy', { disposal: found.id });
    return wholeDisposal(inside, found.id);
  });
}

/**
 * Destroys, in one transaction: the keys of the files, what says that they are gone, the journal of each client, and the tasks of
 * those who watched. The blocks follow by a job of their own. Killed at any point it is whole or absent, and is tried again; when
 * something may not go any more, nothing goes, and the list is ready as before.
 */
export async function carryOut(context: Context, input: { disposal: Id<'disposal'> }): Promise<void> {
  await transact(context, async (inside) => {
    const found = await findDisposal(inside, input.disposal, { lock: true });
    if (found.state !== 'destroying') return;
    const { id, number, listHash, preparedBy } = found;
    const reason = await obstacle(inside, id);
    if (reason) {
      await change(inside, id, { state: 'ready', stoppedFor: reason });
      await task.open(inside, {
        kind: 'disposal.destroy',
        assignee: preparedBy,
        subject: id,
        facts: { number },
        dueOn: localDateOf(inside.now),
      });
      await journal.record(inside, { verb: 'disposal.stopped', subject: id, facts: { number, reason } });
      return;
    }
    const documents = await documentsToDestroy(inside, id);
    const rows = await document.directoryRows(inside, { documents, limit: documents.length });
    await document.destroyStoredFiles(inside, documents);
    await document.markDestroyed(inside, documents);
    await closeLines(inside, id);
    await change(inside, id, { state: 'watched', destructionAt: inside.now });
    await openTasks(inside, { id, number }, 'watched');
    const byClient = Map.groupBy(rows, ({ client }) => client?.id ?? null);
    await journal.record(inside, [
      { verb: 'disposal.destroyed', subject: id, facts: { number, listHash, documents: documents.length } },
      ...[...byClient].flatMap(([client, ours]) =>
        client
          ? [
              {
                verb: 'disposal.files-destroyed',
                client: client as ClientId,
                subject: id,
                facts: { number, documents: ours.map((row) => row.document) },
              },
            ]
          : [],
      ),
    ]);
  });
}

/** Why something on the list may not be destroyed now; null when all of it may. */
async function obstacle(inside: Inside, id: Id<'disposal'>): Promise<HeldBackReason | null> {
  const documents = await documentsToDestroy(inside, id);
  const due = await document.directoryRows(inside, { state: 'due', documents, limit: documents.length });
  if (due.length < documents.length) return 'not-due';
  const [first] = (await heldBackAmong(inside, due)).values();
  return first ?? null;
}
