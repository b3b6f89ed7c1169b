import { ORPCError } from '@orpc/client';

/** The answers of the sign-in service that a person can mend, as refusals of this house. */
const refusals: Record<string, string> = {
  INVALID_EMAIL_OR_PASSWORD: 'people.password-wrong',
  INVALID_PASSWORD: 'people.password-wrong',
  PASSWORD_TOO_SHORT: 'people.password-short',
  PASSWORD_TOO_LONG: 'people.password-long',
  INVALID_CODE: 'people.code-wrong',
  TOTP_ALREADY_ENABLED: 'people.code-on-already',
  SESSION_NOT_FRESH: 'session.ended',
  'people.password-short': 'people.password-short',
  'people.no-access': 'people.no-access',
  'people.too-often': 'people.too-often',
};

/** Asks the sign-in service under `/auth`; throws a refusal that `explain` puts into words. */
async function ask<Body>(path: string, body: Record<string, unknown>): Promise<Body> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`/auth/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as Body;
  const said = answer as { code?: string; facts?: Record<string, unknown> } | null;
  const code = refusals[said?.code ?? ''] ?? 'server.failed';
  throw new ORPCError('SIGN_IN', { status: response.status, data: { code, facts: said?.facts ?? {} } });
}

/** How I sign in: whether a one-time code is asked for beside the password. */
export async function mySignIn(): Promise<{ withCode: boolean }> {
  const response = await fetch('/auth/get-session');
  const answer = (await response.json().catch(() => null)) as { user?: { twoFactorEnabled?: boolean } } | null;
  return { withCode: answer?.user?.twoFactorEnabled === true };
}

export const signIn = (email: string, password: string) => ask<unknown>('sign-in/email', { email, password });

/** Ends every other sign-in of mine. */
export const changePassword = (currentPassword: string, newPassword: string) =>
  ask<unknown>('change-password', { currentPassword, newPassword, revokeOtherSessions: true });

/** Begins the set-up of one-time codes; they are asked for once `confirmCode` has taken the first. */
export const beginCodes = (password: string) =>
  ask<{ totpURI: string; backupCodes: string[] }>('two-factor/enable', { password });

export const confirmCode = (code: string) => ask<unknown>('two-factor/verify-totp', { code });

export const endCodes = (password: string) => ask<unknown>('two-factor/disable', { password });
