import type { SignInHappening } from '#modules/journal/journal.ts';

/** What is known of a request to the sign-in service once it was answered. */
export interface Answered {
  ok: boolean;
  /** Whose session came with the request. */
  session: { user: string; withCode: boolean } | null;
  /** Who gave the right password before and is asked for the one-time code now. */
  asked: string | null;
  /** The address that was typed. */
  email: string | null;
  /** Who is signed in by this answer; null while a one-time code is still asked for. */
  entered: string | null;
}

type Happened = Pick<SignInHappening, 'verb' | 'whose' | 'facts'>;

/**
 * What is served of the sign-in service, and how each deed stands in the journal; everything else of the library stays
 * shut. What changed nothing that a person would want to know of leaves no entry.
 */
export const signInDeeds: Record<string, (answered: Answered) => Happened | null> = {
  '/sign-in/email': ({ ok, email, entered }) => {
    if (entered) return { verb: 'people.signed-in', whose: { user: entered }, facts: { by: 'password' } };
    return ok || !email ? null : { verb: 'people.sign-in-refused', whose: { email }, facts: { by: 'password' } };
  },
  '/two-factor/verify-totp': (answered) => {
    const { ok, session } = answered;
    if (!session) return codeGiven(answered, 'one-time-code');
    return ok && !session.withCode
      ? { verb: 'people.one-time-codes-on', whose: { user: session.user }, facts: {} }
      : null;
  },
  '/two-factor/verify-backup-code': (answered) => (answered.session ? null : codeGiven(answered, 'backup-code')),
  '/two-factor/enable': () => null,
  '/two-factor/disable': ({ ok, session }) =>
    ok && session ? { verb: 'people.one-time-codes-off', whose: { user: session.user }, facts: {} } : null,
  '/change-password': ({ ok, session }) =>
    ok && session ? { verb: 'people.password-changed', whose: { user: session.user }, facts: {} } : null,
  '/sign-out': ({ ok, session }) =>
    ok && session ? { verb: 'people.signed-out', whose: { user: session.user }, facts: {} } : null,
};

function codeGiven({ ok, asked, entered }: Answered, by: string): Happened | null {
  if (entered) return { verb: 'people.signed-in', whose: { user: entered }, facts: { by } };
  return ok || !asked ? null : { verb: 'people.sign-in-refused', whose: { user: asked }, facts: { by } };
}
