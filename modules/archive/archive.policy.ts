import type { Side } from '#modules/handover/handover.contract.ts';
import { type Actor, holds, personOf } from '#platform/context/actor.ts';
import type { FoundClient } from './import/found-export.ts';
import type { PersonId } from '#platform/kernel/id.ts';
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

/** The owner in charge, and administrators, ask for the export of a client; a party of a running handover does not. */
export function canExportClient(actor: Actor, { client, owner }: { client: string; owner: PersonId }): Verdict {
  return when(personOf(actor) === owner || holds(actor, 'administrator'), 'archive.only-owner-exports', { client });
}

/** Administrators ask for an export of the whole firm. */
export function canExportFirm(actor: Actor): Verdict {
  return when(holds(actor, 'administrator'), 'archive.only-administrator-exports');
}

/** Another manager or administrator releases an export, never the one who asked. */
export function canReleaseExport(actor: Actor, requester: PersonId): Verdict {
  return all(
    when(holds(actor, 'manager', 'administrator'), 'archive.only-manager-releases'),
    when(personOf(actor) !== requester, 'archive.second-person-needed'),
  );
}

/** An export is begun, given up and fetched by who asked for it. */
export function canFetchExport(actor: Actor, requester: PersonId): Verdict {
  return when(personOf(actor) === requester, 'archive.only-asker-fetches');
}

/** Administrators take in exports: what comes from outside the house becomes clients of the firm. */
export function canImportExport(actor: Actor): Verdict {
  return when(actor.kind === 'worker' || holds(actor, 'administrator'), 'archive.only-administrator-imports');
}

/** An export comes in whole: no client of it is here already, each has a number of its own, and somebody is named to have charge. */
export function canTakeIn(
  clients: readonly FoundClient[],
  { owner, numbers }: { owner: PersonId | undefined; numbers: Readonly<Record<string, string>> },
): Verdict {
  const here = clients.filter(({ conflict }) => conflict === 'client-there' || conflict === 'uscc-taken');
  const nameless = clients.find(({ client, conflict }) => conflict === 'number-taken' && !numbers[client]);
  return all(
    when(here.length === 0, 'archive.import-conflicts', { numbers: here.map(({ number }) => number).join(' · ') }),
    when(nameless === undefined, 'archive.import-number', { number: nameless?.number ?? '' }),
    when(owner !== undefined, 'archive.import-owner'),
  );
}
