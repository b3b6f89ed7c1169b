import { type Actor, holds } from '#platform/context/actor.ts';
import type { ClientId, PersonId } from '#platform/kernel/id.ts';
import { type Verdict, all, when } from '#platform/kernel/verdict.ts';
import type { Capability } from './vault.contract.ts';

/** What the actor may do with one client, as the database answers it. */
export interface HeldOn {
  client: ClientId;
  capabilities: readonly string[];
}

/** The owner in charge, and whoever was granted `open`, may open sealed secrets. */
export function canOpenSecrets(held: HeldOn): Verdict {
  return holding(held, 'open');
}

/** The owner in charge, and whoever was granted `seal`, put secrets into the vault and change them. */
export function canSealSecrets(held: HeldOn): Verdict {
  return holding(held, 'seal');
}

/** Whoever sees a client sees the titles of its secrets. */
export function canListSecrets(held: HeldOn): Verdict {
  return holding(held, 'read');
}

/** The receiver of a running handover, who checks and opens, makes the next keys; nobody else can put theirs in place. */
export function canPrepareKeys(held: HeldOn): Verdict {
  return all(holding(held, 'check'), holding(held, 'open'));
}

/** A supervisor of a running handover tries and escrows the receiver's new keys. */
export function canConfirmKeys(held: HeldOn): Verdict {
  return holding(held, 'supervise');
}

/** Managers and administrators name staff for a client; nobody grants to themselves. */
export function canGrantAccess(actor: Actor, to: PersonId): Verdict {
  return all(
    when(holds(actor, 'manager', 'administrator'), 'vault.only-manager-grants'),
    when(actor.kind !== 'person' || actor.person !== to, 'vault.not-to-oneself'),
  );
}

/** Managers and administrators end any grant; everyone may end their own. */
export function canEndGrant(actor: Actor, of: PersonId): Verdict {
  return when(
    holds(actor, 'manager', 'administrator') || (actor.kind === 'person' && actor.person === of),
    'vault.only-manager-ends',
  );
}

/** Managers and administrators fetch keys by the recovery key, together with a second one. */
export function canAskRecovery(actor: Actor): Verdict {
  return when(holds(actor, 'manager', 'administrator'), 'vault.only-manager-recovers');
}

/** Another manager or administrator approves, never the one who asked. */
export function canApproveRecovery(actor: Actor, requester: PersonId): Verdict {
  return all(
    canAskRecovery(actor),
    when(actor.kind !== 'person' || actor.person !== requester, 'vault.second-person-needed'),
  );
}

function holding({ client, capabilities }: HeldOn, wanted: Capability): Verdict {
  return when(capabilities.includes(wanted), `vault.no-${wanted}`, { client });
}
