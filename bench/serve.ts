import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { awaitImport, uploadRegister } from '#modules/client/client.client.ts';
import { sign } from '#modules/closing/closing.client.ts';
import { makeRecovery } from '#modules/people/people.client.ts';
import { signMyLetters } from '#modules/signing/signing.client.ts';
import { connect } from '#cli/connect.ts';
import { type LocalDate, addDays, localDateOf } from '#platform/kernel/local-date.ts';
import type { Id, PersonId } from '#platform/kernel/id.ts';
import { inspectBatch } from '#server/demo/demo-inspection.ts';
import { type PersonAtWork, goToWork } from '#testing/trial/person-at-work.ts';
import { type ServerProcess, startServerProcess } from '#testing/trial/server-process.ts';
import { pageWeights } from '../web/build/weight.ts';
import { type BigRegister, bigRegister } from './big-register.ts';
import { requestsPerSecond } from './http-load.ts';
import { type Measured, percentile, seconds } from './measured.ts';
import { processorSeconds } from './processor-time.ts';
import { databaseOf, pgbenchVersion, transactionsPerSecond } from './pgbench.ts';

const root = join(import.meta.dirname, '..');
const rows = 100_000;
const batchOf = 1000;

export interface ServeOptions {
  /** How many clients are signed for; more batches in a full run. */
  batches: number;
  /** Pairs of the comparison with pgbench. */
  pairs: number;
  say: (text: string) => void;
}

