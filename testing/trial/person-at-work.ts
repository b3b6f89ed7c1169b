import { randomBytes } from 'node:crypto';
import { type Unlocked, makeKeys, unlockKeys } from '#modules/people/people.client.ts';
import { suggestPassword } from '#platform/crypto/keyring.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { type Api, connect } from '#cli/connect.ts';
import { isTrue } from './steps.ts';

/** Somebody who works through the API of a running server: with a session, an API key, and unlocked keys. */
export interface PersonAtWork extends Unlocked {
  id: PersonId;
  name: string;
  email: string;
  password: string;
  vaultPassword: string;
  /** The cookie of the session that the sign-in gave. */
  cookie: string;
  /** The API by the API key. */
  api: Api;
  apiKey: string;
  server: { url: string; headers: Record<string, string> };
}

/**
 * Signs in by password, changes a first password, makes an API key and, sealed under a new vault password, the keys of the
 * person; then unlocks them anew from what the server keeps, as the next day would.
 */
export async function goToWork(
  url: string,
  who: { email: string; password: string; first: boolean },
): Promise<PersonAtWork> {
  const { email } = who;
  const { cookie } = await signIn(url, email, who.password);
  let { password } = who;
  if (who.first) {
    password = randomBytes(18).toString('base64url');
    await post(url, '/auth/change-password', { currentPassword: who.password, newPassword: password }, cookie);
  }
  const bySession = connect({ url, key: tokenOf(cookie) });
  const { key: apiKey } = await bySession.people.addApiKey({ name: 'trial', days: 1 });
  const api = connect({ url, key: apiKey });
  const vaultPassword = suggestPassword();
  await makeKeys(api.people, vaultPassword);
  const unlocked = await unlockKeys(api.people, vaultPassword);
  const { id, name } = unlocked.me.person;
  const server = { url, headers: { authorization: `Bearer ${apiKey}` } };
  return { ...unlocked, id, name, email, password, vaultPassword, cookie, api, apiKey, server };
}

/** Signs in by e-mail and password; gives the session's cookie. */
export async function signIn(url: string, email: string, password: string): Promise<{ cookie: string }> {
  const response = await post(url, '/auth/sign-in/email', { email, password });
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  isTrue(cookie.includes('session_token='), `the sign-in of ${email} gave no session`);
  return { cookie };
}

/** The bare session token in a cookie: what the server knows the session by. */
export function tokenOf(cookie: string): string {
  const signed = /session_token=([^;]+)/.exec(cookie)![1]!;
  return decodeURIComponent(signed).replace(/\.[^.]*$/, '');
}

async function post(url: string, path: string, body: object, cookie?: string): Promise<Response> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, ...(cookie ? { cookie } : {}) },
    body: JSON.stringify(body),
  });
  isTrue(response.ok, `${path} answered ${response.status}: ${await response.clone().text()}`);
  return response;
}
