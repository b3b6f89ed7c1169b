import { useTranslation } from 'react-i18next';
import type { DifferenceLine } from '#modules/reconciliation/reconciliation.contract.ts';
import { ReasonedDialog } from '#kit/ReasonedDialog.tsx';

type AcceptDialogProps = {
  line: DifferenceLine;
  reason: string | undefined;
  onAccept: (reason: string) => Promise<unknown>;
  onClose: () => void;
};

/** Accepts a difference as it is; the reason then holds for all that are accepted by key, until it is changed. */
export function AcceptDialog({ line, reason, onAccept, onClose }: AcceptDialogProps) {
  const { t } = useTranslation();
  const name = [line.key.join(' · '), line.column].filter(Boolean).join(' ');
  return (
    <ReasonedDialog
      title={t('comparison.accept')}
      open
      onClose={onClose}
      effects={[t('comparison.accept.effect', { name }), t('comparison.accept.no-change')]}
      label={t('comparison.reason')}
      help={t('comparison.reason.help')}
      first={reason ?? ''}
      deed={t('comparison.key.accept')}
      onDeed={onAccept}
    />
  );
}
