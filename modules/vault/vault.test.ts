import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { aClient } from '#modules/client/client.factory.ts';
import * as client from '#modules/client/client.ts';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import * as task from '#modules/task/task.ts';
import { transact } from '#platform/context/context.ts';
import { introduceKeys } from '#platform/crypto/key-introduction.ts';
import { createKeyring } from '#platform/crypto/keyring.ts';
import { signingKeysOf } from '#platform/crypto/statement.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { type Someone, useHouse, vaultPassword } from '#testing/house.ts';
import {
  changeSecret,
  confirmKeyVersions,
  openSecret,
  pinCompared,
  prepareKeyVersions,
  sealSecret,
  wrapWaitingKeys,
} from './vault.client.ts';
import type { Capability, PrepareKeyVersions } from './vault.contract.ts';
import { aRecoveryKey, aSecret, vaultOf } from './vault.factory.ts';
import * as vault from './vault.ts';

const house = useHouse();
let recovery: Awaited<ReturnType<typeof aRecoveryKey>>;
beforeAll(async () => void (recovery = await aRecoveryKey(house())));

const inAnHour = () => new Date(Date.now() + 3_600_000);

async function anOwnedClient() {
  const { founder, hire } = house();
  const owner = await hire('李娜');
  const { id } = await aClient(founder.context, { owner: owner.id });
  return { owner, client: id };
}

function granted(
  person: Someone,
  of: ClientId,
  capabilities: Capability[],
  more: { quota?: number; endsAt?: Date } = {},
) {
  const { founder } = house();
  const { quota, endsAt = inAnHour() } = more;
  return vault.grantAccess(founder.context, {
    clients: [of],
    person: person.id,
    capabilities,
    reason: '协助申报',
    quota,
    endsAt,
  });
}

/** The API with some answers changed on their way, as a server that lies or a hurried colleague would. */
function speakingFor(api: ReturnType<typeof vaultOf>, changed: Record<string, (input: never) => unknown>): typeof api {
  return new Proxy(api, { get: (_, name) => changed[name as string] ?? Reflect.get(api, name) });
}

/** A client with a secret, its receiver and its supervisor, who hold its key. */
async function aClientWithParties(value = 'Etax#2026') {
  const { owner, client: of } = await anOwnedClient();
  const [receiver, supervisor] = [await house().hire('王敏'), await house().hire('张敬')];
  const secret = await aSecret(house(), owner, of, { value });
  await granted(receiver, of, ['read', 'check', 'open']);
  await granted(supervisor, of, ['read', 'open', 'supervise']);
  await wrapWaitingKeys(vaultOf(owner), owner.keyring, house().firm);
  return { owner, receiver, supervisor, client: of, secret };
}

/** The next key version, prepared by the receiver and confirmed by the supervisor. */
async function prepareAndConfirm({ receiver, supervisor, client: of }: Awaited<ReturnType<typeof aClientWithParties>>) {
  const holders = await vault.holders(receiver.context, { people: [receiver.id, supervisor.id] });
  await prepareKeyVersions(vaultOf(receiver), receiver.keyring, house().firm, { clients: [of], holders });
  await confirmKeyVersions(vaultOf(supervisor), supervisor.keyring, {
    clients: [of],
    recoveryRecipient: recovery.recipient,
  });
}

test('the first secret of a client makes its lock, for its owner and the recovery key, and the owner opens it', async () => {
  const { owner, client: of } = await anOwnedClient();
  const secret = await aSecret(house(), owner, of, { value: 'Etax#2026' });
  expect(await vault.listSecrets(owner.context, { client: of })).toMatchObject([
    { id: secret, title: '电子税务局密码', version: 1, openedByMe: false },
  ]);
  expect(await openSecret(vaultOf(owner), owner.keyring, secret)).toBe('Etax#2026');
  expect(await vault.listSecrets(owner.context, { client: of })).toMatchObject([{ openedByMe: true }]);
});

