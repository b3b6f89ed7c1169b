import { z } from 'zod';
import type { Normaliser } from './normaliser.ts';

const flag = z.boolean().optional();

/** A normaliser as JSON says it: the tolerance as a decimal string of fen. */
export const writtenNormaliserSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('text'),
    blanks: z.enum(['edge', 'all']).optional(),
    width: flag,
    brackets: flag,
    case: flag,
    script: flag,
  }),
  z.strictObject({ kind: z.literal('digits'), phone: flag }),
  z.strictObject({
    kind: z.literal('amount'),
    toleranceFen: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
  }),
  z.strictObject({ kind: z.literal('date'), serial: z.union([z.literal(1900), z.literal(1904)]).optional() }),
  z.strictObject({ kind: z.literal('credit-code') }),
]);
export type WrittenNormaliser = z.output<typeof writtenNormaliserSchema>;

/** The same, read as a normaliser. */
export const normaliserSchema = writtenNormaliserSchema.transform((written): Normaliser => {
  if (written.kind !== 'amount' || written.toleranceFen === undefined) return written as Normaliser;
  return { ...written, toleranceFen: BigInt(written.toleranceFen) };
});

/** The normaliser as JSON, such as `normaliserSchema` reads again. */
export function normaliserJson(normaliser: Normaliser): Record<string, string | number | boolean> {
  const entries = Object.entries(normaliser).filter(([, value]) => value !== undefined && value !== false);
  return Object.fromEntries(entries.map(([key, value]) => [key, typeof value === 'bigint' ? String(value) : value]));
}
