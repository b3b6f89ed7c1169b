import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Cockpit as Figures, Deadline, Running } from '#modules/overview/overview.contract.ts';
import { daysBetween, type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import { Answer } from '#kit/Answer.tsx';
import { Day, Due } from '#kit/Day.tsx';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Bar } from '#kit/LongWork.tsx';
import { Mark } from '#kit/Mark.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { DaysLeft, PartiesLine, StageChip } from './MyHandovers.tsx';
import { overview } from './overview.api.ts';
import './home.css';

/** 总览: every running handover against its plan, and who holds each client on each statutory deadline. */
export function Cockpit() {
  const found = useQuery(overview.cockpit.queryOptions());
  return (
    <Answer of={found}>
      {(cockpit) => (
        <div className="stack">
          <FigureRow of={cockpit} />
          <RunningSheet of={cockpit.handovers} />
          <ContinuityBoard of={cockpit.deadlines} inAll={cockpit.deadlinesInAll} />
        </div>
      )}
    </Answer>
  );
}

function FigureRow({ of }: { of: Figures }) {
  const { t } = useTranslation();
  const rate = ({ done, of: all }: { done: number; of: number }) =>
    all === 0 ? '—' : `${Math.floor((done * 1000) / all) / 10}%`;
  const overdue = (count: number) =>
    count > 0 && (
      <span className="differs">
        <Mark of="warns" /> {t('overview.figure.overdue', { count })}
      </span>
    );
  const figures = [
    {
      name: t('overview.figure.running'),
      value: formatCount(of.handovers.length),
      note: t('overview.figure.clients', { count: of.handovers.reduce((sum, { clients }) => sum + clients, 0) }),
    },
    {
      name: t('overview.figure.on-time'),
      value: rate(of.onTime),
      note: of.onTime.of === 0 ? t('overview.figure.none-ended') : t('overview.figure.of-handovers', of.onTime),
    },
    {
      name: t('overview.figure.first-pass'),
      value: rate(of.firstPass),
      note:
        of.firstPass.of === 0
          ? t('overview.figure.none-checked')
          : t('overview.figure.of-checks', { done: formatCount(of.firstPass.done), of: formatCount(of.firstPass.of) }),
    },
    {
      name: t('overview.figure.differences'),
      value: formatCount(of.differences.open),
      note: overdue(of.differences.overdue),
    },
    { name: t('overview.figure.secrets'), value: formatCount(of.secrets.toChange), note: overdue(of.secrets.overdue) },
    { name: t('overview.figure.keys'), value: formatCount(of.keysNotWrapped), note: t('overview.figure.keys-note') },
  ];
  return (
    <dl className="figures">
      {figures.map(({ name, value, note }) => (
        <div key={name}>
          <dt className="quiet">{name}</dt>
          <dd className="figure">{value}</dd>
          <dd className="faint">{note}</dd>
        </div>
      ))}
    </dl>
  );
}

function RunningSheet({ of }: { of: Running[] }) {
  const { t } = useTranslation();
  const columns: Column<Running>[] = [
    {
      key: 'number',
      title: t('overview.handover'),
      render: (row) => (
        <>
          {row.number} <span className="quiet">{t(`handover.kind.${row.kind}`)}</span>
        </>
      ),
    },
    { key: 'parties', title: t('overview.parties.title'), render: (row) => <PartiesLine of={row} />, wide: true },
    { key: 'stage', title: t('overview.stage'), render: (row) => <StageChip of={row} />, width: 136 },
    {
      key: 'progress',
      title: t('overview.progress'),
      width: 248,
      wide: true,
      render: (row) => <Progress of={row} />,
    },
    {
      key: 'differences',
      title: t('overview.figure.differences'),
      align: 'end',
      render: ({ differencesOpen }) => <Warned count={differencesOpen} />,
      wide: true,
    },
    {
      key: 'secrets',
      title: t('overview.figure.secrets'),
      align: 'end',
      render: ({ secretsToChange }) => <Warned count={secretsToChange} />,
      wide: true,
    },
    { key: 'left', title: t('overview.left'), align: 'end', render: (row) => <DaysLeft of={row} /> },
  ];
  return (
    <Sheet title={t('overview.running')} extra={of.length > 0 && formatCount(of.length)}>
      {of.length === 0 ? (
        <Empty sentence={t('overview.running.empty')} example={t('overview.mine.example')} />
      ) : (
        <LedgerTable
          label={t('overview.running')}
          columns={columns}
          rows={of}
          rowKey={({ id }) => id}
          to={({ id }) => paths.handover(id)}
          keys
        />
      )}
    </Sheet>
  );
}

/** How many of the clients are received, over how much of the planned time has gone by. */
function Progress({ of: { clients, received, elapsed } }: { of: Running }) {
  const { t } = useTranslation();
  const gone = elapsed.of === 0 ? 0 : Math.round((elapsed.done / elapsed.of) * 100);
  const share = clients === 0 ? 0 : received / clients;
  return (
    <div className="progress">
      <Bar share={share} label={t('overview.received')} />
      <span className="faint">
        {t('overview.progress.line', { received: formatCount(received), clients: formatCount(clients), gone })}
      </span>
    </div>
  );
}

function Warned({ count }: { count: number }) {
  return count > 0 ? <span className="differs">{formatCount(count)}</span> : <span className="faint">0</span>;
}

/** The day itself, and within the week how near it is. */
function DeadlineDay({ due }: { due: LocalDate }) {
  const near = daysBetween(localDateOf(new Date()), due) <= 6;
  return (
    <>
      <Day value={due} /> {near && <Due day={due} />}
    </>
  );
}

function ContinuityBoard({ of, inAll }: { of: Deadline[]; inAll: number }) {
  const { t } = useTranslation();
  const columns: Column<Deadline>[] = [
    { key: 'due', title: t('overview.deadline.day'), width: 176, render: ({ due }) => <DeadlineDay due={due} /> },
    {
      key: 'client',
      title: t('overview.deadline.client'),
      render: ({ client }) => (
        <>
          {client.name} <span className="faint">{client.number}</span>
        </>
      ),
    },
    { key: 'what', title: t('overview.deadline.what'), render: ({ what }) => what },
    {
      key: 'holder',
      title: t('overview.deadline.holder'),
      width: 120,
      render: ({ holder }) => <span className="strong">{holder.name}</span>,
    },
    {
      key: 'handover',
      title: t('overview.handover'),
      width: 192,
      wide: true,
      render: ({ handover, signed }) => (
        <>
          {handover.number}{' '}
          <span className="faint">{t(signed ? 'overview.deadline.signed' : 'overview.deadline.unsigned')}</span>
        </>
      ),
    },
  ];
  return (
    <Sheet
      title={t('overview.continuity')}
      extra={
        inAll > of.length
          ? t('overview.continuity.first', { shown: of.length, all: formatCount(inAll) })
          : formatCount(inAll)
      }
    >
      {of.length === 0 ? (
        <p className="sheet-body quiet">
          <Mark of="agreed" /> {t('overview.continuity.none')}
        </p>
      ) : (
        <LedgerTable
          label={t('overview.continuity')}
          columns={columns}
          rows={of}
          rowKey={({ handover, client, what, due }) => `${handover.id} ${client.id} ${what} ${due}`}
          to={({ handover }) => paths.handover(handover.id)}
        />
      )}
    </Sheet>
  );
}