/** What it costs to serve: on a real server with 100,000 clients over HTTP, and what a browser is given to load. */
export async function measureServe({ batches, pairs, say }: ServeOptions): Promise<Measured[]> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'baton-bench-'));
  await chmod(dataFolder, 0o711);
  const register = bigRegister(rows, batches * batchOf);
  say(`register of ${rows} rows, ${(register.bytes.length / 1_048_576).toFixed(1)} MiB, sha256 ${register.hash}`);
  const server = await startServerProcess(dataFolder, { empty: true });
  try {
    const firm = await found(server);
    const { postmaster } = await databaseOf(dataFolder);
    const spent: Spent = async (deed) => {
      const before = await processorSeconds(server.process.pid!, postmaster);
      const took = await seconds(deed);
      const after = await processorSeconds(server.process.pid!, postmaster);
      return {
        took,
        processor: before === null || after === null ? '' : `, ${(after - before).toFixed(1)} s of processor`,
      };
    };
    const measured = [await importing(firm, register, spent, say)];
    measured.push(...(await listing(firm, register)));
    measured.push(...(await reading(server, firm.founder, pairs, say)));
    measured.push(await signing(firm, register, batches, spent, say));
    await server.stop();
    measured.push(await starting(dataFolder, say));
    measured.push(...(await weighing()));
    return measured;
  } finally {
    await server.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

/** How long a deed took by the clock, and, in words, by the processor. */
type Spent = (deed: () => Promise<unknown>) => Promise<{ took: number; processor: string }>;

interface Firm {
  founder: PersonAtWork;
  /** By the name that the register writes. */
  people: Record<'甲' | '乙' | '监' | '质检', { id: PersonId; email: string; password: string }>;
  url: string;
}

async function found({ url }: ServerProcess): Promise<Firm> {
  const who = { email: 'founder@example.com', password: 'a long password of the bench' };
  await connect({ url, key: '' }).people.foundFirm({
    firm: '测速代理记账有限公司',
    name: '负责人',
    title: '单位负责人',
    ...who,
  });
  const founder = await goToWork(url, { ...who, first: false });
  await makeRecovery(founder.api.people);
  const add = async (
    name: string,
    position: 'accountant' | 'head-of-accounting',
    role: 'staff' | 'checker' = 'staff',
  ) => {
    const email = `p${name.codePointAt(0)}@example.com`;
    const added = await founder.api.people.addPerson({
      name,
      title: '会计',
      email,
      roles: [role],
      positions: [position],
    });
    return { id: added.person, email, password: added.firstPassword };
  };
  return {
    founder,
    url,
    people: {
      甲: await add('甲', 'accountant'),
      乙: await add('乙', 'accountant'),
      监: await add('监', 'head-of-accounting'),
      质检: await add('质检', 'accountant', 'checker'),
    },
  };
}

async function importing(
  { founder }: Firm,
  { bytes }: BigRegister,
  spent: Spent,
  say: ServeOptions['say'],
): Promise<Measured> {
  const { client } = founder.api;
  const { took, processor } = await spent(async () => {
    const id = { import: await uploadRegister(founder.server, { name: 'register.csv', content: bytes }) };
    const { problems } = await client.readImport(id);
    const { digest, added } = await client.previewImport(id);
    if (added !== rows)
      throw new Error(`${added} of ${rows} rows would be imported: ${JSON.stringify(problems.slice(0, 3))}`);
    await client.confirmImport({ ...id, digest });
    const done = await awaitImport(client, id.import);
    if (done.state !== 'done') throw new Error(`the import ended as ${done.state}: ${JSON.stringify(done.failure)}`);
  });
  say(`imported ${rows} rows in ${took.toFixed(1)} s${processor}`);
  return {
    goal: 'import',
    samples: [took],
    how: `one run: upload, reading shown, effects shown, confirmed, job done; twelve columns${processor}`,
  };
}

async function listing({ founder }: Firm, { words }: BigRegister): Promise<Measured[]> {
  const { client } = founder.api;
  const p95 = async (deed: (at: number) => Promise<unknown>) => {
    const times: number[] = [];
    for (let at = 0; at < 100; at += 1) times.push((await seconds(() => deed(at))) * 1000);
    return percentile(times, 95);
  };
  const five = async (deed: (at: number) => Promise<unknown>) => {
    await p95(deed);
    const samples: number[] = [];
    for (let n = 0; n < 5; n += 1) samples.push(await p95(deed));
    return samples;
  };
  const sorts = ['name', 'contractEnd', 'paidThrough'] as const;
  const how = 'five times the 95th percentile of 100 requests one after the other, through the API by a manager';
  return [
    { goal: 'list-p95', samples: await five(() => client.listClients({})), how: `${how}; 50 rows and the total` },
    {
      goal: 'sorted-p95',
      samples: await five((at) => client.listClients({ sort: sorts[at % 3]!, descending: at % 2 === 1 })),
      how: `${how}; the three in turn, ascending and descending`,
    },
    {
      goal: 'search-p95',
      samples: await five((at) => client.listClients({ search: words[at % words.length]! })),
      how: `${how}; ${words.length} different pairs of characters, about 5 % of the clients match each`,
    },
  ];
}

/** Reads of one row by one session, and by so many sessions that none of their reads can share a transaction. */
async function reading(
  server: ServerProcess,
  founder: PersonAtWork,
  pairs: number,
  say: ServeOptions['say'],
): Promise<Measured[]> {
  const version = await pgbenchVersion();
  if (!version) {
    say('pgbench is not on this machine: the API read is not compared');
    const how = 'pgbench is not on this machine';
    return (['read-ratio', 'read-many-ratio'] as const).map((goal) => ({ goal, samples: [Number.NaN], how }));
  }
  const database = await databaseOf(server.dataFolder);
  const many: string[] = [];
  for (let at = 1; at <= 20; at += 1)
    many.push((await founder.api.people.addApiKey({ name: `bench ${at}`, days: 1 })).key);
  const ratios = async (keys: readonly string[], connections: number) => {
    const load = { connections, seconds: 3 };
    const ask = () => requestsPerSecond(server.url, '/api/v1/me/keyring', keys, load);
    await ask();
    const samples: number[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      const theirs = await transactionsPerSecond(database, { keys, person: founder.id }, load);
      const ours = await ask();
      say(`read, sessions: ${keys.length}: ${Math.round(ours)}/s by the API, ${Math.round(theirs)}/s by pgbench`);
      samples.push(ours / theirs);
    }
    return samples;
  };
  const how = `GET /api/v1/me/keyring against ${version}: connections of 3 s each, in pairs; pgbench speaks no HTTP, checks no shape and makes no JSON`;
  return [
    {
      goal: 'read-ratio',
      samples: await ratios([founder.apiKey], 16),
      how: `${how}; 16 connections of one session: of ours up to four reads that come up together share a transaction, of pgbench’s none do`,
    },
    {
      goal: 'read-many-ratio',
      samples: await ratios(many, many.length),
      how: `${how}; a connection and an API key for each session`,
    },
  ];
}

/** The journal has a new checkpoint, which seeds the samples, within this many milliseconds. */
const checkpointWithin = 5_000;

async function signing(
  firm: Firm,
  register: BigRegister,
  batches: number,
  spent: Spent,
  say: ServeOptions['say'],
): Promise<Measured> {
  const { url, people, founder } = firm;
  const [outgoing, incoming, supervisor, checker] = await Promise.all(
    (['甲', '乙', '监', '质检'] as const).map((name) => goToWork(url, { ...people[name], first: true })),
  );
  const parties = [outgoing!, incoming!, supervisor!];
  const clients = await founder.api.handover.listClientsOf({ outgoing: outgoing!.id });
  const today = localDateOf(new Date());
  const started = await founder.api.handover.start({
    kind: 'resignation',
    outgoing: outgoing!.id,
    incoming: incoming!.id,
    supervisor: supervisor!.id,
    meanwhile: outgoing!.id,
    startsOn: today,
    cutOff: addDays(`${today.slice(0, 7)}-01` as LocalDate, -1),
    batches: Array.from({ length: batches }, (_, at) =>
      clients.slice(at * batchOf, (at + 1) * batchOf).map(({ id }) => id),
    ),
  });
  for (const { api } of parties) await api.handover.answer({ handover: started.handover, answer: 'accept' });
  for (const { api, keyring, id } of parties)
    await signMyLetters(api.signing, keyring, { me: id, handover: started.handover });
  const samples: number[] = [];
  let used = '';
  for (const [at, batch] of started.batches.entries()) {
    const file = register.part(at * batchOf, (at + 1) * batchOf);
    say(
      `preparing ${batchOf} clients for the sign-off: ${(await seconds(() => checkAll(incoming!, batch, file))).toFixed(1)} s`,
    );
    await inspectBatch({ incoming: incoming!, checker: checker!, drain: () => sleep(checkpointWithin) }, batch);
    await outgoing!.api.closing.makeInventory({ batch });
    await sign(outgoing!.api.closing, outgoing!.keyring, batch);
    await sign(incoming!.api.closing, incoming!.keyring, batch);
    const { took, processor } = await spent(() => sign(supervisor!.api.closing, supervisor!.keyring, batch));
    samples.push(took);
    used = processor;
    say(`the third signature over ${batchOf} clients: ${took.toFixed(2)} s${processor}`);
  }
  return {
    goal: 'sign-off',
    samples,
    how: `from reading what is signed to the answer, through the API: one transaction with gates, owners, access and one journal entry for each client; register records without secrets${used}`,
  };
}

/** Every field against the same register, and what that leaves open by the receiver's own proof. */
async function checkAll({ api }: PersonAtWork, batch: Id<'batch'>, file: File): Promise<void> {
  const { different, missing } = await api.reconciliation.checkAgainstSource({ batch, file, reading: {} });
  if (different + missing.length > 0) throw new Error(`${different} differences, ${missing.length} missing`);
  const open = (await api.handover.listItems({ batch })).filter(({ state }) => state === 'open');
  const sha256 = createHash('sha256').update('evidence').digest('hex');
  const prove = async () => {
    for (let next = open.pop(); next; next = open.pop())
      await api.handover.proveItem({
        item: next.id,
        proof: {
          method: 'file',
          opened: true,
          sha256,
          signedIn: true,
          ...(next.recordVersion ? { recordVersion: next.recordVersion } : {}),
        },
      });
  };
  await Promise.all([prove(), prove(), prove(), prove()]);
}

async function starting(dataFolder: string, say: ServeOptions['say']): Promise<Measured> {
  const url = 'http://localhost:4799';
  const environment = { ...process.env, BATON_DATA: dataFolder, PORT: '4799', BATON_PUBLIC_URL: url };
  const lives = () =>
    fetch(`${url}/livez`).then(
      ({ ok }) => ok,
      () => false,
    );
  const { postmaster } = await databaseOf(dataFolder);
  const samples: number[] = [];
  for (let n = 0; n < 6; n += 1) {
    const from = performance.now();
    const child = spawn('npm', ['start', '--silent'], { cwd: root, env: environment, stdio: 'ignore', detached: true });
    while (!(await lives())) await pause(10);
    samples.push((performance.now() - from) / 1000);
    // As Ctrl-C in a terminal does.
    process.kill(-child.pid!, 'SIGINT');
    while ((await lives()) || existsSync(postmaster)) await pause(50);
  }
  say(`starts: ${samples.map((one) => one.toFixed(2)).join(' ')} s`);
  // The first one builds the pages when they are not of the present sources.
  return {
    goal: 'start',
    samples: samples.slice(1),
    how: 'npm start with pages built and the database of 100,000 clients, to the first answer of /livez; npm’s own start is in it',
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function weighing(): Promise<Measured[]> {
  const weights = await pageWeights(join(root, 'dist', 'web'));
  const kilobytes = (bytes: number) => bytes / 1024;
  const signIn = weights.find(({ page }) => page === 'sign-in.html')!;
  const [heaviest] = weights.filter(({ page }) => page !== 'sign-in.html').toSorted((a, b) => b.bytes - a.bytes);
  return [
    { goal: 'sign-in-weight', samples: [kilobytes(signIn.bytes)], how: 'files of the build' },
    {
      goal: 'page-weight',
      samples: [kilobytes(heaviest!.bytes)],
      how: `files of the build; the heaviest is ${heaviest!.page}`,
    },
  ];
}
