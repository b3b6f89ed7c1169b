/** Whether a firm stands in this installation yet. */
export type SetupState = { firm: boolean };

/** A person of the demo firm, whom everybody may sign in as. */
export type DemoPerson = { name: string; title: string; email: string; password: string };

/** How the server answered a sign-in: who it is, that a code is asked for, or why not. */
export type Answered =
  | { kind: 'in' }
  | { kind: 'code' }
  | { kind: 'first-password' }
  | {
      kind: 'no';
      reason: 'wrong' | 'code-wrong' | 'code-expired' | 'no-access' | 'too-short' | 'too-often' | 'offline' | 'fault';
      /** Until the next try, where there were too many. */
      seconds?: number;
    };

type SignInBody = {
  twoFactorRedirect?: boolean;
  user?: { mustChangePassword?: boolean };
  code?: string;
  facts?: { seconds?: number };
};

const reasons: Record<string, (Answered & { kind: 'no' })['reason']> = {
  INVALID_EMAIL_OR_PASSWORD: 'wrong',
  INVALID_EMAIL: 'wrong',
  INVALID_PASSWORD: 'wrong',
  INVALID_CODE: 'code-wrong',
  INVALID_TWO_FACTOR_COOKIE: 'code-expired',
  PASSWORD_TOO_SHORT: 'too-short',
  'people.password-short': 'too-short',
  'people.no-access': 'no-access',
};

async function post(path: string, body: Record<string, unknown>): Promise<Answered> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`/auth/${path}`, { method: 'POST', headers, body: JSON.stringify(body) }).catch(
    () => null,
  );
  if (!response) return { kind: 'no', reason: 'offline' };
  const answer = (await response.json().catch(() => null)) as SignInBody | null;
  if (response.status === 429) return { kind: 'no', reason: 'too-often', seconds: answer?.facts?.seconds ?? 60 };
  if (!response.ok) return { kind: 'no', reason: reasons[answer?.code ?? ''] ?? 'fault' };
  if (answer?.twoFactorRedirect) return { kind: 'code' };
  return { kind: answer?.user?.mustChangePassword ? 'first-password' : 'in' };
}

export const signIn = (email: string, password: string) => post('sign-in/email', { email, password });
export const verifyCode = (code: string) => post('two-factor/verify-totp', { code });
export const verifyBackupCode = (code: string) => post('two-factor/verify-backup-code', { code });

/** Puts one's own password in the place of the one that the system made. */
export const changePassword = (currentPassword: string, newPassword: string) =>
  post('change-password', { currentPassword, newPassword, revokeOtherSessions: true });

async function get<Body>(path: string): Promise<Body | null> {
  const response = await fetch(path).catch(() => null);
  return response?.ok ? ((await response.json().catch(() => null)) as Body | null) : null;
}

export const setupState = () => get<SetupState>('/setup/state');
export const demoPeople = async () => (await get<DemoPerson[]>('/sign-in/demo')) ?? [];
