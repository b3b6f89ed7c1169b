import { and, eq, sql } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { sealFields } from '#platform/envelope/data-key.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { formatYuan } from '#platform/kernel/money.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { registerImport } from '../client.table.ts';
import { writeDirectories } from '../directory-line.ts';
import type { AmountField } from '../register/columns.ts';
import type { SealedClients } from '../seal-clients.ts';
import { takeIn } from '../take-in.ts';
import type { RecordDeed } from './arrangement.ts';
import { change, importJob } from './confirm-import.ts';
import type { ClientChange } from './import-plan.ts';
import { knownClients } from './known-clients.ts';
import { ofAll, type PlannedImport, sealed, withPlan } from './planned-import.ts';
import { closeRegister } from './register-desk.ts';
import { findImport, type ImportId, keyOfImport, type StoredImport } from './stored-import.ts';
import { writeRecords, writeVersions } from './write-versions.ts';

/**
 * Carries a confirmed import out, in one transaction: everything that was confirmed is written, or nothing, and then the
 * import says why. Amounts are read back from what was written, and their totals must be those of the file. When two carry
 * out the same import, the second waits and finds what the first one left.
 */
export async function runImport(context: Context, input: { import: ImportId }): Promise<void> {
  try {
    await transact(context, async (inside) => {
      await inside.db.execute(
        sql`select pg_advisory_xact_lock(hashtextextended(${`baton import ${input.import}`}, 0))`,
      );
      const stored = await findImport(inside, input.import);
      if (stored.state === 'running') await write(inside, stored, progressOf(context, stored));
    });
  } catch (error) {
    if (!(error instanceof Refusal)) context.ground.log.error({ err: error }, 'a register was not imported');
    const failure =
      error instanceof Refusal ? { code: error.code, facts: error.facts } : { code: 'server.failed', facts: {} };
    await transact(context, async (inside) => {
      if ((await findImport(inside, input.import, { lock: true })).state !== 'running') return;
      await change(inside, input.import, { state: 'failed', failure, finishedAt: inside.now });
      await journal.record(inside, {
        verb: 'client.import-failed',
        subject: input.import,
        facts: { code: failure.code },
      });
    });
  }
  closeRegister(input.import);
}

/** Puts the import that was running when the program was killed into the queue again. For the start of the program. */
export function resumeImports(context: Context): Promise<void> {
  return transact(context, async (inside) => {
    const running = await inside.db
      .select({ import: registerImport.id, onBehalfOf: registerImport.createdBy })
      .from(registerImport)
      .where(and(eq(registerImport.firmId, inside.firm), eq(registerImport.state, 'running')));
    for (const one of running) await inside.ground.enqueue(inside, importJob, one);
  });
}

type Progress = (done: number, total: number) => Promise<void>;

/** Tells how far the import has come in transactions of its own, since nothing of the import's can be seen before its end. */
function progressOf(context: Context, stored: StoredImport): Progress {
  const startedAt = Date.now();
  return (done, total) =>
    transact(context, (inside) => change(inside, stored.id, { counts: { ...stored.counts, startedAt, done, total } }));
}

function write(inside: Inside, stored: StoredImport, progress: Progress): Promise<void> {
  return withPlan(inside, stored, async (planned) => {
    const { reading, shown } = planned;
    if (shown.digest !== stored.confirmed)
      throw new Refusal('client.import-moved-on', { import: stored.id }, 'conflict');
    const total = shown.added + shown.changed;
    await progress(0, total);
    await writeNewcomers(inside, stored, planned, (done) => progress(done, total));
    const deeds: RecordDeed[] = [];
    for (let from = 0; from < shown.changed; from += part) {
      const changes = await planned.desk.ask('changes', { plan: planned.plan, from, most: part });
      deeds.push(...(await writeChanges(inside, stored, changes)));
      await progress(shown.added + from + changes.length, total);
    }
    const totals = await refuseOtherTotals(inside, planned);
    if (total > 5000) await inside.db.execute(sql`analyze client, client_search, client_record`);
    const counts = {
      rows: reading.rows,
      added: shown.added,
      changed: shown.changed,
      unchanged: reading.sound - total,
      missing: shown.missing,
      faulty: reading.faultyRows,
    };
    await change(inside, stored.id, {
      state: 'done',
      counts: { ...counts, done: total, total },
      totals: sealFields(keyOfImport(inside, stored), { table: 'register_import', row: stored.id }, totals),
      deeds,
      finishedAt: await instantNow(inside),
    });
    await journal.record(inside, { verb: 'client.import-done', subject: stored.id, facts: counts });
  });
}

/**
 * Writes the clients to be added and reads their amounts back. While PostgreSQL writes a part, the desk adds up the one before
 * and seals the next.
 */
