import { expect, test } from 'vitest';
import * as journal from '#modules/journal/journal.ts';
import { createRecovery } from '#platform/crypto/recovery.ts';
import { useHouse } from '#testing/house.ts';
import * as people from './people.ts';

const house = useHouse();

test('a person is added with a first password that opens nothing until it was changed', async () => {
  const { founder, server } = house();
  const { firstPassword } = await people.addPerson(founder.context, {
    name: '王敏',
    title: '主办会计',
    email: 'wang@example.com',
    roles: ['staff'],
    positions: ['accountant'],
  });
  const signedIn = await server.inject({
    method: 'POST',
    url: '/auth/sign-in/email',
    payload: { email: 'wang@example.com', password: firstPassword },
  });
  expect(signedIn.statusCode).toBe(200);
  const cookie = signedIn.cookies.find(({ name }) => name.endsWith('session_token'))!;
  const cookies = { [cookie.name]: cookie.value };
  const before = await server.inject({ method: 'GET', url: '/api/v1/me', cookies });
  expect(before.statusCode).toBe(401);
  const changed = await server.inject({
    method: 'POST',
    url: '/auth/change-password',
    cookies,
    headers: { origin: 'http://localhost:3000' },
    payload: { currentPassword: firstPassword, newPassword: 'my own long password' },
  });
  expect(changed.statusCode, changed.body).toBe(200);
  expect(changed.json().user.mustChangePassword, 'another password is asked for').toBe(false);
  const after = await server.inject({ method: 'GET', url: '/api/v1/me', cookies });
  expect(after.statusCode, after.body).toBe(200);
  expect(after.json().person.name).toBe('王敏');
});

test('a sign-in password shorter than 15 characters is refused without a one-time code', async () => {
  const { founder, server } = house();
  const { firstPassword } = await people.addPerson(founder.context, {
    name: '李娜',
    title: '主办会计',
    email: 'li@example.com',
    roles: ['staff'],
    positions: [],
  });
  const signedIn = await server.inject({
    method: 'POST',
    url: '/auth/sign-in/email',
    payload: { email: 'li@example.com', password: firstPassword },
  });
  const cookie = signedIn.cookies.find(({ name }) => name.endsWith('session_token'))!;
  const changed = await server.inject({
    method: 'POST',
    url: '/auth/change-password',
    cookies: { [cookie.name]: cookie.value },
    headers: { origin: 'http://localhost:3000' },
    payload: { currentPassword: firstPassword, newPassword: 'short-pass-12' },
  });
  expect(changed.statusCode).toBe(400);
  expect(changed.json().code).toBe('people.password-short');
});

test('a suspended person is refused at the next request, with session and with API key', async () => {
  const { founder, hire, server } = house();
  const leaver = await hire('赵敏');
  const { key } = await people.addApiKey(leaver.context, { name: 'reports', days: 30 });
  const ask = () => server.inject({ method: 'GET', url: '/api/v1/me', headers: { authorization: `Bearer ${key}` } });
  expect((await ask()).statusCode).toBe(200);
  await people.suspendPerson(founder.context, { person: leaver.id, reason: '失联' });
  expect((await ask()).statusCode).toBe(401);
  await expect(people.me(leaver.context)).rejects.toMatchObject({ code: 'session.ended' });
});

test('an accountant cannot appoint people, and the refusal is journalled', async () => {
  const { founder, hire } = house();
  const accountant = await hire('周洁');
  await expect(
    people.addPerson(accountant.context, {
      name: '甲',
      title: '乙',
      email: 'a@example.com',
      roles: ['staff'],
      positions: [],
    }),
  ).rejects.toMatchObject({ code: 'people.only-administrator' });
  const { entries } = await journal.listEntries(founder.context, {
    verb: 'access.refused',
    actor: accountant.id,
    limit: 1,
  });
  expect(entries[0]!.facts).toMatchObject({ code: 'people.only-administrator' });
});

test('the last administrator cannot give up the role', async () => {
  const { founder } = house();
  await expect(
    people.changeStanding(founder.context, {
      person: founder.id,
      title: '单位负责人',
      roles: ['manager'],
      positions: ['head-of-unit'],
    }),
  ).rejects.toMatchObject({ code: 'people.last-administrator' });
});

test('what a suspension ends is counted before it is done', async () => {
  const { founder, hire } = house();
  const leaver = await hire('孙洁');
  await people.addApiKey(leaver.context, { name: 'reports', days: 30 });
  expect(await people.suspensionEffects(founder.context, { person: leaver.id })).toEqual({
    signIns: 1,
    apiKeys: 1,
    clients: 0,
    granted: 0,
  });
});

