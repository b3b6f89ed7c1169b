import { createRouterClient } from '@orpc/server';
import { makeKeys } from '#modules/people/people.client.ts';
import type { AddPerson } from '#modules/people/people.contract.ts';
import * as people from '#modules/people/people.ts';
import type { Context, DemoPerson, Ground } from '#platform/context/context.ts';
import { suggestPassword } from '#platform/crypto/keyring.ts';
import type { FirmId } from '#platform/kernel/id.ts';
import { router } from '../router.ts';
import type { AtWork } from './at-work.ts';

/** Who works at the demo firm beside its founder. */
export const staff = {
  outgoing: {
    name: '李娜',
    title: '主办会计',
    email: 'lina@qiming.example',
    roles: ['staff'],
    positions: ['accountant'],
  },
  incoming: {
    name: '王敏',
    title: '主办会计',
    email: 'wangmin@qiming.example',
    roles: ['staff'],
    positions: ['accountant'],
  },
  supervisor: {
    name: '张强',
    title: '会计主管',
    email: 'zhangqiang@qiming.example',
    roles: ['staff', 'manager'],
    positions: ['head-of-accounting'],
  },
  colleague: {
    name: '赵敏',
    title: '主办会计',
    email: 'zhaomin@qiming.example',
    roles: ['staff'],
    positions: ['accountant', 'head-of-archives'],
  },
  newcomer: {
    name: '周洁',
    title: '主办会计',
    email: 'zhoujie@qiming.example',
    roles: ['staff'],
    positions: ['accountant'],
  },
  checker: {
    name: '陈洁',
    title: '质检',
    email: 'chenjie@qiming.example',
    roles: ['checker'],
    positions: ['archivist', 'information-systems'],
  },
  auditor: { name: '沈静', title: '审计', email: 'shenjing@qiming.example', roles: ['auditor'], positions: [] },
} as const satisfies Record<
  string,
  Omit<AddPerson, 'roles' | 'positions'> & {
    roles: readonly AddPerson['roles'][number][];
    positions: readonly AddPerson['positions'][number][];
  }
>;

export type Staff = Record<keyof typeof staff, AtWork>;

/** The people of the demo firm at work, and how each of them signs in. */
export interface DemoStaff {
  firm: FirmId;
  head: AtWork;
  staff: Staff;
  signIns: DemoPerson[];
}

/** Founds the firm; its people sign in, change their first passwords and make keys, as everybody does. */
export async function employ(ground: Ground, firmName: string): Promise<DemoStaff> {
  const vaultPassword = suggestPassword();
  const signIns: DemoPerson[] = [];
  const founder = { name: '周正', title: '单位负责人', email: 'zhouzheng@qiming.example', password: suggestPassword() };
  const nobody: Context = { by: { kind: 'credential', secret: '' }, ground };
  const { firm } = await people.foundFirm(nobody, { firm: firmName, ...founder, demo: true });
  const goToWork = async (person: Omit<DemoPerson, 'vaultPassword'>, firstPassword?: string): Promise<AtWork> => {
    signIns.push({ ...person, vaultPassword });
    const api = apiOf(ground, await signIn(ground, person, firstPassword));
    const { me, keyring } = await makeKeys(api.people, vaultPassword, { workFactor: 14 });
    return { person: me.person.id, firm, name: person.name, api, keyring };
  };
  const head = await goToWork(founder);
  const employed = Object.entries(staff).map(async ([part, { name, title, email, roles, positions }]) => {
    const { firstPassword } = await head.api.people.addPerson({
      name,
      title,
      email,
      roles: [...roles],
      positions: [...positions],
    });
    return [part, await goToWork({ name, title, email, password: suggestPassword() }, firstPassword)] as const;
  });
  const atWork = Object.fromEntries(await Promise.all(employed)) as Staff;
  const order = [founder.email, ...Object.values(staff).map(({ email }) => email as string)];
  return {
    firm,
    head,
    staff: atWork,
    signIns: signIns.toSorted((a, b) => order.indexOf(a.email) - order.indexOf(b.email)),
  };
}

/** The API of whoever holds the credential, without HTTP in between: contract, router and operations are the same. */
function apiOf(ground: Ground, secret: string): AtWork['api'] {
  return createRouterClient(router, { context: { by: { kind: 'credential', secret }, ground } satisfies Context });
}

const origin = 'http://localhost';

/** Signs in, with the first password changed to the person's own where there is one; gives the session's token. */
async function signIn(
  ground: Ground,
  { email, password }: { email: string; password: string },
  firstPassword?: string,
): Promise<string> {
  const house = people.createSignIn(ground.database.auth, ground.keys, origin);
  const answer = await house.answer(request('/auth/sign-in/email', { email, password: firstPassword ?? password }));
  const cookies = answer.headers.getSetCookie().map((one) => one.split(';')[0]!);
  const pairs = cookies.map((pair) => [
    pair.slice(0, pair.indexOf('=')),
    decodeURIComponent(pair.slice(pair.indexOf('=') + 1)),
  ]);
  const credential = house.credentialOf(Object.fromEntries(pairs));
  if (!credential) throw new Error(`${email} could not sign in: ${await answer.text()}`);
  if (firstPassword === undefined) return credential;
  const change = request(
    '/auth/change-password',
    { currentPassword: firstPassword, newPassword: password },
    cookies.join('; '),
  );
  const changed = await house.answer(change);
  if (!changed.ok) throw new Error(`${email} could not change the first password: ${await changed.text()}`);
  return credential;
}

function request(path: string, body: unknown, cookie?: string): Request {
  const headers = {
    'content-type': 'application/json',
    origin,
    [people.addressHeader]: '127.0.0.1',
    ...(cookie ? { cookie } : {}),
  };
  return new Request(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}
