import type { Actor } from '#platform/context/actor.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { type Verdict, all, when } from '#platform/kernel/verdict.ts';
import type { CorrectionState, HeldSource } from './terms.ts';

/** Who stands on which side of the handover. */
export type Standing = readonly { side: string; person: PersonId }[];

/** What the policies ask of the batch that a line belongs to. */
export interface BatchFacts {
  id: string;
  state: string;
}

/** What the policies ask of a line. */
export interface LineFacts {
  id: string;
  client: string;
  state: string;
  critical: boolean;
}

/** What the policies ask of a correction. */
export interface CorrectionFacts {
  id: string;
  state: CorrectionState;
  proposedBy: PersonId;
}

/** Only the receiver checks, while the batch is being checked: nobody ticks for another. */
export function canCheck(
  actor: Actor,
  parties: Standing,
  batch: BatchFacts,
  line: LineFacts,
  capabilities: readonly string[],
): Verdict {
  const facts = { client: line.client, item: line.id };
  return all(
    when(sideOf(actor, parties) === 'incoming', 'reconciliation.only-receiver-checks', facts),
    inChecking(batch),
    when(capabilities.includes('check'), 'reconciliation.no-check', facts),
    when(line.state !== 'dropped' && line.state !== 'none', 'reconciliation.nothing-to-check', facts),
  );
}

/** On which evidence a verdict stands: agreeing names what was looked at, a call is noted, a critical line always shows it. */
export function hasEvidence(
  line: LineFacts,
  given: { agrees: boolean; source: HeldSource; evidence: boolean },
): Verdict {
  const facts = { client: line.client, item: line.id };
  return all(
    when(given.evidence || !given.agrees, 'reconciliation.agreement-without-evidence', facts),
    when(given.evidence || given.source !== 'phone', 'reconciliation.call-without-note', facts),
    when(given.evidence || !line.critical, 'reconciliation.critical-without-evidence', facts),
  );
}

/** Seals, keys, credentials, cash and open tax matters are checked to the last field. */
export function canSkip(line: LineFacts): Verdict {
  return when(!line.critical, 'reconciliation.critical-not-skipped', { client: line.client, item: line.id });
}

/** The parties propose corrections, while the batch is being checked. */
export function canProposeCorrection(actor: Actor, parties: Standing, batch: BatchFacts, settled: boolean): Verdict {
  const side = sideOf(actor, parties);
  return all(
    when(side !== null && side !== 'witness', 'reconciliation.only-parties-correct', { batch: batch.id }),
    inChecking(batch),
    when(!settled, 'reconciliation.issue-settled', { batch: batch.id }),
  );
}

/** A second person of the handover decides on a correction; the database holds the same. */
export function canDecideCorrection(
  actor: Actor,
  parties: Standing,
  batch: BatchFacts,
  correction: CorrectionFacts,
): Verdict {
  const side = sideOf(actor, parties);
  const facts = { correction: correction.id };
  return all(
    when(side !== null && side !== 'witness', 'reconciliation.only-parties-correct', { batch: batch.id }),
    when(actor.kind !== 'person' || actor.person !== correction.proposedBy, 'reconciliation.own-correction', facts),
    when(correction.state === 'proposed', 'reconciliation.correction-decided', facts),
    inChecking(batch),
  );
}

/** The receiver compares a batch with a second register. */
export function canCompare(actor: Actor, parties: Standing, batch: BatchFacts): Verdict {
  return all(
    when(sideOf(actor, parties) === 'incoming', 'reconciliation.only-receiver-checks', { batch: batch.id }),
    inChecking(batch),
  );
}

function sideOf(actor: Actor, parties: Standing): string | null {
  const whom = actor.kind === 'person' ? actor.person : null;
  return parties.find(({ person }) => person === whom)?.side ?? null;
}

function inChecking(batch: BatchFacts): Verdict {
  return when(batch.state === 'checking', 'reconciliation.batch-not-checking', { batch: batch.id, state: batch.state });
}