test('what was sealed stands nowhere in the database, also not in the journal', async () => {
  const canary = 'KANARIENVOGEL-4711';
  const { owner, client: of } = await anOwnedClient();
  const secret = await aSecret(house(), owner, of, { value: canary });
  await openSecret(vaultOf(owner), owner.keyring, secret);
  await changeSecret(vaultOf(owner), { client: of, secret, value: `${canary}-2` });
  const db = new pg.Client(house().owner);
  await db.connect();
  const { rows: tables } = await db.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'auth', 'jobs')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await db.query<{ there: boolean }>(
      `select exists (select from ${name} t where t::text like $1) as there`,
      [`%${canary}%`],
    );
    if (rows[0]!.there) found.push(name);
  }
  await db.end();
  expect(tables.length).toBeGreaterThan(40);
  expect(found).toEqual([]);
});

test('without a recovery key nothing is sealed, since what one person knows could be lost with them', async () => {
  const { openHouse } = await import('#testing/house.ts');
  const { house: bare, close } = await openHouse();
  try {
    const owner = await bare.hire('李娜');
    const { id } = await aClient(bare.founder.context, { owner: owner.id });
    await expect(aSecret(bare, owner, id)).rejects.toMatchObject({ code: 'vault.no-recovery-key' });
  } finally {
    await close();
  }
});

test('a first lock that leaves out the owner or the recovery key is refused, and so is one wrapped to a stranger', async () => {
  const { owner, client: of } = await anOwnedClient();
  const stranger = await house().hire('赵强');
  const sent: Parameters<ReturnType<typeof vaultOf>['sealSecret']>[0][] = [];
  const api = vaultOf(owner);
  const listening = speakingFor(api, { sealSecret: async (input: (typeof sent)[number]) => (sent.push(input), {}) });
  await sealSecret(listening, async () => owner.keyring, house().firm, { client: of, title: '网银', value: 'x' });
  const [made] = sent as [(typeof sent)[number]];
  const wraps = made.newLock!.wraps;
  const attempt = (given: typeof wraps) => api.sealSecret({ ...made, newLock: { ...made.newLock!, wraps: given } });
  await expect(attempt([wraps[0]!])).rejects.toMatchObject({ code: 'vault.wraps-incomplete' });
  await expect(attempt([wraps[1]!])).rejects.toMatchObject({ code: 'vault.wraps-incomplete' });
  await expect(attempt([...wraps, { ...wraps[0]!, person: stranger.id }])).rejects.toMatchObject({
    code: 'vault.not-granted',
  });
  await expect(api.sealSecret({ ...made, newLock: null })).rejects.toMatchObject({ code: 'vault.lock-missing' });
});

test('who was granted to open before the first secret has its key at once', async () => {
  const { owner, client: of } = await anOwnedClient();
  const helper = await house().hire('赵强');
  await granted(helper, of, ['read', 'open']);
  const secret = await aSecret(house(), owner, of, { value: '123456' });
  expect(await openSecret(vaultOf(helper), helper.keyring, secret)).toBe('123456');
});

test('a stranger gets no secret, by operation, by HTTP or by SQL, and the refusal is journalled', async () => {
  const { owner, client: of } = await anOwnedClient();
  const stranger = await house().hire('赵强');
  const secret = await aSecret(house(), owner, of);
  await expect(vault.listSecrets(stranger.context, { client: of })).rejects.toMatchObject({ code: 'vault.no-read' });
  await expect(vault.openSecret(stranger.context, { secret })).rejects.toMatchObject({ code: 'secret.not-found' });
  await expect(
    sealSecret(vaultOf(stranger), async () => stranger.keyring, house().firm, {
      client: of,
      title: '网银',
      value: 'x',
    }),
  ).rejects.toMatchObject({ code: 'vault.no-seal' });
  const answer = await house().server.inject({
    method: 'POST',
    url: `/api/v1/secrets/${secret}/opening`,
    headers: { authorization: `Bearer ${stranger.token}` },
    payload: {},
  });
  expect(answer.statusCode).toBe(404);
  for (const table of ['secret', 'client_lock', 'key_wrap', 'secret_opening']) {
    const { rows } = await transact(stranger.context, ({ client: sql }) => sql.query(`select firm_id from ${table}`));
    expect([table, rows]).toEqual([table, []]);
  }
  const { entries } = await journal.listEntries(house().founder.context, {
    client: of,
    verb: 'access.refused',
    limit: 10,
  });
  expect(entries.map(({ actor }) => actor)).toContain(stranger.id);
});

