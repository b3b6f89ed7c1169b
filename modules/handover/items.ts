import { and, eq } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import * as journal from '#modules/journal/journal.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { AddItem, ItemView } from './handover.contract.ts';
import { accountableFor, canAddItem, canDropItem, canMakeInventory } from './handover.policy.ts';
import { item } from './handover.table.ts';
import { columnsOf, evidenceOf } from './inventory-lines.ts';
import { insertLines } from './inventory.ts';
import {
  type Item,
  caseFacts,
  clientsOf,
  findBatch,
  findHandover,
  findItem,
  itemsOf,
  partiesOf,
  standing,
} from './lookup.ts';
import { bumpRevision } from './revision.ts';

/** The lines of a batch, or of one client in it, in the order of the form; only of clients that the actor sees. */
export function listItems(
  context: Context,
  input: { batch: Id<'batch'>; client?: ClientId | undefined },
): Promise<ItemView[]> {
  return read(context, async (inside) => {
    const { id } = await findBatch(inside, input.batch);
    const rows = await itemsOf(inside, { batch: id, ...(input.client ? { client: input.client } : {}) });
    return rows.map(itemView);
  });
}

/**
 * Adds a line by hand. Refused with `handover.client-not-in-batch`, `handover.kind-unknown`, `handover.line-unknown` when the
 * mandatory line or the kind named by law is not in the playbook.
 */
export function addItem(context: Context, input: AddItem): Promise<ItemView> {
  return transact(context, async (inside) => {
    const found = await findBatch(inside, input.batch);
    const handover = await findHandover(inside, found.handoverId);
    allow(canAddItem(inside.actor, caseFacts(handover), standing(await partiesOf(inside, handover.id)), found));
    const clients = await clientsOf(inside, found);
    if (!clients.includes(input.client))
      throw new Refusal('handover.client-not-in-batch', { client: input.client, batch: found.id });
    const content = await playbook.contentOf(inside, handover.playbookVersionId);
    const place = playbook.headings(content).findIndex(({ key }) => key === input.kind);
    if (place < 0) throw new Refusal('handover.kind-unknown', { kind: input.kind });
    refuseUnknown(content.mandatoryLines, input.serves);
    refuseUnknown(content.statutoryKinds, input.statutory);
    const present = await itemsOf(inside, { batch: found.id, client: input.client });
    const last = present.filter(({ kind, state }) => kind === input.kind && state !== 'none').at(-1);
    if (input.statutory) await dropNone(inside, present, input.statutory);
    const [id] = await insertLines(inside, found, [
      {
        client: input.client,
        kind: input.kind,
        method: input.method,
        title: input.title,
        record: null,
        recordVersion: null,
        secret: null,
        serves: input.serves ?? null,
        statutory: input.statutory ?? null,
        secrecy: 'ordinary',
        evidence: evidenceOf(content, { method: input.method, evidence: [] }),
        line: { quantity: '1', ...withoutUndefined(input.line) },
        critical: playbook.isCritical(content, { kind: input.kind, critical: false }),
        mandatory: input.serves !== undefined,
        state: 'open',
        position: (last?.position ?? place * 1000) + 1,
        afterCutOff: found.inventoryMadeAt !== null && localDateOf(inside.now) > handover.cutOff,
      },
    ]);
    await bumpRevision(inside, found.id);
    await journal.record(inside, {
      verb: 'handover.item-added',
      handover: handover.id,
      client: input.client,
      subject: id,
      facts: { kind: input.kind, method: input.method },
    });
    return itemView(await findItem(inside, id!));
  });
}

/**
 * Drops a line with the reason; it stays on record. The last line that serves a mandatory one stays
 * (`handover.mandatory-line`); a kind named by law that loses its last line stands as 无 again.
 */
