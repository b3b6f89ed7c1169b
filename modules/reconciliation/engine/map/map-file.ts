import { z } from 'zod';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { Normaliser } from '../normalise/normaliser.ts';
import { normaliserJson, normaliserSchema } from '../normalise/normaliser-json.ts';
import type { ColumnPair } from './column-pair.ts';

/** A pair as a file says it; without a normaliser one is chosen by the kind of the columns. */
export interface KeptPair {
  left: string;
  right: string;
  by: Normaliser | null;
}

const pairs = z.array(z.strictObject({ left: z.string(), right: z.string(), normaliser: normaliserSchema.optional() }));
/** What `writeMap` writes, or by hand the names of the right by those of the left: `{"客户名称": "企业名称"}`. */
const kept = z.union([z.strictObject({ columns: pairs }), z.record(z.string(), z.string())]);

/** A mapping that a person confirmed, as a JSON text for next time: the same bytes for the same pairs. */
export function writeMap(confirmed: readonly ColumnPair[]): string {
  const columns = confirmed.map(({ left, right, by }) => ({ left, right, normaliser: normaliserJson(by) }));
  return `${JSON.stringify({ columns }, null, 2)}\n`;
}

/** Reads a kept mapping. Refuses `reconcile.no-map` {file} where it says something else. */
export function readMap(text: string, file: string): KeptPair[] {
  const { success, data } = kept.safeParse(jsonOf(text));
  if (!success) throw new Refusal('reconcile.no-map', { file });
  if (!Array.isArray(data.columns))
    return Object.entries(data as Record<string, string>).map(([left, right]) => ({ left, right, by: null }));
  return data.columns.map(({ left, right, normaliser }) => ({ left, right, by: normaliser ?? null }));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
