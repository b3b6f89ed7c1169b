import type { Side } from '#modules/handover/handover.contract.ts';
import { type Actor, holds } from '#platform/context/actor.ts';
import { type Verdict, all, when } from '#platform/kernel/verdict.ts';

/** What the policy asks of a sealed package. */
export interface PackageFacts {
  id: string;
  /** The side of the handover on which the actor stood, or null. */
  mine: Side | null;
  /** Clients in it that the actor received and has handed on to somebody else since. */
  handedOn: number;
}

/**
 * Whoever received the clients and still has them, the supervisor, auditors and administrators open a package. Whoever handed
 * the clients over, or acted for that person, sees that it stands, by number and hash, and nothing of what is in it; a
 * manager, who sees the directory of clients only, likewise.
 */
export function canOpenPackage(actor: Actor, { id, mine, handedOn }: PackageFacts): Verdict {
  return all(
    when(mine !== 'outgoing' && mine !== 'proxy', 'archive.handed-over', { package: id }),
    when(handedOn === 0, 'archive.handed-on', { package: id, count: handedOn }),
    when(
      mine === 'incoming' || mine === 'supervisor' || holds(actor, 'auditor', 'administrator'),
      'archive.only-receiver-opens',
      { package: id },
    ),
  );
}

/** Administrators, managers and auditors see whether backups are made and known to restore. */
export function canWatchBackups(actor: Actor): Verdict {
  return when(holds(actor, 'administrator', 'manager', 'auditor'), 'archive.only-managers-watch-backups');
}
