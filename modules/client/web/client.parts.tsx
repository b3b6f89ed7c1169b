import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useNavigate } from 'react-router';
import type { WholeClient } from '#modules/client/client.contract.ts';
import type { ClientId } from '#platform/kernel/id.ts';
import { Answer } from '#kit/Answer.tsx';
import { useKeys } from '#kit/keys.ts';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { neighboursOf } from './client-walk.ts';
import { clients } from './client.api.ts';
import { ClientState } from './ClientState.tsx';
import './client.css';

export { fieldWords } from './record-words.tsx';

/**
 * The tabs of a client in their order; each is a page at `paths.client(id, tab)`, the first at `paths.client(id)`. 文件 and
 * 保险箱 are pages of later modules, which stand in this frame.
 */
const tabs = ['facts', 'contracts', 'figures', 'custody', 'matters', 'documents', 'vault', 'history'] as const;
export type ClientTab = (typeof tabs)[number];

/** Everything of one client, asked anew when something of it changes. */
export function useClient(id: string) {
  return useQuery(clients.readClient.queryOptions({ input: { client: id as ClientId } }));
}

/** The frame of every page of one client: name, owner, tabs, and the way to the clients before and after it in the list. */
export function ClientWorkspace({
  id,
  tab,
  actions,
  children,
}: {
  id: string;
  tab: ClientTab;
  actions?: (of: WholeClient) => ReactNode;
  children: (of: WholeClient) => ReactNode;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const found = useClient(id);
  const whole = found.data;
  const { before, after, place, of } = neighboursOf(id);
  const at = tab === 'facts' ? undefined : tab;
  const go = (to: string | undefined) => void (to && navigate(paths.client(to, at)));
  useKeys({
    ...(after ? { j: { text: t('client.next'), run: () => go(after) } } : {}),
    ...(before ? { k: { text: t('client.previous'), run: () => go(before) } } : {}),
  });
  return (
    <Page
      title={whole?.client.name ?? t('client.one')}
      subtitle={
        whole && (
          <>
            {[whole.client.number, whole.client.uscc, t('client.owned-by', { name: whole.client.ownerName })]
              .filter(Boolean)
              .join(' · ')}{' '}
            <ClientState of={whole.client.state} />
          </>
        )
      }
      crumbs={[{ text: t('client.many'), to: paths.clients() }, { text: whole?.client.number ?? '…' }]}
      actions={
        <>
          {place && <span>{of ? t('client.place', { place, of }) : t('client.place-alone', { place })}</span>}
          {place && (
            <>
              <Button disabled={!before} onClick={() => go(before)}>
                {t('client.previous')}
              </Button>
              <Button disabled={!after} onClick={() => go(after)}>
                {t('client.next')}
              </Button>
            </>
          )}
          {whole && actions?.(whole)}
        </>
      }
      clientData
    >
      <Answer of={found}>
        {(data) => (
          <>
            <nav className="client-tabs" aria-label={t('client.tabs')}>
              {tabs.map((one) => (
                <NavLink
                  key={one}
                  to={paths.client(id, one === 'facts' ? undefined : one)}
                  end
                  className={one === tab ? 'active' : ''}
                >
                  {t(`client.tab.${one}`)}
                </NavLink>
              ))}
            </nav>
            {children(data)}
          </>
        )}
      </Answer>
    </Page>
  );
}
