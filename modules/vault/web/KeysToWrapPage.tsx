import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Holder } from '#modules/vault/vault.contract.ts';
import type { Acquaintance } from '#platform/crypto/key-pin.ts';
import { yes } from '#platform/kernel/verdict.ts';
import { Answer } from '#kit/Answer.tsx';
import { Chip } from '#kit/Chip.tsx';
import { explain } from '#kit/explain.ts';
import { formatCount } from '#kit/figures.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { LongWork, type Work } from '#kit/LongWork.tsx';
import { Mark } from '#kit/Mark.tsx';
import { notify } from '#kit/notice.ts';
import { Page } from '#kit/Page.tsx';
import { useActions } from '#kit/palette.ts';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { Link } from 'react-router';
import { Fingerprint } from './Fingerprint.tsx';
import { useAcquaintances } from './use-acquaintances.ts';
import { useKeyring } from './use-keyring.ts';
import { apis, vault } from './vault.api.ts';

const CompareKeysDialog = lazy(async () => ({
  default: (await import('./CompareKeysDialog.tsx')).CompareKeysDialog,
}));

/** 配钥匙: keys that I hold and that others were granted but cannot use before I hand them over. */
export function KeysToWrapPage() {
  const { t } = useTranslation();
  const { firm } = useViewer();
  const memory = useQueryClient();
  const { open } = useKeyring();
  const waiting = useQuery(vault.keysToWrap.queryOptions());
  const [work, setWork] = useState<Work>();
  const [trouble, setTrouble] = useState<string>();
  const run = () => void wrapAll();
  const some = (waiting.data?.length ?? 0) > 0;
  const [comparing, setComparing] = useState<Holder>();
  const lines = byHolder(waiting.data ?? []);
  const acquaintances = useAcquaintances(lines.map(({ holder }) => holder));
  useActions(some ? [{ id: 'vault.wrap', text: t('vault.wrap.all'), run }] : []);

  async function wrapAll() {
    const keyring = await open();
    if (!keyring) return;
    const startedAt = new Date();
    const progress = (done: number, total: number) => setWork({ state: 'running', done, total, startedAt });
    setTrouble(undefined);
    progress(0, waiting.data?.length ?? 0);
    try {
      const { wrapWaitingKeys } = await import('#modules/vault/vault.client.ts');
      const count = await wrapWaitingKeys(apis.vault, keyring, firm, progress);
      notify({ text: t('vault.wrap.done', { count }), standing: 'agreed' });
    } catch (error) {
      setTrouble(explain(error).text);
    } finally {
      setWork(undefined);
      void memory.invalidateQueries();
    }
  }

  const all = (
    <VerdictButton verdict={yes} type="primary" loading={work !== undefined} onClick={run}>
      {t('vault.wrap.all')}
    </VerdictButton>
  );
  return (
    <Page
      title={t('vault.wrap')}
      crumbs={[{ text: t('vault.wrap.crumb'), to: paths.settings('access') }]}
      actions={some && all}
    >
      <div className="stack">
        {work && (
          <Sheet padded>
            <LongWork title={t('vault.wrap.working')} work={work} />
          </Sheet>
        )}
        {trouble && (
          <p role="alert" className="differs">
            <Mark of="differs" /> {trouble}
          </p>
        )}
        <Sheet
          title={t('vault.wrap.waiting')}
          extra={
            waiting.data &&
            t('vault.wrap.clients', { count: waiting.data.length, shown: formatCount(waiting.data.length) })
          }
        >
          <Answer
            of={waiting}
            empty={(rows) =>
              rows.length === 0 && (
                <Empty
                  sentence={t('vault.wrap.none')}
                  button={<Link to={paths.home()}>{t('vault.wrap.home')}</Link>}
                  example={t('vault.wrap.example')}
                />
              )
            }
          >
            {() => (
              <LedgerTable
                label={t('vault.wrap.waiting')}
                rows={lines}
                rowKey={({ holder }) => holder.person}
                columns={[
                  {
                    key: 'name',
                    title: t('vault.wrap.holder'),
                    render: ({ holder }) => <span className="strong">{holder.name}</span>,
                  },
                  {
                    key: 'clients',
                    title: t('vault.wrap.keys'),
                    align: 'end',
                    width: 120,
                    render: ({ clients }) => formatCount(clients),
                  },
                  {
                    key: 'fingerprint',
                    title: t('vault.fingerprint'),
                    wide: true,
                    render: ({ holder }) => <Fingerprint of={holder.fingerprint} />,
                  },
                  {
                    key: 'known',
                    title: t('vault.compare'),
                    width: 220,
                    render: ({ holder }) => (
                      <Known state={acquaintances.get(holder.person)} onCompare={() => setComparing(holder)} />
                    ),
                  },
                ]}
              />
            )}
          </Answer>
        </Sheet>
        <p className="faint">{t('vault.wrap.what')}</p>
      </div>
      <Suspense>
        {comparing && <CompareKeysDialog holder={comparing} onClose={() => setComparing(undefined)} />}
      </Suspense>
    </Page>
  );
}

type Waiting = Awaited<ReturnType<typeof apis.vault.keysToWrap>>;

/** Who waits for keys, and of how many clients. */
function byHolder(waiting: Waiting) {
  const found = new Map<string, { holder: Holder; clients: number }>();
  for (const holder of waiting.flatMap(({ holders }) => holders)) {
    const line = found.get(holder.person) ?? { holder, clients: 0 };
    found.set(holder.person, { ...line, clients: line.clients + 1 });
  }
  return [...found.values()];
}

function Known({ state, onCompare }: { state: Acquaintance['state'] | undefined; onCompare: () => void }) {
  const { t } = useTranslation();
  if (!state) return null;
  if (state !== 'changed') return <span className="quiet">{t(`vault.compare.${state}`)}</span>;
  return (
    <>
      <Chip standing="differs" mark>
        {t('vault.compare.changed')}
      </Chip>{' '}
      <Button size="small" onClick={onCompare}>
        {t('vault.compare')}
      </Button>
    </>
  );
}
