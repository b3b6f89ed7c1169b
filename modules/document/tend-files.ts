import { and, asc, count, eq, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { asJob, type Context, read, transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { fileKeysOf } from './file-keys.ts';
import { tryContent } from './read-content.ts';
import { type StoredFault, storedFile } from './stored-file.table.ts';
import { noteFault, type Stored } from './stored-files.ts';
import { expireUploads } from './uploads.ts';

/** Every kept file is read back this often. */
const checkedEvery = sql`interval '30 days'`;
/** What one round may take, in milliseconds, and how many files it looks at. */
const roundTakes = 15_000;
const roundLooksAt = 200;

type Tended = Stored & { sha256: string };

/**
 * What the files of a firm need from time to time, as the job of the minute: uploads that nobody goes on with are thrown away,
 * second copies are made, and the files that were not read back for the longest time are.
 */
export async function tendFiles(context: Context): Promise<void> {
  await expireUploads(context);
  const until = performance.now() + roundTakes;
  if (context.ground.files.second) await copyFiles(context, until);
  await checkFiles(context, until);
}

/** How many kept files of the actor's firm are not as they were kept, by fault; a figure that names nobody's client. */
export async function countFaults(context: Context): Promise<Record<StoredFault, number>> {
  const firm = await read(context, async (inside) => inside.firm);
  return read(asJob(context, firm, null), async (inside) => {
    const rows = await inside.db
      .select({ fault: storedFile.fault, number: count() })
      .from(storedFile)
      .where(and(eq(storedFile.firmId, inside.firm), isNotNull(storedFile.fault), isNull(storedFile.destroyedAt)))
      .groupBy(storedFile.fault);
    return { missing: 0, damaged: 0, ...Object.fromEntries(rows.map(({ fault, number }) => [fault, number])) };
  });
}

/**
 * Puts the second copy in place of a file that is missing or damaged, when it is whole itself, and reads it back. Journalled; without
 * a whole second copy the fault stands until a backup is restored.
 */
export async function mendFile(context: Context, { file }: { file: Id<'stored-file'> }): Promise<void> {
  const { files } = context.ground;
  const [found] = await select(context, eq(storedFile.id, file), 1);
  if (!found) return;
  let whole = (await tryContent(files.read, found)) === 'whole';
  if (!whole && files.second && (await tryContent(files.second.read, found)) === 'whole') {
    await files.second.mend(file);
    whole = (await tryContent(files.read, found)) === 'whole';
  }
  if (!whole) return;
  await transact(context, async (inside) => {
    const [row] = await inside.db
      .update(storedFile)
      .set({ fault: null, faultAt: null, checkedAt: inside.now })
      .where(and(eq(storedFile.firmId, inside.firm), eq(storedFile.id, file), isNotNull(storedFile.fault)))
      .returning({ client: storedFile.clientId, handover: storedFile.handoverId });
    if (!row) return;
    await journal.record(inside, {
      verb: 'document.file-mended',
      client: row.client ?? undefined,
      handover: row.handover ?? undefined,
      subject: file,
      facts: {},
    });
  });
}

/** Reads kept files back, those first that were not for the longest time; what is wrong is noted, and mended by a job. */
async function checkFiles(context: Context, until: number): Promise<void> {
  const { ground, by } = context;
  if (by.kind !== 'job') return;
  const due = or(isNull(storedFile.checkedAt), lt(storedFile.checkedAt, sql`now() - ${checkedEvery}`))!;
  for (const one of await select(context, and(due, isNull(storedFile.fault))!, roundLooksAt)) {
    if (performance.now() > until) return;
    const state = await tryContent(ground.files.read, one);
    if (state !== 'whole') await noteFault(ground, by.firm, one.id, state);
    else await note(context, one.id, { checkedAt: sql`now()` });
    if (state === 'whole' && ground.files.second) await checkSecond(context, one);
  }
}

async function checkSecond(context: Context, one: Tended): Promise<void> {
  const second = context.ground.files.second!;
  if ((await tryContent(second.read, one)) !== 'whole') await second.renew(one.id);
  await note(context, one.id, { secondAt: sql`now()` });
}

async function copyFiles(context: Context, until: number): Promise<void> {
  const { ground, by } = context;
  const second = ground.files.second!;
  if (by.kind !== 'job') return;
  for (const { id } of await select(
    context,
    and(isNull(storedFile.secondAt), isNull(storedFile.fault))!,
    roundLooksAt,
  )) {
    if (performance.now() > until) return;
    try {
      await second.copy(id);
      await note(context, id, { secondAt: sql`now()` });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'file.missing') {
        await noteFault(ground, by.firm, id, 'missing');
        continue;
      }
      ground.log.error({ err: error, place: second.place }, 'a second copy could not be made');
      return;
    }
  }
}

async function select(
  context: Context,
  condition: NonNullable<ReturnType<typeof and>>,
  most: number,
): Promise<Tended[]> {
  return read(context, async (inside) => {
    const rows = await inside.db
      .select({ id: storedFile.id, sha256: storedFile.sha256 })
      .from(storedFile)
      .where(and(eq(storedFile.firmId, inside.firm), isNull(storedFile.destroyedAt), condition))
      .orderBy(sql`${storedFile.checkedAt} asc nulls first`, asc(storedFile.id))
      .limit(most);
    const keys = await fileKeysOf(
      inside,
      rows.map(({ id }) => id),
    );
    return rows.flatMap((row) => (keys.has(row.id) ? [{ ...row, key: keys.get(row.id)! }] : []));
  });
}

function note(
  context: Context,
  file: Id<'stored-file'>,
  set: Partial<Record<'checkedAt' | 'secondAt', ReturnType<typeof sql>>>,
): Promise<unknown> {
  return transact(context, (inside) =>
    inside.db
      .update(storedFile)
      .set(set)
      .where(and(eq(storedFile.firmId, inside.firm), eq(storedFile.id, file))),
  );
}
