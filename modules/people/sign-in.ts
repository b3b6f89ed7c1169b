import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins';
import type pg from 'pg';
import type { MasterKey } from '#platform/envelope/master-key.ts';

/** Sign-in passwords have at least 15 characters, or 10 beside a one-time code (TOTP). */
const shortestAlone = 15;
const shortestWithCode = 10;

/** The header in which the server names the address that a sign-in comes from, over whatever the request itself says. */
export const addressHeader = 'x-baton-address';

/** A whole office signs in from one address within a minute; who guesses passwords comes not far with it. */
const aMinute = { window: 60, max: 30 };

/**
 * Sign-in by better-auth over the schema `auth`: password and TOTP, no open sign-up. A session belongs to one firm and
 * lasts twelve hours; a first password opens nothing until it was changed.
 */
export function createSignIn(pool: pg.Pool, keys: MasterKey, publicUrl: string) {
  const secret = Buffer.from(hkdfSync('sha256', keys.oldest.key, '', 'baton/sign-in/v1', 32)).toString('base64url');
  const options = {
    appName: 'Baton',
    baseURL: publicUrl,
    basePath: '/auth',
    secret,
    database: pool,
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
    },
    plugins: [twoFactor({ issuer: '接力 Baton' })],
    databaseHooks: {
      session: {
        create: {
          before: async (session: { userId: string }) => {
            const { rows } = await pool.query<{ firm: string | null }>('select access.firm_of_user($1) as firm', [
              session.userId,
            ]);
            if (!rows[0]!.firm)
              throw new APIError('FORBIDDEN', { code: 'people.no-access', message: 'people.no-access' });
            return { data: { ...session, firmId: rows[0]!.firm } };
          },
        },
      },
    },
    hooks: {
      before: createAuthMiddleware(async (request) => {
        const wanted: unknown =
          request.path === '/change-password'
            ? request.body?.newPassword
            : request.path === '/two-factor/disable'
              ? request.body?.password
              : undefined;
        if (typeof wanted !== 'string' || wanted.length >= shortestAlone) return;
        const session = await request.context.internalAdapter.findSession(
          (await request.getSignedCookie(request.context.authCookies.sessionToken.name, request.context.secret)) || '',
        );
        const withCode =
          request.path === '/change-password' &&
          (session?.user as { twoFactorEnabled?: boolean } | undefined)?.twoFactorEnabled;
        if (!withCode || wanted.length < shortestWithCode) {
          throw new APIError('BAD_REQUEST', { code: 'people.password-short', message: 'people.password-short' });
        }
      }),
      after: createAuthMiddleware(async (request) => {
        if (request.path !== '/change-password') return;
        const user = (request.context.returned as { user?: { id: string } } | undefined)?.user;
        if (user) await pool.query('update "user" set "mustChangePassword" = false where id = $1', [user.id]);
      }),
    },
  } satisfies BetterAuthOptions;
  const auth = betterAuth(options);
  return {
    handler: auth.handler,
    credentialOf: (cookies: Record<string, string | undefined>) => credentialOf(cookies, secret),
  };
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
