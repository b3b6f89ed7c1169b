import { beforeAll, expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import { introduceKeys } from '#platform/crypto/key-introduction.ts';
import { pinKey, rotateKey } from '#platform/crypto/key-pin.ts';
import { createKeyring } from '#platform/crypto/keyring.ts';
import { transact } from '#platform/context/context.ts';
import { signingKeysOf } from '#platform/crypto/statement.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { type Someone, useHouse, vaultPassword } from '#testing/house.ts';
import { openSecret, pinCompared, wrapWaitingKeys } from './vault.client.ts';
import { aRecoveryKey, aSecret, vaultOf } from './vault.factory.ts';
import * as vault from './vault.ts';

const house = useHouse();
beforeAll(async () => void (await aRecoveryKey(house())));

/** An owner with a sealed secret, and a helper who was granted to open it and has no key yet. */
async function aHelper() {
  const { founder, hire } = house();
  const [owner, helper] = [await hire('李娜'), await hire('赵强')];
  const { id: client } = await aClient(founder.context, { owner: owner.id });
  const secret = await aSecret(house(), owner, client, { value: '8888' });
  await grant(helper, client);
  return { owner, helper, client, secret };
}

const grant = (to: Someone, client: ClientId) =>
  vault.grantAccess(house().founder.context, {
    clients: [client],
    person: to.id,
    capabilities: ['read', 'open'],
    reason: '协助',
    endsAt: new Date(Date.now() + 3_600_000),
  });

const wrapAll = (by: Someone) => wrapWaitingKeys(vaultOf(by), by.keyring, house().firm);

/** New keys of a person; with `signed` the former ones say so. */
async function newKeys(of: Someone, { signed }: { signed: boolean }) {
  const { firm } = house();
  const { keyring, sealedKeyring, publicKeys } = await createKeyring(vaultPassword, { workFactor: 2 });
  const introduction = await introduceKeys(keyring, { firm, person: of.id });
  const former = signingKeysOf(of.keyring.signingSecret).fingerprint;
  const next = { firm, person: of.id, former, fingerprint: publicKeys.fingerprint };
  const rotation = signed ? rotateKey(next, of.keyring.signingSecret) : null;
  await people.introduceKeys(of.context, { sealedKeyring, introduction, rotation } as never);
  return { keyring, fingerprint: publicKeys.fingerprint };
}

const pinsInJournal = async (by: Someone) =>
  (await journal.listEntries(house().founder.context, { actor: by.id, verb: 'vault.key-pinned', limit: 10 })).entries;

test('the first time I wrap to a colleague I pin the fingerprint of the key, and the journal says so', async () => {
  const { owner, helper } = await aHelper();
  expect(await wrapAll(owner)).toBe(1);
  const { fingerprint } = signingKeysOf(helper.keyring.signingSecret);
  const entries = await pinsInJournal(owner);
  expect(entries).toMatchObject([{ subject: helper.id, facts: { fingerprint, manner: 'first', former: null } }]);
  const [holder] = await vault.holders(owner.context, { people: [helper.id] });
  expect(holder!.pin!.statement).toMatchObject({ colleague: helper.id, fingerprint });
});

test('another key in the place of the pinned one is refused with words until it was compared', async () => {
  const { owner, helper, secret } = await aHelper();
  await wrapAll(owner);
  const { keyring, fingerprint } = await newKeys(helper, { signed: false });
  await expect(wrapAll(owner)).rejects.toMatchObject({
    code: 'vault.key-changed',
    facts: { name: '赵强', pinned: signingKeysOf(helper.keyring.signingSecret).fingerprint, fingerprint },
  });
  const compare = (read: string) =>
    pinCompared(vaultOf(owner), owner.keyring, house().firm, { colleague: helper.id, read });
  const wrong = fingerprint.slice(0, -1) + (fingerprint.endsWith('0') ? '1' : '0');
  for (const read of [wrong, fingerprint.slice(-4), ''])
    await expect(compare(read)).rejects.toMatchObject({ code: 'vault.fingerprint-differs' });
  await compare(
    fingerprint
      .slice(-8)
      .toUpperCase()
      .replace(/(.{4})/, '$1 '),
  );
  expect(await wrapAll(owner)).toBe(1);
  expect(await openSecret(vaultOf(helper), keyring, secret)).toBe('8888');
  expect((await pinsInJournal(owner))[0]!.facts).toMatchObject({ fingerprint, manner: 'compared' });
});

test('a new key that the former one signed for is followed without comparing again, over several steps', async () => {
  const { owner, helper } = await aHelper();
  await wrapAll(owner);
  const second = await newKeys(helper, { signed: true });
  const third = await newKeys({ ...helper, keyring: second.keyring }, { signed: true });
  expect(await wrapAll(owner)).toBe(1);
  expect((await pinsInJournal(owner))[0]!.facts).toMatchObject({ fingerprint: third.fingerprint, manner: 'rotation' });
});

test('nobody says for a colleague that another key follows', async () => {
  const { owner, helper } = await aHelper();
  const keys = await createKeyring(vaultPassword, { workFactor: 2 });
  const former = signingKeysOf(helper.keyring.signingSecret).fingerprint;
  const next = { firm: house().firm, person: helper.id, former, fingerprint: keys.publicKeys.fingerprint };
  const introduction = await introduceKeys(keys.keyring, next);
  const introduce = (rotation: unknown) =>
    people.introduceKeys(helper.context, { sealedKeyring: keys.sealedKeyring, introduction, rotation } as never);
  await expect(introduce(rotateKey(next, owner.keyring.signingSecret))).rejects.toMatchObject({
    code: 'signing.key-differs',
  });
  const ofAnother = rotateKey({ ...next, person: owner.id }, helper.keyring.signingSecret);
  await expect(introduce(ofAnother)).rejects.toMatchObject({ code: 'people.rotation-differs' });
});

test('a pin that I did not sign is worth nothing: the key counts as never met', async () => {
  const { owner, helper } = await aHelper();
  await wrapAll(owner);
  const api = vaultOf(owner);
  const [holder] = await api.holders({ people: [helper.id] });
  const forged = pinKey({ ...holder!.pin!.statement }, helper.keyring.signingSecret);
  await expect(api.pinKeys({ pins: [{ signed: forged as never }] })).rejects.toMatchObject({
    code: 'signing.key-differs',
  });
});

test('a pin names the key that the colleague has now, or it is refused', async () => {
  const { owner, helper } = await aHelper();
  const { firm } = house();
  const stale = pinKey({ firm, colleague: helper.id, fingerprint: 'ab'.repeat(32) }, owner.keyring.signingSecret);
  await expect(vaultOf(owner).pinKeys({ pins: [{ signed: stale as never }] })).rejects.toMatchObject({
    code: 'vault.pin-differs',
  });
});

test('the server keeps no word that a changed key was compared unless it was said', async () => {
  const { owner, helper } = await aHelper();
  await wrapAll(owner);
  const { fingerprint } = await newKeys(helper, { signed: false });
  const { firm } = house();
  const signed = pinKey({ firm, colleague: helper.id, fingerprint }, owner.keyring.signingSecret) as never;
  await expect(vaultOf(owner).pinKeys({ pins: [{ signed }] })).rejects.toMatchObject({ code: 'vault.key-changed' });
});

test('a wrap to a key that was not pinned is refused by the operation, over HTTP and by SQL', async () => {
  const { owner, helper, client } = await aHelper();
  const { rows } = await transact(owner.context, ({ client: sql }) =>
    sql.query<{ wrapped: string }>('select wrapped from key_wrap where client_id = $1 and person_id = $2', [
      client,
      owner.id,
    ]),
  );
  const wraps = [{ client, version: 1, person: helper.id, wrapped: rows[0]!.wrapped }];
  await expect(vault.wrapKeys(owner.context, { wraps })).rejects.toMatchObject({ code: 'vault.key-not-pinned' });
  const answer = await house().server.inject({
    method: 'POST',
    url: '/api/v1/me/keys-to-wrap',
    headers: { authorization: `Bearer ${owner.token}` },
    payload: { wraps },
  });
  expect([answer.statusCode, answer.json().data.code]).toEqual([409, 'vault.key-not-pinned']);
  const insert = transact(owner.context, ({ client: sql }) =>
    sql.query(
      `insert into key_wrap (firm_id, client_id, version, person_id, person_key_id, wrapped, wrapped_by)
       select firm_id, $1, 1, person_id, id, 'x', $3 from person_key where person_id = $2 and revoked_at is null`,
      [client, helper.id, owner.id],
    ),
  );
  await expect(insert).rejects.toMatchObject({ code: '42501' });
});

test.each([`update key_pin set fingerprint = ''`, 'delete from key_pin', 'truncate key_pin'])(
  'a pin is neither changed nor taken away: %s',
  async (statement) => {
    const { ground } = house();
    for (const pool of [ground.database.app, ground.database.worker])
      await expect(pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  },
);
