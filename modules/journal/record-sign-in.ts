import type { Context } from '#platform/context/context.ts';
import type { Facts } from '#platform/kernel/refusal.ts';
import { saltedFacts } from './record.ts';

/** A connection of the role of sign-in, inside of a transaction. */
export interface Door {
  query(text: string, values: unknown[]): Promise<unknown>;
}

/** What happens at the door, before or after anybody is inside. */
export interface SignInHappening {
  verb:
    | 'people.signed-in'
    | 'people.sign-in-refused'
    | 'people.signed-out'
    | 'people.password-changed'
    | 'people.one-time-codes-on'
    | 'people.one-time-codes-off';
  /** Whose sign-in it is: known by its id, or by the address that was typed. */
  whose: { user: string } | { email: string };
  facts: Facts;
  from: Context['from'];
}

/**
 * Writes into the log of the person's firm what happened at the door, on the connection of the role of sign-in, which
 * reads and writes no table of the modules: a function of the schema `access` takes these verbs and nothing else. The
 * caller's transaction holds both, the change and its entry. An address that belongs to nobody leaves no entry and costs
 * the same time.
 */
export async function recordSignIn(door: Door, happened: SignInHappening): Promise<void> {
  const { id, salt, facts, commitment } = saltedFacts(happened.facts, happened.from);
  const { user = null, email = null } = happened.whose as { user?: string; email?: string };
  await door.query('select access.journal_sign_in($1, $2, $3, $4, $5, $6, $7)', [
    id,
    happened.verb,
    user,
    email,
    Buffer.from(salt),
    JSON.stringify(facts),
    Buffer.from(commitment, 'hex'),
  ]);
}
