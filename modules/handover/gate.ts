import type { Inside } from '#platform/context/context.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import type { Facts } from '#platform/kernel/refusal.ts';

/** One thing that keeps a gate (放行条件) shut; the words are the locale text `gate.missing.<code>`. */
export interface Missing {
  code: string;
  facts: Facts;
  client?: ClientId;
  item?: Id<'item'>;
}

/** How far a gate is. `missing` names the first 20; `done` and `total` count all. */
export interface GateResult {
  ok: boolean;
  done: number;
  total: number;
  missing: Missing[];
  /** What it found, where that is worth telling though nothing is missing; the words are the locale text `gate.report.<code>`. */
  report?: { code: string; facts: Facts };
}

/**
 * A check that must hold before a batch goes on. The module that owns the check registers it under the name by which the
 * playbook calls it (`gates[].check`). It reads under the eyes of the actor, so ask it as somebody who sees the batch.
 */
export interface Gate {
  id: string;
  check(inside: Inside, batch: Id<'batch'>): Promise<GateResult>;
}

/** The result of a gate over things that are each done or missing. */
export function gateResult(total: number, missing: Missing[]): GateResult {
  return { ok: missing.length === 0, done: total - missing.length, total, missing: missing.slice(0, 20) };
}
