import { createRouterClient } from '@orpc/server';
import { beforeAll, expect, test } from 'vitest';
import * as client from '#modules/client/client.ts';
import { type HandoverWish, aHandover } from '#modules/handover/handover.factory.ts';
import * as handover from '#modules/handover/handover.ts';
import * as journal from '#modules/journal/journal.ts';
import * as task from '#modules/task/task.ts';
import { openSecret, wrapWaitingKeys } from '#modules/vault/vault.client.ts';
import { aRecoveryKey, aSecret, vaultOf } from '#modules/vault/vault.factory.ts';
import * as vault from '#modules/vault/vault.ts';
import { read, transact } from '#platform/context/context.ts';
import { canonicalHash } from '#platform/crypto/canonical-json.ts';
import { signStatement } from '#platform/crypto/statement.ts';
import type { Id } from '#platform/kernel/id.ts';
import { type Someone, useHouse } from '#testing/house.ts';
import { signLetter, signMyLetters } from './signing.client.ts';
import type { Letter, LetterStatement } from './signing.contract.ts';
import { signingRouter } from './signing.router.ts';
import * as signing from './signing.ts';

const house = useHouse();
beforeAll(async () => void (await aRecoveryKey(house())));

const signingOf = (someone: Someone) => createRouterClient(signingRouter, { context: someone.context });

function signAll(who: Someone, id: Id<'handover'>): Promise<Letter[]> {
  return signMyLetters(signingOf(who), who.keyring, { me: who.id, handover: id });
}

/** A handover whose parties have accepted, and whose receiver is named `王敏`. */
function aRunningHandover(wish: HandoverWish = {}) {
  return aHandover(house(), wish);
}

async function pledgeOf(who: Someone, id: Id<'handover'>, kind: Letter['kind']): Promise<Letter> {
  const found = (await signing.openLetters(who.context, { handover: id })).find(
    (one) => one.kind === kind && one.person.id === who.id,
  );
  return found!;
}

test('when all parties have accepted, each has the letters to sign as a task, filled in from the handover', async () => {
  const made = await aRunningHandover();
  const letters = await signing.openLetters(made.supervisor.context, { handover: made.handover });
  expect(letters.map(({ kind, side }) => `${kind} ${side}`).toSorted()).toEqual([
    'confidentiality incoming',
    'confidentiality outgoing',
    'confidentiality supervisor',
    'responsibility incoming',
    'responsibility outgoing',
  ]);
  const tasks = await task.listMine(made.incoming.context, { kind: 'signing.', limit: 10, offset: 0 });
  expect(tasks.byKind['signing.sign-letter']).toBe(4);
  const responsibility = await pledgeOf(made.incoming, made.handover, 'responsibility');
  const { text } = await signing.readLetter(made.incoming.context, { letter: responsibility.id });
  const whole = text.paragraphs.join('\n');
  for (const word of [made.number, '王敏', '李娜', '张敬', '接收人', responsibility.accessUntil!])
    expect(whole).toContain(word);
  expect(whole).not.toMatch(/[{}]/);
});

test('before every pledge is signed the receiver reads nothing, by operation, by HTTP or by SQL, and cannot let themselves in', async () => {
  const made = await aRunningHandover();
  const [id] = made.clients[0] as [Id<'client'>];
  const secret = await aSecret(house(), made.outgoing, id);
  await signAll(made.incoming, made.handover);
  await signAll(made.supervisor, made.handover);
  for (const someone of [made.incoming, made.supervisor]) {
    await expect(client.readClient(someone.context, { client: id })).rejects.toMatchObject({
      code: 'client.not-found',
    });
    await expect(vault.openSecret(someone.context, { secret })).rejects.toMatchObject({ code: 'secret.not-found' });
    const answer = await house().server.inject({
      url: `/api/v1/clients/${id}`,
      headers: { authorization: `Bearer ${someone.token}` },
    });
    expect(answer.statusCode).toBe(404);
    for (const table of ['client', 'client_record', 'client_data_key', 'secret', 'document', 'item']) {
      const { rows } = await transact(someone.context, ({ client: sql }) => sql.query(`select firm_id from ${table}`));
      expect([someone.name, table, rows]).toEqual([someone.name, table, []]);
    }
    const letIn = transact(someone.context, ({ client: sql, firm }) =>
      sql.query(
        `insert into access_grant (firm_id, client_id, person_id, capabilities, reason, handover_id, ends_at, granted_by)
         values ($1, $2, $3, '{read,open}', 'x', $4, now() + interval '1 day', $3)`,
        [firm, id, someone.id, made.handover],
      ),
    );
    await expect(letIn).rejects.toThrow(/row-level security/);
  }
});

