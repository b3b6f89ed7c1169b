import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Segmented } from 'antd';
import type { HandoverLine } from '#modules/handover/handover.contract.ts';
import { canStartHandover } from '#modules/handover/handover.policy.ts';
import { Answer } from '#kit/Answer.tsx';
import { Chip } from '#kit/Chip.tsx';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Bar } from '#kit/LongWork.tsx';
import { Page } from '#kit/Page.tsx';
import { useActions } from '#kit/palette.ts';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { handovers } from './handover.api.ts';
import { Parties } from './handover.parts.tsx';

const shown = ['open', 'closed', 'all'] as const;

/** 交接: every handover that the viewer may see, with where it stands. */
export function HandoversPage() {
  const { t, i18n } = useTranslation();
  const language = i18n.language.startsWith('zh') ? 'zh' : 'en';
  const navigate = useNavigate();
  const viewer = useViewer();
  const [show, setShow] = useState<(typeof shown)[number]>('open');
  const all = useQuery(handovers.list.queryOptions({ input: {} }));
  const starts = canStartHandover(viewer);
  const begin = () => void navigate(paths.newHandover());
  useActions(starts.allowed ? [{ id: 'handover.new', text: t('handover.new'), run: begin }] : []);
  const button = (
    <VerdictButton verdict={starts} type="primary" onClick={begin}>
      {t('handover.new')}
    </VerdictButton>
  );

  const columns: Column<HandoverLine>[] = [
    { key: 'number', title: t('handover.number'), width: 132, render: ({ number }) => number },
    {
      key: 'parties',
      title: t('handover.parties'),
      render: (row) => (
        <>
          {t(`handover.kind.${row.kind}`)} · <Parties of={row} />
        </>
      ),
    },
    {
      key: 'clients',
      title: t('handover.clients'),
      width: 72,
      align: 'end',
      render: ({ clients }) => formatCount(clients),
    },
    {
      key: 'stage',
      title: t('handover.stage'),
      width: 132,
      render: ({ stage, state }) =>
        stage ? (
          <Chip standing={stage.late ? 'differs' : 'current'} mark>
            {stage.name[language]}
          </Chip>
        ) : (
          <Chip standing={state === 'closed' ? 'agreed' : 'plain'} mark>
            {t(`handover.state.${state}`)}
          </Chip>
        ),
    },
    {
      key: 'progress',
      title: t('handover.progress'),
      width: 160,
      wide: true,
      render: ({ done, total }) =>
        total > 0 ? (
          <Bar
            share={done / total}
            label={t('handover.done-of', { done: formatCount(done), total: formatCount(total) })}
          />
        ) : (
          <span className="faint">—</span>
        ),
    },
    { key: 'endsOn', title: t('handover.ends-on'), width: 112, wide: true, render: ({ endsOn }) => endsOn },
  ];

  return (
    <Page title={t('handover.many')} actions={button}>
      <Sheet
        title={t(`handover.shown.${show}`)}
        extra={
          <Segmented
            aria-label={t('handover.show')}
            value={show}
            onChange={setShow}
            options={shown.map((value) => ({ value, label: t(`handover.show.${value}`) }))}
          />
        }
      >
        <Answer
          of={all}
          empty={(rows) =>
            rows.length === 0 && (
              <Empty sentence={t('handover.none')} button={button} example={t('handover.none.example')} />
            )
          }
        >
          {(rows) => {
            const chosen = rows.filter(({ state }) => fits(state, show));
            if (chosen.length === 0) return <Empty sentence={t('handover.none-so')} />;
            return (
              <LedgerTable
                label={t('handover.many')}
                columns={columns}
                rows={chosen}
                rowKey={({ id }) => id}
                to={({ id }) => paths.handover(id)}
                standing={({ stage }) => (stage?.late ? 'warns' : undefined)}
                keys
              />
            );
          }}
        </Answer>
      </Sheet>
    </Page>
  );
}

function fits(state: HandoverLine['state'], show: (typeof shown)[number]): boolean {
  const open = state === 'planned' || state === 'running';
  return show === 'all' || (show === 'open') === open;
}