test('who may read a client but not open it sees titles and opens nothing', async () => {
  const { owner, client: of } = await anOwnedClient();
  const reader = await house().hire('赵强');
  const secret = await aSecret(house(), owner, of);
  await granted(reader, of, ['read']);
  expect(await vault.listSecrets(reader.context, { client: of })).toHaveLength(1);
  await expect(vault.openSecret(reader.context, { secret })).rejects.toMatchObject({ code: 'vault.no-open' });
  await expect(vault.proveOpened(reader.context, { secret, token: 'AAAAAAAAAAAAAAAAAAAAAA' })).rejects.toMatchObject({
    code: 'vault.no-open',
  });
});

test('an opening is proved by the token inside; a wrong one proves nothing and is journalled', async () => {
  const { owner, client: of } = await anOwnedClient();
  const secret = await aSecret(house(), owner, of);
  await expect(vault.proveOpened(owner.context, { secret, token: 'AAAAAAAAAAAAAAAAAAAAAA' })).rejects.toMatchObject({
    code: 'vault.token-wrong',
  });
  const opened = () => transact(owner.context, (inside) => vault.hasOpened(inside, { secret, person: owner.id }));
  expect(await opened()).toBe(false);
  const { entries } = await journal.listEntries(house().founder.context, {
    client: of,
    verb: 'access.refused',
    limit: 10,
  });
  expect(entries[0]!.facts).toMatchObject({ code: 'vault.token-wrong' });
  await openSecret(vaultOf(owner), owner.keyring, secret);
  expect(await opened()).toBe(true);
  await changeSecret(vaultOf(owner), { client: of, secret, value: 'neu' });
  expect(await opened()).toBe(false);
});

test('which secrets a receiver has not opened in their present version is known one by one', async () => {
  const { owner, receiver, client: of, secret } = await aClientWithParties();
  const other = await aSecret(house(), owner, of, { title: '网银' });
  const unopened = async () =>
    (await transact(receiver.context, (inside) => vault.unopenedSecrets(inside, [of], receiver.id)))
      .map(({ id }) => id)
      .toSorted();
  expect(await unopened()).toEqual([secret, other].toSorted());
  await openSecret(vaultOf(receiver), receiver.keyring, secret);
  expect(await unopened()).toEqual([other]);
  await openSecret(vaultOf(receiver), receiver.keyring, other);
  await changeSecret(vaultOf(owner), { client: of, secret, value: 'neu' });
  expect(await unopened()).toEqual([secret]);
});

test('a granted key is not there before its holder wraps it; the holder is told, wraps it, and then it opens', async () => {
  const { owner, client: of } = await anOwnedClient();
  const receiver = await house().hire('王敏');
  const secret = await aSecret(house(), owner, of, { value: '8888' });
  await granted(receiver, of, ['read', 'open']);
  await expect(openSecret(vaultOf(receiver), receiver.keyring, secret)).rejects.toMatchObject({
    code: 'vault.not-wrapped',
  });
  expect((await vault.keysToWrap(owner.context)).map((one) => one.holders.map(({ person }) => person))).toEqual([
    [receiver.id],
  ]);
  expect(await wrapWaitingKeys(vaultOf(owner), owner.keyring, house().firm)).toBe(1);
  expect(await vault.keysToWrap(owner.context)).toEqual([]);
  expect(await openSecret(vaultOf(receiver), receiver.keyring, secret)).toBe('8888');
});