test('the last pledge begins the access of receiver and supervisor, with the end that their letters name, and the checking', async () => {
  const made = await aRunningHandover({ batches: [2, 1] });
  const [id] = made.clients[0] as [Id<'client'>];
  const secret = await aSecret(house(), made.outgoing, id, { value: 'Etax#2026' });
  for (const someone of [made.supervisor, made.incoming, made.outgoing]) await signAll(someone, made.handover);

  expect(await client.readClient(made.incoming.context, { client: id })).toBeDefined();
  const grants = await vault.listGrants(house().founder.context, { handover: made.handover, limit: 100 });
  expect(grants).toHaveLength(6);
  const { accessUntil } = await pledgeOf(made.incoming, made.handover, 'confidentiality');
  const dayAfter = new Date(`${accessUntil}T24:00:00+08:00`);
  for (const grant of grants) expect(grant.endsAt).toEqual(dayAfter);
  const batches = await read(made.incoming.context, (inside) => handover.batchesOf(inside, made.handover));
  expect(batches.map(({ state }) => state)).toEqual(['checking', 'checking']);

  const wrapping = await task.listMine(made.outgoing.context, { kind: 'vault.', limit: 10, offset: 0 });
  expect(wrapping.tasks.map(({ kind, subject }) => `${kind} ${subject}`).toSorted()).toEqual(
    [made.incoming, made.supervisor].map((one) => `vault.wrap-keys ${one.id}`).toSorted(),
  );
  await wrapWaitingKeys(vaultOf(made.outgoing), made.outgoing.keyring, house().firm);
  expect((await task.listMine(made.outgoing.context, { kind: 'vault.', limit: 10, offset: 0 })).total).toBe(0);
  expect(await openSecret(vaultOf(made.incoming), made.incoming.keyring, secret)).toBe('Etax#2026');
});

test('two parties who sign the last two pledges at the same moment begin the access once', async () => {
  const made = await aRunningHandover();
  await signAll(made.supervisor, made.handover);
  const last = [];
  for (const someone of [made.incoming, made.outgoing]) {
    await signMyLetters(signingOf(someone), someone.keyring, { me: someone.id });
    const confidentiality = await pledgeOf(someone, made.handover, 'confidentiality');
    await signLetter(signingOf(someone), someone.keyring, confidentiality.id);
    last.push({ someone, letter: await pledgeOf(someone, made.handover, 'responsibility') });
  }
  await Promise.all(last.map(({ someone, letter }) => signLetter(signingOf(someone), someone.keyring, letter.id)));
  expect(await vault.listGrants(house().founder.context, { handover: made.handover, limit: 100 })).toHaveLength(2);
});

test('nothing is signed electronically before the agreement on electronic signing', async () => {
  const made = await aRunningHandover();
  const letter = await pledgeOf(made.incoming, made.handover, 'confidentiality');
  await expect(signLetter(signingOf(made.incoming), made.incoming.keyring, letter.id)).rejects.toMatchObject({
    code: 'signing.agreement-first',
  });
});

test('a letter is signed once, by its own person', async () => {
  const made = await aRunningHandover();
  await signAll(made.incoming, made.handover);
  const letter = await pledgeOf(made.incoming, made.handover, 'confidentiality');
  const { signed } = await signing.readLetter(made.incoming.context, { letter: letter.id });
  const again = { letter: letter.id, signed: signed! };
  await expect(signing.signLetter(made.incoming.context, again)).rejects.toMatchObject({
    code: 'signing.already-signed',
  });
  await expect(signing.signLetter(made.outgoing.context, again)).rejects.toMatchObject({ code: 'signing.not-yours' });
  await expect(signLetter(signingOf(made.outgoing), made.outgoing.keyring, letter.id)).rejects.toMatchObject({
    code: 'signing.already-signed',
  });
});

test('a stranger sees no pledge', async () => {
  const made = await aRunningHandover();
  const stranger = await house().hire('赵强');
  const letter = await pledgeOf(made.incoming, made.handover, 'confidentiality');
  await expect(signing.readLetter(stranger.context, { letter: letter.id })).rejects.toMatchObject({
    code: 'letter.not-found',
  });
  await expect(signing.openLetters(stranger.context, { handover: made.handover })).rejects.toMatchObject({
    code: 'handover.not-found',
  });
});

