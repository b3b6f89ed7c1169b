import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { lazy, Suspense, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Seat, WholeDisposal } from '#modules/disposal/disposal.contract.ts';
import { stages } from '#modules/disposal/disposal.policy.ts';
import { Chip } from '#kit/Chip.tsx';
import { formatInstant } from '#kit/Day.tsx';
import { useKeys } from '#kit/keys.ts';
import { notify } from '#kit/notice.ts';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';
import { apis, disposals } from './disposal.api.ts';

const VaultPasswordDialog = lazy(async () => ({
  default: (await import('#modules/vault/web/vault.parts.tsx')).VaultPasswordDialog,
}));

/** Who signs at which stage, who has, and my own signature when it is my turn. */
export function SeatsSheet({ of }: { of: WholeDisposal }) {
  const { t } = useTranslation();
  const [signing, setSigning] = useState<'agree' | 'object'>();
  const { toSign, seats } = of;
  useKeys({ s: { text: t('disposal.sign'), run: () => setSigning('agree') } }, { when: toSign !== null });
  return (
    <Sheet
      title={t('disposal.who-signs')}
      foot={
        toSign && (
          <>
            {toSign.stage !== 'watched' && <Button onClick={() => setSigning('object')}>{t('disposal.object')}</Button>}
            <Button type="primary" onClick={() => setSigning('agree')} aria-keyshortcuts="s">
              {t(`disposal.sign.${toSign.stage}`)}
            </Button>
          </>
        )
      }
    >
      {stages.map((stage) => (
        <div key={stage}>
          <h3 className="disposal-stage quiet">{t(`disposal.stage.${stage}`)}</h3>
          <Lines>
            {seats
              .filter((seat) => seat.stage === stage)
              .map((seat) => (
                <SeatLine key={`${seat.stage} ${seat.seat}`} of={seat} />
              ))}
          </Lines>
        </div>
      ))}
      {toSign && (
        <SignDialog
          of={of}
          agrees={signing !== 'object'}
          open={signing !== undefined}
          onClose={() => setSigning(undefined)}
        />
      )}
    </Sheet>
  );
}

function SeatLine({ of: { seat, person, agrees, remark, signedAt } }: { of: Seat }) {
  const { t } = useTranslation();
  return (
    <Line
      note={[t(`disposal.seat.${seat}`), signedAt && formatInstant(signedAt), remark].filter(Boolean).join(' · ')}
      state={
        agrees === null ? (
          <Chip>{t('disposal.waiting')}</Chip>
        ) : (
          <Chip standing={agrees ? 'agreed' : 'differs'} mark>
            {t(agrees ? 'disposal.agrees' : 'disposal.objects')}
          </Chip>
        )
      }
    >
      {person.name}
    </Line>
  );
}

type SignDialogProps = { of: WholeDisposal; agrees: boolean; open: boolean; onClose: () => void };

function SignDialog({ of, agrees, open, onClose }: SignDialogProps) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const id = useId();
  const [remark, setRemark] = useState('');
  const stage = of.toSign!.stage;

  async function sign(vaultPassword: string) {
    const [{ signDisposal }, { unlockKeys }] = await Promise.all([
      import('#modules/disposal/disposal.client.ts'),
      import('#modules/people/people.client.ts'),
    ]);
    const { keyring } = await unlockKeys(apis.people, vaultPassword);
    await signDisposal(apis.disposal, keyring, { disposal: of.id, agrees, remark: remark.trim() });
    await memory.invalidateQueries({ queryKey: disposals.key() });
    setRemark('');
    notify({ text: t(agrees ? 'disposal.signed' : 'disposal.objected', { number: of.number }), standing: 'agreed' });
  }

  return (
    <Suspense>
      {open && (
        <VaultPasswordDialog
          title={t(agrees ? `disposal.sign.${stage}` : 'disposal.object')}
          open={open}
          onClose={onClose}
          effects={
            agrees
              ? [t('disposal.effect.list', { count: of.documents, number: of.number }), t(`disposal.effect.${stage}`)]
              : [t('disposal.effect.object'), t('disposal.effect.nothing-destroyed')]
          }
          deed={t(agrees ? `disposal.sign.${stage}` : 'disposal.object')}
          destructive={!agrees}
          ready={agrees || remark.trim().length >= 2}
          onDeed={sign}
        >
          <label htmlFor={id}>{t(agrees ? 'disposal.remark' : 'disposal.remark.needed')}</label>
          <Input.TextArea
            id={id}
            rows={2}
            maxLength={500}
            value={remark}
            onChange={(event) => setRemark(event.target.value)}
          />
        </VaultPasswordDialog>
      )}
    </Suspense>
  );
}
