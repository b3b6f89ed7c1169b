/** A verdict on an identifier: a code that fails may still have been issued, so it is warned of and never refused. */
export type IdentifierCheck<Reason extends string> = { valid: true } | { valid: false; reason: Reason };

export type UsccFault = 'length' | 'characters' | 'organisation-check' | 'check';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

/**
 * Checks a 统一社会信用代码 by GB 32100-2015: 18 characters of its alphabet (no I, O, S, V, Z), the organisation code in
 * places 9–17 with its own check character (GB 11714), and the check character in place 18. Expects upper case and no spaces.
 */
export function checkUscc(code: string): IdentifierCheck<UsccFault> {
  if (code.length !== 18) return { valid: false, reason: 'length' };
  let sum = 0;
  for (let at = 0; at < 18; at++) {
    const value = alphabet.indexOf(code[at]!);
    if (value === -1) return { valid: false, reason: 'characters' };
    if (at < 17) sum += weights[at]! * value;
  }
  let organisation = 0;
  for (let at = 8; at < 16; at++) organisation += organisationWeights[at - 8]! * Number.parseInt(code[at]!, 36);
  if (code[16] !== '0123456789X0'[11 - (organisation % 11)]) return { valid: false, reason: 'organisation-check' };
  return code[17] === alphabet[(31 - (sum % 31)) % 31] ? { valid: true } : { valid: false, reason: 'check' };
}
