import { AsyncLocalStorage } from 'node:async_hooks';
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins';
import type pg from 'pg';
import * as journal from '#modules/journal/journal.ts';
import type { MasterKey } from '#platform/envelope/master-key.ts';
import { signInConnections } from './sign-in-connection.ts';
import { RecentTries } from './recent-tries.ts';
import { type Answered, signInDeeds } from './sign-in-deeds.ts';

/** Sign-in passwords have at least 15 characters, or 10 beside a one-time code (TOTP). */
const shortestAlone = 15;
const shortestWithCode = 10;

/** The header in which the server names the address that a sign-in comes from, over whatever the request itself says. */
export const addressHeader = 'x-baton-address';

/** From one address: a whole office signs in, one after another. */
const aMinute = { window: 60, max: 30 };
/** For one account, from wherever: who has forgotten tries a few times, who guesses comes not far. */
const wrongPasswords = { window: 600, max: 10 };

const basePath = '/auth';

/**
 * Sign-in by better-auth over the schema `auth`: password and TOTP, no open sign-up. A session belongs to one firm and
 * lasts twelve hours; a first password opens nothing until it was changed. Each deed of `signInDeeds` and its entry in the
 * firm's journal are one transaction: what cannot be journalled does not happen. Who tries too often, by address or with wrong
 * passwords for one account (there or not), is answered 429 `people.too-often` with the seconds until the next try.
 */
