import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import { HandoverWorkspace } from '#modules/handover/web/handover.parts.tsx';
import type { Comparison, Dataset } from '#modules/reconciliation/reconciliation.contract.ts';
import { Answer } from '#kit/Answer.tsx';
import { Chip } from '#kit/Chip.tsx';
import { Instant } from '#kit/Day.tsx';
import { formatCount, formatHash, formatSize } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { useActions } from '#kit/palette.ts';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import type { Id } from '#platform/kernel/id.ts';
import { comparisons } from './comparison.api.ts';
import { comparisonStandings, datasetStandings } from './comparison-words.ts';
import './comparison.css';

/** 数据比对 in the workspace of a handover: the comparisons of a batch and the datasets that they stand on. */
export function ComparisonsTab() {
  const { handover = '' } = useParams();
  return (
    <HandoverWorkspace id={handover} tab="comparisons" clientData>
      {(view) => <OfBatch of={view} />}
    </HandoverWorkspace>
  );
}

function OfBatch({ of: { id: handover, batches } }: { of: HandoverView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const batch = batches.find(({ id }) => id === search.get('batch')) ?? batches.find(isOpen) ?? batches[0]!;
  const place = { batch: batch.id };
  const list = useQuery(comparisons.list.queryOptions({ input: place }));
  const datasets = useQuery(comparisons.listDatasets.queryOptions({ input: place }));
  const begin = () => void navigate(paths.newComparison(handover, batch.id));
  useActions([{ id: 'comparison.new', text: t('comparison.new'), run: begin }]);

  return (
    <div className="stack">
      <div className="row between">
        {batches.length > 1 ? (
          <Segmented
            value={batch.id}
            options={batches.map(({ id, number }) => ({ value: id, label: t('comparison.batch', { number }) }))}
            onChange={(next) => setSearch({ batch: next })}
          />
        ) : (
          <span />
        )}
        {(list.data?.length ?? 0) > 0 && (
          <Button type="primary" onClick={begin}>
            {t('comparison.new')}
          </Button>
        )}
      </div>
      <Sheet title={t('comparison.many')}>
        <Answer
          of={list}
          empty={(rows) =>
            rows.length === 0 && (
              <Empty
                sentence={t('comparison.none')}
                button={
                  <Button type="primary" onClick={begin}>
                    {t('comparison.new')}
                  </Button>
                }
                example={t('comparison.none.example')}
              />
            )
          }
        >
          {(rows) => <Comparisons of={rows} handover={handover} />}
        </Answer>
      </Sheet>
      <Answer of={datasets} empty={(rows) => rows.length === 0 && <></>}>
        {(rows) => (
          <Sheet title={t('comparison.datasets')}>
            <Datasets of={rows} handover={handover} />
          </Sheet>
        )}
      </Answer>
    </div>
  );
}

/** A batch in which data can still be brought and compared. */
function isOpen({ state }: HandoverView['batches'][number]): boolean {
  return state === 'preparing' || state === 'checking';
}

function Comparisons({ of, handover }: { of: Comparison[]; handover: Id<'handover'> }) {
  const { t } = useTranslation();
  const columns: Column<Comparison>[] = [
    {
      key: 'number',
      title: t('comparison.column.number'),
      width: 72,
      render: ({ number }) => t('comparison.number', { number }),
    },
    {
      key: 'sides',
      title: t('comparison.column.sides'),
      render: ({ left, right }) => (
        <>
          {left.name} <span className="faint">⇄</span> {right.name}
        </>
      ),
    },
    {
      key: 'state',
      title: t('comparison.column.state'),
      width: 176,
      render: ({ state, confirmed }) => (
        <>
          <Chip standing={comparisonStandings[state]} mark>
            {t(`comparison.state.${state}`)}
          </Chip>{' '}
          {!confirmed && <Chip>{t('comparison.trial')}</Chip>}
        </>
      ),
    },
    ...(['changed', 'removed', 'added'] as const).map((kind): Column<Comparison> => ({
      key: kind,
      title: t(`comparison.kind.${kind}`),
      align: 'end',
      width: 112,
      wide: true,
      render: ({ counts }) => (counts ? formatCount(counts[kind]) : <span className="faint">—</span>),
    })),
    {
      key: 'at',
      title: t('comparison.column.started'),
      width: 168,
      wide: true,
      render: ({ startedBy, startedAt }) => (
        <span className="quiet">
          <Instant value={startedAt} /> {startedBy.name}
        </span>
      ),
    },
  ];
  return (
    <LedgerTable
      label={t('comparison.many')}
      columns={columns}
      rows={of}
      rowKey={({ id }) => id}
      to={({ id }) => paths.comparison(handover, id)}
      keys
    />
  );
}

function Datasets({ of, handover }: { of: Dataset[]; handover: Id<'handover'> }) {
  const { t } = useTranslation();
  const columns: Column<Dataset>[] = [
    { key: 'name', title: t('comparison.dataset'), render: ({ name }) => name },
    {
      key: 'state',
      title: t('comparison.column.state'),
      width: 112,
      render: ({ state }) => (
        <Chip standing={datasetStandings[state]} mark>
          {t(`comparison.dataset.state.${state}`)}
        </Chip>
      ),
    },
    {
      key: 'rows',
      title: t('comparison.column.rows'),
      align: 'end',
      width: 112,
      render: ({ rows }) => (rows === null ? <span className="faint">—</span> : formatCount(rows)),
    },
    {
      key: 'bytes',
      title: t('comparison.column.size'),
      align: 'end',
      width: 96,
      wide: true,
      render: ({ bytes }) => formatSize(bytes),
    },
    {
      key: 'confirmed',
      title: t('comparison.column.confirmed'),
      width: 176,
      wide: true,
      render: (dataset) => <ConfirmedBy of={dataset} />,
    },
    {
      key: 'hash',
      title: 'sha256',
      width: 176,
      wide: true,
      render: ({ sha256 }) => <code title={sha256}>{formatHash(sha256)}</code>,
    },
    {
      key: 'at',
      title: t('comparison.column.added'),
      width: 168,
      wide: true,
      render: ({ addedBy, addedAt }) => (
        <span className="quiet">
          <Instant value={addedAt} /> {addedBy.name}
        </span>
      ),
    },
  ];
  return (
    <LedgerTable
      label={t('comparison.datasets')}
      columns={columns}
      rows={of}
      rowKey={({ id }) => id}
      to={({ id }) => paths.dataset(handover, id)}
    />
  );
}

function ConfirmedBy({ of: { confirmations, confirmed } }: { of: Dataset }) {
  const { t } = useTranslation();
  if (confirmations.length === 0) return <span className="faint">{t('comparison.unconfirmed')}</span>;
  return (
    <Chip standing={confirmed ? 'agreed' : 'plain'} mark>
      {confirmations.map(({ by }) => by.name).join(t('comparison.and'))}
    </Chip>
  );
}
