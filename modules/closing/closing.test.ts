import pg from 'pg';
import { expect, test } from 'vitest';
import * as client from '#modules/client/client.ts';
import * as handover from '#modules/handover/handover.ts';
import { asJob, transact } from '#platform/context/context.ts';
import { signStatement } from '#platform/crypto/statement.ts';
import { aCase, atWork } from '#testing/at-work.ts';
import { useHouse } from '#testing/house.ts';
import { sign } from './closing.client.ts';

const house = useHouse();

test('with the third signature the clients are the receiver’s, the keys have changed, and every secret is to be changed', async () => {
  const { receiver, clients, incoming } = await aCase(house(), 'signed', { batches: [2] });
  for (const id of clients[0]!) {
    const { client: line } = await receiver.api.client.readClient({ client: id });
    expect(line.owner).toBe(incoming.id);
    const { lock } = await receiver.api.vault.lockOf({ client: id });
    expect(lock!.version).toBe(2);
    const [secret] = await receiver.api.vault.listSecrets({ client: id });
    expect(secret!.changeBy).not.toBeNull();
  }
  const { tasks } = await receiver.api.task.listMine({ kind: 'vault.change-secret', limit: 50, offset: 0 });
  expect(tasks).toHaveLength(2);
  const { entries } = await receiver.api.journal.listEntries({ verb: 'client.handed-over', limit: 10 });
  expect(entries).toHaveLength(2);
});

test('one second after the sign-off the leaver is refused by page, API key, SQL and vault', async () => {
  const made = await aCase(house(), 'checked');
  const { leaver, clients, outgoing } = made;
  const { server, ground } = house();
  const [id] = clients[0]!;
  const { key } = await leaver.api.people.addApiKey({ name: 'before', days: 30 });
  const byKey = () =>
    server.inject({ method: 'GET', url: `/api/v1/clients/${id}`, headers: { authorization: `Bearer ${key}` } });
  expect((await byKey()).statusCode).toBe(200);
  const [secret] = await leaver.api.vault.listSecrets({ client: id! });
  await made.witness.api.closing.makeInventory({ batch: made.batches[0]! });
  for (const { api, keyring } of [leaver, made.receiver, made.witness])
    await sign(api.closing, keyring, made.batches[0]!);
  expect((await byKey()).statusCode).toBe(404);
  await expect(leaver.api.client.readClient({ client: id! })).rejects.toMatchObject({ code: 'client.not-found' });
  await expect(leaver.api.vault.openSecret({ secret: secret!.id })).rejects.toMatchObject({ code: 'secret.not-found' });
  const connection = await ground.database.app.connect();
  try {
    await connection.query(
      `begin; select set_config('baton.credential', ${connection.escapeLiteral(outgoing.token)}, true)`,
    );
    for (const table of [
      'client_record',
      'client_data_key',
      'secret',
      'key_wrap',
      'item',
      'check_result',
      'document',
      'issue',
    ]) {
      const { rows } = await connection.query<{ n: number }>(
        `select count(*)::int as n from ${table} where client_id = $1`,
        [id],
      );
      expect(rows[0]!.n, table).toBe(0);
    }
    await connection.query('rollback');
  } finally {
    connection.release();
  }
});

test('an inventory for signing is refused while a gate is shut, and the gates say what is missing', async () => {
  const { witness, batches } = await aCase(house(), 'pledged');
  const batch = batches[0]!;
  await expect(witness.api.closing.makeInventory({ batch })).rejects.toMatchObject({ code: 'closing.gates-shut' });
  const { gates } = await witness.api.closing.readSignOff({ batch });
  const shut = gates.filter(({ ok }) => !ok).map(({ id }) => id);
  expect(shut).toEqual(expect.arrayContaining(['items-have-verdicts', 'secrets-opened', 'keys-prepared']));
  expect(gates.find(({ id }) => id === 'items-have-verdicts')!.missing.length).toBeGreaterThan(0);
});

test('the receiver cannot sign before the transferor, and is told whose turn it is', async () => {
  const { witness, receiver, leaver, batches } = await aCase(house(), 'checked');
  const batch = batches[0]!;
  await witness.api.closing.makeInventory({ batch });
  await expect(sign(receiver.api.closing, receiver.keyring, batch)).rejects.toMatchObject({
    code: 'closing.not-your-turn',
  });
  expect((await leaver.api.closing.readSignOff({ batch })).next).toBe('outgoing');
});

test('a signature over anything else than what stands is refused, and by another key too', async () => {
  const { witness, receiver, leaver, batches } = await aCase(house(), 'checked');
  const batch = batches[0]!;
  await witness.api.closing.makeInventory({ batch });
  const { toSign } = await leaver.api.closing.readSignOff({ batch });
  const other = signStatement({ ...toSign!, inventoryHash: '0'.repeat(64) }, leaver.keyring.signingSecret);
  await expect(leaver.api.closing.sign({ batch, signed: other })).rejects.toMatchObject({
    code: 'closing.statement-differs',
  });
  const foreign = signStatement(toSign!, receiver.keyring.signingSecret);
  await expect(leaver.api.closing.sign({ batch, signed: foreign })).rejects.toMatchObject({
    code: 'signing.key-differs',
  });
});

