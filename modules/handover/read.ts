import { and, asc, count, desc, eq, inArray, sql } from 'drizzle-orm';
import { client } from '#modules/client/client.table.ts';
import { person } from '#modules/people/people.table.ts';
import * as people from '#modules/people/people.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import { personOf } from '#platform/context/actor.ts';
import { type Context, type Inside, read } from '#platform/context/context.ts';
import type { Id, PersonId } from '#platform/kernel/id.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { BatchClient, Candidate, HandoverLine, HandoverView, Warning } from './handover.contract.ts';
import { canStartHandover, raci, sideOf, sidesToAccept } from './handover.policy.ts';
import {
  type HandoverState,
  batch,
  batchClient,
  handover,
  handoverParty,
  handoverPlanVersion,
  handoverStage,
} from './handover.table.ts';
import {
  type Batch,
  type Handover,
  type Party,
  batchesOf,
  findHandover,
  partiesOf,
  partiesOfAll,
  standing,
} from './lookup.ts';
import { standingWarnings } from './plan.ts';
import { personIn } from './start.ts';
import { supervision } from './supervisor.ts';
import { type Counts, countsOf, doneOf, progressOf } from './progress.ts';

/** A stage as the plan has it, with how far it is. */
interface StageProgress {
  stage: string;
  startsOn: LocalDate;
  endsOn: LocalDate;
  accountable: Party['side'];
  done: number;
  total: number;
}

/** The handovers that the actor sees, newest first; with `mine` those in which the actor stands on a side. */
export function listHandovers(
  context: Context,
  input: { state?: HandoverState | undefined; mine: boolean },
): Promise<HandoverLine[]> {
  return read(context, async (inside) => {
    const me = personOf(inside.actor);
    const mine = sql`exists (select from ${handoverParty} p where p.firm_id = ${handover.firmId} and p.handover_id = ${handover.id} and p.person_id = ${me})`;
    const found = await inside.db
      .select()
      .from(handover)
      .where(
        and(
          eq(handover.firmId, inside.firm),
          input.state && eq(handover.state, input.state),
          input.mine ? mine : undefined,
        ),
      )
      .orderBy(desc(handover.id));
    const ids = found.map(({ id }) => id);
    if (ids.length === 0) return [];
    const parties = Map.groupBy(await partiesOfAll(inside, ids), (party) => party.handover);
    const batches = Map.groupBy(
      await inside.db.select().from(batch).where(inArray(batch.handoverId, ids)).orderBy(asc(batch.number)),
      ({ handoverId }) => handoverId,
    );
    const stages = Map.groupBy(
      await inside.db
        .select()
        .from(handoverStage)
        .where(inArray(handoverStage.handoverId, ids))
        .orderBy(asc(handoverStage.position)),
      ({ handoverId }) => handoverId,
    );
    const clients = new Map((await countClients(inside, ids)).map((row) => [row.handover, row.clients]));
    const progress = Map.groupBy(await progressOf(inside, ids), (row) => row.handover);
    const contents = new Map<Id<'playbook-version'>, playbook.PlaybookContent>();
    for (const version of new Set(found.map(({ playbookVersionId }) => playbookVersionId)))
      contents.set(version, await playbook.contentOf(inside, version));
    return found.map((row) =>
      lineOf(inside, row, {
        parties: parties.get(row.id) ?? [],
        batches: batches.get(row.id) ?? [],
        stages: (stages.get(row.id) ?? []).map(({ accountableSide: accountable, ...stage }) => ({
          ...stage,
          accountable,
        })),
        clients: clients.get(row.id) ?? 0,
        counts: countsOf(progress.get(row.id) ?? []),
        content: contents.get(row.playbookVersionId)!,
      }),
    );
  });
}

