import { useQuery } from '@tanstack/react-query';
import { type ReactNode, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import type { Standing } from '#modules/handover/handover.policy.ts';
import type { Id } from '#platform/kernel/id.ts';
import { Answer } from '#kit/Answer.tsx';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Stages } from '#kit/Stages.tsx';
import { handovers } from './handover.api.ts';
import './workspace.css';

export const AddItemDialog = lazy(async () => ({ default: (await import('./AddItemDialog.tsx')).AddItemDialog }));
export const DropItemDialog = lazy(async () => ({ default: (await import('./DropItemDialog.tsx')).DropItemDialog }));

/** The tabs of a handover in their order; each is a page at `paths.handover(id, tab)`, the first at `paths.handover(id)`. */
const tabs = ['plan', 'pledges', 'inventory', 'comparisons', 'sampling', 'documents', 'signing', 'journal'] as const;
export type WorkspaceTab = (typeof tabs)[number];

/** One handover as its workspace shows it, asked anew when something of it changes. */
export function useHandover(id: string) {
  return useQuery(handovers.read.queryOptions({ input: { handover: id as Id<'handover'> } }));
}

/** The parties as policies ask for them. */
export function standingOf({ parties }: Pick<HandoverView, 'parties'>): Standing {
  return parties.map(({ side, person, answer }) => ({ side, person: person.id, answer }));
}

/** `李娜 → 王敏 · 监交 张敬`. */
export function Parties({ of }: { of: Pick<HandoverView, 'parties'> }) {
  const { t } = useTranslation();
  const name = (side: HandoverView['parties'][number]['side']) =>
    of.parties.find((one) => one.side === side)?.person.name;
  const proxy = name('proxy');
  const witness = name('witness');
  return (
    <>
      {name('outgoing')}
      {proxy && t('handover.by-proxy', { name: proxy })} → {name('incoming')} ·{' '}
      {t('handover.supervised-by', { name: name('supervisor') })}
      {witness && ` · ${t('handover.witnessed-by', { name: witness })}`}
    </>
  );
}

/** The frame of every page of one handover: where it stands, its stages, its tabs. */
export function HandoverWorkspace({
  id,
  tab,
  actions,
  clientData,
  children,
}: {
  id: string;
  tab: WorkspaceTab;
  actions?: (of: HandoverView) => ReactNode;
  clientData?: boolean;
  children: (of: HandoverView) => ReactNode;
}) {
  const { t, i18n } = useTranslation();
  const language = i18n.language.startsWith('zh') ? 'zh' : 'en';
  const found = useHandover(id);
  const of = found.data;
  return (
    <Page
      title={of ? t('handover.title', { number: of.number, kind: t(`handover.kind.${of.kind}`) }) : t('handover.one')}
      subtitle={of && <Parties of={of} />}
      crumbs={[{ text: t('handover.many'), to: paths.handovers() }, { text: of?.number ?? '…' }]}
      actions={of && actions?.(of)}
      clientData={clientData ?? false}
    >
      <Answer of={found}>
        {(view) => (
          <>
            <Stages
              of={view.stages.map(({ stage, name, state, done, total, late, endsOn }) => ({
                key: stage,
                title: name[language],
                state,
                share: total > 0 ? done / total : 0,
                note: late ? t('handover.stage-late', { day: endsOn.slice(5) }) : endsOn.slice(5),
              }))}
            />
            <nav className="tabs" aria-label={t('handover.tabs')}>
              {tabs.map((one) => (
                <NavLink
                  key={one}
                  to={paths.handover(view.id, one === 'plan' ? undefined : one)}
                  end
                  className={one === tab ? 'active' : ''}
                >
                  {t(`handover.tab.${one}`)}
                </NavLink>
              ))}
            </nav>
            {children(view)}
          </>
        )}
      </Answer>
    </Page>
  );
}
