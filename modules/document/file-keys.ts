import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Inside } from '#platform/context/context.ts';
import { createDataKey, type DataKey, unwrapDataKey } from '#platform/envelope/data-key.ts';
import { unwrapFileKey } from '#platform/envelope/file-key.ts';
import { type ClientId, type Id, newId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { fileKey, fileYearKey } from './stored-file.table.ts';

/** Whose files they are: a client's, or those of a handover as a whole. */
export type Holder = { client: ClientId; handover: null } | { client: null; handover: Id<'handover'> };

export type YearKey = { id: Id<'file-year-key'>; key: DataKey };

/** The key over the files that the holder has kept this year; made with the first of them. */
export async function presentYearKey(inside: Inside, { client, handover }: Holder): Promise<YearKey> {
  const year = Number(localDateOf(inside.now).slice(0, 4));
  const made = newId<'file-year-key'>();
  const { wrapped } = createDataKey(inside.ground.keys, { firm: inside.firm, client: made });
  await inside.db
    .insert(fileYearKey)
    .values({ firmId: inside.firm, id: made, clientId: client, handoverId: handover, year, wrapped })
    .onConflictDoNothing();
  const [row] = await inside.db
    .select({ id: fileYearKey.id, wrapped: fileYearKey.wrapped })
    .from(fileYearKey)
    .where(
      and(
        eq(fileYearKey.firmId, inside.firm),
        client ? eq(fileYearKey.clientId, client) : isNull(fileYearKey.clientId),
        handover ? eq(fileYearKey.handoverId, handover) : isNull(fileYearKey.handoverId),
        eq(fileYearKey.year, year),
      ),
    );
  return { id: row!.id, key: unwrapDataKey(inside.ground.keys, { firm: inside.firm, client: row!.id }, row!.wrapped) };
}

/** The keys of those kept files that are there and that the actor may read. */
export async function fileKeysOf(
  inside: Inside,
  files: readonly Id<'stored-file'>[],
): Promise<Map<Id<'stored-file'>, DataKey>> {
  if (files.length === 0) return new Map();
  const rows = await inside.db
    .select({ file: fileKey.storedFileId, wrapped: fileKey.wrapped, year: fileYearKey.id, above: fileYearKey.wrapped })
    .from(fileKey)
    .innerJoin(fileYearKey, and(eq(fileYearKey.firmId, fileKey.firmId), eq(fileYearKey.id, fileKey.yearKeyId)))
    .where(and(eq(fileKey.firmId, inside.firm), inArray(fileKey.storedFileId, [...new Set(files)])));
  const years = new Map<string, DataKey>();
  return new Map(
    rows.map(({ file, wrapped, year, above }) => {
      const yearKey = years.get(year) ?? unwrapDataKey(inside.ground.keys, { firm: inside.firm, client: year }, above);
      years.set(year, yearKey);
      return [file, unwrapFileKey(yearKey, file, wrapped)];
    }),
  );
}