export function createSignIn(pool: pg.Pool, keys: MasterKey, publicUrl: string) {
  const connections = signInConnections(pool);
  const answered = new AsyncLocalStorage<Answered>();
  const [byAddress, byAccount] = [new RecentTries(), new RecentTries()];
  const secret = Buffer.from(hkdfSync('sha256', keys.oldest.key, '', 'baton/sign-in/v1', 32)).toString('base64url');
  const options = {
    appName: 'Baton',
    baseURL: publicUrl,
    basePath,
    secret,
    database: connections,
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: 'baton',
      useSecureCookies: publicUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestWithCode,
      maxPasswordLength: 128,
    },
    user: { additionalFields: { mustChangePassword: { type: 'boolean', input: false, defaultValue: false } } },
    session: {
      expiresIn: 12 * 3600,
      disableSessionRefresh: true,
      additionalFields: { firmId: { type: 'string', input: false } },
    },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 100,
      customRules: { '/sign-in/email': aMinute, '/change-password': aMinute },
      customStorage: { consume: async (key, rule) => byAddress.consume(key, rule) },
    },
    plugins: [
      twoFactor({ issuer: '接力 Baton' }),
      // Behind the one-time codes, which take a session away again until the code is given.
      {
        id: 'who-entered',
        hooks: {
          after: [
            {
              matcher: () => true,
              handler: createAuthMiddleware(async ({ context }) => {
                const present = answered.getStore();
                if (present) present.entered = context.newSession?.user.id ?? null;
              }),
            },
          ],
        },
      },
    ],
    databaseHooks: {
      session: {
        create: {
          before: async (session: { userId: string }) => {
            const { rows } = await connections.query('select access.firm_of_user($1) as firm', [session.userId]);
            const { firm } = rows[0] as { firm: string | null };
            if (!firm) throw new APIError('FORBIDDEN', { code: 'people.no-access', message: 'people.no-access' });
            return { data: { ...session, firmId: firm } };
          },
        },
      },
    },
    hooks: {
      before: createAuthMiddleware(async (request) => {
        const signed = (cookie: { name: string }) => request.getSignedCookie(cookie.name, request.context.secret);
        const { internalAdapter, authCookies, createAuthCookie } = request.context;
        const session = await internalAdapter.findSession((await signed(authCookies.sessionToken)) || '');
        const withCode = session?.user['twoFactorEnabled'] === true;
        const present = answered.getStore();
        if (present) {
          const challenge = session ? null : await signed(createAuthCookie('two_factor'));
          present.session = session && { user: session.user.id, withCode };
          present.asked = challenge ? ((await internalAdapter.findVerificationValue(challenge))?.value ?? null) : null;
          present.email = typeof request.body?.email === 'string' ? request.body.email : null;
        }
        if (request.path === '/sign-in/email') {
          const { allowed, retryAfter } = byAccount.consume(accountOf(request.body?.email), wrongPasswords);
          if (!allowed) throw new APIError('TOO_MANY_REQUESTS', {}, { 'x-retry-after': String(retryAfter) });
        }
        const wanted: unknown =
          request.path === '/change-password'
            ? request.body?.newPassword
            : request.path === '/two-factor/disable'
              ? request.body?.password
              : undefined;
        if (typeof wanted !== 'string' || wanted.length >= shortestAlone) return;
        const codeStays = withCode && request.path === '/change-password';
        if (!codeStays || wanted.length < shortestWithCode) {
          throw new APIError('BAD_REQUEST', { code: 'people.password-short', message: 'people.password-short' });
        }
      }),
      after: createAuthMiddleware(async (request) => {
        if (request.path !== '/change-password') return;
        const { user } = (request.context.returned ?? {}) as { user?: { id: string; mustChangePassword: boolean } };
        if (!user) return;
        await connections.query('update "user" set "mustChangePassword" = false where id = $1', [user.id]);
        // The answer was made before; whoever reads it must not ask for another password.
        user.mustChangePassword = false;
      }),
    },
  } satisfies BetterAuthOptions;
  const auth = betterAuth(options);

  /** Answers a request under `/auth`. Throws when the deed could not be kept together with its entry. */
  async function answer(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname.slice(basePath.length);
    if (path === '/get-session') return auth.handler(request);
    const happenedBy = signInDeeds[path];
    if (!happenedBy) return Response.json({ code: 'request.unknown', facts: {} }, { status: 404 });
    const present: Answered = { ok: false, session: null, asked: null, email: null, entered: null };
    return connections.transact(
      async () => {
        const response = await answered.run(present, () => auth.handler(request));
        const wasWrong = response.status === 401 || response.status === 429;
        if (path === '/sign-in/email' && !wasWrong) byAccount.takeBack(accountOf(present.email));
        const happened = happenedBy({ ...present, ok: response.ok });
        if (happened) await journal.recordSignIn(connections, { ...happened, from: from(request) });
        return response.status === 429 ? tooOften(response) : response;
      },
      ({ status }) => status < 500,
    );
  }

  return { answer, credentialOf: (cookies: Record<string, string | undefined>) => credentialOf(cookies, secret) };
}

function accountOf(email: unknown): string {
  return typeof email === 'string' ? email.trim().toLowerCase() : '';
}

function tooOften({ headers }: Response): Response {
  const seconds = Number(headers.get('x-retry-after'));
  const answer = { code: 'people.too-often', facts: { seconds } };
  return Response.json(answer, { status: 429, headers: { 'retry-after': String(seconds) } });
}

function from({ headers }: Request) {
  const address = headers.get(addressHeader);
  const device = headers.get('user-agent')?.slice(0, 200);
  return { ...(address ? { address } : {}), ...(device ? { device } : {}) };
}

export type SignIn = ReturnType<typeof createSignIn>;

/**
 * The session token in a signed cookie, or null when there is none or its signature is not ours. Whether the session
 * still stands is asked of PostgreSQL, in the transaction that it is used for.
 */
function credentialOf(cookies: Record<string, string | undefined>, secret: string): string | null {
  const cookie = cookies['__Secure-baton.session_token'] ?? cookies['baton.session_token'];
  const dot = cookie?.lastIndexOf('.') ?? -1;
  if (!cookie || dot < 1) return null;
  const token = cookie.slice(0, dot);
  const given = Buffer.from(cookie.slice(dot + 1), 'base64');
  const expected = createHmac('sha256', secret).update(token).digest();
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : null;
}