test('an accountant cannot ask what the suspension of a colleague would end', async () => {
  const { founder, hire } = house();
  const accountant = await hire('吴越');
  await expect(people.suspensionEffects(accountant.context, { person: founder.id })).rejects.toMatchObject({
    code: 'people.only-manager',
  });
});

test('nobody suspends themselves', async () => {
  const { founder } = house();
  await expect(people.suspendPerson(founder.context, { person: founder.id, reason: '误操作' })).rejects.toMatchObject({
    code: 'people.not-oneself',
  });
});

test('a manager makes a team and changes who belongs to it, and both stand in the journal', async () => {
  const { founder, hire } = house();
  const [lead, one, other] = [await hire('郑岚'), await hire('冯琳'), await hire('陈雨')];
  const made = await people.createTeam(founder.context, { name: '代账一组', leader: lead.id, members: [one.id] });
  const changed = await people.setTeamMembers(founder.context, { team: made.id, leader: one.id, members: [other.id] });
  expect(changed).toEqual({ id: made.id, name: '代账一组', leader: one.id, members: [other.id] });
  expect(await people.listTeams(one.context)).toContainEqual(changed);
  const { entries } = await journal.listEntries(founder.context, { verb: 'people.team-', limit: 2 });
  expect(entries.map(({ verb }) => verb)).toEqual(['people.team-changed', 'people.team-created']);
});

test('two teams of one name are refused', async () => {
  const { founder } = house();
  await people.createTeam(founder.context, { name: '税务组', leader: founder.id, members: [] });
  await expect(
    people.createTeam(founder.context, { name: '税务组', leader: founder.id, members: [] }),
  ).rejects.toMatchObject({ code: 'people.team-exists' });
});

test('whoever is suspended does not come into a team', async () => {
  const { founder, hire } = house();
  const away = await hire('褚燕');
  await people.suspendPerson(founder.context, { person: away.id, reason: '失联' });
  await expect(
    people.createTeam(founder.context, { name: '审计组', leader: founder.id, members: [away.id] }),
  ).rejects.toMatchObject({ code: 'people.not-active', facts: { person: away.id } });
});

test('an accountant forms no team', async () => {
  const accountant = await house().hire('卫宁');
  await expect(
    people.createTeam(accountant.context, { name: '自组', leader: accountant.id, members: [] }),
  ).rejects.toMatchObject({ code: 'people.only-manager' });
});

test('the members of a team that there is not cannot be set', async () => {
  const { founder } = house();
  await expect(
    people.setTeamMembers(founder.context, { team: founder.id as never, leader: founder.id, members: [] }),
  ).rejects.toMatchObject({ code: 'team.not-found' });
});

test('nobody founds a second firm, takes the address of a colleague, makes a second recovery key, or asks from the page of somebody else', async () => {
  const { founder, ground, server } = house();
  const colleague = await house().hire('贺平');
  const nobody = { by: { kind: 'credential' as const, secret: '' }, ground };
  const person = { name: '周正', title: '单位负责人', email: colleague.email.toUpperCase() };
  await expect(
    people.foundFirm(nobody, { ...person, firm: '第二家公司', password: 'a long password for tests' }),
  ).rejects.toMatchObject({ code: 'people.firm-exists' });
  await expect(people.addPerson(founder.context, { ...person, roles: ['staff'], positions: [] })).rejects.toMatchObject(
    { code: 'people.email-exists', facts: { person: colleague.id } },
  );
  const { recipient } = await createRecovery();
  await people.setRecovery(founder.context, { recipient });
  await expect(people.setRecovery(founder.context, { recipient })).rejects.toMatchObject({
    code: 'people.recovery-exists',
  });
  const asked = { method: 'POST', url: '/auth/sign-out', headers: { origin: 'https://elsewhere.example' } } as const;
  expect((await server.inject(asked)).json()).toEqual({ code: 'request.foreign-origin', facts: {} });
});

test('who tries too often from one address is stopped there, and nobody else with them', async () => {
  const { founder, server } = house();
  const knock = (remoteAddress: string, email: string, password: string) =>
    server.inject({
      method: 'POST',
      url: '/auth/sign-in/email',
      remoteAddress,
      headers: { 'x-baton-address': `10.0.0.${email.length}`, 'x-forwarded-for': `10.0.1.${email.length}` },
      payload: { email, password },
    });
  const answers = [];
  for (let length = 1; length <= 31; length += 1)
    answers.push(await knock('203.0.113.9', 'x'.repeat(length), 'no address'));
  expect(answers.slice(0, 30).map(({ statusCode }) => statusCode)).not.toContain(429);
  expect(answers[30]!.statusCode).toBe(429);
  expect(answers[30]!.json()).toEqual({ code: 'people.too-often', facts: { seconds: expect.any(Number) } });
  expect((await knock('203.0.113.10', founder.email, founder.password)).statusCode).toBe(200);
});
