import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import * as journal from '#modules/journal/journal.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import * as vault from '#modules/vault/vault.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, asJob, read, transact } from '#platform/context/context.ts';
import { type ClientId, type Id, newId } from '#platform/kernel/id.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { canMakeInventory } from './handover.policy.ts';
import { type BatchState, batch, batchClient, item } from './handover.table.ts';
import { type NewLine, columnsOf, linesOf } from './inventory-lines.ts';
import {
  type Batch,
  type Handover,
  type Item,
  batchesOf,
  caseFacts,
  clientsOf,
  findBatch,
  findHandover,
  itemsOf,
  partiesOf,
  standing,
} from './lookup.ts';
import { bumpRevision } from './revision.ts';

/** Batches whose lines can still change. */
const open: BatchState[] = ['preparing', 'checking', 'signing'];

/** What a making of lines did: how many were added, how many took up a later version. */
export interface Made {
  added: number;
  refreshed: number;
}

/**
 * Makes the lines that are missing from a batch and takes up what changed since: the newest version of each record, marked
 * 期后事项 when it changed after the cut-off date. What was proved of a line that changed must be proved again.
 */
export async function makeInventory(context: Context, input: { batch: Id<'batch'> }): Promise<Made> {
  const asked = await read(context, async (inside) => {
    const found = await findBatch(inside, input.batch);
    const handover = await findHandover(inside, found.handoverId);
    allow(canMakeInventory(inside.actor, caseFacts(handover), standing(await partiesOf(inside, handover.id)), found));
    return { firm: inside.firm, person: personOf(inside.actor) };
  });
  // The lines of all clients are made whole, whoever asks: the receiver does not see the records before the pledges.
  return transact(asJob(context, asked.firm, asked.person), async (inside) => {
    const found = await findBatch(inside, input.batch, { lock: true });
    return fillBatch(inside, await findHandover(inside, found.handoverId), found);
  });
}

/** Makes the inventory of every batch of a handover that is still open; the job that follows the last acceptance. */
export function makeInventories(context: Context, input: { handover: Id<'handover'> }): Promise<Made> {
  return transact(context, async (inside) => {
    const handover = await findHandover(inside, input.handover);
    const made: Made = { added: 0, refreshed: 0 };
    for (const { id, state } of await batchesOf(inside, handover.id)) {
      if (state !== 'preparing' && state !== 'checking') continue;
      const { added, refreshed } = await fillBatch(inside, handover, await findBatch(inside, id, { lock: true }));
      made.added += added;
      made.refreshed += refreshed;
    }
    return made;
  });
}

/**
 * Takes up what changed among the secrets of a client whose batch has its inventory and is not signed: a new one becomes a line, and
 * the revision is raised in any case. The job that follows the vault.
 */
export function takeUpSecrets(context: Context, input: { client: ClientId }): Promise<void> {
  return transact(context, async (inside) => {
    const [kept] = await inside.db
      .select({ id: batchClient.batchId })
      .from(batchClient)
      .innerJoin(batch, and(eq(batch.firmId, batchClient.firmId), eq(batch.id, batchClient.batchId)))
      .where(
        and(
          eq(batchClient.firmId, inside.firm),
          eq(batchClient.clientId, input.client),
          eq(batchClient.open, true),
          isNotNull(batch.inventoryMadeAt),
        ),
      );
    if (!kept) return;
    const found = await findBatch(inside, kept.id, { lock: true });
    if (!open.includes(found.state)) return;
    await fillBatch(inside, await findHandover(inside, found.handoverId), found);
  });
}

