import { sql } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';

/**
 * Refuses with `document.restricted` who would read the content of a restricted file without an opening for a named purpose
 * (个人信息保护法 Art. 47: store and protect only).
 */
export async function refuseClosed(inside: Inside, document: Id<'document'>): Promise<void> {
  if (await isClosed(inside, document)) throw new Refusal('document.restricted', { document }, 'forbidden');
}

/** Whether the file is restricted and the actor has no opening of it. */
export async function isClosed(inside: Inside, document: Id<'document'>): Promise<boolean> {
  const { rows } = await inside.db.execute<{ closed: boolean }>(
    sql`select access.document_closed(${document}::uuid) as closed`,
  );
  return rows[0]!.closed;
}
