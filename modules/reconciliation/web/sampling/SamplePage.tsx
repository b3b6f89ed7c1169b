import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { Inspected, SampleLine } from '#modules/reconciliation/reconciliation.contract.ts';
import { Answer } from '#kit/Answer.tsx';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Mark } from '#kit/Mark.tsx';
import { notify } from '#kit/notice.ts';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty, Skeleton } from '#kit/states.tsx';
import type { Id } from '#platform/kernel/id.ts';
import { reconciliation } from '../reconciliation.api.ts';
import { FindingForm } from './FindingForm.tsx';
import { LotState, useLotName } from './lot-words.tsx';
import './sampling.css';

/** The checker's queue of one lot: the drawn lines at the left in the order of the draw, what is found of one at the right. */
export function SamplePage() {
  const { t } = useTranslation();
  const name = useLotName();
  const { handover, lot } = useParams() as { handover: Id<'handover'>; lot: Id<'sampling-lot'> };
  const lots = useQuery(reconciliation.listLots.queryOptions({ input: { handover } }));
  const sample = useQuery(reconciliation.readSample.queryOptions({ input: { lot } }));
  const about = lots.data?.find(({ id }) => id === lot);
  return (
    <Page
      title={about ? name(about) : t('sampling.title')}
      subtitle={
        about &&
        t('sampling.subtitle', {
          batch: about.batch.number,
          lines: formatCount(about.lines),
          done: formatCount(about.inspected),
          all: formatCount(about.toInspect),
        })
      }
      crumbs={[
        { text: about?.handover.number ?? '…', to: paths.handover(handover) },
        { text: t('handover.tab.sampling'), to: paths.handover(handover, 'sampling') },
      ]}
      actions={about && <LotState of={about} />}
      clientData
    >
      <Answer
        of={sample}
        waiting={<Skeleton lines={8} />}
        empty={(lines) => lines.length === 0 && <Empty sentence={t('sampling.nothing-drawn')} />}
      >
        {(lines) => <Queue lot={lot} lines={lines} isDecided={about?.state === 'accepted'} />}
      </Answer>
      {about?.seed && (
        <p className="sample-seed faint">
          {t('sampling.seed', { size: formatCount(about.seedSize ?? 0) })} <code>{about.seed}</code>
        </p>
      )}
    </Page>
  );
}

function Queue({ lot, lines, isDecided }: { lot: Id<'sampling-lot'>; lines: SampleLine[]; isDecided: boolean }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const [chosen, setChosen] = useState<Id<'item'>>();
  const waits = (line: SampleLine) => (isDecided ? line.conforms === false : line.conforms === null);
  const active = lines.find(({ item }) => item === chosen) ?? lines.find(waits) ?? lines[0]!;

  async function inspected({ conforms, lot: state, remaining }: Inspected) {
    notify({ text: t(conforms ? 'sampling.conforms' : 'sampling.differs'), standing: conforms ? 'agreed' : 'differs' });
    if (remaining === 0 && (state === 'accepted' || state === 'refused'))
      notify({ text: t(`sampling.decided.${state}`), standing: state === 'accepted' ? 'agreed' : 'differs' });
    const after = lines.slice(lines.indexOf(active) + 1).find(waits);
    setChosen(after?.item);
    await memory.invalidateQueries({ queryKey: reconciliation.key() });
  }

  const columns: Column<SampleLine>[] = [
    {
      key: 'line',
      title: t('sampling.column.line'),
      render: ({ title, client, always }) => (
        <>
          <span className="strong">{title}</span>
          <span className="lot-when faint">
            {client.number} {client.name}
            {always && ` · ${t('sampling.always')}`}
          </span>
        </>
      ),
    },
    {
      key: 'result',
      title: t('sampling.column.result'),
      width: 112,
      render: ({ conforms }) =>
        conforms === null ? (
          <span className="faint">{t('sampling.waits')}</span>
        ) : (
          <span className={conforms ? 'agreed' : 'differs'}>
            <Mark of={conforms ? 'agreed' : 'differs'} /> {t(conforms ? 'sampling.conforms' : 'sampling.differs')}
          </span>
        ),
    },
  ];
  return (
    <div className="sample-panes">
      <Sheet title={t('sampling.queue')}>
        <LedgerTable
          label={t('sampling.queue')}
          columns={columns}
          rows={lines}
          rowKey={({ item }) => item}
          active={active.item}
          onActive={({ item }) => setChosen(item)}
          onOpen={({ item }) => setChosen(item)}
          standing={({ conforms }) => (conforms === false ? 'differs' : undefined)}
          keys
          tight
        />
      </Sheet>
      <Sheet title={active.title} extra={<span className="faint">{active.client.name}</span>} padded>
        {waits(active) ? (
          <FindingForm key={active.item} lot={lot} line={active} onInspected={inspected} />
        ) : (
          <Result of={active} />
        )}
      </Sheet>
    </div>
  );
}

/** What the inspection of a line came to, now that it is over. */
function Result({ of: { conforms, issues } }: { of: SampleLine }) {
  const { t } = useTranslation();
  return (
    <>
      <p className={conforms ? 'agreed' : 'differs'}>
        <Mark of={conforms ? 'agreed' : 'differs'} />{' '}
        {t(conforms ? 'sampling.result.conforms' : 'sampling.result.differs')}
      </p>
      {issues.map(({ id, number, state }) => (
        <p key={id}>
          <Link to={paths.issue(id)}>{t('sampling.issue', { number })}</Link>{' '}
          <span className="faint">{t(`issue.state.${state}`)}</span>
        </p>
      ))}
    </>
  );
}
