import type { Person } from '#modules/people/people.contract.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { type Verdict, no, yes } from '#platform/kernel/verdict.ts';
import { type SupervisionReason, whoMaySupervise } from './rules/supervision.ts';

/** The rule as a refusal cites it. */
const law = { rule: 'accounting-law-39', article: '第三十九条' };

/**
 * Whether a person may supervise the handover of another by 会计法 Art. 39, with the basis that stands on the form; the
 * refusal says which position the law asks for.
 */
export function supervision(
  whom: PersonId,
  { outgoing, incoming, people }: { outgoing: Person; incoming?: PersonId | undefined; people: Person[] },
): { verdict: Verdict; basis: SupervisionReason | null } {
  const found = whoMaySupervise<PersonId>({
    outgoing: { person: outgoing.id, positions: outgoing.positions },
    others: incoming ? [{ person: incoming, side: 'incoming' }] : [],
    people: people.filter(({ state }) => state === 'active').map(({ id, positions }) => ({ person: id, positions })),
  });
  const candidate = found.candidates.find(({ person }) => person === whom);
  if (candidate) return { verdict: yes, basis: candidate.reason };
  const barred = found.barred.find(({ person }) => person === whom);
  if (barred)
    return {
      verdict: no('handover.two-sides', { person: whom, sides: [barred.side, 'supervisor'], ...law }),
      basis: null,
    };
  const code = found.asks ? `handover.supervisor-must-be-${found.asks}` : 'handover.no-supervisor-by-law';
  return { verdict: no(code, { person: whom, asks: found.asks, ...law }), basis: null };
}