export function dropItem(context: Context, input: { item: Id<'item'>; reason: string }): Promise<ItemView> {
  return transact(context, async (inside) => {
    const found = await findItem(inside, input.item);
    const batch = await findBatch(inside, found.batchId);
    const handover = await findHandover(inside, found.handoverId);
    const content = await playbook.contentOf(inside, handover.playbookVersionId);
    const others = (await itemsOf(inside, { batch: batch.id, client: found.clientId })).filter(
      ({ id, state }) => id !== found.id && state !== 'dropped',
    );
    const last = !others.some(({ serves }) => serves === found.serves);
    const parties = standing(await partiesOf(inside, handover.id));
    allow(
      canDropItem(inside.actor, caseFacts(handover), parties, batch, {
        ...found,
        mandatory: found.serves !== null && last,
      }),
    );
    await inside.db
      .update(item)
      .set({ state: 'dropped', droppedFor: input.reason })
      .where(and(eq(item.firmId, inside.firm), eq(item.id, found.id)));
    const named = content.statutoryKinds.find(({ key }) => key === found.statutory);
    if (named && !others.some(({ statutory }) => statutory === named.key)) {
      await insertLines(inside, batch, [
        {
          client: found.clientId,
          kind: named.kind,
          method: 'physical',
          title: named.name.zh,
          statutory: named.key,
          record: null,
          recordVersion: null,
          secret: null,
          serves: null,
          secrecy: 'ordinary',
          evidence: [],
          line: {},
          critical: false,
          mandatory: false,
          state: 'none',
          position: found.position,
          afterCutOff: false,
        },
      ]);
    }
    await bumpRevision(inside, batch.id);
    await journal.record(inside, {
      verb: 'handover.item-dropped',
      handover: handover.id,
      client: found.clientId,
      subject: found.id,
      facts: { kind: found.kind, reason: input.reason },
    });
    return itemView(await findItem(inside, found.id));
  });
}

/** Takes up the newest version of the record behind a line; what was proved of an earlier version must be proved again. */
export function refreshItem(context: Context, input: { item: Id<'item'> }): Promise<ItemView> {
  return transact(context, async (inside) => {
    const found = await findItem(inside, input.item);
    const batch = await findBatch(inside, found.batchId);
    const handover = await findHandover(inside, found.handoverId);
    allow(canMakeInventory(inside.actor, caseFacts(handover), standing(await partiesOf(inside, handover.id)), batch));
    if (!found.recordId) throw new Refusal('handover.no-record', { item: found.id });
    const record = await client.findRecord(inside, found.recordId);
    if (record.version === found.recordVersion) return itemView(found);
    const content = await playbook.contentOf(inside, handover.playbookVersionId);
    const rule = playbook.recordLineFor(content, record.kind, record.fields);
    await inside.db
      .update(item)
      .set({
        recordVersion: record.version,
        title: record.label || found.title,
        ...(rule ? { line: columnsOf(rule, record) } : {}),
        afterCutOff: found.afterCutOff || localDateOf(record.changedAt) > handover.cutOff,
        state: 'open',
        proof: null,
        provedBy: null,
        provedAt: null,
      })
      .where(and(eq(item.firmId, inside.firm), eq(item.id, found.id)));
    await bumpRevision(inside, batch.id);
    await journal.record(inside, {
      verb: 'handover.item-refreshed',
      handover: handover.id,
      client: found.clientId,
      subject: found.id,
      facts: { version: record.version },
    });
    return itemView(await findItem(inside, found.id));
  });
}

/** A line as the contract shows it. */
export function itemView(row: Item): ItemView {
  const { id, kind, method, title, recordVersion, serves, statutory, secrecy, evidence, line } = row;
  const { critical, mandatory, state, proof, provedBy, provedAt, droppedFor, position, afterCutOff } = row;
  return {
    id,
    handover: row.handoverId,
    batch: row.batchId,
    client: row.clientId,
    kind,
    method,
    title,
    record: row.recordId,
    recordVersion,
    secret: row.secretId,
    serves,
    statutory,
    secrecy,
    evidence,
    line,
    critical,
    mandatory,
    state,
    accountable: accountableFor(row),
    proof,
    provedBy,
    provedAt,
    droppedFor,
    position,
    afterCutOff,
  };
}

async function dropNone(inside: Inside, present: Item[], statutory: string): Promise<void> {
  const none = present.find((one) => one.state === 'none' && one.statutory === statutory);
  if (none) await inside.db.delete(item).where(and(eq(item.firmId, inside.firm), eq(item.id, none.id)));
}

function refuseUnknown(known: { key: string }[], wanted: string | undefined): void {
  if (wanted !== undefined && !known.some(({ key }) => key === wanted))
    throw new Refusal('handover.line-unknown', { line: wanted });
}

function withoutUndefined(line: Partial<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(line).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