async function fillBatch(inside: Inside, handover: Handover, found: Batch): Promise<Made> {
  const content = await playbook.contentOf(inside, handover.playbookVersionId);
  const clients = await clientsOf(inside, found);
  const [records, secrets, standingItems] = [
    Map.groupBy(await client.recordsOf(inside, clients), ({ clientId }) => clientId),
    Map.groupBy(await vault.selectSecrets(inside, clients), (secret) => secret.client),
    Map.groupBy(await itemsOf(inside, { batch: found.id }), ({ clientId }) => clientId),
  ];
  const later = found.inventoryMadeAt !== null;
  const plans = clients.map((id) => {
    const own = records.get(id) ?? [];
    const lines = linesOf(content, id, {
      records: own,
      secrets: secrets.get(id) ?? [],
      cutOff: handover.cutOff,
      later,
    });
    return changesFor(lines, standingItems.get(id) ?? [], handover.cutOff, own);
  });
  const added = plans.flatMap((plan) => plan.add);
  const moved = plans.flatMap((plan) => plan.move);
  await insertLines(inside, found, added);
  await moveLines(inside, moved);
  await removeLines(
    inside,
    plans.flatMap((plan) => plan.fill),
    plans.flatMap((plan) => plan.end),
  );
  await inside.db
    .update(batch)
    .set({ inventoryMadeAt: found.inventoryMadeAt ?? inside.now })
    .where(eq(batch.id, found.id));
  await bumpRevision(inside, found.id);
  await journal.record(inside, {
    verb: 'handover.inventory-made',
    handover: handover.id,
    subject: found.id,
    facts: { batch: found.number, clients: clients.length, added: added.length, refreshed: moved.length },
  });
  return { added: added.length, refreshed: moved.length };
}

interface Changes {
  add: NewLine[];
  /** Lines whose record has a newer version. */
  move: MovedLine[];
  /** 无 that no longer holds. */
  fill: Id<'item'>[];
  /** Lines whose record is no longer in force. */
  end: Id<'item'>[];
}

interface MovedLine {
  item: Id<'item'>;
  line: NewLine;
  afterCutOff: boolean;
}

function changesFor(lines: NewLine[], present: Item[], cutOff: LocalDate, records: client.StoredRecord[]): Changes {
  const byRecord = new Map(present.flatMap((one) => (one.recordId ? [[one.recordId, one]] : [])));
  const bySecret = new Set(present.map(({ secretId }) => secretId));
  const stand = present.filter(({ state }) => state !== 'dropped');
  const served = new Set(stand.map(({ serves }) => serves));
  const filled = new Set(stand.map(({ state, statutory }) => (state === 'none' ? null : statutory)));
  const named = new Set(stand.map(({ statutory }) => statutory));
  const titles = new Set(present.map(({ kind, title }) => `${kind} ${title}`));
  const changedOn = new Map(records.map(({ id, changedAt }) => [id, localDateOf(changedAt)]));

  const add = lines.filter((line) => {
    if (line.record) return !byRecord.has(line.record);
    if (line.secret) return !bySecret.has(line.secret);
    if (line.state === 'none') return !named.has(line.statutory);
    if (line.serves) return !served.has(line.serves);
    return !titles.has(`${line.kind} ${line.title}`);
  });
  const move = lines.flatMap((line) => {
    const before = line.record ? byRecord.get(line.record) : undefined;
    if (!before || before.recordVersion === line.recordVersion || before.state === 'dropped') return [];
    return [{ item: before.id, line, afterCutOff: before.afterCutOff || changedOn.get(line.record!)! > cutOff }];
  });
  const fills = new Set(add.flatMap(({ state, statutory }) => (state === 'none' ? [] : statutory)));
  const fill = stand.filter(
    ({ state, statutory }) => state === 'none' && (fills.has(statutory!) || filled.has(statutory)),
  );
  const end = stand.filter(({ recordId }) => recordId !== null && !changedOn.has(recordId));
  return { add, move, fill: fill.map(({ id }) => id), end: end.map(({ id }) => id) };
}

