import type { Actor, Position } from '#platform/context/actor.ts';
import { type Verdict, all, when } from '#platform/kernel/verdict.ts';
import { type DisposalState, type SeatName, type Stage, seats } from './seats.ts';

export { saidReasons, stages } from './seats.ts';

/** What the policies ask of a disposal. */
export interface DisposalFacts {
  id: string;
  number: string;
  state: DisposalState;
}

/** What they ask of a seat. */
export interface SeatFacts {
  stage: Stage;
  seat: SeatName;
  person: { id: string };
  signedAt: Date | null;
}

/** The archives lead the appraisal (79号令 Art. 17): the head of archives or the archivist draws up the list. */
export function canPrepareDisposal(actor: Actor): Verdict {
  return when(isOfArchives(actor), 'disposal.only-archivists');
}

/** The person named for the seat, who still holds its position, once, when the disposal has come to its stage. */
export function canSignAt(actor: Actor, { id, number, state }: DisposalFacts, seat: SeatFacts): Verdict {
  const facts = { disposal: id, number, stage: seat.stage, seat: seat.seat };
  return all(
    when(actor.kind === 'person' && actor.person === seat.person.id, 'disposal.not-your-seat', facts),
    when(state === seat.stage, 'disposal.not-at-this-stage', { ...facts, state }),
    when(seat.signedAt === null, 'disposal.signed-already', facts),
    when(sits(actor, seat), 'disposal.position-lost', facts),
  );
}

/** The archives withdraw a list as long as nothing is being destroyed. */
export function canWithdrawDisposal(actor: Actor, { id, number, state }: DisposalFacts): Verdict {
  return all(canPrepareDisposal(actor), when(isOpen(state), 'disposal.not-open', { disposal: id, number, state }));
}

/** The archives destroy, once five persons agreed and the three who watch have checked. */
export function canDestroy(actor: Actor, { id, number, state }: DisposalFacts): Verdict {
  return all(canPrepareDisposal(actor), when(state === 'ready', 'disposal.not-ready', { disposal: id, number, state }));
}

/** True while it may still be withdrawn. */
export function isOpen(state: DisposalState): boolean {
  return state === 'appraisal' || state === 'opinion' || state === 'check' || state === 'ready';
}

/** Whether somebody of these positions may sit there. */
export function maySit(positions: readonly Position[], { stage, seat }: { stage: Stage; seat: SeatName }): boolean {
  const rule = seats[stage].find((one) => one.seat === seat);
  return rule?.positions.some((position) => positions.includes(position)) ?? false;
}

function sits(actor: Actor, seat: SeatFacts): boolean {
  return actor.kind === 'person' && maySit(actor.positions, seat);
}

function isOfArchives(actor: Actor): boolean {
  return actor.kind === 'person' && maySit(actor.positions, { stage: 'appraisal', seat: 'archives' });
}
