import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeRecovery } from '#modules/people/people.client.ts';
import { sign } from '#modules/closing/closing.client.ts';
import { signMyLetters } from '#modules/signing/signing.client.ts';
import {
  confirmKeyVersions,
  openSecret,
  prepareKeyVersions,
  sealSecret,
  wrapWaitingKeys,
} from '#modules/vault/vault.client.ts';
import { connect } from '#cli/connect.ts';
import { randomBytes, toBase64url } from '#platform/crypto/bytes.ts';
import { combineShares } from '#platform/crypto/recovery.ts';
import type { ClientId, PersonId } from '#platform/kernel/id.ts';
import { addDays, localDateOf } from '#platform/kernel/local-date.ts';
import { type Case, checkTheRest, codeOf, compare, settle } from './checking.ts';
import { inspect } from './inspecting.ts';
import type { TrialOptions } from './options.ts';
import { type PersonAtWork, goToWork, tokenOf } from './person-at-work.ts';
import { compareTotals, confirm, upload } from './register-import.ts';
import type { ServerProcess } from './server-process.ts';
import { type Steps, NotTrue, isTrue } from './steps.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

type Say = (key: string, facts?: Record<string, unknown>) => string;

/** The whole story on a running empty server, through its API alone; gives the folder of the sealed package. */
export async function tellStory(server: ServerProcess, options: TrialOptions, step: Steps, say: Say): Promise<string> {
  const { url } = server;

  const founder = await step('found the firm and sign in', async () => {
    const who = { email: 'founder@example.com', password: toBase64url(randomBytes(18)) };
    const nobody = connect({ url, key: '' });
    await nobody.people.foundFirm({
      firm: '试运行代理记账有限公司',
      name: '试运行负责人',
      title: '单位负责人',
      ...who,
    });
    return goToWork(url, { ...who, first: false });
  });

  await step('make the recovery key; two of its three shares make it again', async (note) => {
    const { recipient, shares } = await makeRecovery(founder.api.people);
    await combineShares(shares[2], shares[0]);
    note(recipient);
  });

  const reading = await step(`read ${options.file}`, (note) => upload(founder, options, say, note));
  await step('compare row count and totals with another reading of the file', (note) =>
    compareTotals(reading, options.file, note),
  );

  const { owners, firstPasswords } = await step('add the people', (note) => addPeople(founder, reading.owners, note));
  await step('import the register', (note) => confirm(founder, reading, owners, say, note));

  const { outgoing, incoming, supervisor, checker } = await step(
    'sign in at first, change passwords, make keys',
    async (note) => {
      const from = choose(reading.owners, options);
      note(`the clients of ${from === '' ? 'nobody by name' : from} are handed over`);
      const { receiver, supervisor: head, checker: third } = firstPasswords;
      const [leaver, ...others] = await Promise.all(
        [owners.get(from)!, receiver, head, third].map((id) =>
          goToWork(url, { ...firstPasswords.of.get(id)!, first: true }),
        ),
      );
      return { outgoing: leaver!, incoming: others[0]!, supervisor: others[1]!, checker: others[2]! };
    },
  );

  const clients = await step('choose the clients', async (note) => {
    const all = await founder.api.handover.listClientsOf({ outgoing: outgoing.id });
    const chosen = all.slice(0, options.clients).map(({ id, number }) => ({ id, number }));
    isTrue(chosen.length > 0, 'the outgoing person has no clients');
    note(`${chosen.length} of ${all.length}`);
    return chosen;
  });

  const secrets = await step('seal secrets of some clients as their owner', async (note) => {
    const sealed = new Map<string, string>();
    for (const { id } of clients.slice(0, 5))
      for (const title of ['电子税务局登录密码', '财务软件密码'].slice(0, sealed.size === 0 ? 2 : 1)) {
        const value = toBase64url(randomBytes(12));
        const { api, keyring, me } = outgoing;
        const secretOf = { client: id, title, value };
        const { id: secret } = await sealSecret(api.vault, async () => keyring, me.firm.id, secretOf);
        sealed.set(secret, value);
      }
    note(`${sealed.size} secrets`);
    return sealed;
  });

  const started = await step('start a handover under the supervision that the law names', async (note) => {
    const candidates = await founder.api.handover.listCandidates({ outgoing: outgoing.id, incoming: incoming.id });
    const lawful = candidates.find(({ supervision }) => supervision.may)!;
    isTrue(lawful.id === supervisor.id, 'the product names another supervisor than 会计机构负责人');
    const today = localDateOf(new Date());
    const begun = await founder.api.handover.start({
      kind: 'resignation',
      outgoing: outgoing.id,
      incoming: incoming.id,
      supervisor: supervisor.id,
      meanwhile: outgoing.id,
      startsOn: today,
      cutOff: addDays(`${today.slice(0, 7)}-01` as never, -1),
      batches: [clients.map(({ id }) => id)],
    });
    note(`${begun.number}, ${begun.warnings.length} warnings`);
    return begun;
  });
  const of: Case = { handover: started.handover, batch: started.batches[0]!, clients, outgoing, incoming, supervisor };
  const parties = [outgoing, incoming, supervisor];

  await step('the receiver cannot read a client before the pledges', async (note) => {
    await isShut('the client', () => incoming.api.client.readClient({ client: clients[0]!.id }), note);
    const { rows } = await incoming.api.client.listClients({});
    isTrue(rows.length === 0, 'the receiver lists clients before the pledges');
  });

  await step('accept as all three parties', async () => {
    for (const { api } of parties) await api.handover.answer({ handover: of.handover, answer: 'accept' });
  });

  await step('sign agreements and pledges with own keys', async (note) => {
    for (const { api, keyring, id, name } of parties) {
      const signed = await signMyLetters(api.signing, keyring, { me: id, handover: of.handover });
      note(`${name}: ${signed.map(({ title }) => title).join('、')}`);
    }
    const { client } = await incoming.api.client.readClient({ client: clients[0]!.id });
    isTrue(client.id === clients[0]!.id, 'the receiver cannot read the clients after the pledges');
  });

  await step('wrap the keys of the clients to receiver and supervisor', async (note) => {
    note(`${await wrapWaitingKeys(outgoing.api.vault, outgoing.keyring, outgoing.me.firm.id)} keys`);
    for (const [secret, value] of secrets)
      isTrue(
        (await openSecret(incoming.api.vault, incoming.keyring, secret as never)) === value,
        'a secret opens as another value',
      );
    note(`${secrets.size} secrets opened by the receiver`);
  });

  await step('make the inventory', async (note) => {
    const made = await outgoing.api.handover.makeInventory({ batch: of.batch });
    const items = await incoming.api.handover.listItems({ batch: of.batch });
    note(`${made.added} lines added, ${items.length} in all`);
    isTrue(new Set(items.map(({ client }) => client)).size === clients.length, 'a client has no lines');
  });

  const { held } = await step(`check against ${options.second}`, (note) =>
    compare(of, options.second, reading.arrangement.mapping.columns, note),
  );
  await step('check and prove what is left, by the method of each line', (note) => checkTheRest(of, held, note));
  await step('settle the issues', (note) => settle(of, held, note));
  await step('hand in what is checked; a third person draws samples and inspects them', (note) =>
    inspect(of, checker, held, note),
  );

  await step('prepare and confirm the next key versions', async (note) => {
    const ids = clients.map(({ id }) => id);
    const { vault } = incoming.api;
    const holders = await vault.holders({ people: [incoming.id, supervisor.id] });
    const prepared = await inParts(ids, 500, (part) =>
      prepareKeyVersions(vault, incoming.keyring, incoming.me.firm.id, { clients: part, holders }),
    );
    const { recoveryRecipient } = supervisor.me.firm;
    const confirmed = await inParts(ids, 500, (part) =>
      confirmKeyVersions(supervisor.api.vault, supervisor.keyring, {
        clients: part,
        recoveryRecipient: recoveryRecipient!,
      }),
    );
    note(`${prepared} prepared, ${confirmed} confirmed`);
  });

  await step('see every gate green', async (note) => {
    const { gates } = await incoming.api.closing.readSignOff({ batch: of.batch });
    for (const { id, ok, force, done, total, missing } of gates) {
      note(`${ok ? '✓' : force === 'warn' ? '!' : '✗'} ${id} ${done}/${total}`);
      for (const { code, facts } of missing.slice(0, 3)) note(`    ${code} ${JSON.stringify(facts)}`);
    }
    isTrue(
      gates.every(({ ok, force }) => ok || force === 'warn'),
      'a gate is shut',
    );
  });

  await step('make the inventory that is signed', async (note) => {
    const { inventory } = await outgoing.api.closing.makeInventory({ batch: of.batch });
    note(`${inventory!.lines} lines, ${inventory!.hash}`);
  });
  for (const { api, keyring, name } of parties)
    await step(`sign as ${name}`, async (note) => {
      const { signatures, state } = await sign(api.closing, keyring, of.batch);
      note(`${signatures.filter(({ signedAt }) => signedAt).length} of 3 signatures, the batch is ${state}`);
    });

  await step('the receiver owns the clients, the leaver is refused by every means', async (note) => {
    const whole = await incoming.api.client.readClient({ client: clients[0]!.id });
    isTrue(whole.client.owner === incoming.id, 'the clients have not changed hands');
    await refuseLeaver(
      outgoing,
      clients.map(({ id }) => id),
      [...secrets.keys()],
      url,
      note,
    );
  });

  const sealed = await step('wait until the package is sealed', async (note) => {
    for (const deadline = Date.now() + 600_000; Date.now() < deadline;) {
      const [found] = await incoming.api.archive.listPackages();
      if (found) {
        note(`${found.files} files, ${found.bytes} bytes, ${found.packageHash}`);
        return incoming.api.archive.readPackage({ package: found.id });
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    throw new NotTrue('no package after ten minutes');
  });

  const [folder] = globSync(join(server.dataFolder, 'archive', '**', sealed.name));
  await step('verify the package offline, in a process of its own', async (note) => {
    isTrue(folder, `there is no folder ${sealed.name}`);
    const { stdout } = await run(process.execPath, [
      join(root, 'cli', 'baton.ts'),
      'archive',
      'verify',
      folder,
      '--firm-key',
      sealed.keyFingerprint,
    ]);
    for (const line of stdout.trim().split('\n').slice(-1)) note(line);
    const sums = await run('sha256sum', ['--check', '--quiet', '--strict', 'manifest-sha256.txt'], {
      cwd: folder,
    }).then(
      () => 'sha256sum agrees',
      ({ code }) => {
        isTrue(code === 'ENOENT', 'sha256sum does not agree');
        return 'sha256sum is not on this machine';
      },
    );
    note(sums);
  });

  await step('the journal is intact', async (note) => {
    const { intact, size } = await founder.api.journal.verify();
    isTrue(intact, 'the journal does not agree with its checkpoint');
    note(`${size} entries`);
  });
  return folder!;
}

type WrittenOwner = { written: string; rows: number };

/** One person for each owner in the file, a receiver, 会计机构负责人 as the supervisor, and a checker. */
async function addPeople(founder: PersonAtWork, written: WrittenOwner[], note: (text: string) => void) {
  const of = new Map<PersonId, { email: string; password: string }>();
  const titles = { accountant: '主办会计', 'head-of-accounting': '会计主管' };
  const add = async (name: string, email: string, position: keyof typeof titles | null) => {
    const standing = position
      ? { title: titles[position], roles: ['staff' as const], positions: [position] }
      : { title: '质检', roles: ['checker' as const], positions: [] };
    const added = await founder.api.people.addPerson({ name, email, ...standing });
    of.set(added.person, { email, password: added.firstPassword });
    return added.person;
  };
  const byName = Map.groupBy(written.length > 0 ? written : [{ written: '', rows: 0 }], ({ written: name }) =>
    name.normalize('NFKC').replaceAll(/\s/g, ''),
  );
  const owners = new Map<string, PersonId>();
  for (const [index, [name, same]] of [...byName].entries()) {
    const person = await add(name.slice(0, 40) || '未写明的主办会计', `owner${index + 1}@example.com`, 'accountant');
    for (const one of same) owners.set(one.written, person);
  }
  const receiver = await add('试运行接收人', 'receiver@example.com', 'accountant');
  const supervisor = await add('试运行监交人', 'supervisor@example.com', 'head-of-accounting');
  const checker = await add('试运行质检', 'checker@example.com', null);
  note(`${byName.size} owners, a receiver, a supervisor, a checker`);
  return { owners, firstPasswords: { of, receiver, supervisor, checker } };
}

function choose(owners: WrittenOwner[], { from }: TrialOptions): string {
  if (from === null) return owners[0]?.written ?? '';
  const found = owners.find(({ written }) => written === from);
  if (!found)
    throw new NotTrue(
      `nobody is written ${from} in the file; there are ${owners.map(({ written }) => written).join(', ')}`,
    );
  return found.written;
}

/** One try at every way in that the leaver held before the sign-off. */
async function refuseLeaver(
  leaver: PersonAtWork,
  clients: ClientId[],
  secrets: string[],
  url: string,
  note: (text: string) => void,
): Promise<void> {
  const bySession = connect({ url, key: tokenOf(leaver.cookie) });
  for (const [means, api] of [
    ['API key', leaver.api],
    ['session', bySession],
  ] as const) {
    await isShut(`a client by ${means}`, () => api.client.readClient({ client: clients[0]! }), note);
    if (secrets[0])
      await isShut(`a secret by ${means}`, () => api.vault.openSecret({ secret: secrets[0] as never }), note);
    const { rows } = await api.client.listClients({ limit: 200 });
    isTrue(!rows.some(({ id }) => clients.includes(id)), `the leaver still lists clients by ${means}`);
  }
  const page = await fetch(`${url}/api/v1/clients/${clients[0]}`, { headers: { cookie: leaver.cookie } });
  isTrue(page.status === 403 || page.status === 404, `the page of a client answers the leaver with ${page.status}`);
  note(`the page's request by cookie: ${page.status}`);
}

async function isShut(what: string, deed: () => Promise<unknown>, note: (text: string) => void): Promise<void> {
  const refusal = await deed().then(() => null, codeOf);
  isTrue(refusal !== null, `${what} is open`);
  note(`${what}: ${refusal}`);
}

async function inParts<One>(all: One[], size: number, deed: (part: One[]) => Promise<number>): Promise<number> {
  let sum = 0;
  for (let from = 0; from < all.length; from += size) sum += await deed(all.slice(from, from + size));
  return sum;
}