test('nobody wraps a key to a person who was not granted it', async () => {
  const { owner, client: of } = await anOwnedClient();
  const stranger = await house().hire('赵强');
  await aSecret(house(), owner, of);
  const { rows } = await transact(owner.context, ({ client: sql }) =>
    sql.query<{ wrapped: string }>('select wrapped from key_wrap where client_id = $1', [of]),
  );
  const wraps = [{ client: of, version: 1, person: stranger.id, wrapped: rows[0]!.wrapped }];
  await expect(vault.wrapKeys(owner.context, { wraps })).rejects.toMatchObject({ code: 'vault.not-granted' });
});

test('who has forgotten the vault password makes new keys, and is wrapped to again by who compared them', async () => {
  const { owner, client: of } = await anOwnedClient();
  const helper = await house().hire('赵强');
  const secret = await aSecret(house(), owner, of, { value: '8888' });
  await granted(helper, of, ['read', 'open']);
  await wrapWaitingKeys(vaultOf(owner), owner.keyring, house().firm);
  const { keyring, sealedKeyring } = await createKeyring(vaultPassword, { workFactor: 2 });
  const introduction = await introduceKeys(keyring, { firm: house().firm, person: helper.id });
  await people.introduceKeys(helper.context, { sealedKeyring, introduction: introduction as never });
  await expect(openSecret(vaultOf(helper), keyring, secret)).rejects.toMatchObject({ code: 'vault.not-wrapped' });
  const { fingerprint: read } = signingKeysOf(keyring.signingSecret);
  await pinCompared(vaultOf(owner), owner.keyring, house().firm, { colleague: helper.id, read });
  expect(await wrapWaitingKeys(vaultOf(owner), owner.keyring, house().firm)).toBe(1);
  expect(await openSecret(vaultOf(helper), keyring, secret)).toBe('8888');
});

test('no wrap is made to a recipient that its person has not declared', async () => {
  const { owner, client: of } = await anOwnedClient();
  const helper = await house().hire('赵强');
  await aSecret(house(), owner, of);
  await granted(helper, of, ['read', 'open']);
  const api = vaultOf(owner);
  const lying = speakingFor(api, {
    keysToWrap: async () => {
      const [waiting] = await api.keysToWrap();
      const [holder] = waiting!.holders;
      return [{ ...waiting!, holders: [{ ...holder!, recipient: recovery.recipient }] }];
    },
  });
  await expect(wrapWaitingKeys(lying, owner.keyring, house().firm)).rejects.toMatchObject({
    code: 'signing.owner-differs',
  });
});

test('a grant ends by its day or by hand, and the wrapped key ends with it', async () => {
  const { owner, client: of } = await anOwnedClient();
  const helper = await house().hire('赵强');
  const secret = await aSecret(house(), owner, of);
  await granted(helper, of, ['read', 'open']);
  await wrapWaitingKeys(vaultOf(owner), owner.keyring, house().firm);
  const [grant] = await vault.listGrants(house().founder.context, { person: helper.id, limit: 10 });
  await vault.endGrant(house().founder.context, { grant: grant!.id });
  await expect(vault.openSecret(helper.context, { secret })).rejects.toMatchObject({ code: 'secret.not-found' });
  const { rows } = await transact(owner.context, ({ client: sql }) =>
    sql.query<{ ended: boolean }>('select ended_at is not null as ended from key_wrap where person_id = $1', [
      helper.id,
    ]),
  );
  expect(rows).toEqual([{ ended: true }]);
  expect(await vault.listGrants(house().founder.context, { person: helper.id, limit: 10 })).toEqual([]);
});