async function writeNewcomers(
  inside: Inside,
  stored: StoredImport,
  planned: PlannedImport,
  progress: (done: number) => Promise<void>,
): Promise<void> {
  let done = 0;
  let addedUp = Promise.resolve();
  for await (const newcomers of sealedParts(inside, planned)) {
    const imported = newcomers.clients.map(({ id, owner, records }) => ({
      verb: 'client.imported',
      client: id,
      facts: { import: stored.id, owner, records },
    }));
    await settled([takeIn(inside, newcomers, { import: stored.id }), journal.record(inside, imported)]);
    // Before a table has statistics of the rows of this transaction, checks of its keys may walk all of them.
    if (done === 0 && planned.shown.added > part) await inside.db.execute(sql`analyze client, client_record`);
    const ids = newcomers.clients.map(({ id }) => id);
    done += ids.length;
    const written: string[] = [];
    const reading = ofAll(readBack(inside, planned, ids), async (text) => void written.push(text));
    await settled([reading, progress(done)]);
    await addedUp;
    addedUp = ofAll(written, (text) => addUp(inside, planned, text));
    addedUp.catch(() => {});
  }
  await addedUp;
}

/** The clients to be added, part by part: the next one is sealed at the desk as soon as the one before is handed out. */
async function* sealedParts(inside: Inside, { desk, plan, shown }: PlannedImport): AsyncGenerator<SealedClients> {
  const { keys } = inside.ground;
  const seal = (from: number) => {
    const sealing = desk.ask('newcomers', { plan, from, most: part, keys, firm: inside.firm });
    sealing.catch(() => {});
    return sealing;
  };
  let next = seal(0);
  for (let from = 0; from < shown.added; from += part) {
    const newcomers = await next;
    next = seal(from + part);
    yield newcomers;
  }
}

/**
 * Waits until the last of deeds that were begun together is over, so that no statement of theirs is still under way when the
 * transaction ends; then throws what the first one threw that failed.
 */
async function settled(deeds: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(deeds);
  await Promise.all(deeds);
}

/** The instant by the database clock, which has gone on since the transaction began. */
async function instantNow(inside: Inside): Promise<Date> {
  const { rows } = await inside.db.execute<{ now: string }>(sql`select to_json(clock_timestamp()) #>> '{}' as now`);
  return new Date(rows[0]!.now);
}

/** Writes what the register says otherwise of clients who are there. */
async function writeChanges(
  inside: Inside,
  stored: StoredImport,
  changes: readonly ClientChange[],
): Promise<RecordDeed[]> {
  const next = changes.flatMap((one) => one.next);
  await writeVersions(inside, next, `台账导入 ${stored.fileName}`);
  const deeds: RecordDeed[] = next.map(({ before, ended }) => ({
    record: before.id,
    version: before.version + 1,
    deed: ended ? 'ended' : 'changed',
  }));
  const news = changes.flatMap((one) => one.news);
  deeds.push(...(await writeRecords(inside, news, { import: stored.id })));
  await writeDirectories(
    inside,
    changes.filter(({ listed }) => listed).map(({ client }) => client),
  );
  await journal.record(
    inside,
    changes.map(({ client, fields }) => ({
      verb: 'client.import-changed',
      client,
      facts: { import: stored.id, fields },
    })),
  );
  return deeds;
}

/** The totals of all imported clients as they stand written; refuses with `client.import-totals-differ`. */
async function refuseOtherTotals(
  inside: Inside,
  planned: PlannedImport,
): Promise<{ field: AmountField; sum: string }[]> {
  const { desk, plan, reading } = planned;
  const known = await desk.ask('knownIds', { plan });
  await ofAll(readBack(inside, planned, known), (text) => addUp(inside, planned, text));
  const differing = await desk.ask('differing', { plan });
  if (differing.length > 0) throw new Refusal('client.import-totals-differ', { columns: differing });
  return reading.totals.map(({ field, imported }) => ({ field, sum: formatYuan(imported) }));
}

/** The amounts of imported clients as they stand written, sealed, a text for each part; nothing when no column has amounts. */
async function* readBack(inside: Inside, { reading }: PlannedImport, ids: ClientId[]): AsyncGenerator<string> {
  if (reading.totals.length > 0) yield* knownClients(inside, { ids, kinds: ['balance', 'contract'] });
}

/** Has the desk open what was read back and add it to the totals. */
function addUp(inside: Inside, { desk, plan }: PlannedImport, text: string): Promise<void> {
  return desk.ask('readBack', { plan, clients: sealed(inside, text) });
}

/** How many clients are written in a statement. */
const part = 2000;
