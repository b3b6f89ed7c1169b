import type { ContractRouterClient } from '@orpc/contract';
import { canonicalHash } from '#platform/crypto/canonical-json.ts';
import type { Keyring } from '#platform/crypto/keyring.ts';
import { signStatement } from '#platform/crypto/statement.ts';
import type { Id } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { SignOff, closingContract } from './closing.contract.ts';

/** What the browser and the command line do in a sign-off: the private key stays with the person at work. */
export type ClosingApi = ContractRouterClient<typeof closingContract>;

/**
 * Signs the inventory of a batch. The hash that is signed is taken from the inventory as it came to be read here, not from
 * what the server claims of it; refuses with `closing.inventory-differs` when they are not the same.
 */
export async function sign(api: ClosingApi, keyring: Keyring, batch: Id<'batch'>): Promise<SignOff> {
  const { toSign, next, inventory } = await api.readSignOff({ batch });
  if (!toSign || !inventory) throw new Refusal('closing.not-your-turn', { batch, next }, 'forbidden');
  const { json } = await api.readInventory({ batch });
  const inventoryHash = canonicalHash(JSON.parse(json));
  if (inventoryHash !== toSign.inventoryHash || toSign.batch !== batch)
    throw new Refusal('closing.inventory-differs', { batch });
  return api.sign({ batch, signed: signStatement({ ...toSign, inventoryHash }, keyring.signingSecret) });
}

/**
 * The supervisor accepts the scan of a paper that the party whose turn it is signed in ink. `scanHash` is the SHA-256 (hex)
 * of the file as it lies in front of the supervisor.
 */
export async function acceptInk(
  api: ClosingApi,
  keyring: Keyring,
  input: { batch: Id<'batch'>; scan: Id<'document'>; scanHash: string; me: Id<'person'>; key: string },
): Promise<SignOff> {
  const { batch, scan, scanHash, me, key } = input;
  const { inkToAccept } = await api.readSignOff({ batch });
  if (!inkToAccept) throw new Refusal('closing.no-ink-awaited', { batch }, 'forbidden');
  const statement = { ...inkToAccept, purpose: 'baton/wet-ink/v1' as const, scanHash, acceptedBy: me, key };
  return api.acceptInk({ batch, scan, signed: signStatement(statement, keyring.signingSecret) });
}
