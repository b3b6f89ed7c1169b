import { useTranslation } from 'react-i18next';
import type { Lot } from '#modules/reconciliation/reconciliation.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import type { Standing } from '#kit/Mark.tsx';

const standings: Record<Lot['state'], Standing> = {
  waiting: 'warns',
  drawn: 'current',
  accepted: 'agreed',
  refused: 'differs',
};

/** How far a lot is, in a word. */
export function LotState({ of: { state } }: { of: Pick<Lot, 'state'> }) {
  const { t } = useTranslation();
  const standing = standings[state];
  return (
    <Chip standing={standing} mark>
      {t(`sampling.state.${state}`)}
    </Chip>
  );
}

/** What the playbook calls a lot. */
export function useLotName(): (lot: Pick<Lot, 'name' | 'rule'>) => string {
  const { t, i18n } = useTranslation();
  const language = i18n.language.startsWith('zh') ? 'zh' : 'en';
  return ({ name, rule }) => name?.[language] ?? t(`sampling.lot.${rule}`);
}
