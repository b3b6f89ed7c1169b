import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import { Instant } from '#kit/Day.tsx';
import { paths } from '#kit/paths.ts';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';

/** 签署: each batch with its state; a batch is signed on its own page, in one go. */
export function SigningTab({ of }: { of: HandoverView }) {
  const { t } = useTranslation();
  return (
    <Sheet
      title={t('handover.tab.signing')}
      extra={t('handover.signed-of', { signed: of.signedBatches, all: of.batches.length })}
    >
      <Lines>
        {of.batches.map(({ id, number, clients, state, signedAt }) => (
          <Line
            key={id}
            note={signedAt && <Instant value={signedAt} />}
            state={
              <Chip standing={signedAt ? 'agreed' : 'current'} mark>
                {t(`batch-state.${state}`)}
              </Chip>
            }
            deed={
              <Link to={paths.signing(of.id, id)}>
                <Button tabIndex={-1}>{t('handover.to-signing')}</Button>
              </Link>
            }
          >
            <span className="strong">{t('handover.batch', { number, count: clients })}</span>
          </Line>
        ))}
      </Lines>
    </Sheet>
  );
}
