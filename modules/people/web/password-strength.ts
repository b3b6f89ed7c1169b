export type Strength = 'short' | 'plain' | 'good';

/** The least length of a sign-in password that no one-time code stands beside. */
export const shortest = 15;

/**
 * How hard a password is to guess, by what can be told without a list: `short` below 15 characters, `plain` when it has few
 * different characters or runs on like `123456` or `abcdef`, otherwise `good`. Length counts for more than odd signs.
 */
export function passwordStrength(password: string): Strength {
  const signs = [...password];
  if (signs.length < shortest) return 'short';
  const different = new Set(signs).size;
  const steps = signs.filter((sign, at) => {
    const before = signs[at - 1]?.codePointAt(0);
    return before !== undefined && Math.abs(sign.codePointAt(0)! - before) <= 1;
  }).length;
  return different < 6 || steps > signs.length / 2 ? 'plain' : 'good';
}
