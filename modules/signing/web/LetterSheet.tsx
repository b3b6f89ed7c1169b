import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import type { ReadLetter } from '#modules/signing/signing.contract.ts';
import { canDeclineLetter, canSignLetter } from '#modules/signing/signing.policy.ts';
import { VaultPasswordDialog } from '#modules/vault/web/vault.parts.tsx';
import type { Id } from '#platform/kernel/id.ts';
import { formatHash } from '#kit/figures.ts';
import { useKeys } from '#kit/keys.ts';
import { Mark } from '#kit/Mark.tsx';
import { notify } from '#kit/notice.ts';
import { useActions } from '#kit/palette.ts';
import { paths } from '#kit/paths.ts';
import { ReasonedDialog } from '#kit/ReasonedDialog.tsx';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { type FromHandover, LetterState, placeOf } from './letters.tsx';
import { inOrder } from './MyLettersPage.tsx';
import { apis, signing } from './signing.api.ts';

/** What is signed, what follows from it, and the two deeds: sign with the own key, or not sign and say why. */
export function LetterSheet({ of }: { of: ReadLetter }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const [deed, setDeed] = useState<'sign' | 'decline'>();
  const facts = { ...of, person: of.person.id };
  const maySign = canSignLetter(viewer, facts, of.agreed);
  const mayDecline = canDeclineLetter(viewer, facts);
  const agreement = useQuery(signing.openMyLetters.queryOptions({ enabled: mayDecline.allowed && !of.agreed }));
  const first = agreement.data?.find(({ kind }) => kind === 'signing-agreement');
  const sign = { text: t('signing.sign'), run: () => setDeed('sign') };
  useKeys({ s: sign }, { when: maySign.allowed });
  useActions(maySign.allowed ? [{ id: 'signing.sign', ...sign }] : []);
  const effects = useEffects(of);
  const close = () => setDeed(undefined);

  return (
    <Sheet
      title={t('signing.sheet')}
      extra={<LetterState of={of} />}
      foot={
        mayDecline.allowed && (
          <>
            <Button onClick={() => setDeed('decline')}>{t('signing.decline')}</Button>
            <VerdictButton verdict={maySign} type="primary" onClick={sign.run} aria-keyshortcuts="s">
              {t('signing.sign')}
            </VerdictButton>
          </>
        )
      }
    >
      <Lines>
        {of.state === 'declined' && (
          <Line>
            <Mark of="differs" /> {t('signing.declined-for', { reason: of.declinedFor ?? '' })}
          </Line>
        )}
        {of.state !== 'signed' && effects.map((effect) => <Line key={effect}>{effect}</Line>)}
        {of.signed && (
          <Line note={<span className="letter-key">{of.signed.fingerprint}</span>}>
            {t('signing.signed-by', { name: of.person.name })}
          </Line>
        )}
        <Line note={<span title={of.textHash}>sha256 {formatHash(of.textHash)}</span>}>{t('signing.text')}</Line>
        {first && !of.agreed && of.kind !== 'signing-agreement' && (
          <Line
            deed={
              <Link to={placeOf(first)} state={{ handover: of.handover ?? undefined } satisfies FromHandover}>
                {t('signing.agreement.go')}
              </Link>
            }
          >
            <Mark of="warns" /> {t('signing.agreement.first')}
          </Line>
        )}
      </Lines>
      <SignDialog of={of} effects={effects} open={deed === 'sign'} onClose={close} />
      <DeclineDialog of={of} open={deed === 'decline'} onClose={close} />
    </Sheet>
  );
}

function useEffects({ kind, accessUntil }: ReadLetter): string[] {
  const { t } = useTranslation();
  if (kind === 'signing-agreement' || kind === 'monitoring-notice')
    return [t(`signing.about.${kind}`), t('signing.effect.once')];
  return [
    t(`signing.about.${kind}`),
    ...(accessUntil ? [t('signing.effect.until', { until: accessUntil })] : []),
    t('signing.effect.archived'),
  ];
}

type DeedProps = { of: ReadLetter; open: boolean; onClose: () => void };

function SignDialog({ of, effects, open, onClose }: DeedProps & { effects: string[] }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const navigate = useNavigate();
  const from = useLocation().state as FromHandover;
  const handover = of.handover ?? (from?.handover as Id<'handover'> | undefined);

  async function signNow(vaultPassword: string) {
    const [{ signLetter }, { unlockKeys }] = await Promise.all([
      import('#modules/signing/signing.client.ts'),
      import('#modules/people/people.client.ts'),
    ]);
    const { me, keyring } = await unlockKeys(apis.people, vaultPassword);
    await signLetter(apis.signing, keyring, of.id);
    notify({ text: t('signing.signed', { title: of.title }), standing: 'agreed' });
    await memory.invalidateQueries();
    const framework = await apis.signing.openMyLetters();
    const pledges = handover ? await apis.signing.openLetters({ handover }) : [];
    const next = inOrder([...framework, ...pledges]).find(
      ({ person, state }) => person.id === me.person.id && state === 'waiting',
    );
    if (next) await navigate(placeOf(next), { state: { handover } satisfies FromHandover });
    else await navigate(handover ? paths.handover(handover, 'pledges') : paths.letters());
  }

  return (
    <VaultPasswordDialog
      title={t('signing.sign.title', { title: of.title })}
      open={open}
      onClose={onClose}
      effects={effects}
      deed={t('signing.sign.deed')}
      onDeed={signNow}
    />
  );
}

function DeclineDialog({ of, open, onClose }: DeedProps) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const decline = useMutation(signing.declineLetter.mutationOptions({ meta: { explained: true } }));
  return (
    <ReasonedDialog
      title={t('signing.decline.title', { title: of.title })}
      open={open}
      onClose={onClose}
      effects={[
        t(of.handover ? 'signing.decline.stops' : 'signing.decline.nothing'),
        t('signing.decline.told'),
        t('signing.decline.later'),
      ]}
      deed={t('signing.decline')}
      destructive
      label={t('signing.decline.reason')}
      onDeed={async (reason) => {
        await decline.mutateAsync({ letter: of.id, reason });
        await memory.invalidateQueries({ queryKey: signing.key() });
        notify({ text: t('signing.declined', { title: of.title }) });
      }}
    />
  );
}
