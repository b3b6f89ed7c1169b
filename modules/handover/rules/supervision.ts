import type { Position } from '#platform/context/actor.ts';
import type { Side } from '../terms.ts';

/** A person as the rules of the handover see one. */
export interface Standing<Person extends string = string> {
  person: Person;
  positions: readonly Position[];
}

/** Why somebody may supervise, as it stands beside the name on the plan. */
export type SupervisionReason = 'head-of-accounting-over-accountant' | 'head-of-unit-over-head-of-accounting';

export interface Supervision<Person extends string = string> {
  /** The position that the law asks of the supervisor; null when it names none, as for the head of the unit's own handover. */
  asks: Position | null;
  /** The rule in the playbook's laws. */
  rule: 'accounting-law-39';
  /** Who may supervise, and why. */
  candidates: { person: Person; reason: SupervisionReason }[];
  /** Who holds the position but stands on another side of this handover. */
  barred: { person: Person; side: Exclude<Side, 'supervisor'> }[];
}

/**
 * Who may supervise a handover, by 会计法 (2024) 第三十九条: an ordinary accountant's by 会计机构负责人 (会计主管人员), that head's by
 * 单位负责人. Nobody on another side of the handover may. Where nobody is left, the firm first gives somebody the position:
 * the law knows no deputy for it.
 */
export function whoMaySupervise<Person extends string>(handover: {
  outgoing: Standing<Person>;
  /** The other sides that are already filled. */
  others?: readonly { person: Person; side: Exclude<Side, 'supervisor' | 'outgoing'> }[];
  /** Everybody of the firm who is there to be asked. */
  people: readonly Standing<Person>[];
}): Supervision<Person> {
  const { outgoing, others = [], people } = handover;
  const sides = [{ person: outgoing.person, side: 'outgoing' as const }, ...others];
  const asked = supervisorOf(outgoing.positions);
  const holders = people.filter(({ positions }) => asked !== null && positions.includes(asked.position));
  const sideOf = (person: Person) => sides.find((party) => party.person === person);
  return {
    asks: asked?.position ?? null,
    rule: 'accounting-law-39',
    candidates: holders.flatMap(({ person }) => (asked && !sideOf(person) ? [{ person, reason: asked.reason }] : [])),
    barred: holders.flatMap(({ person }) => sideOf(person) ?? []),
  };
}

/** The position that supervises, and why; null for the head of the unit, over whom the law sets nobody of the firm. */
function supervisorOf(positions: readonly Position[]): { position: Position; reason: SupervisionReason } | null {
  if (positions.includes('head-of-unit')) return null;
  return positions.includes('head-of-accounting')
    ? { position: 'head-of-unit', reason: 'head-of-unit-over-head-of-accounting' }
    : { position: 'head-of-accounting', reason: 'head-of-accounting-over-accountant' };
}
