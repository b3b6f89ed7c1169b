import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import type { Link as LinkedPair, LinkDecision } from '#modules/reconciliation/reconciliation.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import { explain } from '#kit/explain.ts';
import { KeyHints } from '#kit/Keys.tsx';
import { useKeys } from '#kit/keys.ts';
import type { Column } from '#kit/ledger-column.ts';
import { notify } from '#kit/notice.ts';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { QueryTable } from '#kit/QueryTable.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import type { Id } from '#platform/kernel/id.ts';
import { useComparison } from './ComparisonPage.tsx';
import { comparisons } from './comparison.api.ts';
import { decisionStandings } from './comparison-words.ts';
import { PairSheet } from './PairSheet.tsx';
import './comparison.css';

const views = ['open', 'accepted', 'refused', 'unsure', 'all'] as const;
type View = (typeof views)[number];
const size = 100;

/** 疑似同一户: rows that no key joins, proposed as pairs; a person says of each what it is. Nothing is merged. */
export function LinksPage() {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const { handover, comparison } = useParams() as { handover: Id<'handover'>; comparison: Id<'comparison'> };
  const of = useComparison(comparison).data;
  const [search, setSearch] = useSearchParams();
  const view = views.find((one) => one === search.get('view')) ?? 'open';
  const [active, setActive] = useState<string>();
  const links = useInfiniteQuery(
    comparisons.listLinks.infiniteOptions({
      input: (from: number) => ({ comparison, from, limit: size, ...(view === 'all' ? {} : { decision: view }) }),
      initialPageParam: 0,
      getNextPageParam: (last, pages) => (pages.length * size < last.total ? pages.length * size : undefined),
    }),
  );
  const pairs = links.data?.pages.flatMap(({ rows }) => rows) ?? [];
  const pair = pairs.find(({ id }) => id === active) ?? pairs[0];

  async function decide(decision: LinkDecision | null) {
    if (!pair) return notify({ text: t('comparison.no-line') });
    const at = pairs.indexOf(pair);
    try {
      await comparisons.decideLink.call({ link: pair.id, decision });
      notify({ text: t(`comparison.link.said.${decision ?? 'nothing'}`), standing: 'agreed' });
      setActive((pairs[at + 1] ?? pairs[at - 1])?.id);
      await memory.invalidateQueries({ queryKey: comparisons.key() });
    } catch (error) {
      notify({ text: explain(error).text, standing: 'differs' });
    }
  }
  const keys = {
    a: { text: t('comparison.link.accept'), run: () => void decide('accepted') },
    d: { text: t('comparison.link.refuse'), run: () => void decide('refused') },
    s: { text: t('comparison.link.unsure'), run: () => void decide('unsure') },
    u: { text: t('comparison.key.undo'), run: () => void decide(null) },
  };
  useKeys(keys);

  return (
    <Page
      title={t('comparison.links')}
      subtitle={of && `${of.left.name} ⇄ ${of.right.name}`}
      crumbs={[
        { text: t('handover.one'), to: paths.handover(handover) },
        { text: t('comparison.many'), to: paths.handover(handover, 'comparisons') },
        { text: of ? t('comparison.number', { number: of.number }) : '…', to: paths.comparison(handover, comparison) },
        { text: t('comparison.links') },
      ]}
      actions={
        <Segmented<View>
          value={view}
          options={views.map((value) => ({ value, label: t(`comparison.links.${value}`) }))}
          onChange={(next) => setSearch({ view: next }, { replace: true })}
        />
      }
      clientData
    >
      <div className="columns links">
        <Sheet
          foot={
            <KeyHints
              of={[
                { key: 'j', text: t('kit.key.next') },
                ...Object.entries(keys).map(([key, { text }]) => ({ key, text })),
              ]}
            />
          }
        >
          <QueryTable
            label={t('comparison.links')}
            query={links}
            columns={columnsOf(t)}
            rowKey={({ id }) => id}
            {...(pair ? { active: pair.id } : {})}
            onActive={({ id }) => setActive(id)}
            keys
            tight
            empty={<Empty sentence={t('comparison.links.none')} example={t('comparison.links.note')} />}
          />
        </Sheet>
        {pair && <PairSheet of={pair} deeds={keys} names={of && [of.left.name, of.right.name]} />}
      </div>
    </Page>
  );
}

function columnsOf(t: (key: string) => string): Column<LinkedPair>[] {
  return [
    { key: 'left', title: t('comparison.side-of.left'), render: ({ left }) => left[0]?.value },
    { key: 'right', title: t('comparison.side-of.right'), render: ({ right }) => right[0]?.value },
    {
      key: 'chance',
      title: t('comparison.link.chance'),
      align: 'end',
      width: 88,
      render: ({ probability }) => percent(probability),
    },
    {
      key: 'decision',
      title: t('comparison.verdict'),
      width: 104,
      wide: true,
      render: ({ decision }) =>
        decision ? (
          <Chip standing={decisionStandings[decision]} mark>
            {t(`comparison.links.${decision}`)}
          </Chip>
        ) : (
          <span className="faint">{t('comparison.links.open')}</span>
        ),
    },
  ];
}

/** A chance as people read it; one that is nearly certain is not said to be certain. */
export function percent(probability: number): string {
  return `${Math.min(probability === 1 ? 100 : 99.9, Math.round(probability * 1000) / 10)}%`;
}
