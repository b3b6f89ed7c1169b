import { type Actor, holds, personOf } from '#platform/context/actor.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { type Verdict, all, no, when, yes } from '#platform/kernel/verdict.ts';
import type { ItemState, Side, TransferMethod } from './terms.ts';

/** What the policies ask of a handover. */
export interface CaseFacts {
  id: string;
  number: string;
  state: 'planned' | 'running' | 'closed' | 'cancelled';
  /** Whether a batch of it was signed. */
  signed?: boolean;
}

/** Who stands on which side. */
export type Standing = readonly { side: Side; person: PersonId; answer: 'waiting' | 'accepted' | 'declined' }[];

/** What the policies ask of a batch. */
export interface BatchFacts {
  id: string;
  handoverId: string;
  state: 'preparing' | 'checking' | 'signing' | 'signed' | 'sealing' | 'sealed' | 'withdrawn';
}

/** What the policies ask of a line. */
export interface ItemFacts {
  id: string;
  state: ItemState;
  method: TransferMethod;
  mandatory: boolean;
}

/** The side on which the actor stands; null when on none. */
export function sideOf(actor: Actor, parties: Standing): Side | null {
  const whom = actor.kind === 'person' ? actor.person : null;
  return parties.find(({ person }) => person === whom)?.side ?? null;
}

/** Managers start handovers: parties and clients are theirs to appoint. */
export function canStartHandover(actor: Actor): Verdict {
  return when(holds(actor, 'manager'), 'handover.only-manager-starts');
}

/** A party answers for their own side, once, while the handover is planned. */
export function canAnswer(actor: Actor, handover: CaseFacts, parties: Standing): Verdict {
  const mine = parties.find(({ person }) => person === personOf(actor));
  return all(
    when(actor.kind === 'person' && mine !== undefined, 'handover.not-a-party', about(handover)),
    inState(handover, 'planned'),
    when(mine?.answer !== 'accepted', 'handover.already-accepted', about(handover)),
  );
}

/** A manager asks somebody else for a side while the handover is planned. */
export function canReplaceParty(actor: Actor, handover: CaseFacts): Verdict {
  return all(when(holds(actor, 'manager'), 'handover.only-manager', about(handover)), inState(handover, 'planned'));
}

/**
 * 委托代办 is approved by 单位负责人 (规范 Art. 33, the principal stays liable); a one-sided handover is started by a manager.
 */
export function canChangeManner(actor: Actor, handover: CaseFacts, manner: 'proxy' | 'one-sided'): Verdict {
  const head = actor.kind === 'person' && actor.positions.includes('head-of-unit');
  return all(
    manner === 'proxy'
      ? when(head, 'handover.only-head-of-unit-approves-proxy', about(handover))
      : when(holds(actor, 'manager'), 'handover.only-manager', about(handover)),
    inState(handover, 'planned', 'running'),
    when(!handover.signed, 'handover.already-signed', about(handover)),
  );
}

/** The supervisor and managers approve other dates. */
export function canReplan(actor: Actor, handover: CaseFacts, parties: Standing): Verdict {
  return all(
    when(
      sideOf(actor, parties) === 'supervisor' || holds(actor, 'manager'),
      'handover.only-supervisor-replans',
      about(handover),
    ),
    inState(handover, 'planned', 'running'),
  );
}

/** A manager or the supervisor cancels while nothing is signed. */
export function canCancel(actor: Actor, handover: CaseFacts, parties: Standing): Verdict {
  return all(
    when(
      sideOf(actor, parties) === 'supervisor' || holds(actor, 'manager'),
      'handover.only-supervisor-cancels',
      about(handover),
    ),
    inState(handover, 'planned', 'running'),
    when(!handover.signed, 'handover.already-signed', about(handover)),
  );
}

/** A manager or the supervisor takes a batch out that is not signed. */
export function canWithdrawBatch(actor: Actor, handover: CaseFacts, parties: Standing, batch: BatchFacts): Verdict {
  return all(
    when(
      sideOf(actor, parties) === 'supervisor' || holds(actor, 'manager'),
      'handover.only-supervisor-cancels',
      about(handover),
    ),
    inState(handover, 'planned', 'running'),
    stillOpen(batch),
  );
}

/** Both sides put lines on the inventory: the one who hands over, or their proxy, and the receiver who found something. */
export function canAddItem(actor: Actor, handover: CaseFacts, parties: Standing, batch: BatchFacts): Verdict {
  const side = sideOf(actor, parties);
  return all(
    when(side === 'outgoing' || side === 'proxy' || side === 'incoming', 'handover.only-parties-list', about(handover)),
    inState(handover, 'running'),
    beforeSigning(batch),
  );
}

