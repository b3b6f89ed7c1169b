import type { Document } from '#modules/document/document.contract.ts';
import type { Progress } from '#modules/vault/vault.client.ts';
import type { ClientId, Id, PersonId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { SignOff } from '../closing.contract.ts';
import { apis } from './closing.api.ts';

// What works with private keys. The cryptography is fetched when the first of these is called: pages stay light.

/** Clients whose keys are made and sent in one request. */
const atOnce = 200;

const unlock = async (vaultPassword: string) => (await import('#modules/people/people.client.ts')).unlockKeys(apis.people, vaultPassword);

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
  input: { clients: ClientId[]; supervisor: PersonId },
  vaultPassword: string,
  onProgress: Progress,
): Promise<void> {
  const [{ prepareKeyVersions }, { me, keyring }] = await Promise.all([import('#modules/vault/vault.client.ts'), unlock(vaultPassword)]);
  const holders = await apis.vault.holders({ people: [me.person.id, input.supervisor] });
  await byPieces(input.clients, onProgress, (clients, done) => prepareKeyVersions(apis.vault, keyring, me.firm.id, { clients, holders }, done));
}

/** As the supervisor, tries each pending key and wraps it to the firm's recovery key. */
export async function confirmKeys(input: { clients: ClientId[] }, vaultPassword: string, onProgress: Progress): Promise<void> {
  const [{ confirmKeyVersions }, { me, keyring }] = await Promise.all([import('#modules/vault/vault.client.ts'), unlock(vaultPassword)]);
  const { recoveryRecipient } = me.firm;
  if (!recoveryRecipient) throw new Refusal('vault.no-recovery-key');
  await byPieces(input.clients, onProgress, (clients, done) => confirmKeyVersions(apis.vault, keyring, { clients, recoveryRecipient }, done));
}

/** SHA-256 of a file as it lies in front of the person, hex. */
export async function hashOf(file: File): Promise<string> {
  const [{ sha256 }, { toHex }] = await Promise.all([import('@noble/hashes/sha2.js'), import('#platform/crypto/bytes.ts')]);
  return toHex(sha256(new Uint8Array(await file.arrayBuffer())));
}

/** Keeps the scan among the files of the handover. */
export async function sendScan(handover: Id<'handover'>, file: File): Promise<Document> {
  const { uploadDocument } = await import('#modules/document/document.client.ts');
  return uploadDocument({ url: '' }, { handover }, { name: file.name, content: file });
}

async function byPieces(
  clients: ClientId[],
  onProgress: Progress,
  work: (piece: ClientId[], onProgress: Progress) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < clients.length; from += atOnce) {
    const piece = clients.slice(from, from + atOnce);
    // Clients without secrets need no key and are passed over: a piece is done when its call is.
    await work(piece, (done) => onProgress(from + Math.min(done, piece.length), clients.length));
    onProgress(from + piece.length, clients.length);
  }
}