test('what a gate looks at changes after the inventory was made: nobody signs it any more', async () => {
  const made = await aCase(house(), 'checked');
  const batch = made.batches[0]!;
  await made.witness.api.closing.makeInventory({ batch });
  await sign(made.leaver.api.closing, made.leaver.keyring, batch);
  await transact(asJob(house().founder.context, house().firm, null), (inside) => handover.bumpRevision(inside, batch));
  await expect(sign(made.receiver.api.closing, made.receiver.keyring, batch)).rejects.toMatchObject({
    code: 'closing.not-your-turn',
  });
  expect((await made.receiver.api.closing.readSignOff({ batch })).inventory!.current).toBe(false);
});

test('a gate’s input changed by another at the very moment of sign-off: the sign-off does not commit', async () => {
  const made = await aCase(house(), 'checked');
  const batch = made.batches[0]!;
  await made.witness.api.closing.makeInventory({ batch });
  await sign(made.leaver.api.closing, made.leaver.keyring, batch);
  await sign(made.receiver.api.closing, made.receiver.keyring, batch);
  const other = new pg.Client(house().owner);
  await other.connect();
  await other.query('begin');
  await other.query('update batch set revision = revision + 1 where id = $1', [batch]);
  const last = sign(made.witness.api.closing, made.witness.keyring, batch).catch((error: unknown) => error);
  await other.query(`select pg_sleep(0.3)`);
  await other.query('commit');
  await other.end();
  expect(await last).toMatchObject({ code: expect.stringMatching(/^closing\.(changed-since|not-your-turn)$/) });
  const found = await transact(asJob(house().founder.context, house().firm, null), (inside) =>
    client.findClient(inside, made.clients[0]![0]!),
  );
  expect(found.owner).toBe(made.outgoing.id);
});

test('a record changed by another at the very moment of sign-off: what was checked is no longer what stands, and nobody hands it over', async () => {
  const made = await aCase(house(), 'checked');
  const batch = made.batches[0]!;
  await made.witness.api.closing.makeInventory({ batch });
  await sign(made.leaver.api.closing, made.leaver.keyring, batch);
  await sign(made.receiver.api.closing, made.receiver.keyring, batch);
  const last = await transact(made.outgoing.context, async (inside) => {
    const [contract] = await client.recordsOf(inside, [made.clients[0]![0]!], { kinds: ['contract'] });
    await client.changeFields(inside, {
      record: contract!.id,
      expectedVersion: contract!.version,
      changes: { fee: '999.00' },
      reason: '同时更改',
    });
    const signed = sign(made.witness.api.closing, made.witness.keyring, batch).catch((error: unknown) => error);
    await inside.client.query('select pg_sleep(0.3)');
    return { signed };
  });
  expect(await last.signed).toMatchObject({ code: expect.stringMatching(/^closing\.(gates-shut|not-your-turn)$/) });
});

test('the last signature given twice at the same moment hands over once', async () => {
  const made = await aCase(house(), 'checked');
  const batch = made.batches[0]!;
  await made.witness.api.closing.makeInventory({ batch });
  await sign(made.leaver.api.closing, made.leaver.keyring, batch);
  await sign(made.receiver.api.closing, made.receiver.keyring, batch);
  const both = await Promise.allSettled([
    sign(made.witness.api.closing, made.witness.keyring, batch),
    sign(made.witness.api.closing, made.witness.keyring, batch),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('a party who refuses sends the batch back to checking, and the others are told', async () => {
  const { witness, receiver, leaver, batches } = await aCase(house(), 'checked');
  const batch = batches[0]!;
  await witness.api.closing.makeInventory({ batch });
  await sign(leaver.api.closing, leaver.keyring, batch);
  const after = await receiver.api.closing.refuse({ batch, reason: '印章柜钥匙未交' });
  expect(after.state).toBe('checking');
  expect(after.inventory).toBeNull();
  const { tasks } = await leaver.api.task.listMine({ kind: 'closing.refused', limit: 10, offset: 0 });
  expect(tasks).toHaveLength(1);
});

test('from the first signature on nothing changes in the vault of these clients', async () => {
  const { witness, leaver, batches, clients } = await aCase(house(), 'checked');
  await witness.api.closing.makeInventory({ batch: batches[0]! });
  await sign(leaver.api.closing, leaver.keyring, batches[0]!);
  const [secret] = await leaver.api.vault.listSecrets({ client: clients[0]![0]! });
  await expect(leaver.api.vault.endSecret({ secret: secret!.id })).rejects.toMatchObject({ code: 'vault.frozen' });
});

test('a stranger reads no sign-off', async () => {
  const { batches } = await aCase(house(), 'pledged');
  const stranger = await house().hire('陌生人');
  const { api } = atWork(house(), stranger);
  await expect(api.closing.readSignOff({ batch: batches[0]! })).rejects.toMatchObject({ code: 'batch.not-found' });
});
