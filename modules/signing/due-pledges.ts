import type { LocalDate } from '#platform/kernel/local-date.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import type { Side, pledgeKinds } from './letter-terms.ts';
import type { Letter } from './signing.contract.ts';

/** A pledge that somebody must sign. */
export interface Wanted {
  kind: (typeof pledgeKinds)[number];
  person: PersonId;
  name: string;
  side: Side;
}

/**
 * Which pledges are to be made, and which unsigned ones nobody needs any more. A pledge stands when it is there; one that access
 * hangs on, or that still waits, only when its end is not before `planned`, the day until which the plan needs the access.
 */
export function duePledges(
  wanted: Wanted[],
  present: Letter[],
  planned: LocalDate | undefined,
): { missing: Wanted[]; needless: Letter[] } {
  const lasts = ({ accessUntil }: Letter) => !planned || accessUntil! >= planned;
  const stands = (one: Wanted) =>
    present.some((there) => isOf(there, one) && (lasts(there) || (there.state === 'signed' && !carriesAccess(one))));
  const isNeedless = (there: Letter) => {
    const mine = wanted.find((one) => isOf(there, one));
    return !mine || !lasts(there) || present.some((one) => isOf(one, mine) && one.state === 'signed' && lasts(one));
  };
  return {
    missing: wanted.filter((one) => !stands(one)),
    needless: present.filter((there) => there.state !== 'signed' && isNeedless(there)),
  };
}

/** The confidentiality agreement names the end of a person's grants; the outgoing person is the owner and has none. */
function carriesAccess({ kind, side }: Wanted): boolean {
  return kind === 'confidentiality' && side !== 'outgoing';
}

function isOf(there: Letter, { kind, person, side }: Wanted): boolean {
  return there.kind === kind && there.person.id === person && there.side === side;
}
