import type { ContractRouterClient } from '@orpc/contract';
import { recipientOf } from '#platform/crypto/age-file.ts';
import { canonicalHash } from '#platform/crypto/canonical-json.ts';
import { createLock, unwrapIdentity, wrapIdentity } from '#platform/crypto/client-lock.ts';
import { verifyIntroduction } from '#platform/crypto/key-introduction.ts';
import { acquaintanceWith, pinKey } from '#platform/crypto/key-pin.ts';
import type { Keyring } from '#platform/crypto/keyring.ts';
import { combineShares } from '#platform/crypto/recovery.ts';
import * as crypto from '#platform/crypto/sealed-secret.ts';
import { signStatement, signingKeysOf } from '#platform/crypto/statement.ts';
import { type ClientId, type FirmId, type Id, type PersonId, newId } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Holder, Recovery, Secret, secondPersonDeeds, SignedApproval, vaultContract } from './vault.contract.ts';

type SecondPersonDeed = (typeof secondPersonDeeds)[number];

/**
 * What the browser and the command line do with the vault: everything that must not be done on the server, because it
 * sees plain text or private keys. Each takes the API and the unlocked keyring of the person at work.
 */
export type VaultApi = ContractRouterClient<typeof vaultContract>;

/** How far long work has come; called after each client. */
export type Progress = (done: number, total: number) => void;

/**
 * Seals a secret for a client; with the first one, makes the client's lock for all who may open and for the firm's recovery key.
 * For that `unlock` is asked for my keys; nothing else here needs them.
 */
export async function sealSecret(
  api: VaultApi,
  unlock: () => Promise<Keyring>,
  firm: FirmId,
  input: { client: ClientId; title: string; value: string; record?: Id<'client-record'> },
): Promise<Secret> {
  const { client, title, record = null } = input;
  const secret = newId<'secret'>();
  const { lock, nextVersion, holders, recoveryRecipient } = await api.lockOf({ client });
  const place = { client, secret };
  if (lock) {
    const sealed = await crypto.sealSecret({ plaintext: input.value, recipient: lock.recipient, place });
    return api.sealSecret({ client, secret, title, record, ...sealed, lockVersion: lock.version });
  }
  if (!recoveryRecipient) throw new Refusal('vault.no-recovery-key', {}, 'conflict');
  const recipients = await meet(api, await unlock(), firm, holders);
  const { recipient, identity } = await createLock();
  const wraps = await wrapIdentity(identity, [...recipients, recoveryRecipient]);
  const sealed = await crypto.sealSecret({ plaintext: input.value, recipient, place });
  const newLock = {
    recipient,
    wraps: wraps.map(({ wrapped }, i) => ({ person: holders[i]?.person ?? null, wrapped })),
  };
  return api.sealSecret({ client, secret, title, record, ...sealed, lockVersion: nextVersion, newLock });
}

/** Opens a secret and gives the server the proof. The value is in the hands of the caller and nowhere else. */
export async function openSecret(api: VaultApi, keyring: Keyring, secret: Id<'secret'>): Promise<string> {
  const { client, ciphertext, key } = await api.openSecret({ secret });
  const identity = await unwrapIdentity(key.wrapped, keyring, key.recipient);
  const { value, token } = await crypto.openSecret(ciphertext, identity, { client, secret });
  await api.proveOpened({ secret, token });
  return value;
}

/** Seals the new value of a secret that was changed at its source. */
export async function changeSecret(
  api: VaultApi,
  input: { client: ClientId; secret: Id<'secret'>; value: string },
): Promise<Secret> {
  const { client, secret, value } = input;
  const { lock } = await api.lockOf({ client });
  const sealed = await crypto.sealSecret({ plaintext: value, recipient: lock!.recipient, place: { client, secret } });
  return api.changeSecret({ secret, ...sealed, lockVersion: lock!.version });
}

