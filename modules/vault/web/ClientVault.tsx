import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { WholeClient } from '#modules/client/client.contract.ts';
import type { Secret } from '#modules/vault/vault.contract.ts';
import { canSealSecrets } from '#modules/vault/vault.policy.ts';
import { all, when } from '#platform/kernel/verdict.ts';
import { Answer } from '#kit/Answer.tsx';
import { useKeys } from '#kit/keys.ts';
import { Mark } from '#kit/Mark.tsx';
import { useActions } from '#kit/palette.ts';
import { paths } from '#kit/paths.ts';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { SecretLine } from './SecretLine.tsx';
import { GrantEnd, useReasonWords } from './grant-words.tsx';
import { people, vault } from './vault.api.ts';

const dialogs = () => import('./SecretDialogs.tsx');
const SealDialog = lazy(() => dialogs().then((module) => ({ default: module.SealDialog })));
const ChangeDialog = lazy(() => dialogs().then((module) => ({ default: module.ChangeDialog })));
const EndDialog = lazy(() => dialogs().then((module) => ({ default: module.EndDialog })));

type Asked = { deed: 'change' | 'end'; secret: Secret };

/** The sealed secrets of a client by title, with what must be changed at its source; and whoever can open them. */
export function ClientVault({ of: { client, capabilities } }: { of: WholeClient }) {
  const { t } = useTranslation();
  const secrets = useQuery(vault.listSecrets.queryOptions({ input: { client: client.id } }));
  const me = useQuery(people.me.queryOptions({ staleTime: Infinity }));
  const [sealing, setSealing] = useState(false);
  const [asked, setAsked] = useState<Asked>();
  const held = { client: client.id, capabilities };
  const recovery = me.data?.firm.recoveryRecipient !== null;
  const may = all(canSealSecrets(held), when(recovery, 'vault.no-recovery-key'));
  const seal = { text: t('vault.seal'), run: () => setSealing(true) };
  useKeys({ n: seal }, { when: may.allowed });
  useActions(may.allowed ? [{ id: 'vault.seal', ...seal }] : []);
  const button = (type: 'primary' | 'default') => (
    <VerdictButton verdict={may} type={type} onClick={seal.run}>
      {t('vault.seal')}
    </VerdictButton>
  );

  return (
    <div className="columns">
      <Sheet title={t('vault.secrets')} extra={secrets.data && secrets.data.length > 0 && button('default')}>
        <Answer
          of={secrets}
          empty={(rows) =>
            rows.length === 0 && (
              <Empty
                sentence={t('vault.secrets.none')}
                button={button('primary')}
                example={t('vault.secrets.example')}
              />
            )
          }
        >
          {(rows) => (
            <Lines>
              {rows.map((secret) => (
                <SecretLine
                  key={`${secret.id}/${secret.version}`}
                  secret={secret}
                  held={held}
                  onChange={() => setAsked({ deed: 'change', secret })}
                  onEnd={() => setAsked({ deed: 'end', secret })}
                />
              ))}
            </Lines>
          )}
        </Answer>
      </Sheet>
      <Openers of={client} recovery={recovery} />
      <Suspense>
        {sealing && <SealDialog client={client.id} onClose={() => setSealing(false)} />}
        {asked?.deed === 'change' && (
          <ChangeDialog client={client.id} secret={asked.secret} onClose={() => setAsked(undefined)} />
        )}
        {asked?.deed === 'end' && <EndDialog secret={asked.secret} onClose={() => setAsked(undefined)} />}
      </Suspense>
    </div>
  );
}

/** The owner in charge, who was granted to open, and the firm's recovery key. */
function Openers({ of: client, recovery }: { of: WholeClient['client']; recovery: boolean }) {
  const { t } = useTranslation();
  const grants = useQuery(vault.listGrants.queryOptions({ input: { client: client.id } }));
  const reasonWords = useReasonWords();
  const granted = grants.data?.filter(({ capabilities }) => capabilities.includes('open')) ?? [];
  return (
    <div className="stack">
      <Sheet title={t('vault.openers')} extra={<Link to={paths.settings('access')}>{t('vault.openers.all')}</Link>}>
        <Lines>
          <Line note={t('vault.openers.owner')}>
            <span className="strong">{client.ownerName}</span>
          </Line>
          {granted.map((grant) => (
            <Line
              key={grant.id}
              note={reasonWords(grant.reason)}
              state={
                <span className="quiet">
                  {t('vault.openers.until')} <GrantEnd of={grant.endsAt} />
                </span>
              }
            >
              <span className="strong">{grant.personName}</span>
            </Line>
          ))}
          <Line note={t(recovery ? 'vault.openers.recovery.what' : 'vault.openers.recovery.none')}>
            {!recovery && <Mark of="warns" />} {t('vault.openers.recovery')}
          </Line>
        </Lines>
      </Sheet>
      <p className="faint">{t('vault.openers.what')}</p>
    </div>
  );
}
