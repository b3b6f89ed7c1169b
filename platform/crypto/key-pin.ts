import { Refusal } from '#platform/kernel/refusal.ts';
import { type SignedStatement, signStatement, verifyStatement } from './statement.ts';

/**
 * "This is the key of my colleague": signed with one's own key by who has met it, so that whoever keeps the pin can hide it
 * but not make one.
 */
export interface KeyPin {
  readonly purpose: 'baton/key-pin/v1';
  readonly firm: string;
  readonly colleague: string;
  /** SHA-256 of the colleague's raw signing key, hex. */
  readonly fingerprint: string;
}

/** "This is my next key": signed with the former key, so that whoever pinned the former one follows. */
export interface KeyRotation {
  readonly purpose: 'baton/key-rotation/v1';
  readonly firm: string;
  readonly person: string;
  readonly former: string;
  readonly fingerprint: string;
}

/** A colleague's present key as the server names it, with what one has signed about it before. */
export interface NamedKey {
  readonly person: string;
  readonly fingerprint: string;
  readonly pin: SignedStatement<KeyPin> | null;
  readonly rotations: readonly SignedStatement<KeyRotation>[];
}

/**
 * How one stands to a colleague's key: never met; pinned; the pinned one was followed by this one, as its own signature says; or
 * another key stands in the place of the pinned one, and nothing says why.
 */
export type Acquaintance =
  | { readonly state: 'new' }
  | { readonly state: 'pinned' | 'rotated' | 'changed'; readonly pinned: string };

/** Pins the key of a colleague with one's own signing secret. */
export function pinKey(pin: Omit<KeyPin, 'purpose'>, signingSecret: string): SignedStatement<KeyPin> {
  const { firm, colleague, fingerprint } = pin;
  return signStatement({ purpose: 'baton/key-pin/v1', firm, colleague, fingerprint }, signingSecret);
}

/** Names the next key with the signing secret of the former one. */
export function rotateKey(rotation: Omit<KeyRotation, 'purpose'>, formerSecret: string): SignedStatement<KeyRotation> {
  const { firm, person, former, fingerprint } = rotation;
  return signStatement({ purpose: 'baton/key-rotation/v1', firm, person, former, fingerprint }, formerSecret);
}

/** How whoever signs with the key `mine` stands to the key of a colleague; a pin that this key did not sign counts for nothing. */
export function acquaintanceWith(named: NamedKey, by: { readonly firm: string; readonly mine: string }): Acquaintance {
  const pinned = pinnedBy(named, by);
  if (!pinned) return { state: 'new' };
  if (pinned === named.fingerprint) return { state: 'pinned', pinned };
  let known = pinned;
  for (const rotation of named.rotations)
    if (follows(rotation, known, named.person, by.firm)) known = rotation.statement.fingerprint;
  return { state: known === named.fingerprint ? 'rotated' : 'changed', pinned };
}

function pinnedBy({ pin, person }: NamedKey, { firm, mine }: { firm: string; mine: string }): string | null {
  if (!pin) return null;
  const statement = verified(pin, { purpose: 'baton/key-pin/v1', fingerprint: mine });
  return statement?.firm === firm && statement.colleague === person ? statement.fingerprint : null;
}

function follows(rotation: SignedStatement<KeyRotation>, known: string, person: string, firm: string): boolean {
  const statement = verified(rotation, { purpose: 'baton/key-rotation/v1', fingerprint: known });
  return statement?.firm === firm && statement.person === person && statement.former === known;
}

function verified<S extends KeyPin | KeyRotation>(
  signed: SignedStatement<S>,
  expected: { purpose: S['purpose']; fingerprint: string },
): S | null {
  try {
    return verifyStatement(signed, expected);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
