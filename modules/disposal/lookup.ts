import { and, asc, desc, eq, sql } from 'drizzle-orm';
import * as people from '#modules/people/people.ts';
import { person } from '#modules/people/people.table.ts';
import { type Context, type Inside, read } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import { notFound } from '#platform/kernel/refusal.ts';
import type { Disposal, DisposalStatement, Seat, WholeDisposal } from './disposal.contract.ts';
import { canSignAt } from './disposal.policy.ts';
import { disposal, disposalLine, disposalSeat } from './disposal.table.ts';
import { type Stage, seats, stages } from './seats.ts';

type DisposalId = Id<'disposal'>;
export type DisposalRow = typeof disposal.$inferSelect;

/** Disposals, newest first; whoever is not charged with the archives sees those at which they sign. */
export function listDisposals(context: Context): Promise<Disposal[]> {
  return read(context, (inside) => selectDisposals(inside));
}

/** A disposal with its list and signatures, and what the reader would sign now. */
export function readDisposal(context: Context, input: { disposal: DisposalId }): Promise<WholeDisposal> {
  return read(context, (inside) => wholeDisposal(inside, input.disposal));
}

/** The row, or `disposal.not-found`; `lock` holds it until the transaction ends. */
export async function findDisposal(
  inside: Inside,
  id: DisposalId,
  { lock = false }: { lock?: boolean } = {},
): Promise<DisposalRow> {
  const query = inside.db
    .select()
    .from(disposal)
    .where(and(eq(disposal.firmId, inside.firm), eq(disposal.id, id)));
  const [found] = lock ? await query.for('update') : await query;
  if (!found) throw notFound('disposal', { disposal: id });
  return found;
}

/** The disposal as its page shows it. */
export async function wholeDisposal(inside: Inside, id: DisposalId): Promise<WholeDisposal> {
  const [line] = await selectDisposals(inside, id);
  if (!line) throw notFound('disposal', { disposal: id });
  const row = await findDisposal(inside, id);
  const all = await seatsOf(inside, id);
  const mine = all.find((seat) => canSignAt(inside.actor, line, seat).allowed);
  const { list, listHash, stoppedFor, certificateHash } = row;
  return {
    ...line,
    list,
    listHash,
    stoppedFor,
    certificateHash,
    seats: all,
    toSign: mine ? statementOf(inside, row, mine, line.documents) : null,
  };
}

/** What the holder of a seat signs, as long as they agree and remark nothing. */
export function statementOf(
  inside: Inside,
  { id, number, listHash, destructionAt }: DisposalRow,
  { stage, seat, person: whose }: Seat,
  documents: number,
): DisposalStatement {
  return {
    purpose: 'baton/disposal/v1',
    firm: inside.firm,
    disposal: id,
    number,
    listHash,
    stage,
    seat,
    person: whose.id,
    agrees: true,
    remark: '',
    result: stage === 'watched' ? { destroyedAt: destructionAt!.toISOString(), documents } : null,
  };
}

/** Every seat in the order in which one signs. */
export async function seatsOf(inside: Inside, id: DisposalId): Promise<Seat[]> {
  const rows = await inside.db
    .select({
      stage: disposalSeat.stage,
      seat: disposalSeat.seat,
      person: { id: person.id, name: person.name },
      agrees: disposalSeat.agrees,
      remark: disposalSeat.remark,
      signedAt: disposalSeat.signedAt,
    })
    .from(disposalSeat)
    .innerJoin(person, and(eq(person.firmId, disposalSeat.firmId), eq(person.id, disposalSeat.personId)))
    .where(and(eq(disposalSeat.firmId, inside.firm), eq(disposalSeat.disposalId, id)));
  const place = ({ stage, seat }: Pick<Seat, 'stage' | 'seat'>) =>
    stages.indexOf(stage) * 10 + seats[stage].findIndex((rule) => rule.seat === seat);
  return rows.toSorted((one, other) => place(one) - place(other));
}

/** Whoever works here now and holds a position of a seat, for each seat that is named when a list is drawn up. */
export async function candidates(inside: Inside) {
  const staff = (await people.selectPeople(inside)).filter(({ state, keys }) => state === 'active' && keys !== null);
  const named: Stage[] = ['appraisal', 'opinion', 'check'];
  return named.flatMap((stage) =>
    seats[stage].map(({ seat, positions }) => ({
      stage,
      seat,
      people: staff
        .filter((one) => one.positions.some((held) => positions.includes(held)))
        .map(({ id, name }) => ({ id, name })),
    })),
  );
}

async function selectDisposals(inside: Inside, id?: DisposalId): Promise<Disposal[]> {
  const lines = (held: boolean) =>
    sql<number>`(select count(*)::int from ${disposalLine} l where l.firm_id = ${disposal.firmId} and l.disposal_id = ${disposal.id} and (l.held_back is not null) = ${held})`;
  return inside.db
    .select({
      id: disposal.id,
      number: disposal.number,
      state: disposal.state,
      documents: lines(false),
      heldBack: lines(true),
      preparedBy: { id: person.id, name: person.name },
      preparedAt: disposal.preparedAt,
      destructionAt: disposal.destructionAt,
      certifiedAt: disposal.certifiedAt,
      endedFor: disposal.endedFor,
    })
    .from(disposal)
    .innerJoin(person, and(eq(person.firmId, disposal.firmId), eq(person.id, disposal.preparedBy)))
    .where(and(eq(disposal.firmId, inside.firm), id ? eq(disposal.id, id) : undefined))
    .orderBy(desc(disposal.preparedAt), asc(disposal.id));
}
