import { no, type Verdict, yes } from '#platform/kernel/verdict.ts';
import type { Side } from '../terms.ts';

/**
 * Nobody stands on two sides of a handover, a proxy or witness among them. Refuses with `handover.two-sides` and the two
 * sides that one person holds.
 */
export function oneSideEach(parties: readonly { person: string; side: Side }[]): Verdict {
  for (const [index, party] of parties.entries()) {
    const other = parties.slice(0, index).find(({ person }) => person === party.person);
    if (other && other.side !== party.side) {
      return no('handover.two-sides', { person: party.person, sides: [other.side, party.side] });
    }
  }
  return yes;
}
