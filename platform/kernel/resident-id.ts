import { parseLocalDate } from './local-date.ts';
import type { IdentifierCheck } from './uscc.ts';

export type ResidentIdFault = 'length' | 'characters' | 'birth-date' | 'check';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/**
 * Checks a 公民身份号码 by GB 11643-1999: 17 digits, of which 7–14 are a day of the calendar, and a check character.
 * Expects an upper-case X and no spaces. A number that fails may still have been issued: warn, never refuse.
 */
export function checkResidentId(number: string): IdentifierCheck<ResidentIdFault> {
  if (number.length !== 18) return { valid: false, reason: 'length' };
  if (!/^\d{17}[\dX]$/.test(number)) return { valid: false, reason: 'characters' };
  const birth = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (parseLocalDate(birth) === null) return { valid: false, reason: 'birth-date' };
  const sum = weights.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  return number[17] === '10X98765432'[sum % 11] ? { valid: true } : { valid: false, reason: 'check' };
}