test('access is granted by a manager, never to oneself, with an end within a year', async () => {
  const { owner, client: of } = await anOwnedClient();
  const helper = await house().hire('赵强');
  const wish = {
    clients: [of],
    person: helper.id,
    capabilities: ['read' as const],
    reason: '协助申报',
    endsAt: inAnHour(),
  };
  const { founder } = house();
  await expect(vault.grantAccess(owner.context, wish)).rejects.toMatchObject({ code: 'vault.only-manager-grants' });
  await expect(vault.grantAccess(founder.context, { ...wish, person: founder.id })).rejects.toMatchObject({
    code: 'vault.not-to-oneself',
  });
  const past = { ...wish, endsAt: new Date(Date.now() - 1000) };
  await expect(vault.grantAccess(founder.context, past)).rejects.toMatchObject({ code: 'vault.end-past' });
  const far = { ...wish, endsAt: new Date(Date.now() + 400 * 86_400_000) };
  await expect(vault.grantAccess(founder.context, far)).rejects.toMatchObject({ code: 'vault.end-too-far' });
  await expect(vault.endGrant(owner.context, { grant: of as never })).rejects.toMatchObject({
    code: 'grant.not-found',
  });
  await vault.grantAccess(founder.context, wish);
  const [mine] = await vault.listGrants(helper.context, { person: helper.id, limit: 10 });
  expect(mine).toMatchObject({ client: of, reason: '协助申报', capabilities: ['read'] });
  await expect(vault.endGrant(owner.context, { grant: mine!.id })).rejects.toMatchObject({
    code: 'vault.only-manager-ends',
  });
  await vault.endGrant(helper.context, { grant: mine!.id });
});

test('a quota lets named staff open so many secrets a day and no more', async () => {
  const { owner, client: of } = await anOwnedClient();
  const helper = await house().hire('赵强');
  const secret = await aSecret(house(), owner, of);
  await granted(helper, of, ['read', 'open'], { quota: 2 });
  await wrapWaitingKeys(vaultOf(owner), owner.keyring, house().firm);
  const opening = () => openSecret(vaultOf(helper), helper.keyring, secret);
  await opening();
  await opening();
  await expect(opening()).rejects.toMatchObject({ code: 'vault.quota-used', status: 'too-many', facts: { quota: 2 } });
  await openSecret(vaultOf(owner), owner.keyring, secret);
});

test('a secret that was changed at its source ends the duty to change it', async () => {
  const { owner, client: of } = await anOwnedClient();
  const secret = await aSecret(house(), owner, of);
  const dueOn = '2026-12-01' as LocalDate;
  const marked = await transact(owner.context, (inside) =>
    vault.markForChange(inside, { clients: [of], why: 'H-2026-0001', dueOn, assignee: owner.id }),
  );
  expect(marked).toBe(1);
  expect((await task.listMine(owner.context, { kind: 'vault.', limit: 10, offset: 0 })).tasks).toMatchObject([
    { kind: 'vault.change-secret', subject: secret, dueOn },
  ]);
  expect(await changeSecret(vaultOf(owner), { client: of, secret, value: 'neu' })).toMatchObject({
    version: 2,
    changeBy: null,
  });
  expect((await task.listMine(owner.context, { kind: 'vault.', limit: 10, offset: 0 })).total).toBe(0);
  expect(await openSecret(vaultOf(owner), owner.keyring, secret)).toBe('neu');
});

test('a secret that opens nothing any more is taken out of use', async () => {
  const { owner, client: of } = await anOwnedClient();
  const secret = await aSecret(house(), owner, of);
  await vault.endSecret(owner.context, { secret });
  expect(await vault.listSecrets(owner.context, { client: of })).toEqual([]);
  await expect(vault.openSecret(owner.context, { secret })).rejects.toMatchObject({ code: 'secret.not-found' });
});

