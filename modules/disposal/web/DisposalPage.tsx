import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { DisposalList, ListLine, WholeDisposal } from '#modules/disposal/disposal.contract.ts';
import { canDestroy, canWithdrawDisposal, isOpen } from '#modules/disposal/disposal.policy.ts';
import type { Id } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Answer } from '#kit/Answer.tsx';
import { Day, formatInstant } from '#kit/Day.tsx';
import { download } from '#kit/download.ts';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { formatCount, formatHash, formatSize } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { notify } from '#kit/notice.ts';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { ReasonedDialog } from '#kit/ReasonedDialog.tsx';
import { Facts, Sheet } from '#kit/Sheet.tsx';
import { type Stage, Stages } from '#kit/Stages.tsx';
import { Skeleton } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { disposals } from './disposal.api.ts';
import { DisposalState } from './DisposalState.tsx';
import { SeatsSheet } from './SeatsSheet.tsx';
import './disposal.css';

/** One disposal: how far it is, its appraisal and list with the eight columns, who signed, and its certificate. */
export function DisposalPage() {
  const { t } = useTranslation();
  const { disposal: id } = useParams() as { disposal: Id<'disposal'> };
  const found = useQuery(
    disposals.readDisposal.queryOptions({
      input: { disposal: id },
      refetchInterval: ({ state }) =>
        state.data?.state === 'destroying' || state.data?.state === 'certifying' ? 1_500 : false,
    }),
  );
  const { data } = found;
  return (
    <Page
      title={data ? t('disposal.one', { number: data.number }) : t('disposal.title')}
      subtitle={data && <DisposalState of={data.state} />}
      crumbs={[
        { text: t('archive.title'), to: paths.archives() },
        { text: t('disposal.title'), to: paths.disposals() },
      ]}
      actions={data && <Deeds of={data} />}
      clientData
    >
      {data ? (
        <Sheets of={data} />
      ) : (
        <Sheet>
          <Answer of={found} waiting={<Skeleton lines={10} />}>
            {() => null}
          </Answer>
        </Sheet>
      )}
    </Page>
  );
}

function Sheets({ of }: { of: WholeDisposal }) {
  const list = useMemo(() => JSON.parse(of.list) as DisposalList, [of.list]);
  return (
    <>
      <Stages of={useStages(of)} />
      <div className="columns">
        <div className="stack">
          <AboutSheet of={of} list={list} />
          <ListSheet of={of} list={list} />
        </div>
        <div className="stack">
          <SeatsSheet of={of} />
          {of.state === 'certified' && <CertificateSheet of={of} />}
        </div>
      </div>
    </>
  );
}

/** Withdraw and destroy, each with its effects first. */
function Deeds({ of }: { of: WholeDisposal }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const memory = useQueryClient();
  const [open, setOpen] = useState<'destroy' | 'withdraw'>();
  const close = () => setOpen(undefined);
  const again = () => memory.invalidateQueries({ queryKey: disposals.key() });
  const { id, number, documents, state } = of;
  if (!isOpen(state)) return null;
  return (
    <>
      <VerdictButton verdict={canWithdrawDisposal(viewer, of)} onClick={() => setOpen('withdraw')}>
        {t('disposal.withdraw')}
      </VerdictButton>
      <VerdictButton verdict={canDestroy(viewer, of)} type="primary" danger onClick={() => setOpen('destroy')}>
        {t('disposal.destroy')}
      </VerdictButton>
      <EffectsDialog
        title={t('disposal.destroy.title', { number })}
        open={open === 'destroy'}
        onClose={close}
        destructive
        effects={[
          t('disposal.destroy.keys', { count: documents }),
          t('disposal.destroy.copies'),
          t('disposal.destroy.never-back'),
          t('disposal.destroy.watchers'),
        ]}
        deed={t('disposal.destroy.deed', { count: documents })}
        onDeed={async () => {
          await disposals.destroy.call({ disposal: id });
          await again();
          notify({ text: t('disposal.destroy.ordered', { number }) });
        }}
      />
      <ReasonedDialog
        title={t('disposal.withdraw.title', { number })}
        open={open === 'withdraw'}
        onClose={close}
        destructive
        effects={[t('disposal.withdraw.free'), t('disposal.withdraw.signatures')]}
        deed={t('disposal.withdraw')}
        label={t('document.safeguard.reason')}
        onDeed={async (reason) => {
          await disposals.withdrawDisposal.call({ disposal: id, reason });
          await again();
          notify({ text: t('disposal.withdrawn', { number }) });
        }}
      />
    </>
  );
}

