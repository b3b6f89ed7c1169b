import { createHmac } from 'node:crypto';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import * as journal from '#modules/journal/journal.ts';
import { type House, type Someone, useHouse } from '#testing/house.ts';

const house = useHouse();

type Cookies = Record<string, string>;

/** Each test knocks from an address of its own, since who guesses is stopped by address. */
let knocker = 0;

function browser({ server }: House) {
  const cookies: Cookies = {};
  const remoteAddress = `198.51.100.${(knocker += 1)}`;
  const headers = { origin: 'http://localhost:3000', 'user-agent': 'Firefox/150' };
  return {
    remoteAddress,
    cookies,
    async post(path: string, payload: Record<string, unknown> = {}) {
      const answer = await server.inject({
        method: 'POST',
        url: `/auth${path}`,
        remoteAddress,
        cookies,
        headers,
        payload,
      });
      for (const { name, value } of answer.cookies) cookies[name] = value;
      return answer;
    },
    me: () => server.inject({ method: 'GET', url: '/api/v1/me', cookies }),
  };
}

/** The newest entries about a person's sign-in, the last first. */
async function atTheDoor({ founder }: House, whose: Someone) {
  const { entries } = await journal.listEntries(founder.context, { verb: 'people.', limit: 100 });
  return entries.filter(
    ({ subject, verb }) => subject === whose.id && /signed|refused|password-changed|one-time-codes/.test(verb),
  );
}

/** The one-time code of RFC 6238 that stands behind an `otpauth:` address, now. */
function codeOf(totpURI: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...new URL(totpURI).searchParams.get('secret')!]
    .map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1)! & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** Looks past the walls. */
async function asOwner<T extends pg.QueryResultRow>({ owner }: House, text: string, values: unknown[] = []) {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}

test('who signs in, from where and how, and who signs out, stands in the journal', async () => {
  const { founder } = house();
  const { post, remoteAddress } = browser(house());
  expect((await post('/sign-in/email', { email: founder.email, password: founder.password })).statusCode).toBe(200);
  expect((await post('/sign-out')).statusCode).toBe(200);
  const [out, signedIn] = await atTheDoor(house(), founder);
  const from = { address: remoteAddress, device: 'Firefox/150' };
  expect(signedIn).toMatchObject({ verb: 'people.signed-in', actor: founder.id, facts: { by: 'password', from } });
  expect(out).toMatchObject({ verb: 'people.signed-out', actor: founder.id, facts: { from } });
});

test('a wrong password is journalled against the person it was tried for, and is nobody’s deed', async () => {
  const { founder } = house();
  const { post, remoteAddress } = browser(house());
  const answer = await post('/sign-in/email', {
    email: founder.email.toUpperCase(),
    password: 'not the right password',
  });
  expect(answer.statusCode).toBe(401);
  const [refused] = await atTheDoor(house(), founder);
  expect(refused).toMatchObject({ verb: 'people.sign-in-refused', actor: null, by: 'job', subject: founder.id });
  expect(refused!.facts).toMatchObject({ from: { address: remoteAddress } });
});

test('the answer to a sign-in does not tell whether somebody has the address, and an unknown one leaves no entry', async () => {
  const { founder, firm } = house();
  const known = await browser(house()).post('/sign-in/email', { email: founder.email, password: 'x'.repeat(20) });
  const before = await asOwner<{ entries: string }>(house(), 'select count(*) as entries from journal_entry');
  const unknown = await browser(house()).post('/sign-in/email', { email: 'no@example.com', password: 'x'.repeat(20) });
  const after = await asOwner<{ entries: string }>(house(), 'select count(*) as entries from journal_entry');
  expect([unknown.statusCode, unknown.body, Object.keys(unknown.headers)]).toEqual([
    known.statusCode,
    known.body,
    Object.keys(known.headers),
  ]);
  expect(after).toEqual(before);
  expect(await asOwner(house(), 'select firm_id from journal_entry where firm_id <> $1', [firm])).toEqual([]);
});

test('after ten wrong passwords for one account, from wherever, nobody signs in to it until the time that is said; others do', async () => {
  const { hire } = house();
  const [person, colleague] = [await hire('孙悦'), await hire('吴迪')];
  const knock = ({ email }: Someone, password: string) => browser(house()).post('/sign-in/email', { email, password });
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  try {
    expect((await knock(person, person.password)).statusCode).toBe(200);
    for (let time = 0; time < 10; time += 1)
      expect((await knock(person, 'not the right password')).statusCode).toBe(401);
    const refused = await knock(person, person.password);
    expect([refused.statusCode, refused.json(), refused.headers['retry-after']]).toEqual([
      429,
      { code: 'people.too-often', facts: { seconds: 600 } },
      '600',
    ]);
    expect((await knock(colleague, colleague.password)).statusCode).toBe(200);
    vi.advanceTimersByTime(600_000);
    expect((await knock(person, person.password)).statusCode).toBe(200);
  } finally {
    vi.useRealTimers();
  }
});

