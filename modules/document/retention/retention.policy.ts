import { type Actor, holds } from '#platform/context/actor.ts';
import { type Verdict, all, when } from '#platform/kernel/verdict.ts';

/** 单位负责人, 会计机构负责人, 档案机构负责人 and 档案经办人: those whom the law charges with the archives. */
export const archivePositions = ['head-of-unit', 'head-of-accounting', 'head-of-archives', 'archivist'] as const;

/** True when the actor is charged with the archives by position. */
export function keepsArchives(actor: Actor): boolean {
  return actor.kind === 'person' && actor.positions.some((held) => archivePositions.some((one) => one === held));
}

/**
 * Who is charged with the archives, and an auditor, read the whole directory: what there is and until when, no name and no content.
 * Anybody else finds in it the files of the clients that they see.
 */
export function canReadDirectory(actor: Actor): Verdict {
  return when(keepsArchives(actor) || holds(actor, 'auditor'), 'document.only-archives-read-directory');
}

/** Who is charged with the archives says where paper stands, and whoever may add files to its client. */
export function canPlacePaper(actor: Actor, held?: { client: string; capabilities: readonly string[] }): Verdict {
  const adds = ['write', 'check', 'supervise'].some((capability) => held?.capabilities.includes(capability));
  return when(keepsArchives(actor) || adds, 'document.only-archives-place-paper');
}

/** Kinds of archives are added by who is charged with the archives. */
export function canAddKind(actor: Actor): Verdict {
  return when(keepsArchives(actor), 'document.only-archives-add-kinds');
}

/** Who is charged with the archives, and an auditor, place holds and restrictions. */
export function canPlaceSafeguard(actor: Actor): Verdict {
  return when(keepsArchives(actor) || holds(actor, 'auditor'), 'document.only-archives-safeguard');
}

/** What the policies ask of a hold or restriction. */
export interface SafeguardFacts {
  id: string;
  state: 'placed' | 'confirmed' | 'lift-asked' | 'lifted';
  placedBy: { id: string };
  liftAskedBy: { id: string } | null;
}

/** The second person, who is not the one that placed it. */
export function canConfirmSafeguard(actor: Actor, { id, state, placedBy }: SafeguardFacts): Verdict {
  return all(
    canPlaceSafeguard(actor),
    when(state === 'placed', 'document.safeguard-not-waiting', { safeguard: id, state }),
    when(!isPerson(actor, placedBy.id), 'document.safeguard-second-person', { safeguard: id }),
  );
}

/** Whoever may place one may ask that it be lifted, with the reason. */
export function canAskToLift(actor: Actor, { id, state }: SafeguardFacts): Verdict {
  return all(
    canPlaceSafeguard(actor),
    when(state === 'placed' || state === 'confirmed', 'document.safeguard-not-standing', { safeguard: id, state }),
  );
}

/** The second person, who is not the one that asked for it. */
export function canLiftSafeguard(actor: Actor, { id, state, liftAskedBy }: SafeguardFacts): Verdict {
  return all(
    canPlaceSafeguard(actor),
    when(state === 'lift-asked', 'document.safeguard-lift-not-asked', { safeguard: id, state }),
    when(!isPerson(actor, liftAskedBy?.id), 'document.safeguard-second-person', { safeguard: id }),
  );
}

/** Whoever is charged with the archives approves that another person reads a restricted file for its purpose. */
export function canApproveOpening(
  actor: Actor,
  { id, person, approvedBy }: { id: string; person: { id: string }; approvedBy: unknown },
): Verdict {
  return all(
    when(keepsArchives(actor), 'document.only-archives-approve-openings'),
    when(approvedBy === null, 'document.opening-approved', { opening: id }),
    when(!isPerson(actor, person.id), 'document.safeguard-second-person', { opening: id }),
  );
}

function isPerson(actor: Actor, id: string | undefined): boolean {
  return actor.kind === 'person' && actor.person === id;
}
