import { useTranslation } from 'react-i18next';
import type { Candidate } from '#modules/handover/handover.contract.ts';
import { refusalText } from '#kit/explain.ts';
import type { Choice } from '#kit/ChoiceField.tsx';

/**
 * The people of the firm as choices for the sides: whoever cannot stand on a side is grey, with the reason behind the name.
 * `taken` are persons who stand on a side already.
 */
export function useCandidates(
  candidates: Candidate[] | undefined,
  taken: (string | undefined)[],
): { receivers: Choice[]; supervisors: Choice[] } {
  const { t } = useTranslation();
  const all = candidates ?? [];
  const load = ({ clients, handovers }: Candidate) => t('handover.load', { clients, handovers });
  const away = ({ id, state }: Candidate) => {
    if (taken.includes(id)) return t('handover.on-another-side');
    return state === 'active' ? undefined : t('handover.is-away');
  };
  const choice = (one: Candidate, against: string | undefined, word: string): Choice => ({
    value: one.id,
    label: `${one.name} · ${one.title} · ${against ?? word}`,
    disabled: against !== undefined,
  });
  const lawful = ({ supervision }: Candidate) =>
    supervision.may ? undefined : refusalText(supervision.code, supervision.facts);
  const basis = ({ supervision }: Candidate) => (supervision.may ? t(`handover.basis.${supervision.basis}`) : '');
  return {
    receivers: all.map((one) => choice(one, away(one), load(one))).toSorted(enabledFirst),
    supervisors: all.map((one) => choice(one, away(one) ?? lawful(one), basis(one))).toSorted(enabledFirst),
  };
}

function enabledFirst(one: Choice, other: Choice): number {
  return Number(one.disabled) - Number(other.disabled);
}
