import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { archiveContract } from '#modules/archive/archive.contract.ts';
import { connect } from '#kit/connect.ts';
import { verdictText } from '#kit/explain.ts';
import { formatCount } from '#kit/figures.ts';
import { KeyHints } from '#kit/Keys.tsx';
import { useKeys } from '#kit/keys.ts';
import { notify } from '#kit/notice.ts';
import { useActions } from '#kit/palette.ts';
import { paths } from '#kit/paths.ts';
import { Lines, Line, Sheet } from '#kit/Sheet.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import type { SignOff } from '../closing.contract.ts';
import { canAcceptInk, canMakeInventory, canRefuse, canSign } from '../closing.policy.ts';
import { closing } from './closing.api.ts';
import { signInventory } from './deeds.ts';
import { factsOf, isSigned, nameOf } from './sign-off-facts.ts';
import { useOnceOpen } from './use-once-open.ts';

const VaultPasswordDialog = lazy(async () => ({
  default: (await import('#modules/vault/web/vault.parts.tsx')).VaultPasswordDialog,
}));
const InkDialog = lazy(async () => ({ default: (await import('./InkDialog.tsx')).InkDialog }));
const RefuseDialog = lazy(async () => ({ default: (await import('./RefuseDialog.tsx')).RefuseDialog }));

const archive = connect<typeof archiveContract>('archive');

/** What the last signature brings about, and the one deed that is next: make the inventory, sign, or wait for somebody. */
export function SigningSheet({ signOff }: { signOff: SignOff }) {
  const { t } = useTranslation();
  if (isSigned(signOff)) return <SignedSheet signOff={signOff} />;
  if (signOff.state === 'withdrawn')
    return (
      <Sheet title={t('closing.withdrawn')} padded>
        <p className="quiet">{t('closing.withdrawn.note')}</p>
      </Sheet>
    );
  return <NextSheet signOff={signOff} />;
}

function NextSheet({ signOff }: { signOff: SignOff }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const memory = useQueryClient();
  const [open, setOpen] = useState<'sign' | 'refuse' | 'ink'>();
  const facts = factsOf(signOff, viewer);
  const { batch, signatures, state, inventory } = signOff;
  const effects = useEffects(signOff);
  const once = {
    sign: useOnceOpen(open === 'sign'),
    refuse: useOnceOpen(open === 'refuse'),
    ink: useOnceOpen(open === 'ink'),
  };
  const close = () => setOpen(undefined);
  const show = (next: SignOff) => memory.setQueryData(closing.readSignOff.queryKey({ input: { batch } }), next);

  const make = useMutation(closing.makeInventory.mutationOptions({ onSuccess: show }));
  const signing = state === 'signing' && inventory !== null;
  const stale = signing && !facts.current;
  const makes = !signing || stale;
  const verdict = makes ? canMakeInventory(viewer, facts) : canSign(facts);
  const word = makes ? t(stale ? 'closing.make.again' : 'closing.make') : t('closing.sign');
  const run = makes ? () => make.mutate({ batch }) : () => setOpen('sign');
  const refusable = canRefuse(facts).allowed;
  const ink = canAcceptInk(facts).allowed;

  const deeds = [
    ...(verdict.allowed ? [{ id: 'closing.next', key: makes ? 'g' : 's', text: word, run }] : []),
    ...(refusable ? [{ id: 'closing.refuse', key: 'b', text: t('closing.refuse'), run: () => setOpen('refuse') }] : []),
    ...(ink ? [{ id: 'closing.ink', key: 'i', text: t('closing.ink'), run: () => setOpen('ink') }] : []),
  ];
  useKeys(Object.fromEntries(deeds.map(({ key, ...deed }) => [key, deed])), { when: open === undefined });
  useActions(deeds);

  const last = signatures.at(-1);
  const mineIsLast = last?.person === viewer.person;
  const title =
    signing && facts.mine && facts.mine === facts.next && !mineIsLast
      ? t('closing.effects.after', { name: last?.name })
      : t('closing.effects.then', { name: last?.name });
  const notice = noticeOf(signOff, facts, t);

  const foot = (
    <>
      {refusable ? (
        <Button onClick={() => setOpen('refuse')}>{t('closing.refuse')}</Button>
      ) : (
        <KeyHints of={deeds.map(({ key, text }) => ({ key, text }))} />
      )}
      <div className="row">
        {ink && <Button onClick={() => setOpen('ink')}>{t('closing.ink')}</Button>}
        <VerdictButton type="primary" verdict={verdict} loading={make.isPending} onClick={run}>
          {word}
        </VerdictButton>
      </div>
    </>
  );

  return (
    <Sheet
      title={mineIsLast && facts.next === facts.mine ? t('closing.effects.yours') : title}
      foot={(facts.mine !== null || deeds.length > 0) && foot}
    >
      <Lines>
        {effects.map((effect) => (
          <Line key={effect}>{effect}</Line>
        ))}
        {notice && (
          <Line>
            <span className={notice.standing}>{notice.text}</span>
          </Line>
        )}
      </Lines>
      <Suspense>
        {once.sign && (
          <VaultPasswordDialog
            title={t('closing.sign.title', { number: signOff.handoverNumber, batch: signOff.batchNumber })}
            open={open === 'sign'}
            onClose={close}
            effects={
              mineIsLast
                ? effects
                : [t('closing.sign.effect', { version: inventory?.version }), ...afterMine(signOff, t)]
            }
            deed={t('closing.sign.deed')}
            onDeed={async (password) => {
              const next = await signInventory(batch, password);
              show(next);
              if (!isSigned(next))
                notify({ text: t('closing.sign.done', { name: nameOf(next, next.next ?? '') }), standing: 'agreed' });
            }}
          />
        )}
      </Suspense>
      <Suspense>
        {once.refuse && <RefuseDialog signOff={signOff} open={open === 'refuse'} onClose={close} onDone={show} />}
      </Suspense>
      <Suspense>
        {once.ink && signOff.inkToAccept && (
          <InkDialog signOff={signOff} open={open === 'ink'} onClose={close} onDone={show} />
        )}
      </Suspense>
    </Sheet>
  );
}

