import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeRecovery } from '#modules/people/people.client.ts';
import { sealSecret } from '#modules/vault/vault.client.ts';
import type { DemoPerson } from '#platform/context/context.ts';
import { suggestPassword } from '#platform/crypto/keyring.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { workingCalendar } from '#platform/calendar/working-calendar.ts';
import { addDays, localDateOf } from '#platform/kernel/local-date.ts';
import { drainJobs } from '../clockwork.ts';
import type { OpenGround } from '../ground.ts';
import type { AtWork } from './at-work.ts';
import { type TakenIn, demoClients } from './demo-clients.ts';
import { beginCover, handOver } from './demo-course.ts';
import { type Staff, employ } from './demo-people.ts';
import { halfMade } from './half-made.ts';

const firmName = '上海启明财务咨询有限公司';

/** How many clients each is in charge of. */
const portfolios = { outgoing: 43, incoming: 20, colleague: 34, newcomer: 28, supervisor: 4 } satisfies Partial<
  Record<keyof Staff, number>
>;

/**
 * Makes the demo firm by the product's own operations: people who sign in, change their first passwords and make keys;
 * clients with records of every kind and sealed secrets; a handover with one batch signed, one being checked and one handed in to
 * be inspected; another one just asked for. Everything is invented. How its people sign in is kept in `demo-people.json`, for the sign-in
 * page of this installation, and the shares of its recovery key in `demo-recovery-shares.txt`. Cut short, it is made anew at the next start.
 */
export async function makeDemoFirm(opened: OpenGround, dataFolder: string): Promise<DemoPerson[]> {
  await writeFile(join(dataFolder, halfMade), '', { mode: 0o600 });
  const { firm, head, staff, signIns } = await employ(opened.ground, firmName);
  const { shares } = await makeRecovery(head.api.people);
  await head.api.people.createTeam({
    name: '记账一组',
    leader: staff.supervisor.person,
    members: [staff.outgoing, staff.incoming, staff.colleague].map(({ person }) => person),
  });
  const taken = await takeInClients(head, staff);
  const drain = () => drainJobs(opened, firm);
  await handOver(
    { ...staff, drain },
    { signed: taken.outgoing.slice(40), checking: taken.outgoing.slice(0, 32), handedIn: taken.outgoing.slice(37, 40) },
  );
  await beginCover({ ...staff, head }, taken.supervisor);
  await takeLeave(staff.incoming);
  for (const { api } of [head, staff.colleague, staff.checker, staff.auditor]) await api.signing.openMyLetters();
  await drain();
  await writeFile(join(dataFolder, 'demo-recovery-shares.txt'), shares.join('\n\n'), { mode: 0o600 });
  await writeFile(join(dataFolder, 'demo-people.json'), JSON.stringify(signIns), { mode: 0o600 });
  await rm(join(dataFolder, halfMade));
  return signIns;
}

/** Two days of leave in the middle of the checking, so that the plan has something to warn of. */
async function takeLeave({ api, person }: AtWork): Promise<void> {
  const from = workingCalendar().addWorkingDays(localDateOf(new Date()), 8).result;
  await api.people.enterAbsence({ person, from, until: addDays(from, 1), reason: '年休假' });
}

async function takeInClients(head: AtWork, staff: Staff): Promise<Record<keyof typeof portfolios, TakenIn[]>> {
  const owners = Object.entries(portfolios).flatMap(([part, count]) =>
    Array<keyof typeof portfolios>(count).fill(part as keyof typeof portfolios),
  );
  const made = demoClients(owners.length, localDateOf(new Date()), (at) => staff[owners[at]!].name);
  const taken: Record<keyof typeof portfolios, TakenIn[]> = {
    outgoing: [],
    incoming: [],
    colleague: [],
    newcomer: [],
    supervisor: [],
  };
  for (const [at, client] of made.entries()) {
    const owner = owners[at]!;
    const { id } = await head.api.client.addClient({ owner: staff[owner].person, records: client.records });
    taken[owner].push({ ...client, id });
  }
  for (const [part, at] of [
    ['outgoing', 0],
    ['outgoing', 1],
    ['outgoing', 2],
    ['outgoing', 6],
    ['outgoing', 40],
    ['outgoing', 41],
    ['incoming', 0],
    ['colleague', 0],
  ] as const)
    await sealTwo(staff[part], taken[part][at]!.id);
  return taken;
}

async function sealTwo({ api, keyring, firm }: AtWork, client: ClientId): Promise<void> {
  for (const title of ['电子税务局登录密码', '网银登录密码'])
    await sealSecret(api.vault, async () => keyring, firm, { client, title, value: suggestPassword() });
}