/** Wraps every key that somebody was granted and only I can hand over. Gives how many. */
export async function wrapWaitingKeys(
  api: VaultApi,
  keyring: Keyring,
  firm: FirmId,
  onProgress: Progress = () => {},
): Promise<number> {
  const waiting = await api.keysToWrap();
  const everybody = new Map(waiting.flatMap(({ holders }) => holders).map((holder) => [holder.person, holder]));
  await meet(api, keyring, firm, [...everybody.values()]);
  let done = 0;
  let wrapped = 0;
  for (const some of slices(waiting)) {
    const wraps = [];
    for (const { client, version, recipient, wrapped: mine, holders } of some) {
      const identity = await unwrapIdentity(mine, keyring, recipient);
      const made = await wrapIdentity(
        identity,
        holders.map((holder) => introduced(holder, firm)),
      );
      wraps.push(...holders.map(({ person }, at) => ({ client, version, person, wrapped: made[at]!.wrapped })));
      onProgress((done += 1), waiting.length);
    }
    wrapped += (await api.wrapKeys({ wraps })).wrapped;
  }
  return wrapped;
}

/**
 * The receiver's part before a sign-off: a new lock for each client that has secrets, every secret opened and resealed
 * under it, wrapped to the holders, the receiver and the supervisor among them. Gives how many clients were prepared.
 */
export async function prepareKeyVersions(
  api: VaultApi,
  keyring: Keyring,
  firm: FirmId,
  input: { clients: ClientId[]; holders: Holder[] },
  onProgress: Progress = () => {},
): Promise<number> {
  const { holders, clients } = input;
  const recipients = await meet(api, keyring, firm, holders);
  let looked = 0;
  let prepared = 0;
  for (const some of slices(clients)) {
    const made = [];
    for (const { client, key, secrets } of await api.keyPreparation({ clients: some })) {
      const identity = await unwrapIdentity(key.wrapped, keyring, key.recipient);
      const lock = await createLock();
      const wrapped = await wrapIdentity(lock.identity, recipients);
      const resealed = [];
      for (const { id, version, ciphertext } of secrets) {
        const place = { client, secret: id };
        const { value } = await crypto.openSecret(ciphertext, identity, place);
        resealed.push({
          id,
          version,
          ...(await crypto.sealSecret({ plaintext: value, recipient: lock.recipient, place })),
        });
      }
      const wraps = wrapped.map((one, at) => ({ person: holders[at]!.person, wrapped: one.wrapped }));
      made.push({ client, version: key.version + 1, lock: { recipient: lock.recipient, wraps }, secrets: resealed });
      onProgress(looked + made.length, clients.length);
    }
    if (made.length > 0) prepared += (await api.prepareKeyVersions({ clients: made })).prepared;
    onProgress((looked += some.length), clients.length);
  }
  return prepared;
}

/** The supervisor's part before a sign-off: opens a sample under each pending key and wraps the key to the recovery key. */
export async function confirmKeyVersions(
  api: VaultApi,
  keyring: Keyring,
  input: { clients: ClientId[]; recoveryRecipient: string },
  onProgress: Progress = () => {},
): Promise<number> {
  const { clients, recoveryRecipient } = input;
  let looked = 0;
  let confirmed = 0;
  for (const some of slices(clients)) {
    const tried = [];
    for (const { client, key, sample } of await api.keyConfirmation({ clients: some })) {
      const identity = await unwrapIdentity(key.wrapped, keyring, key.recipient);
      const [recovery] = await wrapIdentity(identity, [recoveryRecipient]);
      const place = sample && { client, secret: sample.id };
      const token = place && (await crypto.openSecret(sample.ciphertext, identity, place)).token;
      const proof = sample && { secret: sample.id, token: token! };
      tried.push({ client, version: key.version, recoveryWrap: recovery!.wrapped, sample: proof });
      onProgress(looked + tried.length, clients.length);
    }
    if (tried.length > 0) confirmed += (await api.confirmKeyVersions({ clients: tried })).confirmed;
    onProgress((looked += some.length), clients.length);
  }
  return confirmed;
}

/** Approves the request of another to fetch keys by the recovery key, with the own signature. */
export async function approveRecovery(
  api: VaultApi,
  keyring: Keyring,
  firm: FirmId,
  me: PersonId,
  request: Recovery,
): Promise<Recovery> {
  const { id, facts, requester } = request;
  const asked = { request: id, deed: 'recover-keys' as const, facts, requester: requester.id };
  return api.approveRecovery({ request: id, signed: signApproval(keyring, firm, me, asked) });
}

/** The second person's signature over what another one asked for. */
export function signApproval(
  keyring: Keyring,
  firm: FirmId,
  me: PersonId,
  asked: { request: Id<'second-person-request'>; deed: SecondPersonDeed; facts: unknown; requester: PersonId },
): SignedApproval {
  const { request, deed, facts, requester } = asked;
  const factsHash = canonicalHash(facts);
  return signStatement(
    { purpose: 'baton/second-person/v1' as const, firm, request, deed, factsHash, requester, approver: me },
    keyring.signingSecret,
  );
}

