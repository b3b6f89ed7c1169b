import { type ChoiceSet, compareValues, type FieldType, type FieldValue } from '#modules/client/client.contract.ts';
import type { PlaybookContent } from '#modules/playbook/playbook.ts';
import { parseYuan } from '#platform/kernel/money.ts';
import type { CheckVerdict } from './terms.ts';

/** The verdict on two values, and how far apart amounts are, in fen: held minus handed. */
export interface Compared {
  verdict: Exclude<CheckVerdict, 'skipped'>;
  difference: bigint | null;
}

/** What the playbook says counts as a difference. */
export type WhatCounts = Pick<PlaybookContent['whatCounts'], 'moneyTolerance' | 'writtenDifferently'>;

/** Compares the handed with the held value by the rules of the playbook. Nobody claims a verdict. */
export function verdictOn(
  field: { type: FieldType; choices?: ChoiceSet | undefined },
  handed: FieldValue | null | undefined,
  held: FieldValue | null | undefined,
  { moneyTolerance, writtenDifferently }: WhatCounts,
): Compared {
  const { outcome, difference = null } = compareValues(field.type, handed, held, field.choices);
  if (outcome === 'written-differently' && writtenDifferently === 'differs')
    return { verdict: 'different', difference: null };
  const tolerated = difference !== null && magnitude(difference) <= parseYuan(moneyTolerance)!;
  return tolerated ? { verdict: 'written-differently', difference: null } : { verdict: outcome, difference };
}

/** An amount without its sign: differences of both signs would cancel each other in a sum. */
export function magnitude(fen: bigint): bigint {
  return fen < 0n ? -fen : fen;
}
