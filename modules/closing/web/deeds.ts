import type { Document } from '#modules/document/document.contract.ts';
import type { Progress } from '#modules/vault/vault.client.ts';
import type { Keyring } from '#platform/crypto/keyring.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { SignOff } from '../closing.contract.ts';
import { apis } from './closing.api.ts';

// What works with private keys. The cryptography is fetched when the first of these is called: pages stay light.

const unlock = async (vaultPassword: string) =>
  (await import('#modules/people/people.client.ts')).unlockKeys(apis.people, vaultPassword);

/** Signs the inventory as it was read in this browser. */
export async function signInventory(batch: Id<'batch'>, vaultPassword: string): Promise<SignOff> {
  const [{ sign }, { keyring }] = await Promise.all([import('../closing.client.ts'), unlock(vaultPassword)]);
  return sign(apis.closing, keyring, batch);
}

/** As the supervisor, accepts the scan of a paper signed in ink. `scanHash` was taken from the file in this browser. */
export async function acceptScan(
  input: { batch: Id<'batch'>; scan: Id<'document'>; scanHash: string },
  vaultPassword: string,
): Promise<SignOff> {
  const [{ acceptInk }, { me, keyring }] = await Promise.all([import('../closing.client.ts'), unlock(vaultPassword)]);
  if (!me.person.keys) throw new Refusal('people.no-keys', { person: me.person.id });
  return acceptInk(apis.closing, keyring, { ...input, me: me.person.id, key: me.person.keys.fingerprint });
}

/** As the receiver, makes the next key version of every client with secrets, for me and the supervisor. */
export async function prepareKeys(
  { keyring, clients, supervisor }: { keyring: Keyring; clients: ClientId[]; supervisor: PersonId },
  onProgress: Progress,
): Promise<void> {
  const [{ prepareKeyVersions }, { person, firm }] = await Promise.all([
    import('#modules/vault/vault.client.ts'),
    apis.people.me(),
  ]);
  const holders = await apis.vault.holders({ people: [person.id, supervisor] });
  await prepareKeyVersions(apis.vault, keyring, firm.id, { clients, holders }, onProgress);
}

/** As the supervisor, tries each pending key and wraps it to the firm's recovery key. */
export async function confirmKeys(
  { keyring, clients }: { keyring: Keyring; clients: ClientId[] },
  onProgress: Progress,
): Promise<void> {
  const [{ confirmKeyVersions }, { firm }] = await Promise.all([
    import('#modules/vault/vault.client.ts'),
    apis.people.me(),
  ]);
  const { recoveryRecipient } = firm;
  if (!recoveryRecipient) throw new Refusal('vault.no-recovery-key');
  await confirmKeyVersions(apis.vault, keyring, { clients, recoveryRecipient }, onProgress);
}

/** SHA-256 of a file as it lies in front of the person, hex. */
export async function hashOf(file: File): Promise<string> {
  const [{ sha256 }, { toHex }] = await Promise.all([
    import('@noble/hashes/sha2.js'),
    import('#platform/crypto/bytes.ts'),
  ]);
  return toHex(sha256(new Uint8Array(await file.arrayBuffer())));
}

/** Keeps the scan among the files of the handover. */
export async function sendScan(handover: Id<'handover'>, file: File): Promise<Document> {
  const { uploadDocument } = await import('#modules/document/document.client.ts');
  return uploadDocument({ url: '' }, { handover }, { name: file.name, content: file });
}