test('a signature counts only for this letter, this text, this moment and the own key', async () => {
  const made = await aRunningHandover();
  const who = made.incoming;
  await signMyLetters(signingOf(who), who.keyring, { me: who.id });
  const letter = await pledgeOf(who, made.handover, 'confidentiality');
  const { toSign } = await signing.readLetter(who.context, { letter: letter.id });
  const attempt = (change: Partial<LetterStatement>, by = who) =>
    signing.signLetter(who.context, {
      letter: letter.id,
      signed: signStatement({ ...toSign!, ...change }, by.keyring.signingSecret),
    });
  const differs = (member: string) => ({ code: 'signing.statement-differs', facts: { letter: letter.id, member } });
  await expect(attempt({ textHash: canonicalHash('another text') })).rejects.toMatchObject(differs('textHash'));
  await expect(attempt({ kind: 'responsibility' })).rejects.toMatchObject(differs('kind'));
  await expect(attempt({ letter: made.handover })).rejects.toMatchObject(differs('letter'));
  await expect(attempt({ handover: null })).rejects.toMatchObject(differs('handover'));
  await expect(attempt({ at: '2020-01-01T00:00:00.000Z' })).rejects.toMatchObject(differs('at'));
  await expect(attempt({ at: '2099-01-01T00:00:00.000Z' })).rejects.toMatchObject(differs('at'));
  await expect(attempt({}, made.outgoing)).rejects.toMatchObject({ code: 'signing.key-differs' });
  const changed = signStatement(toSign!, who.keyring.signingSecret);
  const forged = { ...changed, signature: changed.signature.replace(/^./, (sign) => (sign === 'A' ? 'B' : 'A')) };
  await expect(signing.signLetter(who.context, { letter: letter.id, signed: forged })).rejects.toMatchObject({
    code: 'signing.signature-invalid',
  });
});

test('the browser does not sign a text whose hash the server gives wrongly', async () => {
  const made = await aRunningHandover();
  const who = made.incoming;
  await signMyLetters(signingOf(who), who.keyring, { me: who.id });
  const letter = await pledgeOf(who, made.handover, 'confidentiality');
  const api = signingOf(who);
  const lying = new Proxy(api, {
    get: (_, name) =>
      name === 'readLetter'
        ? async (input: { letter: Id<'letter'> }) => {
            const found = await api.readLetter(input);
            return { ...found, text: { ...found.text, title: '另一份文书' } };
          }
        : Reflect.get(api, name),
  });
  await expect(signLetter(lying, who.keyring, letter.id)).rejects.toMatchObject({ code: 'signing.text-differs' });
});

test('who declines gives the reason, and whoever started the handover is told', async () => {
  const made = await aRunningHandover();
  const letter = await pledgeOf(made.outgoing, made.handover, 'responsibility');
  const reason = '基准日需要调整';
  expect(await signing.declineLetter(made.outgoing.context, { letter: letter.id, reason })).toMatchObject({
    state: 'declined',
    declinedFor: reason,
  });
  const { tasks } = await task.listMine(house().founder.context, { kind: 'signing.settle', limit: 100, offset: 0 });
  expect(tasks.map(({ subject }) => subject)).toContain(letter.id);
  await expect(signing.declineLetter(made.incoming.context, { letter: letter.id, reason })).rejects.toMatchObject({
    code: 'signing.not-yours',
  });
  await signAll(made.outgoing, made.handover);
  expect(await pledgeOf(made.outgoing, made.handover, 'responsibility')).toMatchObject({ state: 'signed' });
  await expect(signing.declineLetter(made.outgoing.context, { letter: letter.id, reason })).rejects.toMatchObject({
    code: 'signing.already-signed',
  });
});

test('a letter of a cancelled handover is not signed any more', async () => {
  const made = await aRunningHandover();
  await signMyLetters(signingOf(made.incoming), made.incoming.keyring, { me: made.incoming.id });
  const letter = await pledgeOf(made.incoming, made.handover, 'confidentiality');
  await handover.cancelHandover(house().founder.context, { handover: made.handover, reason: '移交人留任' });
  await expect(signLetter(signingOf(made.incoming), made.incoming.keyring, letter.id)).rejects.toMatchObject({
    code: 'signing.handover-over',
  });
});

test('a cancelled handover ends the access that it gave, with the keys, at once', async () => {
  const made = await aRunningHandover();
  const [id] = made.clients[0] as [Id<'client'>];
  const secret = await aSecret(house(), made.outgoing, id);
  for (const someone of [made.supervisor, made.incoming, made.outgoing]) await signAll(someone, made.handover);
  await wrapWaitingKeys(vaultOf(made.outgoing), made.outgoing.keyring, house().firm);
  await handover.cancelHandover(made.supervisor.context, { handover: made.handover, reason: '移交人留任' });
  for (const someone of [made.incoming, made.supervisor]) {
    await expect(vault.openSecret(someone.context, { secret })).rejects.toMatchObject({ code: 'secret.not-found' });
    await expect(client.readClient(someone.context, { client: id })).rejects.toMatchObject({
      code: 'client.not-found',
    });
  }
  const { rows } = await transact(made.outgoing.context, ({ client: sql }) =>
    sql.query<{ person: string }>(
      'select person_id as person from key_wrap where ended_at is null and person_id is not null',
    ),
  );
  expect(rows.map(({ person }) => person)).toEqual([made.outgoing.id]);
});

