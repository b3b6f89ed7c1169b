import type { ContractRouterClient } from '@orpc/contract';
import { signApproval } from '#modules/vault/vault.client.ts';
import type { Keyring } from '#platform/crypto/keyring.ts';
import type { FirmId, PersonId } from '#platform/kernel/id.ts';
import { toBase64url } from '#platform/crypto/bytes.ts';
import { type Facts, Refusal } from '#platform/kernel/refusal.ts';
import type { archiveContract, Export, ExportImport } from './archive.contract.ts';

/** What the browser and the command line do with the archive: what must not be done on the server, because it takes private keys. */
export type ArchiveApi = ContractRouterClient<typeof archiveContract>;

/**
 * The key of one age file, which opens its payload and nothing else: taken out of its header here, so that the identity stays with its
 * holder. Refuses with `vault.file-damaged` and `vault.key-does-not-fit`.
 */
export async function fileKeyOf(beginning: Uint8Array, identities: readonly string[]): Promise<string> {
  const { Decrypter } = await import('age-encryption');
  const text = new TextDecoder('latin1').decode(beginning);
  const mac = text.startsWith('age-encryption.org/v1\n') ? text.indexOf('\n---') : -1;
  const end = mac === -1 ? -1 : text.indexOf('\n', mac + 1);
  if (end === -1) throw new Refusal('vault.file-damaged');
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  try {
    return toBase64url(await decrypter.decryptHeader(beginning.subarray(0, end + 1)));
  } catch {
    throw new Refusal('vault.key-does-not-fit');
  }
}

/** How many bytes of an age file its header may take; more than `fileKeyOf` ever needs. */
export const headerBytes = 64 * 1024;
const bytesAtOnce = 8 * 1024 * 1024;

/** Sends an age file to an import, from where it broke off before. */
export async function sendImport(
  server: { url: string; headers?: Record<string, string> },
  one: Pick<ExportImport, 'id' | 'size' | 'arrived'>,
  bytesFrom: (at: number, most: number) => Promise<Blob | Uint8Array<ArrayBuffer>>,
  onProgress: (arrived: number) => void = () => {},
): Promise<void> {
  for (let at = one.arrived; at < one.size;) {
    const response = await fetch(`${server.url}/archive/imports/${one.id}?at=${at}`, {
      method: 'POST',
      headers: { ...server.headers, 'content-type': 'application/octet-stream' },
      body: await bytesFrom(at, bytesAtOnce),
    });
    const answer = (await response.json()) as { arrived: number; code: string; facts: Facts };
    if (!response.ok) throw new Refusal(answer.code, answer.facts);
    at = answer.arrived;
    onProgress(at);
  }
}

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
