import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { canAppoint } from '#modules/people/people.policy.ts';
import { formatInstant } from '#kit/Day.tsx';
import { keep } from '#kit/download.ts';
import { Printable } from '#kit/Printable.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { people } from './vault.api.ts';
import './recovery.css';

/** 主密钥托管: the server's master key as an age file to the recovery key, to print or to keep on another medium. */
export function EscrowSheet() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const taken = useMutation(people.readEscrow.mutationOptions());
  const found = taken.data;
  return (
    <Sheet title={t('vault.escrow')} padded>
      <div className="stack">
        <p>{t('vault.escrow.what')}</p>
        {!found && (
          <div>
            <VerdictButton verdict={canAppoint(viewer)} loading={taken.isPending} onClick={() => taken.mutate({})}>
              {t('vault.escrow.take')}
            </VerdictButton>
          </div>
        )}
        {found && (
          <>
            <Printable label={t('vault.escrow.print')}>
              <article className="escrow-sheet printable-part">
                <h3>{t('vault.escrow')}</h3>
                <p className="quiet">
                  {viewer.firmName} ·{' '}
                  {t('vault.escrow.versions', {
                    versions: found.versions.join(', '),
                    made: formatInstant(found.madeAt),
                  })}
                </p>
                <pre>{found.ageFile}</pre>
                <p className="quiet">{t('vault.escrow.use')}</p>
              </article>
            </Printable>
            <div>
              <Button onClick={() => keep(new Blob([found.ageFile], { type: 'text/plain' }), 'master-key.age')}>
                {t('vault.escrow.keep')}
              </Button>
            </div>
          </>
        )}
      </div>
    </Sheet>
  );
}
