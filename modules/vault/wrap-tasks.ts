import { sql } from 'drizzle-orm';
import * as task from '#modules/task/task.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { presentLocks } from './locks.ts';

/** The task of whoever holds keys; its subject is the holder to be. */
export const wrapKeysKind = 'vault.wrap-keys';

/** Opens, for whoever holds the keys of clients, the task of wrapping them to holders who were granted to open and have none. */
export async function openWrapTasks(
  inside: Inside,
  input: { clients: ClientId[]; holders: PersonId[]; assignee: PersonId; handover?: Id<'handover'>; dueOn: LocalDate },
): Promise<void> {
  const { clients, holders, assignee, handover, dueOn } = input;
  if ((await presentLocks(inside, clients)).length === 0) return;
  await task.open(
    inside,
    holders.map((holder) => ({ kind: wrapKeysKind, assignee, subject: holder, handover, dueOn })),
  );
}

/**
 * Lets fall the tasks of wrapping that have nothing left to wrap: the grant came to its end by hand or by time, another holder
 * handed the keys over, or who was to do it may not open these clients any more. Gives how many; the program asks each minute.
 */
export function dropIdleWrapTasks(context: Context): Promise<number> {
  return transact(context, async (inside) => {
    const { rows } = await inside.db.execute<{ holder: PersonId; assignee: PersonId }>(sql`
      with may as (
        select firm_id, client_id, person_id from access_grant
        where ended_at is null and starts_at <= now() and ends_at > now() and 'open' = any (capabilities)
        union select firm_id, id, owner_id from client
      )
      select t.subject_id as holder, t.assignee_id as assignee from task t
      where t.firm_id = ${inside.firm} and t.kind = ${wrapKeysKind} and t.done_at is null and not exists (
        select from may holder
        join may giver on giver.firm_id = t.firm_id and giver.client_id = holder.client_id and giver.person_id = t.assignee_id
        join client_lock l on l.firm_id = t.firm_id and l.client_id = holder.client_id and l.present_at is not null and l.retired_at is null
        where holder.firm_id = t.firm_id and holder.person_id = t.subject_id::uuid and not exists (
          select from key_wrap w join person_key k on k.firm_id = w.firm_id and k.id = w.person_key_id and k.revoked_at is null
          where w.firm_id = t.firm_id and w.client_id = l.client_id and w.version = l.version and w.person_id = holder.person_id and w.ended_at is null))`);
    for (const { holder, assignee } of rows)
      await task.drop(inside, { kind: wrapKeysKind, subject: holder, assignee, why: 'nothing-to-wrap' });
    return rows.length;
  });
}