/** One handover with everything its workspace shows; refused with `handover.not-found` to whoever may not see it. */
export function readHandover(context: Context, input: { handover: Id<'handover'> }): Promise<HandoverView> {
  return read(context, async (inside) => {
    const found = await findHandover(inside, input.handover);
    const content = await playbook.contentOf(inside, found.playbookVersionId);
    const parties = standing(await partiesOf(inside, found.id));
    const batches = await batchesOf(inside, found.id);
    const rows = await progressOf(inside, [found.id]);
    const sizes = await inside.db
      .select({ batch: batchClient.batchId, clients: count() })
      .from(batchClient)
      .where(eq(batchClient.handoverId, found.id))
      .groupBy(batchClient.batchId);
    const stages = await inside.db
      .select()
      .from(handoverStage)
      .where(eq(handoverStage.handoverId, found.id))
      .orderBy(asc(handoverStage.position));
    const parts = {
      parties,
      batches,
      stages: stages.map(({ accountableSide: accountable, ...stage }) => ({ ...stage, accountable })),
      clients: sizes.reduce((sum, row) => sum + row.clients, 0),
      counts: countsOf(rows),
      content,
    };
    const { batches: _count, ...line } = lineOf(inside, found, parts);
    const progress = stageProgress(found, parts);
    const now = line.stage?.key;
    const today = localDateOf(inside.now);
    const names = await namesOf(inside, [found.meanwhileId, found.createdBy]);
    return {
      ...line,
      mannerReason: found.mannerReason,
      reason: found.reason,
      playbookVersion: found.playbookVersionId,
      meanwhile: names(found.meanwhileId),
      createdBy: names(found.createdBy),
      createdAt: found.createdAt,
      closedAt: found.closedAt,
      stages: progress.map((stage) => {
        const { name, proof } = content.stages.find(({ key }) => key === stage.stage)!;
        const finished = isDone(stage) || found.state === 'closed';
        return {
          ...stage,
          ...raci(stage.accountable),
          name,
          proof,
          state: finished ? ('done' as const) : stage.stage === now ? ('now' as const) : ('ahead' as const),
          late: !finished && found.state !== 'cancelled' && stage.endsOn < today,
        };
      }),
      batches: batches.map(({ id, number, state, revision, inventoryMadeAt, signedAt, sealedAt }) => ({
        id,
        number,
        state,
        revision,
        inventoryMadeAt,
        signedAt,
        sealedAt,
        clients: sizes.find((row) => row.batch === id)?.clients ?? 0,
        items: countsOf(rows.filter((row) => row.batch === id)),
      })),
      earlierPlans: await earlierPlans(inside, found.id),
      warnings: await warningsOf(inside, found, progress, parties),
    };
  });
}

/** The clients of a handover by batch and number, as far as the actor may know of them, with the progress of each. */
export function listBatchClients(context: Context, input: { handover: Id<'handover'> }): Promise<BatchClient[]> {
  return read(context, async (inside) => {
    const { id } = await findHandover(inside, input.handover);
    const progress = Map.groupBy(
      await progressOf(inside, [id], { byClient: true }),
      (row) => `${row.batch} ${row.client}`,
    );
    const rows = await inside.db
      .select({
        client: client.id,
        batch: batchClient.batchId,
        number: client.number,
        name: client.name,
        state: client.state,
        contractEnd: client.contractEnd,
      })
      .from(batchClient)
      .innerJoin(batch, and(eq(batch.firmId, batchClient.firmId), eq(batch.id, batchClient.batchId)))
      .innerJoin(client, and(eq(client.firmId, batchClient.firmId), eq(client.id, batchClient.clientId)))
      .where(and(eq(batchClient.firmId, inside.firm), eq(batchClient.handoverId, id)))
      .orderBy(asc(batch.number), asc(client.number));
    return rows.map((row) => ({ ...row, items: countsOf(progress.get(`${row.batch} ${row.client}`) ?? []) }));
  });
}

/** The clients that a person is in charge of, for the form of a new handover. */
export function listClientsOf(context: Context, input: { outgoing: PersonId }) {
  return read(context, async (inside) => {
    allow(canStartHandover(inside.actor));
    return inside.db
      .select({
        id: client.id,
        number: client.number,
        name: client.name,
        state: client.state,
        contractEnd: client.contractEnd,
        inHandover: handover.number,
      })
      .from(client)
      .leftJoin(
        batchClient,
        and(eq(batchClient.firmId, client.firmId), eq(batchClient.clientId, client.id), eq(batchClient.open, true)),
      )
      .leftJoin(handover, and(eq(handover.firmId, batchClient.firmId), eq(handover.id, batchClient.handoverId)))
      .where(and(eq(client.firmId, inside.firm), eq(client.ownerId, input.outgoing)))
      .orderBy(asc(client.number));
  });
}

