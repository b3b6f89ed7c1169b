import { and, eq, sql } from 'drizzle-orm';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import * as task from '#modules/task/task.ts';
import * as vault from '#modules/vault/vault.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { draw } from '../engine/sample/draw.ts';
import { canDrawSample, canReadDraw } from '../reconciliation.policy.ts';
import { samplingLot } from '../sampling.table.ts';
import { findLot, linesOf, lotFacts } from './lots.ts';

/** For how many days the checker sees what was drawn, when it is not over earlier. */
const daysOfSight = 30;

/**
 * A checker who stands on no side takes a lot and draws its sample. The seed is the root of the journal's first checkpoint
 * after the lot was handed in: nobody could know it before, nobody chooses it, anyone draws the same again. The checker sees the
 * drawn clients from now on, to inspect them and for nothing else. Refused with `reconciliation.only-third-person-inspects`,
 * `lot-taken`, `seed-not-there-yet`.
 */
export function drawSample(context: Context, input: { lot: Id<'sampling-lot'> }): Promise<{ drawn: number }> {
  return transact(context, async (inside) => {
    const lot = await findLot(inside, input.lot, { lock: true });
    const parties = handover.standing(await handover.partiesOf(inside, lot.handoverId));
    const batch = await handover.findBatch(inside, lot.batchId, { lock: true });
    allow(canDrawSample(inside.actor, parties, batch, lotFacts(lot)));
    const { seed, size } = await seedOf(inside, lot.id);
    const me = personOf(inside.actor)!;
    await inside.db
      .update(samplingLot)
      .set({ state: 'drawn', checkerId: me, seed, seedSize: size, drawnAt: inside.now })
      .where(and(eq(samplingLot.firmId, inside.firm), eq(samplingLot.id, lot.id)));

    const lines = await linesOf(inside, lot.id);
    const { always, drawn } = drawnFrom(lines, lot.sampleSize, seed);
    const order = draw([...always, ...drawn], always.length + drawn.length, seed);
    await inside.db.execute(sql`
      update sampling_line l set place = t.place
      from unnest(${sql.param(order)}::uuid[]) with ordinality as t (item_id, place)
      where l.firm_id = ${inside.firm} and l.lot_id = ${lot.id} and l.item_id = t.item_id`);
    const chosen = new Set<string>(order);
    await vault.grant(inside, [
      {
        clients: [...new Set(lines.flatMap(({ itemId, clientId }) => (chosen.has(itemId) ? [clientId] : [])))],
        person: me,
        capabilities: ['inspect'],
        reason: 'inspection',
        handover: lot.handoverId,
        endsAt: new Date(inside.now.getTime() + daysOfSight * 86_400_000),
      },
    ]);
    await handover.bumpRevision(inside, lot.batchId);
    if (await isEachTaken(inside, lot.batchId)) await letOthersGo(inside, lot.batchId);
    await journal.record(inside, {
      verb: 'reconciliation.sample-drawn',
      handover: lot.handoverId,
      subject: lot.id,
      facts: { rule: lot.rule, seed, size, lines: lot.lines, drawn: order.length },
    });
    return { drawn: order.length };
  });
}

/** Seed, frozen list and drawn lines of a decided lot, for whoever draws it again. Refused with `reconciliation.draw-not-told-yet`. */
export function readDraw(context: Context, input: { lot: Id<'sampling-lot'> }) {
  return read(context, async (inside) => {
    const lot = await findLot(inside, input.lot);
    allow(canReadDraw(lotFacts(lot)));
    const lines = await linesOf(inside, lot.id);
    const ids = (some: typeof lines) => some.map(({ itemId }) => itemId).toSorted();
    return {
      seed: lot.seed!,
      seedSize: lot.seedSize!,
      listHash: lot.listHash,
      list: ids(lines),
      always: ids(lines.filter(({ always }) => always)),
      drawn: lines.flatMap(({ itemId, place, always }) => (place !== null && !always ? [itemId] : [])),
    };
  });
}

/** What is inspected of a lot: lines that always are, and so many of the others as the seed draws. */
function drawnFrom(lines: readonly { itemId: Id<'item'>; always: boolean }[], size: number, seed: string) {
  const [always, others] = [true, false].map((of) => lines.flatMap((one) => (one.always === of ? [one.itemId] : [])));
  return { always: always!, drawn: draw(others!, size, seed) };
}

async function seedOf(inside: Inside, lot: Id<'sampling-lot'>): Promise<{ seed: string; size: number }> {
  const { rows } = await inside.db.execute<{ seed: string; size: string }>(
    sql`select seed, seed_size::text as size from access.seed_after(${lot})`,
  );
  if (!rows[0]) throw new Refusal('reconciliation.seed-not-there-yet', { lot }, 'conflict');
  return { seed: rows[0].seed, size: Number(rows[0].size) };
}

async function isEachTaken(inside: Inside, batch: Id<'batch'>): Promise<boolean> {
  const waiting = await inside.db
    .select({ id: samplingLot.id })
    .from(samplingLot)
    .where(and(eq(samplingLot.firmId, inside.firm), eq(samplingLot.batchId, batch), eq(samplingLot.state, 'waiting')));
  return waiting.length === 0;
}

/** Once nothing waits to be taken, the task stays with those who took something. */
async function letOthersGo(inside: Inside, batch: Id<'batch'>): Promise<void> {
  const lots = await inside.db
    .select({ checker: samplingLot.checkerId })
    .from(samplingLot)
    .where(and(eq(samplingLot.firmId, inside.firm), eq(samplingLot.batchId, batch), eq(samplingLot.state, 'drawn')));
  const { handoverId, number } = await handover.findBatch(inside, batch);
  const found = await handover.findHandover(inside, handoverId);
  await task.drop(inside, { kind: 'reconciliation.inspect', subject: batch, why: 'taken' });
  await task.open(
    inside,
    [...new Set(lots.flatMap(({ checker }) => checker ?? []))].map((assignee) => ({
      kind: 'reconciliation.inspect',
      assignee,
      subject: batch,
      handover: handoverId,
      facts: { number: found.number, batch: number },
    })),
  );
}
