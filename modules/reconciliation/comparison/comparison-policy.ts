import { type Actor, holds } from '#platform/context/actor.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { type Verdict, all, when } from '#platform/kernel/verdict.ts';
import type { ComparisonState, ConfirmingSide, DatasetState } from './comparison-terms.ts';

/** What the policies ask of the batch that datasets belong to, and of how the actor stands to it. */
export interface BatchStanding {
  batch: string;
  state: string;
  manner: 'regular' | 'proxy' | 'one-sided';
  parties: readonly { side: string; person: PersonId }[];
  /** What the actor may do with every client of the batch. */
  capabilities: readonly string[];
}

export interface DatasetFacts {
  id: string;
  state: DatasetState;
  /** Sides that have confirmed. */
  confirmed: readonly ConfirmingSide[];
  /** It is one side of a comparison. */
  compared: boolean;
}

export interface ComparisonFacts {
  id: string;
  state: ComparisonState;
  /** Both datasets are confirmed by both sides. */
  confirmed: boolean;
  /** The right dataset was uploaded, not made of our own records. */
  heldByOthers: boolean;
}

/** Parties of the handover, and checkers, see datasets and comparisons while they see every client of the batch. */
export function canSeeDatasets(actor: Actor, at: BatchStanding): Verdict {
  const facts = { batch: at.batch };
  const party = sideOf(actor, at) !== null || holds(actor, 'checker');
  return all(
    when(party, 'comparison.only-parties', facts),
    when(at.capabilities.includes('read'), 'comparison.no-access', facts),
  );
}

/** Values are for who may reveal the sensitive values of every client of the batch. */
export function canSeeValues(actor: Actor, at: BatchStanding): Verdict {
  return all(
    canSeeDatasets(actor, at),
    when(at.capabilities.includes('reveal'), 'comparison.no-reveal', { batch: at.batch }),
  );
}

/** They also upload and compare, until the batch is being signed. */
export function canAddDataset(actor: Actor, at: BatchStanding): Verdict {
  return all(canSeeDatasets(actor, at), stillOpen(at));
}

/** Nobody reads a dataset otherwise once a side confirmed it or it was compared. */
export function canReadOtherwise(actor: Actor, at: BatchStanding, dataset: DatasetFacts): Verdict {
  return all(canAddDataset(actor, at), isRead(dataset), untouched(dataset));
}

export function canDiscardDataset(actor: Actor, at: BatchStanding, dataset: DatasetFacts): Verdict {
  return all(
    canAddDataset(actor, at),
    when(dataset.state !== 'discarded', 'comparison.dataset-state', { dataset: dataset.id, state: dataset.state }),
    untouched(dataset),
  );
}

/** The side that the actor confirms for: the receiver for theirs; who hands over, their proxy, or the supervisor in their place. */
export function confirmingSide(actor: Actor, at: BatchStanding): ConfirmingSide | null {
  const side = sideOf(actor, at);
  if (side === 'incoming') return 'incoming';
  const giver = { regular: 'outgoing', proxy: 'proxy', 'one-sided': 'supervisor' }[at.manner];
  return side === giver ? 'outgoing' : null;
}

export function canConfirmDataset(actor: Actor, at: BatchStanding, dataset: DatasetFacts): Verdict {
  const side = confirmingSide(actor, at);
  return all(
    canAddDataset(actor, at),
    when(side !== null, 'comparison.only-sides-confirm', { dataset: dataset.id }),
    isRead(dataset),
    when(side === null || !dataset.confirmed.includes(side), 'comparison.confirmed-already', { dataset: dataset.id }),
  );
}

/** Without the confirmation of both sides it is a trial, which nobody is kept from. */
export function canStartComparison(actor: Actor, at: BatchStanding, left: DatasetFacts, right: DatasetFacts): Verdict {
  return all(
    canSeeValues(actor, at),
    stillOpen(at),
    isRead(left),
    isRead(right),
    when(left.id !== right.id, 'comparison.of-one-dataset', { dataset: left.id }),
  );
}

export function canCancelComparison(actor: Actor, at: BatchStanding, { id, state }: ComparisonFacts): Verdict {
  const running = state === 'waiting' || state === 'running';
  return all(canSeeDatasets(actor, at), when(running, 'comparison.not-running', { comparison: id, state }));
}

/** Differences, whole rows and links are there once the comparison is done. */
export function canSeeDifferences(actor: Actor, at: BatchStanding, comparison: ComparisonFacts): Verdict {
  return all(canSeeValues(actor, at), isDone(comparison));
}

/** The receiver settles differences, and a checker does: nobody ticks for what they handed over themselves. */
export function canSettle(actor: Actor, at: BatchStanding, comparison: ComparisonFacts): Verdict {
  const may = sideOf(actor, at) === 'incoming' || (holds(actor, 'checker') && sideOf(actor, at) === null);
  return all(
    canSeeDifferences(actor, at, comparison),
    when(may, 'comparison.only-receiver-settles', { comparison: comparison.id }),
    stillOpen(at),
  );
}

/** An issue is opened on a line of the inventory while the batch is being checked, and never by a trial. */
export function canOpenDifferenceIssue(actor: Actor, at: BatchStanding, comparison: ComparisonFacts): Verdict {
  return all(canSettle(actor, at, comparison), isNoTrial(comparison), inChecking(at));
}

/** Only the receiver checks. */
export function canTakeIntoChecks(actor: Actor, at: BatchStanding, comparison: ComparisonFacts): Verdict {
  return all(
    canSeeDifferences(actor, at, comparison),
    when(sideOf(actor, at) === 'incoming', 'comparison.only-receiver-settles', { comparison: comparison.id }),
    isNoTrial(comparison),
    when(comparison.heldByOthers, 'comparison.held-is-ours', { comparison: comparison.id }),
    inChecking(at),
  );
}

function sideOf(actor: Actor, { parties }: BatchStanding): string | null {
  const whom = actor.kind === 'person' ? actor.person : null;
  return parties.find(({ person }) => person === whom)?.side ?? null;
}

function stillOpen({ batch, state }: BatchStanding): Verdict {
  return when(state === 'preparing' || state === 'checking', 'comparison.batch-closed', { batch, state });
}

function inChecking({ batch, state }: BatchStanding): Verdict {
  return when(state === 'checking', 'comparison.batch-not-checking', { batch, state });
}

function isRead({ id, state }: DatasetFacts): Verdict {
  return when(state === 'read', 'comparison.dataset-state', { dataset: id, state });
}

function untouched({ id, confirmed, compared }: DatasetFacts): Verdict {
  return all(
    when(confirmed.length === 0, 'comparison.dataset-confirmed', { dataset: id }),
    when(!compared, 'comparison.dataset-compared', { dataset: id }),
  );
}

function isDone({ id, state }: ComparisonFacts): Verdict {
  return when(state === 'done', 'comparison.not-done', { comparison: id, state });
}

function isNoTrial({ id, confirmed }: ComparisonFacts): Verdict {
  return when(confirmed, 'comparison.trial', { comparison: id });
}
