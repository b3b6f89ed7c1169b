import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import * as people from '#modules/people/people.ts';
import { makeKeys, makeRecovery } from '#modules/people/people.client.ts';
import type { AddPerson } from '#modules/people/people.contract.ts';
import { signMyLetters } from '#modules/signing/signing.client.ts';
import { openSecret, sealSecret, wrapWaitingKeys } from '#modules/vault/vault.client.ts';
import { filingCalendar } from '#platform/calendar/filing-calendar.ts';
import { workingCalendar } from '#platform/calendar/working-calendar.ts';
import type { Context, DemoPerson, Ground } from '#platform/context/context.ts';
import { suggestPassword } from '#platform/crypto/keyring.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { type LocalDate, addDays, localDateOf } from '#platform/kernel/local-date.ts';
import { drainJobs } from '../clockwork.ts';
import type { OpenGround } from '../ground.ts';
import { router } from '../router.ts';
import type { AtWork } from './at-work.ts';
import { type DemoDays, demoClient } from './demo-clients.ts';
import { checkBatch, prepareKeys, signBatch } from './demo-handover.ts';
import { Dice } from './random.ts';

const firmName = '上海启明财务咨询有限公司';
const clients = { 李娜: 60, 赵敏: 36, 周洁: 24 };
const handedOver = { signed: 4, checking: 24 };

/**
 * Makes the demo firm by the product's own operations: people who sign in, change their first passwords and make keys;
 * clients with records of every kind and sealed secrets; a handover with one batch signed and one being checked. Everything
 * is invented. Its people and their passwords are kept in `demo-people.json`, for the sign-in page of this installation.
 */
export async function makeDemoFirm(opened: OpenGround, dataFolder: string): Promise<DemoPerson[]> {
  const { ground } = opened;
  const vaultPassword = suggestPassword();
  const made: DemoPerson[] = [];
  const founder = { name: '周正', title: '单位负责人', email: 'zhou@qiming.example', password: suggestPassword() };
  const nobody: Context = { by: { kind: 'credential', secret: '' }, ground };
  const { firm } = await people.foundFirm(nobody, { firm: firmName, ...founder, demo: true });
  const atWork = async (person: Omit<DemoPerson, 'vaultPassword'>): Promise<AtWork> => {
    made.push({ ...person, vaultPassword });
    const api = apiOf(await signedIn(ground, person.email, person.password));
    const { me, keyring } = await makeKeys(api.people, vaultPassword, { workFactor: 14 });
    return { person: me.person.id, firm, name: person.name, api, keyring };
  };
  const head = await atWork(founder);
  await makeRecovery(head.api.people);
  const hire = async (person: AddPerson) => {
    const { firstPassword } = await head.api.people.addPerson(person);
    const password = suggestPassword();
    await changePassword(ground, person.email, firstPassword, password);
    return atWork({ name: person.name, title: person.title, email: person.email, password });
  };
  const accountant = (name: string, email: string) => hire({ name, title: '主办会计', email, roles: ['staff'], positions: ['accountant'] });
  const outgoing = await accountant('李娜', 'lina@qiming.example');
  const incoming = await accountant('王敏', 'wangmin@qiming.example');
  const others = [await accountant('赵敏', 'zhaomin@qiming.example'), await accountant('周洁', 'zhoujie@qiming.example')];
  const supervisor = await hire({ name: '张强', title: '会计主管', email: 'zhangqiang@qiming.example', roles: ['manager'], positions: ['head-of-accounting'] });
  await hire({ name: '沈静', title: '审计', email: 'shenjing@qiming.example', roles: ['auditor'], positions: [] });

  const owners: Record<keyof typeof clients, AtWork> = { 李娜: outgoing, 赵敏: others[0]!, 周洁: others[1]! };
  const portfolios = await takeInClients(head, owners);
  const batches = [portfolios.李娜.slice(0, handedOver.signed), portfolios.李娜.slice(handedOver.signed, handedOver.signed + handedOver.checking)];
  for (const client of [...batches[0]!.slice(0, 3), ...batches[1]!.slice(0, 5)]) await sealTwoSecrets(outgoing, client);
  await handOver(opened, { head, outgoing, incoming, supervisor }, batches);
  await drainJobs(opened, firm);
  await writeFile(join(dataFolder, 'demo-people.json'), JSON.stringify(made), { mode: 0o600 });
  return made;
}

interface Parties {
  head: AtWork;
  outgoing: AtWork;
  incoming: AtWork;
  supervisor: AtWork;
}

