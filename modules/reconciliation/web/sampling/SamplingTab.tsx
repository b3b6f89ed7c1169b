import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import { HandoverWorkspace, standingOf } from '#modules/handover/web/handover.parts.tsx';
import type { Lot } from '#modules/reconciliation/reconciliation.contract.ts';
import { canDrawSample, canReadSample, canSubmitLots } from '#modules/reconciliation/reconciliation.policy.ts';
import { Answer } from '#kit/Answer.tsx';
import { Instant } from '#kit/Day.tsx';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { notify } from '#kit/notice.ts';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';

import { reconciliation } from '../reconciliation.api.ts';
import { Inspections } from './Inspections.tsx';
import { LotState, useLotName } from './lot-words.tsx';
import './sampling.css';

/** 抽样质检 in the workspace of a handover: the receiver hands in, a third person draws and inspects, each lot is decided. */
export function SamplingTab() {
  const { handover = '' } = useParams();
  return (
    <HandoverWorkspace id={handover} tab="sampling">
      {(view) => (
        <div className="stack">
          {view.batches.map((batch) => (
            <BatchLots key={batch.id} of={view} batch={batch} />
          ))}
          <Inspections of={view} />
        </div>
      )}
    </HandoverWorkspace>
  );
}

function BatchLots({ of, batch }: { of: HandoverView; batch: HandoverView['batches'][number] }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const memory = useQueryClient();
  const lots = useQuery(reconciliation.listLots.queryOptions({ input: { handover: of.id, batch: batch.id } }));
  const submit = useMutation(reconciliation.submitLots.mutationOptions());
  const parties = standingOf(of);
  const mine = parties.some(({ side, person }) => side === 'incoming' && person === viewer.person);

  async function handIn() {
    const made = await submit.mutateAsync({ batch: batch.id });
    notify({ text: t('sampling.submitted', { count: made.length }), standing: 'agreed' });
    await memory.invalidateQueries({ queryKey: reconciliation.key() });
  }

  return (
    <Sheet
      title={t('sampling.batch', { number: batch.number })}
      extra={
        mine && (
          <VerdictButton
            verdict={canSubmitLots(viewer, parties, batch)}
            loading={submit.isPending}
            onClick={() => void handIn().catch(() => {})}
          >
            {t('sampling.submit')}
          </VerdictButton>
        )
      }
      foot={<Coverage of={lots.data ?? []} />}
    >
      <Answer
        of={lots}
        empty={(all) =>
          all.length === 0 && <Empty sentence={t('sampling.none')} example={t('sampling.none.example')} />
        }
      >
        {(all) => <LotsTable lots={all} batch={batch.number} />}
      </Answer>
    </Sheet>
  );
}

function LotsTable({ lots, batch }: { lots: Lot[]; batch: number }) {
  const { t } = useTranslation();
  const name = useLotName();
  const columns: Column<Lot>[] = [
    {
      key: 'lot',
      title: t('sampling.column.lot'),
      render: (lot) => (
        <>
          <span className="strong">{name(lot)}</span>
          <span className="lot-when faint">
            <Instant value={lot.submittedAt} /> {lot.submittedBy.name}
          </span>
        </>
      ),
    },
    {
      key: 'lines',
      title: t('sampling.column.lines'),
      align: 'end',
      width: 88,
      wide: true,
      render: ({ lines }) => formatCount(lines),
    },
    { key: 'plan', title: t('sampling.column.plan'), wide: true, render: (lot) => <Plan of={lot} /> },
    { key: 'done', title: t('sampling.column.done'), align: 'end', width: 112, wide: true, render: doneOf },
    {
      key: 'bad',
      title: t('sampling.column.nonconforming'),
      align: 'end',
      width: 88,
      wide: true,
      render: ({ nonconforming, state }) =>
        state === 'waiting' ? '' : <span className={nonconforming > 0 ? 'differs' : ''}>{nonconforming}</span>,
    },
    {
      key: 'checker',
      title: t('sampling.column.checker'),
      width: 104,
      wide: true,
      render: ({ checker }) => checker?.name,
    },
    {
      key: 'state',
      title: t('sampling.column.state'),
      width: 152,
      render: (lot) => (
        <span className="lot-state">
          <LotState of={lot} />
          <LotDeed of={lot} />
        </span>
      ),
    },
  ];
  return (
    <LedgerTable label={t('sampling.table', { number: batch })} columns={columns} rows={lots} rowKey={({ id }) => id} />
  );
}

function doneOf({ inspected, toInspect, state }: Lot): string {
  return state === 'waiting' ? '' : `${formatCount(inspected)} / ${formatCount(toInspect)}`;
}

/** `II 1.0 · H · n 50 · Ac 1`, and what is stricter or looser about it. */
function Plan({ of: { limit, letter, sampleSize, accept, severity } }: { of: Lot }) {
  const { t } = useTranslation();
  if (!letter) return t(severity === 'stopped' ? 'sampling.plan.stopped' : 'sampling.plan.each');
  return (
    <span className="num">
      {t('sampling.plan', { limit, letter, n: sampleSize, accept, refuse: accept + 1 })}
      {severity !== 'normal' && <span className="warns"> {t(`sampling.severity.${severity}`)}</span>}
    </span>
  );
}

/** What the viewer may do with the lot now: draw its sample, or inspect what they drew. */
function LotDeed({ of: lot }: { of: Lot }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const navigate = useNavigate();
  const memory = useQueryClient();
  const draw = useMutation(reconciliation.drawSample.mutationOptions());
  const facts = { id: lot.id, state: lot.state, checker: lot.checker?.id ?? null };
  const open = () => void navigate(paths.sample(lot.handover.id, lot.id));
  const isTheirs = canReadSample(viewer, lot.parties, facts).allowed;
  if (isTheirs && (lot.state === 'drawn' || lot.nonconforming > 0))
    return (
      <VerdictButton verdict={{ allowed: true }} type={lot.state === 'drawn' ? 'primary' : 'default'} onClick={open}>
        {t(lot.state === 'drawn' ? 'sampling.inspect' : 'sampling.look')}
      </VerdictButton>
    );
  if (lot.state !== 'waiting' || !viewer.roles.includes('checker')) return null;
  async function take() {
    const { drawn } = await draw.mutateAsync({ lot: lot.id });
    notify({ text: t('sampling.drawn', { count: drawn }), standing: 'agreed' });
    await memory.invalidateQueries({ queryKey: reconciliation.key() });
    open();
  }
  return (
    <VerdictButton
      verdict={canDrawSample(viewer, lot.parties, lot.batch, facts)}
      type="primary"
      loading={draw.isPending}
      onClick={() => void take().catch(() => {})}
    >
      {t('sampling.draw')}
    </VerdictButton>
  );
}

/** How many lines stand in accepted lots, and how many a third person has seen. */
function Coverage({ of: lots }: { of: Lot[] }) {
  const { t } = useTranslation();
  if (lots.length === 0) return null;
  const accepted = lots.reduce((all, { state, lines }) => (state === 'accepted' ? all + lines : all), 0);
  const inspected = lots.reduce((all, lot) => all + lot.inspected, 0);
  return (
    <span className="quiet">
      {t('sampling.coverage', { accepted: formatCount(accepted), inspected: formatCount(inspected) })}
    </span>
  );
}
