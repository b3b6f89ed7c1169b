import { and, eq, inArray, sql } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import { asJob, type Context, type Inside, read, transact } from '#platform/context/context.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { RegisterImport } from '../client.contract.ts';
import { canImportRegister } from '../client.policy.ts';
import { client, clientRecord, clientRecordVersion } from '../client.table.ts';
import { dataKeysOf } from '../data-keys.ts';
import { writeDirectories } from '../directory-line.ts';
import { openRecord } from '../stored-record.ts';
import type { RecordDeed } from './arrangement.ts';
import type { NextVersion } from './record-writings.ts';
import { change } from './confirm-import.ts';
import { shownImport } from './shown-import.ts';
import { findImport, type ImportId, mustBe, type StoredImport } from './stored-import.ts';
import { writeVersions } from './write-versions.ts';

/**
 * Takes a finished import back: clients that it added are gone with their keys, and what it changed is as it was, as a new
 * version. Refuses with `client.only-manager-imports`, `client.import-state`, and `client.import-touched` {numbers, clients}
 * when records have changed since, clients have changed hands, are in an open handover, or anything else hangs on them.
 */
export async function takeBackImport(context: Context, input: { import: ImportId }): Promise<RegisterImport> {
  const asked = await read(context, async (inside) => {
    allow(canImportRegister(inside.actor));
    mustBe(await findImport(inside, input.import), 'done');
    return { firm: inside.firm, person: personOf(inside.actor) };
  });
  return transact(asJob(context, asked.firm, asked.person), async (inside) => {
    const stored = await findImport(inside, input.import, { lock: true });
    mustBe(stored, 'done');
    const added = await addedBy(inside, stored);
    await refuseTouched(inside, stored, added);
    for (const part of chunks(stored.deeds ?? [])) await undo(inside, stored, part);
    await remove(inside, added);
    await journal.record(inside, [
      ...added.map((one) => ({ verb: 'client.import-undone', client: one, facts: { import: stored.id } })),
      {
        verb: 'client.import-taken-back',
        subject: stored.id,
        facts: { removed: added.length, restored: stored.deeds?.length ?? 0 },
      },
    ]);
    const taken = { state: 'taken-back' as const, finishedAt: inside.now };
    await change(inside, stored.id, taken);
    return shownImport({ ...stored, ...taken });
  });
}

async function addedBy(inside: Inside, stored: StoredImport): Promise<ClientId[]> {
  const rows = await inside.db
    .select({ id: client.id })
    .from(client)
    .where(and(eq(client.firmId, inside.firm), eq(client.importId, stored.id)))
    .for('update');
  return rows.map(({ id }) => id);
}

async function refuseTouched(inside: Inside, stored: StoredImport, added: ClientId[]): Promise<void> {
  const deeds = stored.deeds ?? [];
  const { rows } = await inside.db.execute<{ number: string; clients: string }>(sql`
    with touched as (
      select c.id from client c where c.firm_id = ${inside.firm} and c.import_id = ${stored.id} and c.owner_since <> c.created_at
      union
      select r.client_id from client_record r join client c on c.firm_id = r.firm_id and c.id = r.client_id
      where r.firm_id = ${inside.firm} and c.import_id = ${stored.id} and (r.version > 1 or r.import_id is distinct from ${stored.id}::uuid)
      union
      select bound from access.clients_bound(${sql.param(added)}::uuid[]) as bound
      union
      select r.client_id from client_record r
      join unnest(${sql.param(deeds.map(({ record }) => record))}::uuid[], ${sql.param(deeds.map(({ version }) => version))}::integer[]) as d (record, version) on d.record = r.id
      where r.firm_id = ${inside.firm} and (r.version <> d.version or exists (select from access.clients_in_open_batch(array[r.client_id])))
    )
    select c.number, count(*) over () as clients from client c join touched t on t.id = c.id where c.firm_id = ${inside.firm} order by c.number limit 20`);
  if (rows.length === 0) return;
  const facts = { import: stored.id, numbers: rows.map(({ number }) => number), clients: Number(rows[0]!.clients) };
  throw new Refusal('client.import-touched', facts, 'conflict');
}

/** Gives records back what they were: a changed one its fields before, an ended one its force; an added one is ended. */
async function undo(inside: Inside, stored: StoredImport, deeds: readonly RecordDeed[]): Promise<void> {
  const before = await inside.db
    .select({
      id: clientRecord.id,
      clientId: clientRecord.clientId,
      kind: clientRecord.kind,
      version: clientRecord.version,
      ordinary: clientRecordVersion.ordinary,
      sensitive: clientRecordVersion.sensitive,
      changedAt: clientRecordVersion.changedAt,
      nowOrdinary: clientRecord.ordinary,
      nowSensitive: clientRecord.sensitive,
    })
    .from(clientRecord)
    .leftJoin(
      clientRecordVersion,
      sql`${clientRecordVersion.firmId} = ${clientRecord.firmId} and ${clientRecordVersion.recordId} = ${clientRecord.id} and ${clientRecordVersion.version} = ${clientRecord.version} - 1`,
    )
    .where(
      and(
        eq(clientRecord.firmId, inside.firm),
        inArray(
          clientRecord.id,
          deeds.map(({ record }) => record),
        ),
      ),
    );
  const keys = await dataKeysOf(
    inside,
    before.map(({ clientId }) => clientId),
  );
  const next = before.map((row): NextVersion => {
    const dataKey = keys.get(row.clientId)!;
    const { id, clientId, kind, version } = row;
    const base = { id, clientId, kind, changedAt: row.changedAt ?? stored.createdAt, ended: false };
    const opened = row.ordinary
      ? openRecord(dataKey, { ...base, version: version - 1, ordinary: row.ordinary, sensitive: row.sensitive })
      : openRecord(dataKey, { ...base, version, ordinary: row.nowOrdinary, sensitive: row.nowSensitive });
    return { before: { id, clientId, kind, version }, fields: opened.fields, ended: !row.ordinary };
  });
  await writeVersions(inside, next, `撤回台账导入 ${stored.fileName}`);
  const listed = next.filter(({ before: { kind } }) => kind === 'basic' || kind === 'contract');
  await writeDirectories(inside, [...new Set(listed.map(({ before }) => before.clientId))]);
}

async function remove(inside: Inside, added: ClientId[]): Promise<void> {
  for (const part of chunks(added)) {
    const theirs = sql`firm_id = ${inside.firm} and client_id = any (${sql.param(part)}::uuid[])`;
    await inside.db.execute(sql`delete from client_record where ${theirs}`);
    await inside.db.execute(sql`delete from client_search where ${theirs}`);
    await inside.db.execute(sql`delete from client_data_key where ${theirs}`);
    await inside.db.execute(
      sql`delete from client where firm_id = ${inside.firm} and id = any (${sql.param(part)}::uuid[])`,
    );
  }
}

function* chunks<T>(list: readonly T[], size = 2000): Generator<T[]> {
  for (let from = 0; from < list.length; from += size) yield list.slice(from, from + size);
}
