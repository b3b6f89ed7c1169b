import type { Actor } from '#platform/context/actor.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { type Verdict, all, when } from '#platform/kernel/verdict.ts';
import { type IssueState, unsettledStates } from './terms.ts';

/** What the policies ask of an issue. */
export interface IssueFacts {
  id: string;
  number: number;
  state: IssueState;
  owner: PersonId;
  /** Who proposed the note that waits for approval. */
  noteBy: PersonId | null;
}

/** Who stands on which side of its handover. */
export type Standing = readonly { side: string; person: PersonId }[];

/** What the policies ask of the batch that an issue belongs to. */
export interface BatchFacts {
  id: string;
  state: string;
}

/** Whether an issue keeps the gate shut. */
export function isUnsettled(state: IssueState): boolean {
  return (unsettledStates as readonly IssueState[]).includes(state);
}

/** The receiver opens an issue on a line that did not arrive as it should, while the batch is being checked. */
export function canRaiseIssue(actor: Actor, parties: Standing, batch: BatchFacts): Verdict {
  return all(
    when(sideOf(actor, parties) === 'incoming', 'issue.only-receiver-raises', { batch: batch.id }),
    inChecking(batch),
  );
}

/** The receiver withdraws an issue on a line once the line is received. */
export function canWithdrawIssue(
  actor: Actor,
  issue: IssueFacts,
  parties: Standing,
  batch: BatchFacts,
  item: { state: string },
): Verdict {
  return all(
    when(sideOf(actor, parties) === 'incoming', 'issue.only-receiver-withdraws', about(issue)),
    when(isUnsettled(issue.state), 'issue.settled', about(issue)),
    when(item.state === 'received', 'issue.not-received-yet', about(issue)),
    inChecking(batch),
  );
}

/** Who the issue waits for answers it, while it is open. */
export function canAnswerIssue(actor: Actor, issue: IssueFacts, batch: BatchFacts): Verdict {
  return all(
    when(actor.kind === 'person' && actor.person === issue.owner, 'issue.only-owner-answers', about(issue)),
    when(isUnsettled(issue.state), 'issue.settled', about(issue)),
    inChecking(batch),
  );
}

/** Every party but a witness may propose to note it. */
export function canProposeNote(actor: Actor, issue: IssueFacts, parties: Standing, batch: BatchFacts): Verdict {
  const side = sideOf(actor, parties);
  return all(
    when(side !== null && side !== 'witness', 'issue.only-parties-note', about(issue)),
    when(isUnsettled(issue.state), 'issue.settled', about(issue)),
    inChecking(batch),
  );
}

/** The supervisor approves a note or returns it, never one of their own (规范 Art. 29, 31). */
export function canDecideNote(actor: Actor, issue: IssueFacts, parties: Standing, batch: BatchFacts): Verdict {
  return all(
    when(sideOf(actor, parties) === 'supervisor', 'issue.only-supervisor-approves', about(issue)),
    when(issue.state === 'note-proposed', 'issue.no-note-waits', about(issue)),
    when(actor.kind !== 'person' || actor.person !== issue.noteBy, 'issue.own-note', about(issue)),
    inChecking(batch),
  );
}

function sideOf(actor: Actor, parties: Standing): string | null {
  const whom = actor.kind === 'person' ? actor.person : null;
  return parties.find(({ person }) => person === whom)?.side ?? null;
}

function inChecking(batch: BatchFacts): Verdict {
  return when(batch.state === 'checking', 'issue.batch-not-checking', { batch: batch.id, state: batch.state });
}

function about({ id, number }: IssueFacts) {
  return { issue: id, number };
}
