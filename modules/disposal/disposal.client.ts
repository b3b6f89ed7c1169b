import type { ContractRouterClient } from '@orpc/contract';
import { canonicalHash } from '#platform/crypto/canonical-json.ts';
import type { Keyring } from '#platform/crypto/keyring.ts';
import { signStatement } from '#platform/crypto/statement.ts';
import type { Id } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { WholeDisposal, disposalContract } from './disposal.contract.ts';

/** What the browser does in a disposal: the private key stays with the person at work. */
export type DisposalApi = ContractRouterClient<typeof disposalContract>;

/**
 * Signs at my seat. What is signed is the hash of the list as it came to be read here, not the one the server claims; refuses with
 * `disposal.list-differs` when they are not the same, and with `disposal.not-your-turn` when nothing waits for me.
 */
export async function signDisposal(
  api: Pick<DisposalApi, 'readDisposal' | 'signDisposal'>,
  keyring: Keyring,
  { disposal, agrees, remark = '' }: { disposal: Id<'disposal'>; agrees: boolean; remark?: string },
): Promise<WholeDisposal> {
  const { toSign, list } = await api.readDisposal({ disposal });
  if (!toSign) throw new Refusal('disposal.not-your-turn', { disposal }, 'forbidden');
  const listHash = canonicalHash(JSON.parse(list));
  if (listHash !== toSign.listHash || toSign.disposal !== disposal)
    throw new Refusal('disposal.list-differs', { disposal });
  return api.signDisposal({
    disposal,
    signed: signStatement({ ...toSign, listHash, agrees, remark }, keyring.signingSecret),
  });
}
