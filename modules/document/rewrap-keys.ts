import { and, eq, sql } from 'drizzle-orm';
import { type Context, transact } from '#platform/context/context.ts';
import { rewrapDataKey } from '#platform/envelope/data-key.ts';
import { fileYearKey } from './stored-file.table.ts';

const batch = 500;

/** After the master key got a new version: wraps the keys of the years by it. No file and no key of a file is touched. */
export async function rewrapYearKeys(context: Context): Promise<number> {
  const { keys } = context.ground;
  const newest = Buffer.from(keys.newest.id, 'hex');
  return transact(context, async (inside) => {
    const old = await inside.db
      .select({ id: fileYearKey.id, wrapped: fileYearKey.wrapped })
      .from(fileYearKey)
      .where(and(eq(fileYearKey.firmId, inside.firm), sql`substring(${fileYearKey.wrapped} from 2 for 4) <> ${newest}`))
      .limit(batch)
      .for('update');
    for (const { id, wrapped } of old) {
      await inside.db
        .update(fileYearKey)
        .set({ wrapped: rewrapDataKey(keys, { firm: inside.firm, client: id }, wrapped) })
        .where(and(eq(fileYearKey.firmId, inside.firm), eq(fileYearKey.id, id)));
    }
    return old.length;
  });
}