/**
 * Fetches the keys of an approved request with two of the three printed shares and wraps them to their holder. The shares are put
 * together here and nowhere else; refuses as `combineShares` does, and with `recovery.shares-of-different-keys` when they belong
 * to another firm's key, before anything is given out.
 */
export async function recoverKeys(
  api: VaultApi,
  keyring: Keyring,
  firm: FirmId,
  input: { request: Id<'second-person-request'>; shares: [string, string]; recoveryRecipient: string },
  onProgress: Progress = () => {},
): Promise<number> {
  const identity = await combineShares(...input.shares);
  if ((await recipientOf(identity)) !== input.recoveryRecipient) throw new Refusal('recovery.shares-of-different-keys');
  const { holder, keys } = await api.releaseRecovery({ request: input.request });
  const [recipient] = await meet(api, keyring, firm, [holder]);
  const wraps = [];
  for (const [i, { client, version, recipient: lock, wrapped }] of keys.entries()) {
    const [made] = await wrapIdentity(await unwrapIdentity(wrapped, { identity }, lock), [recipient!]);
    wraps.push({ client, version, wrapped: made!.wrapped });
    onProgress(i + 1, keys.length);
  }
  await api.completeRecovery({ request: input.request, wraps });
  return wraps.length;
}

/** Clients go to the server a hundred at a time, so that a large batch neither outgrows a request nor is lost as a whole. */
function* slices<T>(all: T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += 100) yield all.slice(from, from + 100);
}

/**
 * The recipients of holders whose keys I know: at the first meeting the key is pinned with my signature, and a key that the pinned
 * one signed for takes its place. Refuses with `vault.key-changed` when another key stands there and nothing says why.
 */
async function meet(api: VaultApi, keyring: Keyring, firm: FirmId, holders: Holder[]): Promise<string[]> {
  const recipients = holders.map((holder) => introduced(holder, firm));
  const { fingerprint: mine } = signingKeysOf(keyring.signingSecret);
  const met = holders
    .filter(({ fingerprint }) => fingerprint !== mine)
    .map((holder) => {
      const { state, ...known } = acquaintanceWith(holder, { firm, mine });
      if (state === 'changed') throw keyChanged(holder, (known as { pinned: string }).pinned);
      return { holder, state };
    });
  const pins = met
    .filter(({ state }) => state !== 'pinned')
    .map(({ holder: { person: colleague, fingerprint } }) => ({
      signed: pinKey({ firm, colleague, fingerprint }, keyring.signingSecret) as never,
    }));
  if (pins.length > 0) await api.pinKeys({ pins });
  return recipients;
}

/**
 * Pins the present key of a colleague whose former one I knew, after we compared: `read` is what the colleague read out, the whole
 * fingerprint or its last eight signs. Refuses with `vault.fingerprint-differs`.
 */
export async function pinCompared(
  api: VaultApi,
  keyring: Keyring,
  firm: FirmId,
  { colleague, read }: { colleague: PersonId; read: string },
): Promise<void> {
  const [holder] = await api.holders({ people: [colleague] });
  if (!holder) throw new Refusal('people.no-keys', { person: colleague }, 'conflict');
  introduced(holder, firm);
  const { fingerprint, name } = holder;
  const signs = read.toLowerCase().replaceAll(/[^0-9a-f]/g, '');
  if (signs.length < 8 || !fingerprint.endsWith(signs)) throw new Refusal('vault.fingerprint-differs', { name });
  const signed = pinKey({ firm, colleague, fingerprint }, keyring.signingSecret) as never;
  await api.pinKeys({ pins: [{ signed, compared: true }] });
}

function keyChanged({ person, name, fingerprint }: Holder, pinned: string): Refusal {
  return new Refusal('vault.key-changed', { person, name, pinned, fingerprint }, 'conflict');
}

/** The recipient that the holder declared with their own signing key; refuses when the server names another. */
function introduced(holder: Holder, firm: FirmId): string {
  const { person, fingerprint } = holder;
  const { recipient } = verifyIntroduction(holder.introduction, { firm, person, fingerprint });
  if (recipient !== holder.recipient) throw new Refusal('signing.owner-differs', { person, fingerprint });
  return recipient;
}