test('the receiver prepares the next keys, the supervisor tries and escrows them, and the sign-off puts them in place', async () => {
  const made = await aClientWithParties('Etax#2026');
  const { owner, receiver, supervisor, client: of, secret } = made;
  await prepareAndConfirm(made);
  const pending = await transact(receiver.context, (inside) => vault.pendingKeyVersions(inside, [of]));
  expect(pending).toEqual([{ client: of, version: 2, madeBy: receiver.id, confirmed: true, complete: true }]);
  expect(await openSecret(vaultOf(owner), owner.keyring, secret)).toBe('Etax#2026');

  const activated = await transact(supervisor.context, (inside) => vault.activateKeyVersions(inside, [of]));
  expect(activated).toEqual([{ client: of, version: 2 }]);
  expect(await openSecret(vaultOf(receiver), receiver.keyring, secret)).toBe('Etax#2026');
  expect(await openSecret(vaultOf(supervisor), supervisor.keyring, secret)).toBe('Etax#2026');
  await expect(openSecret(vaultOf(owner), owner.keyring, secret)).rejects.toMatchObject({ code: 'vault.not-wrapped' });
});

test('a lock without a secret in force does not outlive the sign-off: the next secret has a lock that the leaver never held', async () => {
  const { owner, client: of } = await anOwnedClient();
  const secret = await aSecret(house(), owner, of);
  await vault.endSecret(owner.context, { secret });
  await transact(owner.context, (inside) => vault.activateKeyVersions(inside, [of]));
  expect(await vault.lockOf(owner.context, { client: of })).toMatchObject({ lock: null, nextVersion: 2 });
  const next = await aSecret(house(), owner, of, { title: '网银', value: 'neu' });
  expect(await openSecret(vaultOf(owner), owner.keyring, next)).toBe('neu');
});

test('only the receiver prepares keys, and only the supervisor, who did not make them, confirms them', async () => {
  const made = await aClientWithParties();
  const { owner, receiver, supervisor, client: of } = made;
  const holders = await vault.holders(receiver.context, { people: [receiver.id, supervisor.id] });
  const by = (who: Someone) => prepareKeyVersions(vaultOf(who), who.keyring, house().firm, { clients: [of], holders });
  await expect(by(owner)).rejects.toMatchObject({ code: 'vault.no-check' });
  await expect(by(supervisor)).rejects.toMatchObject({ code: 'vault.no-check' });
  await by(receiver);
  const confirm = (who: Someone) =>
    confirmKeyVersions(vaultOf(who), who.keyring, { clients: [of], recoveryRecipient: recovery.recipient });
  await expect(confirm(receiver)).rejects.toMatchObject({ code: 'vault.no-supervise' });
  await granted(receiver, of, ['supervise']);
  await expect(confirm(receiver)).rejects.toMatchObject({ code: 'vault.own-keys' });
});

test('the supervisor confirms with a token from inside the new seals; another token is refused', async () => {
  const { receiver, supervisor, client: of } = await aClientWithParties();
  const holders = await vault.holders(receiver.context, { people: [receiver.id, supervisor.id] });
  await prepareKeyVersions(vaultOf(receiver), receiver.keyring, house().firm, { clients: [of], holders });
  const [waiting] = await vault.keyConfirmation(supervisor.context, { clients: [of] });
  const input = { client: of, version: 2, recoveryWrap: waiting!.key.wrapped };
  const attempt = (sample: { secret: Id<'secret'>; token: string } | null) =>
    vault.confirmKeyVersions(supervisor.context, { clients: [{ ...input, sample }] });
  await expect(attempt({ secret: waiting!.sample!.id, token: 'AAAAAAAAAAAAAAAAAAAAAA' })).rejects.toMatchObject({
    code: 'vault.token-wrong',
  });
  await expect(attempt(null)).rejects.toMatchObject({ code: 'vault.token-wrong' });
});

test('a prepared version is incomplete once a secret was changed or added, and is made again', async () => {
  const made = await aClientWithParties();
  const { owner, receiver, client: of, secret } = made;
  await prepareAndConfirm(made);
  const state = async () => (await transact(receiver.context, (inside) => vault.pendingKeyVersions(inside, [of])))[0];
  await changeSecret(vaultOf(owner), { client: of, secret, value: 'neu' });
  expect(await state()).toMatchObject({ complete: false });
  await prepareAndConfirm(made);
  expect(await state()).toMatchObject({ complete: true, confirmed: true });
  await aSecret(house(), owner, of, { title: '网银' });
  expect(await state()).toMatchObject({ complete: false });
});

