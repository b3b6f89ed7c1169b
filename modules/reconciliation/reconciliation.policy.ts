import { type Actor, holds } from '#platform/context/actor.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { type Verdict, all, when } from '#platform/kernel/verdict.ts';
import type { Channel } from './cross-check/voices.ts';
import type { LotState } from './sampling/words.ts';
import type { CorrectionState, HeldSource } from './terms.ts';

export {
  type BatchStanding,
  type ComparisonFacts,
  type DatasetFacts,
  canConfirmDataset,
  canDiscardDataset,
  canOpenDifferenceIssue,
  canReadOtherwise,
  canSettle,
  canStartComparison,
  canTakeIntoChecks,
} from './comparison/comparison-policy.ts';

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

/** What a source said stands on a document or on a note that names it; a call always on the note of whom and which number. */
export function canRecordTestimony(
  line: LineFacts,
  said: { channel: Channel; document?: unknown; remark?: string | undefined },
): Verdict {
  const facts = { client: line.client, item: line.id };
  const noted = said.remark !== undefined;
  return all(
    when(noted || said.document !== undefined, 'reconciliation.testimony-without-evidence', facts),
    when(noted || said.channel !== 'phone', 'reconciliation.call-without-note', facts),
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

/** What the policies ask of a lot that is inspected by sample. */
export interface LotFacts {
  id: string;
  state: LotState;
  checker: PersonId | null;
}

/** Only the receiver hands in what they have checked, while the batch is being checked. */
export function canSubmitLots(actor: Actor, parties: Standing, batch: BatchFacts): Verdict {
  return all(
    when(sideOf(actor, parties) === 'incoming', 'reconciliation.only-receiver-submits', { batch: batch.id }),
    inChecking(batch),
  );
}

/** How strictly a transferor is inspected is changed by a manager who stands on no side, never by lots alone. */
export function canSwitchInspection(actor: Actor, parties: Standing, handover: string): Verdict {
  const may = holds(actor, 'manager') && sideOf(actor, parties) === null;
  return when(may, 'reconciliation.only-manager-switches', { handover });
}

/** A checker who stands on no side of the handover takes a lot that nobody has taken. The database holds the same. */
export function canDrawSample(actor: Actor, parties: Standing, batch: BatchFacts, lot: LotFacts): Verdict {
  return all(
    isThirdPerson(actor, parties, lot),
    when(lot.state === 'waiting', 'reconciliation.lot-taken', { lot: lot.id }),
    inChecking(batch),
  );
}

/** What was drawn is shown to who drew it, and to nobody while it is being inspected. */
export function canReadSample(actor: Actor, parties: Standing, lot: LotFacts): Verdict {
  return all(
    isThirdPerson(actor, parties, lot),
    when(actor.kind === 'person' && actor.person === lot.checker, 'reconciliation.only-its-checker', { lot: lot.id }),
  );
}

/**
 * Who drew a lot inspects its lines; a line that conforms, once. A nonconforming one of an accepted lot is looked at again when
 * it was put right.
 */
export function canInspectLine(
  actor: Actor,
  parties: Standing,
  batch: BatchFacts,
  lot: LotFacts,
  line: { id: string; drawn: boolean; conforms: boolean | null },
): Verdict {
  const facts = { lot: lot.id, item: line.id };
  return all(
    canReadSample(actor, parties, lot),
    when(line.drawn, 'reconciliation.line-not-drawn', facts),
    when(lot.state !== 'refused', 'reconciliation.lot-refused', facts),
    when(
      lot.state === 'drawn' ? line.conforms === null : line.conforms === false,
      'reconciliation.line-inspected',
      facts,
    ),
    inChecking(batch),
  );
}

/** How a lot was drawn is told when it is decided: before, it would tell the parties where nobody looks. */
export function canReadDraw(lot: LotFacts): Verdict {
  return when(lot.state === 'accepted' || lot.state === 'refused', 'reconciliation.draw-not-told-yet', { lot: lot.id });
}

function isThirdPerson(actor: Actor, parties: Standing, lot: LotFacts): Verdict {
  return when(holds(actor, 'checker') && sideOf(actor, parties) === null, 'reconciliation.only-third-person-inspects', {
    lot: lot.id,
  });
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
