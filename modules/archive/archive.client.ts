import type { ContractRouterClient } from '@orpc/contract';
import { signApproval } from '#modules/vault/vault.client.ts';
import type { Keyring } from '#platform/crypto/keyring.ts';
import type { FirmId, PersonId } from '#platform/kernel/id.ts';
import type { archiveContract, Export } from './archive.contract.ts';

/** What the browser and the command line do with the archive: what must not be done on the server, because it takes private keys. */
export type ArchiveApi = ContractRouterClient<typeof archiveContract>;

/** Releases an export that another one asked for, with my signature over what was asked for. */
export function releaseExport(
  api: ArchiveApi,
  keyring: Keyring,
  { firm, me }: { firm: FirmId; me: PersonId },
  { id, request, facts, requester }: Export,
): Promise<Export> {
  const signed = signApproval(keyring, firm, me, { request, deed: 'export', facts, requester: requester.id });
  return api.releaseExport({ export: id, signed });
}