/** Why nothing can be pressed now, or what pressing would undo. */
function noticeOf(
  signOff: SignOff,
  facts: ReturnType<typeof factsOf>,
  t: TFunction,
): { text: string; standing: string } | null {
  const { state, inventory, signatures, next } = signOff;
  const given = signatures.filter(({ signedAt }) => signedAt).length;
  if (state === 'preparing') return { text: t('closing.notice.preparing'), standing: 'quiet' };
  if (state === 'signing' && inventory && !facts.current)
    return {
      text: t(given > 0 ? 'closing.notice.stale.signed' : 'closing.notice.stale', { count: given }),
      standing: 'warns',
    };
  if (state === 'signing' && next && next !== facts.mine)
    return {
      text: t('closing.notice.waits', { name: nameOf(signOff, next), side: t(`side.${next}`) }),
      standing: 'quiet',
    };
  if (facts.mine === null) {
    const verdict = canSign(facts);
    return { text: verdictText(verdict) ?? '', standing: 'quiet' };
  }
  return null;
}

function afterMine({ signatures }: SignOff, t: TFunction): string[] {
  const waiting = signatures.filter(({ signedAt }) => !signedAt).slice(1);
  return waiting.length > 0 ? [t('closing.sign.then', { names: waiting.map(({ name }) => name).join('、') })] : [];
}

/** What happens with the last signature, one sentence each with its figures. */
function useEffects(signOff: SignOff): string[] {
  const { t } = useTranslation();
  const { person } = useViewer();
  const { effects, signatures } = signOff;
  const { clients, newKeys, secretsToChange, changeBy } = effects;
  const party = (side: string) => signatures.find((one) => one.side === side);
  const called = (side: string) =>
    party(side)?.person === person ? t('closing.you') : (party(side)?.name ?? t(`side.${side}`));
  const names = { incoming: called('incoming'), outgoing: called('outgoing'), supervisor: called('supervisor') };
  const figures = {
    clients: formatCount(clients),
    keys: formatCount(newKeys),
    secrets: formatCount(secretsToChange),
    changeBy,
  };
  return [
    t(newKeys > 0 ? 'closing.effect.keys' : 'closing.effect.owner', { ...names, ...figures, count: newKeys }),
    t('closing.effect.access', { ...names, ...figures }),
    ...(secretsToChange > 0 ? [t('closing.effect.secrets', { ...names, ...figures })] : []),
    t('closing.effect.archive', figures),
  ];
}

function SignedSheet({ signOff }: { signOff: SignOff }) {
  const { t } = useTranslation();
  const sealed = signOff.state === 'sealed';
  const packages = useQuery(archive.listPackages.queryOptions({ enabled: sealed }));
  const kept = packages.data?.find(({ batch }) => batch === signOff.batch);
  const { clients, secretsToChange, changeBy } = signOff.effects;
  return (
    <Sheet
      title={t('closing.signed')}
      extra={<span className="agreed">{t(`closing.signed.${sealed ? 'sealed' : 'sealing'}`)}</span>}
      foot={
        kept && (
          <>
            <span className="faint mono">{kept.name}</span>
            <Link to={paths.archive(kept.id)}>{t('closing.signed.archive')}</Link>
          </>
        )
      }
    >
      <Lines>
        <Line>{t('closing.signed.owner', { clients: formatCount(clients), name: nameOf(signOff, 'incoming') })}</Line>
        <Line>{t('closing.signed.access')}</Line>
        {secretsToChange > 0 && (
          <Line>{t('closing.signed.secrets', { secrets: formatCount(secretsToChange), changeBy })}</Line>
        )}
        <Line>{t(sealed ? 'closing.signed.package' : 'closing.signed.waiting')}</Line>
      </Lines>
    </Sheet>
  );
}