/** The lines are made by whoever hands over or the supervisor. */
export function canMakeInventory(actor: Actor, handover: CaseFacts, parties: Standing, batch: BatchFacts): Verdict {
  const side = sideOf(actor, parties);
  const may = actor.kind === 'worker' || (side !== null && side !== 'witness');
  return all(
    when(may, 'handover.only-parties-list', about(handover)),
    inState(handover, 'running'),
    beforeSigning(batch),
  );
}

/** The supervisor, or whoever hands over, drops a line with the reason; a mandatory one stays. */
export function canDropItem(
  actor: Actor,
  handover: CaseFacts,
  parties: Standing,
  batch: BatchFacts,
  item: ItemFacts,
): Verdict {
  const side = sideOf(actor, parties);
  return all(
    when(
      side === 'outgoing' || side === 'proxy' || side === 'supervisor',
      'handover.only-giver-drops',
      about(handover),
    ),
    inState(handover, 'running'),
    beforeSigning(batch),
    when(!item.mandatory, 'handover.mandatory-line', { item: item.id }),
    when(item.state !== 'none', 'handover.named-by-law', { item: item.id }),
    when(item.state !== 'dropped', 'handover.item-dropped', { item: item.id }),
  );
}

/** Only the receiver shows what was received, while the batch is being checked; nobody ticks for another. */
export function canProveItem(actor: Actor, parties: Standing, batch: BatchFacts, item: ItemFacts): Verdict {
  const facts = { handover: batch.handoverId, batch: batch.id, item: item.id };
  return all(
    when(sideOf(actor, parties) === 'incoming', 'handover.only-receiver-proves', facts),
    batch.state === 'checking' ? yes : no('handover.batch-not-checking', { ...facts, state: batch.state }),
    when(item.state !== 'dropped', 'handover.item-dropped', facts),
    when(item.state !== 'none', 'handover.nothing-to-prove', facts),
  );
}

/** Who does a stage, who answers for it, who is asked, who is told (RACI); exactly one side answers. */
export function raci(accountable: Side): { responsible: Side[]; consulted: Side[]; informed: Side[] } {
  switch (accountable) {
    case 'outgoing':
      return { responsible: ['outgoing'], consulted: ['incoming'], informed: ['supervisor'] };
    case 'incoming':
      return { responsible: ['incoming'], consulted: ['outgoing'], informed: ['supervisor'] };
    case 'supervisor':
      return { responsible: ['outgoing', 'incoming'], consulted: [], informed: [] };
    case 'proxy':
      return { responsible: ['proxy'], consulted: ['outgoing', 'incoming'], informed: ['supervisor'] };
    case 'witness':
      return { responsible: ['incoming'], consulted: [], informed: ['supervisor'] };
  }
}

/** The one side that answers for a line: whoever hands over until it is received, then the receiver. */
export function accountableFor(item: Pick<ItemFacts, 'state'>): 'outgoing' | 'incoming' {
  return item.state === 'received' ? 'incoming' : 'outgoing';
}

/** Which sides must accept before a handover of the manner runs; the leaver of a one-sided one is not waited for. */
export function sidesToAccept(manner: 'regular' | 'proxy' | 'one-sided'): Side[] {
  switch (manner) {
    case 'regular':
      return ['outgoing', 'incoming', 'supervisor'];
    case 'proxy':
      return ['proxy', 'incoming', 'supervisor'];
    case 'one-sided':
      return ['incoming', 'supervisor', 'witness'];
  }
}

function about({ id, number }: CaseFacts) {
  return { handover: id, number };
}

function inState(handover: CaseFacts, ...states: CaseFacts['state'][]): Verdict {
  return when(states.includes(handover.state), `handover.is-${handover.state}`, about(handover));
}

function beforeSigning(batch: BatchFacts): Verdict {
  const facts = { handover: batch.handoverId, batch: batch.id, state: batch.state };
  return when(batch.state === 'preparing' || batch.state === 'checking', 'handover.batch-not-open', facts);
}

function stillOpen(batch: BatchFacts): Verdict {
  const facts = { handover: batch.handoverId, batch: batch.id, state: batch.state };
  const open = batch.state === 'preparing' || batch.state === 'checking' || batch.state === 'signing';
  return when(open, 'handover.batch-signed', facts);
}
