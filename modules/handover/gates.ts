import { and, asc, count, eq, inArray, notInArray, sql } from 'drizzle-orm';
import * as client from '#modules/client/client.ts';
import { clientRecord } from '#modules/client/client.table.ts';
import * as people from '#modules/people/people.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import type { Inside } from '#platform/context/context.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import { type Gate, type GateResult, type Missing, gateResult } from './gate.ts';
import { sidesToAccept } from './handover.policy.ts';
import { item } from './handover.table.ts';
import { clientsOf, findBatch, findHandover, partiesOf, standing } from './lookup.ts';
import { type HeldObject, segregationWarnings } from './rules/segregation.ts';
import { personIn } from './start.ts';
import { supervision } from './supervisor.ts';
import type { TransferMethod } from './terms.ts';

const partiesAccepted: Gate = {
  id: 'parties-accepted',
  async check(inside, id) {
    const { handoverId } = await findBatch(inside, id);
    const { manner } = await findHandover(inside, handoverId);
    const parties = standing(await partiesOf(inside, handoverId));
    const waited = sidesToAccept(manner);
    const missing = waited.filter(
      (side) => !parties.some((party) => party.side === side && party.answer === 'accepted'),
    );
    return gateResult(
      waited.length,
      missing.map((side) => ({ code: 'party-not-accepted', facts: { side } })),
    );
  },
};

/** Asked anew, since positions change: 会计法 Art. 39. */
const supervisorLawful: Gate = {
  id: 'supervisor-lawful',
  async check(inside, id) {
    const { handoverId } = await findBatch(inside, id);
    const { outgoing, incoming, supervisor } = await partiesOf(inside, handoverId);
    const everybody = await people.selectPeople(inside);
    const whose = { outgoing: personIn(everybody, outgoing.person), incoming: incoming.person, people: everybody };
    const { verdict } = supervision(supervisor.person, whose);
    return gateResult(1, verdict.allowed ? [] : [{ code: 'supervisor-not-lawful', facts: verdict.facts }]);
  },
};

/** 规范 Art. 27: the mandatory lines stand, and each kind that the law names is listed or stands as 无. */
const inventoryComplete: Gate = {
  id: 'inventory-complete',
  async check(inside, id) {
    const found = await findBatch(inside, id);
    const { playbookVersionId } = await findHandover(inside, found.handoverId);
    const content = await playbook.contentOf(inside, playbookVersionId);
    const clients = await clientsOf(inside, found);
    const stand = await inside.db
      .select({
        client: item.clientId,
        serves: sql<string[]>`array_agg(distinct ${item.serves})`,
        statutory: sql<string[]>`array_agg(distinct ${item.statutory})`,
      })
      .from(item)
      .where(and(eq(item.firmId, inside.firm), eq(item.batchId, id), notInArray(item.state, ['dropped'])))
      .groupBy(item.clientId);
    const byClient = new Map(stand.map((row) => [row.client, row]));
    const named = content.statutoryKinds.filter(({ computerisedOnly }) => !computerisedOnly);
    const missing = clients.flatMap((one): Missing[] => {
      const lines = byClient.get(one);
      const lacking = content.mandatoryLines.filter(({ key }) => !lines?.serves.includes(key));
      const unnamed = named.filter(({ key }) => !lines?.statutory.includes(key));
      return [...lacking, ...unnamed].map(({ name }) => ({
        code: 'line-missing',
        facts: { line: name.zh },
        client: one,
      }));
    });
    return gateResult(clients.length * (content.mandatoryLines.length + named.length), missing);
  },
};

const objectsReceived = provedBy('objects-received', 'physical');
const rolesRebound = provedBy('roles-rebound', 'rebind');
const obligationsAccepted = provedBy('obligations-accepted', 'obligation');

/** What one person would hold together after the sign-off although the trade keeps it apart. */
const dutiesSegregated: Gate = {
  id: 'duties-segregated',
  async check(inside, id) {
    const found = await findBatch(inside, id);
    const clients = await clientsOf(inside, found);
    const { outgoing, incoming } = await partiesOf(inside, found.handoverId);
    // Who holds an object is sensitive: only what could be together in one hand is opened.
    const doubtful = new Set(segregationWarnings(await objectsOf(inside, clients)).map((warning) => warning.client));
    const records = await client.recordsOf(inside, [...doubtful] as ClientId[], { kinds: ['custody'] });
    const held = records.map(({ id: record, clientId, fields }): HeldObject => {
      const holder = String(fields.holder ?? outgoing.name);
      return heldObject(record, clientId, fields, holder === outgoing.name ? incoming.name : holder);
    });
    const missing = segregationWarnings(held).map(({ rule, client: one, objects }) => ({
      code: 'held-together',
      facts: { rule, objects: objects.length },
      client: one as ClientId,
    }));
    return gateResult(Math.max(clients.length, missing.length), missing);
  },
};

/** What is in custody for the clients, as if it were all in one hand. */
async function objectsOf(inside: Inside, clients: ClientId[]): Promise<HeldObject[]> {
  const rows = await inside.db
    .select({ id: clientRecord.id, client: clientRecord.clientId, ordinary: clientRecord.ordinary })
    .from(clientRecord)
    .where(
      and(
        eq(clientRecord.firmId, inside.firm),
        eq(clientRecord.kind, 'custody'),
        eq(clientRecord.ended, false),
        inArray(clientRecord.clientId, clients),
      ),
    );
  return rows.map((row) => heldObject(row.id, row.client, row.ordinary, ''));
}

function heldObject(id: string, of: ClientId, fields: Record<string, unknown>, holder: string): HeldObject {
  const use = fields.use as HeldObject['use'];
  return { id, client: of, object: String(fields.object), ...(use ? { use } : {}), holder };
}

/** Every check of the handover itself, by the name that playbooks call it. */
export const gates: Record<string, Gate> = Object.fromEntries(
  [
    partiesAccepted,
    supervisorLawful,
    inventoryComplete,
    objectsReceived,
    rolesRebound,
    obligationsAccepted,
    dutiesSegregated,
  ].map((gate) => [gate.id, gate]),
);

/** Every line of a method has an outcome by the receiver; one that is missing or differs is settled as a difference. */
function provedBy(id: string, method: TransferMethod): Gate {
  return { id, check: (inside, batch) => outcomes(inside, batch, method) };
}

async function outcomes(inside: Inside, id: Id<'batch'>, method: TransferMethod): Promise<GateResult> {
  const ofMethod = and(
    eq(item.firmId, inside.firm),
    eq(item.batchId, id),
    eq(item.method, method),
    notInArray(item.state, ['dropped', 'none']),
  );
  const [counts] = await inside.db
    .select({ total: count(), open: sql<number>`count(*) filter (where ${item.state} = 'open')`.mapWith(Number) })
    .from(item)
    .where(ofMethod);
  const missing = await inside.db
    .select({ id: item.id, client: item.clientId, kind: item.kind })
    .from(item)
    .where(and(ofMethod, inArray(item.state, ['open'])))
    .orderBy(asc(item.clientId), asc(item.position))
    .limit(20);
  const { total, open } = counts!;
  return {
    ok: open === 0,
    done: total - open,
    total,
    missing: missing.map((row) => ({ code: 'item-open', facts: { kind: row.kind }, client: row.client, item: row.id })),
  };
}
