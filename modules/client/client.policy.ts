import { type Actor, holds } from '#platform/context/actor.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { all, type Verdict, when } from '#platform/kernel/verdict.ts';
import type { Capability } from './client.contract.ts';

/** What a policy on one client asks: what the actor may do with it, as `capabilitiesOn` answers. */
export interface HeldOn {
  client: string;
  capabilities: readonly Capability[];
}

/** The owner in charge and whoever holds a running grant read a client; a manager sees the directory only. */
export function canReadClient(held: HeldOn): Verdict {
  return holding(held, 'read');
}

/** Revealing a masked value is a right of its own, and each reveal is journalled. */
export function canReveal(held: HeldOn): Verdict {
  return holding(held, 'reveal');
}

/** The owner in charge, and whoever was granted it, write the records of a client. */
export function canWriteClient(held: HeldOn): Verdict {
  return holding(held, 'write');
}

/** Managers and administrators take clients in; everybody else gets theirs by a handover. */
export function canAddClient(actor: Actor): Verdict {
  return when(actor.kind === 'worker' || holds(actor, 'manager', 'administrator'), 'client.only-manager-adds');
}

/** Managers and administrators import a register. */
export function canImportRegister(actor: Actor): Verdict {
  return when(holds(actor, 'manager', 'administrator'), 'client.only-manager-imports');
}

/** What stands in an uploaded file is seen and confirmed by who brought it, and by nobody else. */
export function canArrangeImport(actor: Actor, broughtBy: PersonId): Verdict {
  return all(
    canImportRegister(actor),
    when(actor.kind === 'person' && actor.person === broughtBy, 'client.import-not-yours'),
  );
}

function holding({ client, capabilities }: HeldOn, wanted: Capability): Verdict {
  return when(capabilities.includes(wanted), `client.no-${wanted}`, { client });
}
