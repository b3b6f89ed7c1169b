import { z } from 'zod';

/** Words of the firm in both languages; the Chinese stands on the form, the English explains it. */
export const wordsSchema = z.object({ zh: z.string().trim().min(1), en: z.string().trim().min(1) });
export type Words = z.output<typeof wordsSchema>;

/** A name within a playbook: lower-case words with hyphens. */
export const keySchema = z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);