test('the gates say whose letter is missing, and open with the last one', async () => {
  const made = await aRunningHandover();
  const state = (id: string) =>
    read(made.supervisor.context, (inside) => signing.gates[id]!.check(inside, made.batches[0]!));
  expect(await state('pledges-signed')).toMatchObject({ ok: false, done: 0, total: 5 });
  await signAll(made.supervisor, made.handover);
  await signAll(made.incoming, made.handover);
  expect((await state('pledges-signed')).missing.map(({ code, facts }) => [code, facts.person, facts.letter])).toEqual([
    ['pledge-unsigned', '李娜', 'confidentiality'],
    ['pledge-unsigned', '李娜', 'responsibility'],
  ]);
  expect(await state('signing-agreed')).toMatchObject({ ok: false, done: 4, total: 6 });
  await signAll(made.outgoing, made.handover);
  expect(await state('pledges-signed')).toMatchObject({ ok: true, done: 5, total: 5 });
  expect(await state('signing-agreed')).toMatchObject({ ok: true, done: 6, total: 6 });
});

test('when the leaver is gone nobody signs for them: the witness pledges confidentiality, and a manager fetches the keys', async () => {
  const made = await aRunningHandover();
  const [id] = made.clients[0] as [Id<'client'>];
  await aSecret(house(), made.outgoing, id);
  await signAll(made.incoming, made.handover);
  await signAll(made.supervisor, made.handover);
  const witness = await house().hire('陈见');
  const { founder } = house();
  await handover.changeManner(founder.context, {
    handover: made.handover,
    manner: 'one-sided',
    witness: witness.id,
    reason: '移交人失联',
  });
  await house().drain();
  const letters = await signing.openLetters(made.supervisor.context, { handover: made.handover });
  expect(letters.filter(({ state }) => state === 'waiting').map(({ kind, side }) => [kind, side])).toEqual([
    ['confidentiality', 'witness'],
  ]);
  await signAll(witness, made.handover);
  expect(await client.readClient(made.incoming.context, { client: id })).toBeDefined();
  const { tasks } = await task.listMine(founder.context, { kind: 'vault.recover-keys', limit: 100, offset: 0 });
  expect(tasks.map(({ subject }) => subject)).toContain(made.handover);
});

test('a proxy signs in the place of the outgoing person', async () => {
  const made = await aRunningHandover();
  const proxy = await house().hire('吴代');
  await handover.changeManner(house().founder.context, {
    handover: made.handover,
    manner: 'proxy',
    proxy: proxy.id,
    reason: '移交人住院',
  });
  const letters = await signing.openLetters(made.supervisor.context, { handover: made.handover });
  expect(
    letters
      .filter(({ person }) => person.id === proxy.id)
      .map(({ kind, side }) => `${kind} ${side}`)
      .toSorted(),
  ).toEqual(['confidentiality proxy', 'responsibility proxy']);
  expect(letters.some(({ person }) => person.id === made.outgoing.id)).toBe(false);
});

test('every signed letter goes to the archive with its text and the signature over the hash of it', async () => {
  const made = await aRunningHandover();
  for (const someone of [made.supervisor, made.incoming, made.outgoing]) await signAll(someone, made.handover);
  const files = await read(made.supervisor.context, (inside) => signing.letterFilesOf(inside, made.handover));
  expect(files).toHaveLength(11);
  for (const file of files) {
    expect(Object.keys(file).toSorted()).toEqual(['kind', 'name', 'person', 'signed', 'signedAt', 'text']);
    expect(Object.keys(file.signed).toSorted()).toEqual(['fingerprint', 'publicKey', 'signature', 'statement']);
    expect(file.signed.statement.textHash).toBe(canonicalHash(file.text));
  }
});

test('what was signed stays: a letter and its signature cannot be changed or deleted by the application', async () => {
  const made = await aRunningHandover();
  await signAll(made.incoming, made.handover);
  for (const statement of [
    `update letter set text = '{}'`,
    `update letter set person_id = granted.person_id from access_grant granted`,
    'delete from letter',
    `update signature set signature = 'x'`,
    'delete from signature',
  ])
    await expect(transact(made.incoming.context, ({ client: sql }) => sql.query(statement))).rejects.toThrow(
      /permission denied/,
    );
});

test('each letter, signature and the beginning of access stand in the journal of the handover', async () => {
  const made = await aRunningHandover();
  for (const someone of [made.supervisor, made.incoming, made.outgoing]) await signAll(someone, made.handover);
  const { entries } = await journal.listEntries(house().founder.context, {
    handover: made.handover,
    verb: 'signing.',
    limit: 100,
  });
  const counted = Map.groupBy(entries, ({ verb }) => verb);
  expect(counted.get('signing.letter-issued')).toHaveLength(5);
  expect(counted.get('signing.letter-signed')).toHaveLength(5);
  expect(counted.get('signing.access-begun')).toHaveLength(1);
});