/** Everybody of the firm with load and right to supervise, for the form of a new handover. */
export function listCandidates(
  context: Context,
  input: { outgoing: PersonId; incoming?: PersonId | undefined },
): Promise<Candidate[]> {
  return read(context, async (inside) => {
    allow(canStartHandover(inside.actor));
    const everybody = await people.selectPeople(inside);
    const outgoing = personIn(everybody, input.outgoing);
    const clients = await inside.db
      .select({ owner: client.ownerId, clients: count() })
      .from(client)
      .where(eq(client.firmId, inside.firm))
      .groupBy(client.ownerId);
    const sides = await inside.db
      .select({ person: handoverParty.personId, handovers: count() })
      .from(handoverParty)
      .innerJoin(handover, and(eq(handover.firmId, handoverParty.firmId), eq(handover.id, handoverParty.handoverId)))
      .where(inArray(handover.state, ['planned', 'running']))
      .groupBy(handoverParty.personId);
    return everybody.map(({ id, name, title, positions, state }) => {
      const { verdict, basis } = supervision(id, { outgoing, incoming: input.incoming, people: everybody });
      return {
        id,
        name,
        title,
        positions,
        state,
        clients: clients.find(({ owner }) => owner === id)?.clients ?? 0,
        handovers: sides.find((row) => row.person === id)?.handovers ?? 0,
        supervision: verdict.allowed
          ? {
              may: true,
              basis: basis!,
            }
          : {
              may: false,
              code: verdict.code,
              facts: verdict.facts,
            },
      };
    });
  });
}

/** Filings and open matters that fall into the change, by date, and who holds each that day (业务连续性). */
export function listDeadlines(context: Context, input: { handover: Id<'handover'> }) {
  return read(context, async (inside) => {
    const found = await findHandover(inside, input.handover);
    const { incoming } = await partiesOf(inside, found.id);
    const [plan] = await inside.db
      .select({
        endsOn: sql<LocalDate>`max(${handoverStage.endsOn})`,
        signOn: sql<LocalDate>`max(${handoverStage.endsOn}) filter (where ${handoverStage.stage} = 'sign')`,
      })
      .from(handoverStage)
      .where(eq(handoverStage.handoverId, found.id));
    const names = await namesOf(inside, [found.meanwhileId, incoming.person]);
    const signed = new Set((await batchesOf(inside, found.id)).flatMap(({ id, signedAt }) => (signedAt ? id : [])));
    const { rows } = await inside.db.execute<{
      item: Id<'item'>;
      batch: Id<'batch'>;
      client: typeof client.$inferSelect.id;
      number: string;
      name: string;
      what: string;
      due: LocalDate;
    }>(sql`
      select d.item_id as item, d.batch_id as batch, d.client_id as client, c.number, c.name, d.title as what, d.due::text as due
      from access.handover_deadlines(${found.id}, ${plan!.endsOn}::date) d
      join ${client} c on c.firm_id = ${inside.firm} and c.id = d.client_id
      where d.due >= ${found.startsOn}::date
      order by d.due, c.number`);
    return rows.map(({ batch: of, ...row }) => {
      const received = signed.has(of) || row.due > (plan!.signOn ?? plan!.endsOn);
      return { ...row, holder: names(received ? incoming.person : found.meanwhileId) };
    });
  });
}

interface Parts {
  parties: Party[];
  batches: Batch[];
  stages: Omit<StageProgress, 'done' | 'total'>[];
  clients: number;
  counts: Counts;
  content: playbook.PlaybookContent;
}

function lineOf(inside: Inside, row: Handover, parts: Parts): HandoverLine {
  const { id, number, kind, manner, state, startsOn, cutOff } = row;
  const stages = stageProgress(row, parts);
  const running = state === 'planned' || state === 'running';
  const now = running ? stages.find((stage) => !isDone(stage)) : undefined;
  return {
    id,
    number,
    kind,
    manner,
    state,
    startsOn,
    cutOff,
    endsOn: stages.at(-1)?.endsOn ?? startsOn,
    parties: parts.parties.map(({ side, person: who, name, title, basis, answer, declinedFor }) => ({
      side,
      person: {
        id: who,
        name,
      },
      title,
      basis,
      answer,
      declinedFor,
    })),
    clients: parts.clients,
    batches: parts.batches.length,
    signedBatches: parts.batches.filter(({ signedAt }) => signedAt !== null).length,
    ...doneOf(parts.counts),
    stage: now
      ? {
          key: now.stage,
          name: parts.content.stages.find(({ key }) => key === now.stage)!.name,
          late: now.endsOn < localDateOf(inside.now),
        }
      : null,
    mySide: sideOf(inside.actor, parts.parties),
  };
}

