import { z } from 'zod';
import type { LocalDate } from './local-date.ts';

/** The schema of a day, for contracts. */
export const localDateSchema = z.iso.date().transform((value) => value as LocalDate);
