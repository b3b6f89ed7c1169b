import { and, desc, eq, sql } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { deriveHashKey } from '#platform/envelope/keyed-hash.ts';
import { type ClientId, newId, type PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { ChangeRecord, RecordDraft, ShownRecord } from './client.contract.ts';
import { canReadClient, canWriteClient } from './client.policy.ts';
import { clientRecord, clientRecordVersion, type ClientState } from './client.table.ts';
import { dataKeyOf } from './data-keys.ts';
import { capabilitiesOn, findClient } from './directory.ts';
import { writeDirectory } from './directory-line.ts';
import { kindOf } from './fields/catalogue.ts';
import { lookupArray, lookupsOf } from './lookups.ts';
import { changeFields, findRecord, recordsOf, recordVersion, takeOutOfForce } from './records.ts';
import { shownFields, shownRecord } from './shown-record.ts';
import { parseFields, type RecordId, sealRecord } from './stored-record.ts';

/** Adds a record. Refuses with `client.no-write`, `client.record-malformed`, and `client.one-basic-record` for a second basic one. */
export function addRecord(context: Context, input: RecordDraft & { client: ClientId }): Promise<ShownRecord> {
  return transact(context, async (inside) => {
    const { id: client } = await findClient(inside, input.client);
    await allowWriting(inside, client);
    if (!kindOf(input.kind).many) throw new Refusal('client.one-basic-record', { client, basic: 2 });
    const fields = parseFields(input.kind, input.fields);
    const id = newId<'client-record'>();
    const sealed = sealRecord(await dataKeyOf(inside, client), { id, kind: input.kind, version: 1, fields });
    const lookups = lookupsOf(deriveHashKey(inside.ground.keys, inside.firm), input.kind, fields);
    await inside.db.insert(clientRecord).values({
      firmId: inside.firm,
      id,
      clientId: client,
      kind: input.kind,
      ...sealed,
      lookup: sql`${lookupArray(lookups)}::bytea[]`,
      changedAt: inside.now,
      changedBy: personOf(inside.actor),
    });
    await writeDirectory(inside, client, input.kind);
    await journal.record(inside, {
      verb: 'client.record-added',
      client,
      facts: { record: id, kind: input.kind, fields: Object.keys(fields) },
    });
    return shownRecord(await findRecord(inside, id));
  });
}

/** Changes fields of a record; see `changeFields` for what stays and what is refused. Refuses with `client.no-write`. */
export function changeRecord(context: Context, input: ChangeRecord): Promise<ShownRecord> {
  return transact(context, async (inside) => {
    const { clientId } = await findRecord(inside, input.record);
    await allowWriting(inside, clientId);
    const { record, version: expectedVersion, changes, reason } = input;
    return shownRecord(await changeFields(inside, { record, expectedVersion, changes, reason }));
  });
}

/** Takes a record out of force. Refuses with `client.no-write`, and with `client.basic-stays` for the basic record. */
export function endRecord(
  context: Context,
  input: { record: RecordId; version: number; reason: string },
): Promise<ShownRecord> {
  return transact(context, async (inside) => {
    const { clientId, kind } = await findRecord(inside, input.record);
    await allowWriting(inside, clientId);
    if (!kindOf(kind).many) throw new Refusal('client.basic-stays', { client: clientId });
    const { record, version: expectedVersion, reason } = input;
    return shownRecord(await takeOutOfForce(inside, { record, expectedVersion, reason }));
  });
}

/** Sets the state of a client: a change of its basic record. Refuses with `client.no-write`. */
export function changeState(
  context: Context,
  input: { client: ClientId; state: ClientState; reason: string },
): Promise<ShownRecord> {
  return transact(context, async (inside) => {
    const { id } = await findClient(inside, input.client);
    await allowWriting(inside, id);
    const [basic] = await recordsOf(inside, [id], { kinds: ['basic'] });
    return shownRecord(
      await changeFields(inside, {
        record: basic!.id,
        expectedVersion: basic!.version,
        changes: { state: input.state },
        reason: input.reason,
      }),
    );
  });
}

export interface ShownVersion extends Pick<ShownRecord, 'version' | 'fields' | 'masked'> {
  changedAt: Date;
  changedBy: PersonId | null;
  reason: string | null;
}

/** Every version of a record, the standing one first, masked. Refuses with `record.not-found` and `client.no-read`. */
export function listVersions(context: Context, input: { record: RecordId }): Promise<ShownVersion[]> {
  return read(context, async (inside) => {
    const { clientId, kind } = await findRecord(inside, input.record);
    allow(canReadClient({ client: clientId, capabilities: await capabilitiesOn(inside, clientId) }));
    const one = and(eq(clientRecord.firmId, inside.firm), eq(clientRecord.id, input.record));
    const [present] = await inside.db
      .select({ version: clientRecord.version, changedAt: clientRecord.changedAt, changedBy: clientRecord.changedBy })
      .from(clientRecord)
      .where(one);
    const earlier = await inside.db
      .select({
        version: clientRecordVersion.version,
        changedAt: clientRecordVersion.changedAt,
        changedBy: clientRecordVersion.changedBy,
        reason: clientRecordVersion.reason,
      })
      .from(clientRecordVersion)
      .where(and(eq(clientRecordVersion.firmId, inside.firm), eq(clientRecordVersion.recordId, input.record)))
      .orderBy(desc(clientRecordVersion.version));
    const all = [{ ...present!, reason: null }, ...earlier];
    const shown: ShownVersion[] = [];
    for (const row of all) {
      const { fields } = await recordVersion(inside, input.record, row.version);
      shown.push({ ...row, ...shownFields(kind, fields) });
    }
    return shown;
  });
}

async function allowWriting(inside: Inside, client: ClientId): Promise<void> {
  allow(canWriteClient({ client, capabilities: await capabilitiesOn(inside, client) }));
}