/** Writes the lines of many clients in one statement for each 5,000. */
export async function insertLines(
  inside: Inside,
  { id, handoverId }: Pick<Batch, 'id' | 'handoverId'>,
  lines: NewLine[],
): Promise<Id<'item'>[]> {
  const rows = lines.map((line) => ({ ...line, id: newId<'item'>() }));
  for (let from = 0; from < rows.length; from += 5000) {
    await inside.db.execute(sql`
      insert into item (firm_id, id, handover_id, batch_id, client_id, kind, method, title, record_id, record_version, secret_id,
        serves, statutory, secrecy, evidence, line, critical, mandatory, state, position, after_cut_off)
      select ${inside.firm}, r.id, ${handoverId}, ${id}, r.client, r.kind, r.method, r.title, r.record, r."recordVersion", r.secret,
        r.serves, r.statutory, r.secrecy, r.evidence, r.line, r.critical, r.mandatory, r.state, r.position, r."afterCutOff"
      from jsonb_to_recordset(${JSON.stringify(rows.slice(from, from + 5000))}::jsonb) as r (id uuid, client uuid, kind text, method text,
        title text, record uuid, "recordVersion" integer, secret uuid, serves text, statutory text, secrecy text, evidence text[],
        line jsonb, critical boolean, mandatory boolean, state text, position integer, "afterCutOff" boolean)`);
  }
  return rows.map((row) => row.id);
}

async function moveLines(inside: Inside, moved: MovedLine[]): Promise<void> {
  if (moved.length === 0) return;
  const rows = moved.map(({ item: id, line, afterCutOff }) => ({
    id,
    title: line.title,
    version: line.recordVersion,
    line: line.line,
    statutory: line.statutory,
    serves: line.serves,
    kind: line.kind,
    method: line.method,
    evidence: line.evidence,
    critical: line.critical,
    mandatory: line.mandatory,
    afterCutOff,
  }));
  await inside.db.execute(sql`
    update item set title = r.title, record_version = r.version, line = r.line, statutory = r.statutory, serves = r.serves, kind = r.kind,
      method = r.method, evidence = r.evidence, critical = r.critical, mandatory = r.mandatory, after_cut_off = r."afterCutOff",
      state = 'open', proof = null, proved_by = null, proved_at = null
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, title text, version integer, line jsonb, statutory text, serves text,
      kind text, method text, evidence text[], critical boolean, mandatory boolean, "afterCutOff" boolean)
    where item.firm_id = ${inside.firm} and item.id = r.id`);
}

async function removeLines(inside: Inside, filled: Id<'item'>[], ended: Id<'item'>[]): Promise<void> {
  if (filled.length > 0)
    await inside.db.delete(item).where(and(eq(item.firmId, inside.firm), inArray(item.id, filled)));
  if (ended.length === 0) return;
  await inside.db
    .update(item)
    .set({ state: 'dropped', droppedFor: '客户资料中该记录已终止' })
    .where(and(eq(item.firmId, inside.firm), inArray(item.id, ended)));
}

/**
 * Moves a line to the newest version of its record, in the transaction of the correction that made that version: what is
 * handed over is the corrected value, so the line is no 期后事项 and what was proved of it stands.
 */
export async function followCorrection(inside: Inside, id: Id<'item'>): Promise<void> {
  const [found] = await inside.db
    .select()
    .from(item)
    .where(and(eq(item.firmId, inside.firm), eq(item.id, id)));
  if (!found?.recordId) return;
  const record = await client.findRecord(inside, found.recordId);
  const handover = await findHandover(inside, found.handoverId);
  const content = await playbook.contentOf(inside, handover.playbookVersionId);
  const rule = playbook.recordLineFor(content, record.kind, record.fields);
  await inside.db
    .update(item)
    .set({
      recordVersion: record.version,
      title: record.label || found.title,
      ...(rule ? { line: columnsOf(rule, record) } : {}),
    })
    .where(and(eq(item.firmId, inside.firm), eq(item.id, id)));
  await bumpRevision(inside, found.batchId);
}