function useStages({ state, seats }: WholeDisposal): Stage[] {
  const { t } = useTranslation();
  const order = ['appraisal', 'opinion', 'check', 'ready', 'watched', 'certified'] as const;
  const here = { destroying: 'ready', certifying: 'certified', ended: null } as const;
  const now = state in here ? here[state as keyof typeof here] : (state as (typeof order)[number]);
  const at = now === null ? -1 : order.indexOf(now);
  return order.map((key, index) => {
    const asked = seats.filter(({ stage }) => stage === key);
    const given = asked.filter(({ signedAt }) => signedAt).length;
    const done = index < at || state === 'certified';
    return {
      key,
      title: t(`disposal.step.${key}`),
      state: done ? 'done' : index === at ? 'now' : 'ahead',
      ...(asked.length > 0 ? { note: `${given}/${asked.length}`, share: given / asked.length } : {}),
    };
  });
}

function AboutSheet({ of, list }: { of: WholeDisposal; list: DisposalList }) {
  const { t } = useTranslation();
  const { documents, heldBack, preparedBy, preparedAt, destructionAt, endedFor, stoppedFor, listHash } = of;
  return (
    <Sheet title={t('disposal.appraisal')}>
      <Facts
        of={[
          { name: t('disposal.documents'), value: formatCount(documents) },
          { name: t('disposal.held-back'), value: formatCount(heldBack) },
          { name: t('disposal.by'), value: `${preparedBy.name} · ${formatInstant(preparedAt)}` },
          { name: t('disposal.destroyed-at'), value: destructionAt ? formatInstant(destructionAt) : '—' },
        ]}
      />
      <div className="sheet-body">
        <p>{list.appraisal}</p>
        {stoppedFor && (
          <p className="warns">{t('disposal.stopped', { reason: t(`disposal.held-back.${stoppedFor}`) })}</p>
        )}
        {endedFor && <p className="warns">{t('disposal.ended-for', { reason: endedFor })}</p>}
        <p className="faint" title={listHash}>
          sha256 {formatHash(listHash)} · {t('disposal.rules', { version: list.rules })}
        </p>
      </div>
    </Sheet>
  );
}

function ListSheet({ of, list }: { of: WholeDisposal; list: DisposalList }) {
  const { t } = useTranslation();
  const columns: Column<ListLine>[] = [
    { key: 'position', title: '#', width: 48, align: 'end', render: ({ position }) => position },
    {
      key: 'name',
      title: t('disposal.column.name'),
      render: ({ name, client }) => (
        <span className="cut" title={client?.name}>
          {name} <span className="faint">{client?.number}</span>
        </span>
      ),
    },
    { key: 'volume', title: t('disposal.column.volume'), width: 64, wide: true, render: ({ volume }) => volume ?? '—' },
    {
      key: 'copies',
      title: t('disposal.column.copies'),
      width: 56,
      align: 'end',
      wide: true,
      render: ({ copies }) => copies,
    },
    {
      key: 'years',
      title: t('disposal.column.years'),
      width: 88,
      align: 'end',
      render: ({ from, to }) => (from === to ? from : `${from}–${to}`),
    },
    {
      key: 'code',
      title: t('document.code'),
      width: 104,
      wide: true,
      render: ({ code }) => code ?? t('disposal.no-code'),
    },
    { key: 'term', title: t('document.keep-for'), width: 88, wide: true, render: ({ keepFor }) => keepFor },
    { key: 'kept', title: t('document.kept-for'), width: 88, wide: true, render: ({ keptFor }) => keptFor },
    {
      key: 'destroyed',
      title: t('disposal.destroyed-at'),
      width: 120,
      render: ({ heldBack }) =>
        heldBack ? (
          <span className="warns" title={heldBack.note ?? undefined}>
            {t(`disposal.held-back.${heldBack.reason}`)}
          </span>
        ) : of.destructionAt ? (
          <span title={formatInstant(of.destructionAt)}>
            <Day value={localDateOf(of.destructionAt)} />
          </span>
        ) : (
          '—'
        ),
    },
  ];
  return (
    <Sheet
      title={t('disposal.list')}
      extra={formatSize(list.lines.reduce((sum, { bytes, heldBack }) => sum + (heldBack ? 0 : bytes), 0))}
    >
      <LedgerTable
        label={t('disposal.list')}
        columns={columns}
        rows={list.lines}
        rowKey={({ position }) => String(position)}
        standing={({ heldBack }) => (heldBack ? 'warns' : undefined)}
        keys
      />
    </Sheet>
  );
}

function CertificateSheet({ of: { id, number, certificateHash } }: { of: WholeDisposal }) {
  const { t } = useTranslation();
  const papers = ['certificate.pdf', 'list.pdf', 'certificate.json'] as const;
  return (
    <Sheet title={t('disposal.certificate')} padded>
      <div className="stack">
        <p>{t('disposal.certificate.kept')}</p>
        <p className="faint mono disposal-hash">{certificateHash}</p>
        <div className="row">
          {papers.map((paper) => (
            <Button key={paper} onClick={() => void download(`/disposals/${id}/${paper}`, `${number}-${paper}`)}>
              {t(`disposal.paper.${paper}`)}
            </Button>
          ))}
        </div>
      </div>
    </Sheet>
  );
}
