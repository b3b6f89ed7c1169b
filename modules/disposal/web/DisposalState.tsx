import { useTranslation } from 'react-i18next';
import type { Disposal } from '#modules/disposal/disposal.contract.ts';
import { Chip } from '#kit/Chip.tsx';

const standings = {
  appraisal: 'warns',
  opinion: 'warns',
  check: 'warns',
  ready: 'current',
  destroying: 'current',
  watched: 'warns',
  certifying: 'current',
  certified: 'agreed',
  ended: 'plain',
} as const satisfies Record<Disposal['state'], string>;

/** How far a disposal has come. */
export function DisposalState({ of }: { of: Disposal['state'] }) {
  const { t } = useTranslation();
  return (
    <Chip standing={standings[of]} mark={of === 'certified'}>
      {t(`disposal.state.${of}`)}
    </Chip>
  );
}
