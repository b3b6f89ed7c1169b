import { type RouterClient, createRouterClient } from '@orpc/server';
import { setRecovery } from '#modules/people/people.ts';
import { createRecovery } from '#platform/crypto/recovery.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import type { House, Someone } from '#testing/house.ts';
import * as client from './vault.client.ts';
import { vaultRouter } from './vault.router.ts';

/** The vault's API as a person of the house calls it, without the network between. */
export function vaultOf(someone: Someone): RouterClient<typeof vaultRouter> {
  return createRouterClient(vaultRouter, { context: someone.context });
}

/** Makes the firm's recovery key; gives its three shares. */
export async function aRecoveryKey(house: House): Promise<{ recipient: string; shares: [string, string, string] }> {
  const recovery = await createRecovery();
  await setRecovery(house.founder.context, { recipient: recovery.recipient });
  return recovery;
}

/** A secret of a client, sealed by its owner as the browser does; the firm must have its recovery key. */
export async function aSecret(
  house: House,
  owner: Someone,
  of: ClientId,
  { title = '电子税务局密码', value = 'Etax#2026' }: { title?: string; value?: string } = {},
): Promise<Id<'secret'>> {
  const input = { client: of, title, value };
  const { id } = await client.sealSecret(vaultOf(owner), async () => owner.keyring, house.firm, input);
  return id;
}
