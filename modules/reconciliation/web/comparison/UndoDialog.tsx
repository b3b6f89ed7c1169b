import { useTranslation } from 'react-i18next';
import type { Settlement } from '#modules/reconciliation/reconciliation.contract.ts';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { formatCount } from '#kit/figures.ts';
import { comparisons } from './comparison.api.ts';

/** Takes back what settled many lines at once: it shows how many open again. */
export function UndoDialog({ of, onDone, onClose }: { of: Settlement; onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <EffectsDialog
      title={t('comparison.key.undo')}
      open
      onClose={onClose}
      effects={[t('comparison.undo.effect', { count: of.lines, shown: formatCount(of.lines) })]}
      deed={t('comparison.key.undo')}
      onDeed={async () => {
        await comparisons.undo.call({ settlement: of.id });
        onDone();
      }}
    />
  );
}
