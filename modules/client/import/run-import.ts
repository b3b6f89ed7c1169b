import { sql } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import { sealFields } from '#platform/envelope/data-key.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { formatYuan } from '#platform/kernel/money.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { writeDirectory } from '../directory-line.ts';
import type { RecordKind } from '../fields/catalogue.ts';
import type { ChangedClient } from '../register/compare-register.ts';
import { registerKey, type RegisterValues } from '../register/draft.ts';
import type { AmountField } from '../register/columns.ts';
import { takeIn } from '../take-in.ts';
import type { RecordDeed } from './arrangement.ts';
import { change } from './confirm-import.ts';
import { knownClients } from './known-clients.ts';
import { faultyLines, fieldsByKind, knownIds, planImport, type PlannedImport } from './planned-import.ts';
import { lineOfRecords, recordsOfLine } from './register-records.ts';
import { findImport, type ImportId, keyOfImport, type StoredImport } from './stored-import.ts';
import { type NewRecord, type NextVersion, writeRecords, writeVersions } from './write-versions.ts';

/**
 * Carries a confirmed import out, in one transaction: everything that was confirmed is written, or nothing, and then the
 * import says why. Amounts are read back from what was written, and their totals must be those of the file.
 */
export async function runImport(context: Context, input: { import: ImportId }): Promise<void> {
  try {
    await transact(context, async (inside) => {
      const stored = await findImport(inside, input.import);
      if (stored.state === 'running') await write(inside, stored, progressOf(context, stored));
    });
  } catch (error) {
    if (!(error instanceof Refusal)) context.ground.log.error({ err: error }, 'a register was not imported');
    const failure =
      error instanceof Refusal ? { code: error.code, facts: error.facts } : { code: 'server.failed', facts: {} };
    await transact(context, async (inside) => {
      await change(inside, input.import, { state: 'failed', failure, finishedAt: inside.now });
      await journal.record(inside, {
        verb: 'client.import-failed',
        subject: input.import,
        facts: { code: failure.code },
      });
    });
  }
}

type Progress = (done: number, total: number) => Promise<void>;

/** Tells how far the import has come in transactions of its own, since nothing of the import's can be seen before its end. */
function progressOf(context: Context, stored: StoredImport): Progress {
  const startedAt = Date.now();
  return (done, total) =>
    transact(context, (inside) => change(inside, stored.id, { counts: { ...stored.counts, startedAt, done, total } }));
}

async function write(inside: Inside, stored: StoredImport, progress: Progress): Promise<void> {
  const planned = await planImport(inside, stored);
  if (planned.digest !== stored.confirmed)
    throw new Refusal('client.import-moved-on', { import: stored.id }, 'conflict');
  const { reading, comparison } = planned;
  const changed = comparison.changed.filter(({ onlyWrittenDifferently }) => !onlyWrittenDifferently);
  const total = comparison.added.length + changed.length;
  await progress(0, total);

  const added: ClientId[] = [];
  const newcomers = comparison.added.map((draft) => ({
    owner: planned.owners.get(draft.owner ?? '')!,
    records: [...recordsOfLine(draft)].map(([kind, fields]) => ({ kind, fields })),
  }));
  await takeIn(inside, newcomers, { import: stored.id }, async (taken) => {
    await journal.record(
      inside,
      taken.map(({ id, owner, records }) => ({
        verb: 'client.imported',
        client: id,
        facts: { import: stored.id, owner, records: records.length },
      })),
    );
    added.push(...taken.map(({ id }) => id));
    await progress(added.length, total);
  });
  const deeds: RecordDeed[] = [];
  for (const part of chunks(changed)) {
    deeds.push(...(await writeChanges(inside, stored, planned, part)));
    await progress(added.length + deeds.length, total);
  }
  const totals = await refuseOtherTotals(inside, planned, added);
  if (total > 5000) await inside.db.execute(sql`analyze client, client_search, client_record`);
  const counts = {
    rows: reading.rows,
    added: added.length,
    changed: changed.length,
    unchanged: reading.drafts.length - total,
    missing: comparison.missing.length,
    faulty: faultyLines(reading),
  };
  await change(inside, stored.id, {
    state: 'done',
    counts: { ...counts, done: total, total },
    totals: sealFields(keyOfImport(inside, stored), { table: 'register_import', row: stored.id }, totals),
    deeds,
    finishedAt: await instantNow(inside),
  });
  await journal.record(inside, { verb: 'client.import-done', subject: stored.id, facts: counts });
}