test('a changed sign-in password is journalled; a refused change is not', async () => {
  const { hire } = house();
  const person = await hire('王敏');
  const { post } = browser(house());
  await post('/sign-in/email', { email: person.email, password: person.password });
  const change = (currentPassword: string) =>
    post('/change-password', { currentPassword, newPassword: 'my own long password' });
  expect((await change('not the right password')).statusCode).toBe(400);
  expect((await change(person.password)).statusCode).toBe(200);
  const verbs = (await atTheDoor(house(), person)).map(({ verb }) => verb);
  expect(verbs).toEqual(['people.password-changed', 'people.signed-in']);
});

test('one-time codes are journalled when they begin and end, and a sign-in with a code only once the code was right', async () => {
  const { hire } = house();
  const person = await hire('李娜');
  const { email, password } = person;
  const first = browser(house());
  await first.post('/sign-in/email', { email, password });
  const { totpURI } = (await first.post('/two-factor/enable', { password })).json() as { totpURI: string };
  expect((await first.post('/two-factor/verify-totp', { code: codeOf(totpURI) })).statusCode).toBe(200);
  const second = browser(house());
  expect((await second.post('/sign-in/email', { email, password })).json()).toMatchObject({ twoFactorRedirect: true });
  expect((await second.me()).statusCode).toBe(401);
  expect((await second.post('/two-factor/verify-totp', { code: '000000' })).statusCode).toBe(401);
  expect((await second.post('/two-factor/verify-totp', { code: codeOf(totpURI) })).statusCode).toBe(200);
  expect((await second.me()).statusCode).toBe(200);
  expect((await second.post('/two-factor/disable', { password })).statusCode).toBe(200);
  const entries = (await atTheDoor(house(), person)).toReversed();
  expect(entries.map(({ verb, facts }) => [verb, facts!.by])).toEqual([
    ['people.signed-in', 'password'],
    ['people.one-time-codes-on', undefined],
    ['people.sign-in-refused', 'one-time-code'],
    ['people.signed-in', 'one-time-code'],
    ['people.one-time-codes-off', undefined],
  ]);
});

test('while the journal cannot be written nobody signs in, out, or changes a password', async () => {
  const { hire } = house();
  const person = await hire('赵敏');
  const inside = browser(house());
  await inside.post('/sign-in/email', { email: person.email, password: person.password });
  const sessions = () => asOwner<{ token: string }>(house(), 'select token from auth.session order by token');
  const before = await sessions();
  await asOwner(house(), 'revoke insert on journal_entry from baton_access');
  try {
    const outside = browser(house());
    const answer = await outside.post('/sign-in/email', { email: person.email, password: person.password });
    expect(answer.statusCode).toBe(500);
    expect(outside.cookies).toEqual({});
    expect((await inside.post('/sign-out')).statusCode).toBe(500);
    const newPassword = 'my own long password';
    const change = await inside.post('/change-password', { currentPassword: person.password, newPassword });
    expect(change.statusCode).toBe(500);
    expect(await sessions()).toEqual(before);
  } finally {
    await asOwner(house(), 'grant insert on journal_entry to baton_access');
  }
  const again = await browser(house()).post('/sign-in/email', { email: person.email, password: person.password });
  expect(again.statusCode).toBe(200);
});

test.each(['/sign-up/email', '/update-user', '/revoke-sessions', '/delete-user', '/two-factor/generate-backup-codes'])(
  'what the sign-in service could do beside the deeds that are journalled stays shut: %s',
  async (path) => {
    const { founder } = house();
    const { post } = browser(house());
    await post('/sign-in/email', { email: founder.email, password: founder.password });
    const answer = await post(path, { name: '他人', password: founder.password, email: 'x@example.com' });
    expect(answer.statusCode).toBe(404);
  },
);

test.each([
  `select access.journal_sign_in(uuidv7(), 'vault.secret-opened', null, 'zhou@example.com', '\\x00', '{}', '\\x00')`,
  `insert into journal_entry (firm_id, id, at, by, verb, commitment) values (uuidv7(), uuidv7(), now(), 'job', 'x.y', '\\x00')`,
  'select from public.person',
])('the role of sign-in writes nothing else and reads nobody: %s', async (statement) => {
  const { ground } = house();
  await expect(ground.database.auth.query(statement)).rejects.toMatchObject({
    code: expect.stringMatching(/42501|42P01/),
  });
});

test('the application cannot write entries of the door', async () => {
  const { ground } = house();
  const statement = `select access.journal_sign_in(uuidv7(), 'people.signed-in', null, 'zhou@example.com', '\\x00', '{}', '\\x00')`;
  await expect(ground.database.app.query(statement)).rejects.toMatchObject({ code: '42501' });
});
