import { useTranslation } from 'react-i18next';
import { notify } from '#kit/notice.ts';
import { ReasonedDialog } from '#kit/ReasonedDialog.tsx';
import type { SignOff } from '../closing.contract.ts';
import { closing } from './closing.api.ts';

type RefuseDialogProps = { signOff: SignOff; open: boolean; onClose: () => void; onDone: (next: SignOff) => void };

/** 退回核对: the inventory and its signatures are void, and the others are told why. */
export function RefuseDialog({ signOff, open, onClose, onDone }: RefuseDialogProps) {
  const { t } = useTranslation();
  const given = signOff.signatures.filter(({ signedAt }) => signedAt).length;
  return (
    <ReasonedDialog
      title={t('closing.refuse')}
      open={open}
      onClose={onClose}
      destructive
      effects={[
        t('closing.refuse.effect.back'),
        given > 0 ? t('closing.refuse.effect.signatures', { count: given }) : t('closing.refuse.effect.void'),
        t('closing.refuse.effect.told'),
      ]}
      deed={t('closing.refuse')}
      label={t('closing.refuse.reason')}
      help={t('closing.refuse.reason.help')}
      onDeed={async (reason) => {
        onDone(await closing.refuse.call({ batch: signOff.batch, reason }));
        notify({ text: t('closing.refuse.done') });
      }}
    />
  );
}
