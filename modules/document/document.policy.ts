import type { Actor } from '#platform/context/actor.ts';
import { holds } from '#platform/context/actor.ts';
import { type Verdict, when } from '#platform/kernel/verdict.ts';

export {
  canAddKind,
  canApproveOpening,
  canAskToLift,
  canConfirmSafeguard,
  canLiftSafeguard,
  canPlacePaper,
  canPlaceSafeguard,
  canReadDirectory,
} from './retention/retention.policy.ts';
export { directoryStates, purposes, rulesVersion, safeguardKinds, taxMinimumYears } from './retention/terms.ts';

/** What the actor may do with one client, as the database answers it. */
export interface HeldOn {
  client: string;
  capabilities: readonly string[];
}

/** Whoever reads a client reads its files. */
export function canReadDocuments({ client, capabilities }: HeldOn): Verdict {
  return when(capabilities.includes('read'), 'document.no-read', { client });
}

/** To have a file is a right beside reading it: the owner in charge has it, and whoever it was granted to. */
export function canDownloadDocuments({ client, capabilities }: HeldOn): Verdict {
  return when(capabilities.includes('download'), 'document.no-download', { client });
}

/** The owner in charge, and whoever checks or supervises, adds files to a client. */
export function canAddDocument({ client, capabilities }: HeldOn): Verdict {
  const may = ['write', 'check', 'supervise'].some((capability) => capabilities.includes(capability));
  return when(may, 'document.no-add', { client });
}

/** A party of a handover, and a manager, add files that concern it as a whole. */
export function canAddToHandover(actor: Actor, handover: string, parties: readonly { person: string }[]): Verdict {
  const isParty = actor.kind === 'person' && parties.some(({ person }) => person === actor.person);
  return when(isParty || holds(actor, 'manager'), 'document.not-a-party', { handover });
}

/** A party of a handover, and a manager, have the files that concern it as a whole; auditors look at them. */
export function canDownloadFromHandover(
  actor: Actor,
  handover: string,
  parties: readonly { person: string }[],
): Verdict {
  return canAddToHandover(actor, handover, parties).allowed
    ? { allowed: true }
    : { allowed: false, code: 'document.no-download', facts: { handover } };
}