/** The instant by the database clock, which has gone on since the transaction began. */
async function instantNow(inside: Inside): Promise<Date> {
  const { rows } = await inside.db.execute<{ now: string }>(sql`select to_json(clock_timestamp()) #>> '{}' as now`);
  return new Date(rows[0]!.now);
}

/** Writes what the register says otherwise of clients who are there; other ways of writing the same are left as they are. */
async function writeChanges(
  inside: Inside,
  stored: StoredImport,
  { known }: PlannedImport,
  changed: readonly ChangedClient[],
): Promise<RecordDeed[]> {
  const next: NextVersion[] = [];
  const news: NewRecord[] = [];
  const directory = new Map<ClientId, RecordKind>();
  for (const { draft, changes } of changed) {
    const client = known.get(registerKey(draft.number))!;
    const before = lineOfRecords(fieldsByKind(client));
    const [was, is] = [recordsOfLine(before), recordsOfLine(withChanges(before, changes))];
    for (const kind of new Set([...was.keys(), ...is.keys()])) {
      const [old = {}, now] = [was.get(kind), is.get(kind)];
      const record = client.records.get(kind);
      const names = [...new Set([...Object.keys(old), ...Object.keys(now ?? {})])].filter(
        (name) => old[name] !== now?.[name],
      );
      if (names.length === 0) continue;
      if (kind === 'basic' || kind === 'contract') directory.set(client.id, kind);
      if (!record) news.push({ clientId: client.id, kind, fields: now! });
      else if (!now) next.push({ before: record, fields: record.fields, ended: true });
      else {
        const fields = { ...record.fields };
        for (const name of names) {
          if (now[name] === undefined) delete fields[name];
          else fields[name] = now[name];
        }
        next.push({ before: record, fields, ended: false });
      }
    }
  }
  await writeVersions(inside, next, `台账导入 ${stored.fileName}`);
  const deeds: RecordDeed[] = next.map(({ before, ended }) => ({
    record: before.id,
    version: before.version + 1,
    deed: ended ? 'ended' : 'changed',
  }));
  deeds.push(...(await writeRecords(inside, news, { import: stored.id })));
  for (const [client, kind] of directory) await writeDirectory(inside, client, kind);
  await journal.record(
    inside,
    changed.map(({ draft, changes }) => ({
      verb: 'client.import-changed',
      client: known.get(registerKey(draft.number))!.id,
      facts: { import: stored.id, fields: changes.map(({ field, column }) => column ?? field) },
    })),
  );
  return deeds;
}

function withChanges(line: RegisterValues, changes: ChangedClient['changes']): RegisterValues {
  const extra = { ...line.extra };
  const said: Record<string, unknown> = {};
  for (const { field, column, new: now, writtenDifferently } of changes) {
    if (writtenDifferently) continue;
    if (field !== 'extra') said[field] = now;
    else if (now === null) delete extra[column!];
    else extra[column!] = String(now);
  }
  return { ...line, ...said, extra };
}

/** Reads the amounts of every imported client back and adds them up; refuses with `client.import-totals-differ`. */
async function refuseOtherTotals(
  inside: Inside,
  planned: PlannedImport,
  added: ClientId[],
): Promise<{ field: AmountField; sum: string }[]> {
  const { totals } = planned.reading;
  const written = new Map<AmountField, bigint>(totals.map(({ field }) => [field, 0n]));
  if (totals.length > 0) {
    const imported = new Set(planned.reading.drafts.map(({ number }) => registerKey(number)));
    const ids = [...added, ...knownIds(planned)];
    for await (const clients of knownClients(inside, { ids, kinds: ['balance', 'contract'] })) {
      for (const client of clients) {
        if (!imported.has(registerKey(client.number))) continue;
        const line = lineOfRecords(fieldsByKind(client));
        for (const { field } of totals) written.set(field, written.get(field)! + (line[field] ?? 0n));
      }
    }
  }
  const differing = totals.filter(({ field, imported }) => written.get(field) !== imported);
  if (differing.length > 0)
    throw new Refusal('client.import-totals-differ', { columns: differing.map(({ column }) => column) });
  return totals.map(({ field, imported }) => ({ field, sum: formatYuan(imported) }));
}

function* chunks<T>(list: readonly T[], size = 2000): Generator<readonly T[]> {
  for (let from = 0; from < list.length; from += size) yield list.slice(from, from + size);
}