/** H-…-0001: accepted, pledged, the first batch checked and signed, the second in the middle of checking. */
async function handOver(opened: OpenGround, { head, outgoing, incoming, supervisor }: Parties, batches: ClientId[][]): Promise<void> {
  const { firm } = head;
  const days = demoDays();
  const started = await supervisor.api.handover.start({
    kind: 'resignation',
    outgoing: outgoing.person,
    incoming: incoming.person,
    supervisor: supervisor.person,
    meanwhile: outgoing.person,
    startsOn: days.today as LocalDate,
    cutOff: days.closed as LocalDate,
    reason: '个人原因离职',
    batches,
  });
  for (const { api } of [outgoing, incoming, supervisor]) await api.handover.answer({ handover: started.handover, answer: 'accept' });
  await drainJobs(opened, firm);
  for (const { api, keyring, person } of [outgoing, incoming, supervisor]) await signMyLetters(api.signing, keyring, { me: person, handover: started.handover });
  await drainJobs(opened, firm);
  await wrapWaitingKeys(outgoing.api.vault, outgoing.keyring, firm);
  for (const client of [...batches[0]!, ...batches[1]!.slice(0, 3)]) await openAll(incoming, client);
  const [first, second] = started.batches;
  await checkBatch(incoming, { handover: started.handover, batch: first!, clients: batches[0]!, planted: [] });
  const signed = { handover: started.handover, batch: first!, clients: batches[0]! };
  await prepareKeys({ incoming, supervisor }, signed);
  await signBatch({ outgoing, incoming, supervisor }, signed);
  await checkBatch(incoming, { handover: started.handover, batch: second!, clients: batches[1]!.slice(0, 9), planted: [2, 7] });
}

async function takeInClients(head: AtWork, owners: Record<keyof typeof clients, AtWork>): Promise<Record<keyof typeof clients, ClientId[]>> {
  const dice = new Dice(20_261_031);
  const days = demoDays();
  const taken: Record<keyof typeof clients, ClientId[]> = { 李娜: [], 赵敏: [], 周洁: [] };
  let place = 0;
  for (const [name, count] of Object.entries(clients) as [keyof typeof clients, number][]) {
    for (let n = 0; n < count; n += 1) {
      const { id } = await head.api.client.addClient({ owner: owners[name].person, records: demoClient(dice, place, days) });
      taken[name].push(id);
      place += 1;
    }
  }
  return taken;
}

async function sealTwoSecrets({ api, firm }: AtWork, client: ClientId): Promise<void> {
  for (const title of ['电子税务局密码', '网银登录密码']) await sealSecret(api.vault, firm, { client, title, value: suggestPassword() });
}

async function openAll({ api, keyring }: AtWork, client: ClientId): Promise<void> {
  for (const { id } of await api.vault.listSecrets({ client })) await openSecret(api.vault, keyring, id);
}

function demoDays(): DemoDays {
  const today = localDateOf(new Date());
  const closed = addDays(`${today.slice(0, 7)}-01` as LocalDate, -1);
  const due = filingCalendar().filingDeadline(today.slice(0, 7));
  const open = due.known && due.deadline >= today ? due.deadline : null;
  const next = filingCalendar().filingDeadline(addDays(`${today.slice(0, 7)}-28` as LocalDate, 10).slice(0, 7));
  const deadline = open ?? (next.known ? next.deadline : workingCalendar().addWorkingDays(today, 10).result);
  return { today, closed, period: closed.slice(0, 7), deadline };
}

/** The API of whoever holds the credential, without HTTP in between: contract, router and operations are the same. */
function apiOf(secret: { credential: string; ground: Ground }) {
  return createRouterClient(router, { context: { by: { kind: 'credential', secret: secret.credential }, ground: secret.ground } satisfies Context });
}

const origin = 'http://localhost';

async function signedIn(ground: Ground, email: string, password: string): Promise<{ credential: string; ground: Ground }> {
  const signIn = people.createSignIn(ground.database.auth, ground.keys, origin);
  const answer = await signIn.handler(request('/auth/sign-in/email', { email, password }));
  const credential = signIn.credentialOf(cookiesOf(answer));
  if (!credential) throw new Error(`${email} could not sign in: ${await answer.text()}`);
  return { credential, ground };
}

async function changePassword(ground: Ground, email: string, currentPassword: string, newPassword: string): Promise<void> {
  const signIn = people.createSignIn(ground.database.auth, ground.keys, origin);
  const first = await signIn.handler(request('/auth/sign-in/email', { email, password: currentPassword }));
  const cookie = first.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
  const changed = await signIn.handler(request('/auth/change-password', { currentPassword, newPassword }, cookie));
  if (!changed.ok) throw new Error(`${email} could not change the first password: ${await changed.text()}`);
}

function request(path: string, body: unknown, cookie?: string): Request {
  const headers = { 'content-type': 'application/json', origin, 'x-forwarded-for': `127.0.0.${1 + randomBytes(1)[0]! % 250}`, ...(cookie ? { cookie } : {}) };
  return new Request(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

function cookiesOf(answer: Response): Record<string, string> {
  return Object.fromEntries(
    answer.headers.getSetCookie().map((one) => {
      const [pair] = one.split(';');
      const at = pair!.indexOf('=');
      return [pair!.slice(0, at), decodeURIComponent(pair!.slice(at + 1))];
    }),
  );
}
