import { z } from 'zod';
import { decimal } from './money.ts';

/** The schema of an amount in contracts: a decimal string of yuan. */
export const yuanSchema = z.string().regex(decimal, 'amount: a decimal of yuan with at most two decimals');