/** How far each stage is, by what shows that it is done. */
function stageProgress(row: Handover, { parties, batches, stages, counts }: Parts): StageProgress[] {
  const left = batches.filter(({ state }) => state !== 'withdrawn');
  const having = (holds: (one: Batch) => boolean) => ({ done: left.filter(holds).length, total: left.length });
  return stages.map((stage) => ({ ...pick(stage), ...progressOfStage(stage.stage) }));

  function progressOfStage(stage: string): { done: number; total: number } {
    switch (stage) {
      case 'plan': {
        const waited = sidesToAccept(row.manner);
        const accepted = waited.filter((side) =>
          parties.some((party) => party.side === side && party.answer === 'accepted'),
        );
        return { done: accepted.length, total: waited.length };
      }
      case 'pledge':
        return having(({ state }) => state !== 'preparing');
      case 'list':
        return having(({ inventoryMadeAt }) => inventoryMadeAt !== null);
      case 'check':
        return doneOf(counts);
      case 'sign':
        return having(({ signedAt }) => signedAt !== null);
      default:
        return having(({ sealedAt }) => sealedAt !== null);
    }
  }
}

function pick({ stage, startsOn, endsOn, accountable }: Omit<StageProgress, 'done' | 'total'>) {
  return { stage, startsOn, endsOn, accountable };
}

function isDone({ done, total }: StageProgress): boolean {
  return total > 0 && done === total;
}

async function countClients(inside: Inside, ids: Id<'handover'>[]) {
  return inside.db
    .select({ handover: batchClient.handoverId, clients: count() })
    .from(batchClient)
    .where(inArray(batchClient.handoverId, ids))
    .groupBy(batchClient.handoverId);
}

async function earlierPlans(inside: Inside, id: Id<'handover'>) {
  const versions = await inside.db
    .select()
    .from(handoverPlanVersion)
    .where(eq(handoverPlanVersion.handoverId, id))
    .orderBy(asc(handoverPlanVersion.version));
  const names = await namesOf(
    inside,
    versions.flatMap(({ askedBy, approvedBy }) => [askedBy, approvedBy]),
  );
  return versions.map(({ version, stages, reason, askedBy, approvedBy, replacedAt }) => ({
    version,
    stages,
    reason,
    replacedAt,
    askedBy: names(askedBy),
    approvedBy: names(approvedBy),
  }));
}

async function warningsOf(
  inside: Inside,
  found: Handover,
  stages: StageProgress[],
  parties: Party[],
): Promise<Warning[]> {
  const today = localDateOf(inside.now);
  const [ended] = await inside.db
    .select({ clients: count() })
    .from(batchClient)
    .innerJoin(client, and(eq(client.firmId, batchClient.firmId), eq(client.id, batchClient.clientId)))
    .where(
      and(eq(batchClient.handoverId, found.id), eq(batchClient.open, true), sql`${client.contractEnd} < ${today}`),
    );
  const { rows } = await inside.db.execute<{ due: number; late: number }>(sql`
    select count(*)::integer as due, count(*) filter (where due < ${today}::date)::integer as late
    from access.handover_deadlines(${found.id}, ${stages.at(-1)?.endsOn ?? today}::date)`);
  const { due, late } = rows[0]!;
  const warnings: Warning[] = [];
  if (ended!.clients > 0) warnings.push({ code: 'contracts-ended', facts: { count: ended!.clients } });
  if (late > 0) warnings.push({ code: 'deadlines-passed', facts: { count: late } });
  if (due > late) warnings.push({ code: 'deadlines-within', facts: { count: due - late } });
  const left = found.state === 'planned' || found.state === 'running' ? stages.filter((one) => !isDone(one)) : [];
  const overdue = left.filter(({ endsOn }) => endsOn < today);
  if (overdue.length > 0)
    warnings.push({ code: 'stage-late', facts: { stage: overdue[0]!.stage, endsOn: overdue[0]!.endsOn } });
  const persons = parties.map(({ person: one }) => one);
  warnings.push(...(left.length > 0 ? await standingWarnings(inside, left, persons) : []));
  return warnings;
}

/** The names of persons, in one statement. */
async function namesOf(inside: Inside, ids: PersonId[]): Promise<(id: PersonId) => { id: PersonId; name: string }> {
  const wanted = [...new Set(ids)];
  const rows =
    wanted.length > 0
      ? await inside.db.select({ id: person.id, name: person.name }).from(person).where(inArray(person.id, wanted))
      : [];
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return (id) => ({ id, name: names.get(id) ?? '' });
}