test('a preparation that leaves out a secret or a holder is refused', async () => {
  const { receiver, supervisor, client: of } = await aClientWithParties();
  const holders = await vault.holders(receiver.context, { people: [receiver.id, supervisor.id] });
  const api = vaultOf(receiver);
  type Prepared = PrepareKeyVersions['clients'][number];
  const attempt = (change: (sent: Prepared) => Prepared, given = holders) => {
    const changing = speakingFor(api, {
      prepareKeyVersions: ({ clients }: PrepareKeyVersions) => api.prepareKeyVersions({ clients: clients.map(change) }),
    });
    return prepareKeyVersions(changing, receiver.keyring, house().firm, { clients: [of], holders: given });
  };
  await expect(attempt((sent) => ({ ...sent, secrets: [] }))).rejects.toMatchObject({
    code: 'vault.preparation-incomplete',
  });
  await expect(attempt((sent) => ({ ...sent, version: 3 }))).rejects.toMatchObject({ code: 'vault.lock-moved-on' });
  await expect(attempt((sent) => sent, holders.slice(1))).rejects.toMatchObject({ code: 'vault.wraps-incomplete' });
  const stranger = await house().hire('赵强');
  const withStranger = await vault.holders(receiver.context, { people: [receiver.id, stranger.id] });
  await expect(attempt((sent) => sent, withStranger)).rejects.toMatchObject({ code: 'vault.not-granted' });
});

test('from the first signature on nothing changes in the vault of a batch, until it is thawed', async () => {
  const made = await aClientWithParties();
  const { owner, client: of, secret } = made;
  await prepareAndConfirm(made);
  const batch = '01939a00-0000-7000-8000-000000000001' as Id<'batch'>;
  await transact(made.supervisor.context, (inside) => vault.freeze(inside, [of], batch));
  await expect(changeSecret(vaultOf(owner), { client: of, secret, value: 'neu' })).rejects.toMatchObject({
    code: 'vault.frozen',
  });
  await expect(aSecret(house(), owner, of, { title: '网银' })).rejects.toMatchObject({ code: 'vault.frozen' });
  await expect(vault.endSecret(owner.context, { secret })).rejects.toMatchObject({ code: 'vault.frozen' });
  await expect(prepareAndConfirm(made)).rejects.toMatchObject({ code: 'vault.frozen' });
  await transact(made.supervisor.context, (inside) => vault.freeze(inside, [of], null));
  await changeSecret(vaultOf(owner), { client: of, secret, value: 'neu' });
});

test('a lock that moved on meanwhile is told, and nothing is sealed to the former one', async () => {
  const made = await aClientWithParties();
  const { supervisor, receiver, client: of, secret } = made;
  await prepareAndConfirm(made);
  const api = vaultOf(receiver);
  await transact(supervisor.context, async (inside) => {
    await vault.activateKeyVersions(inside, [of]);
    await client.changeOwner(inside, [of], receiver.id);
  });
  const stale = speakingFor(api, {
    lockOf: async () => ({
      ...(await api.lockOf({ client: of })),
      lock: { version: 1, recipient: recovery.recipient },
    }),
  });
  await expect(changeSecret(stale, { client: of, secret, value: 'neu' })).rejects.toMatchObject({
    code: 'vault.lock-moved-on',
  });
});

test('openings are kept as they were: the application may not change or delete them', async () => {
  const { owner, client: of } = await anOwnedClient();
  const secret = await aSecret(house(), owner, of);
  await openSecret(vaultOf(owner), owner.keyring, secret);
  for (const statement of ['update secret_opening set opened_at = now()', 'delete from secret_opening'])
    await expect(transact(owner.context, ({ client: sql }) => sql.query(statement))).rejects.toThrow(
      /permission denied/,
    );
});
