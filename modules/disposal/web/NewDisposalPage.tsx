import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { lazy, Suspense, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { PrepareDisposal } from '#modules/disposal/disposal.contract.ts';
import { canPrepareDisposal, type saidReasons } from '#modules/disposal/disposal.policy.ts';
import type { Id } from '#platform/kernel/id.ts';
import { Answer } from '#kit/Answer.tsx';
import { verdictText } from '#kit/explain.ts';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { notify } from '#kit/notice.ts';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty, Skeleton } from '#kit/states.tsx';
import { useViewer } from '#kit/viewer.ts';
import { disposals } from './disposal.api.ts';
import './disposal.css';

const EffectsDialog = lazy(async () => ({ default: (await import('#kit/EffectsDialog.tsx')).EffectsDialog }));
const HoldBackDialog = lazy(async () => ({ default: (await import('./HoldBackDialog.tsx')).HoldBackDialog }));

type Preview = Awaited<ReturnType<typeof disposals.previewDisposal.call>>;
type Line = Preview['lines'][number];
type Said = Record<string, { reason: (typeof saidReasons)[number]; note: string }>;

/** 鉴定: what is due, what of it is held back, the opinion, and who signs. */
export function NewDisposalPage() {
  const { t } = useTranslation();
  const preview = useQuery(disposals.previewDisposal.queryOptions());
  return (
    <Page
      title={t('disposal.new')}
      crumbs={[
        { text: t('archive.title'), to: paths.archives() },
        { text: t('disposal.title'), to: paths.disposals() },
      ]}
      clientData
    >
      {preview.data && preview.data.lines.length > 0 ? (
        <Appraisal of={preview.data} />
      ) : (
        <Sheet>
          <Answer
            of={preview}
            waiting={<Skeleton lines={10} />}
            empty={({ lines }) =>
              lines.length === 0 && (
                <Empty
                  sentence={t('disposal.nothing-due')}
                  button={<Link to={paths.directory()}>{t('document.directory')}</Link>}
                  example={t('disposal.nothing-due.example')}
                />
              )
            }
          >
            {() => null}
          </Answer>
        </Sheet>
      )}
    </Page>
  );
}

function Appraisal({ of: { lines, candidates } }: { of: Preview }) {
  const { t } = useTranslation();
  const mayPrepare = canPrepareDisposal(useViewer());
  const navigate = useNavigate();
  const memory = useQueryClient();
  const id = useId();
  const [said, setSaid] = useState<Said>({});
  const [holding, setHolding] = useState<Line>();
  const [opinion, setOpinion] = useState('');
  const [asking, setAsking] = useState(false);
  const [persons, setPersons] = useState<Record<string, string | undefined>>(() => proposed(candidates));
  const going = lines.filter((line) => !line.heldBack && !said[line.document]).length;
  const ready = opinion.trim().length >= 2 && going > 0 && candidates.every((seat) => persons[keyOf(seat)]);

  async function prepare() {
    const input: PrepareDisposal = {
      documents: lines.map(({ document }) => document),
      appraisal: opinion.trim(),
      heldBack: Object.entries(said).map(([document, one]) => ({ document: document as Id<'document'>, ...one })),
      seats: candidates.map((seat) => ({
        stage: seat.stage as 'appraisal' | 'opinion' | 'check',
        seat: seat.seat,
        person: persons[keyOf(seat)] as Id<'person'>,
      })),
    };
    const made = await disposals.prepareDisposal.call(input);
    await memory.invalidateQueries({ queryKey: disposals.key() });
    notify({ text: t('disposal.prepared', { number: made.number }), standing: 'agreed' });
    await navigate(paths.disposal(made.id));
  }

  return (
    <>
      <div className="columns">
        <DueSheet
          lines={lines}
          said={said}
          onHold={setHolding}
          onFree={(line) => setSaid(without(said, line.document))}
        />
        <div className="stack">
          <Sheet title={t('disposal.appraisal')} padded>
            <div className="stack">
              <label htmlFor={id}>{t('disposal.appraisal.opinion')}</label>
              <Input.TextArea
                id={id}
                rows={4}
                maxLength={1000}
                showCount
                placeholder={t('disposal.appraisal.example')}
                value={opinion}
                onChange={(event) => setOpinion(event.target.value)}
              />
              <p className="faint">{t('disposal.appraisal.law')}</p>
            </div>
          </Sheet>
          <SeatsSheet
            seats={candidates}
            persons={persons}
            onPerson={(key, person) => setPersons({ ...persons, [key]: person })}
          />
          <Button type="primary" disabled={!ready || !mayPrepare.allowed} onClick={() => setAsking(true)}>
            {t('disposal.prepare')}
          </Button>
          {verdictText(mayPrepare) && <p className="warns">{verdictText(mayPrepare)}</p>}
        </div>
      </div>
      <Suspense>
        {holding && (
          <HoldBackDialog
            open
            onClose={() => setHolding(undefined)}
            onHold={(reason, note) => setSaid({ ...said, [holding.document]: { reason, note } })}
          />
        )}
        {asking && (
          <EffectsDialog
            title={t('disposal.prepare')}
            open
            onClose={() => setAsking(false)}
            effects={[
              t('disposal.effect.listed', { count: going }),
              t('disposal.effect.held', { count: lines.length - going }),
              t('disposal.effect.tasks'),
              t('disposal.effect.nothing-yet'),
            ]}
            deed={t('disposal.prepare')}
            onDeed={prepare}
          />
        )}
      </Suspense>
    </>
  );
}

function DueSheet({
  lines,
  said,
  onHold,
  onFree,
}: {
  lines: Line[];
  said: Said;
  onHold: (line: Line) => void;
  onFree: (line: Line) => void;
}) {
  const { t } = useTranslation();
  const columns: Column<Line>[] = [
    {
      key: 'client',
      title: t('document.directory.client'),
      render: ({ client }) =>
        client ? (
          <span>
            {client.name} <span className="faint">{client.number}</span>
          </span>
        ) : (
          '—'
        ),
    },
    {
      key: 'kind',
      title: t('document.directory.kind'),
      render: ({ kind }) => t(`choice.archive-kind.${kind}`, { defaultValue: kind }),
    },
    { key: 'year', title: t('document.year'), width: 64, align: 'end', render: ({ year }) => year },
    { key: 'from', title: t('document.may-go'), width: 112, wide: true, render: ({ mayGoFrom }) => mayGoFrom },
    {
      key: 'held',
      title: t('disposal.held-back'),
      width: 184,
      render: (line) => {
        const reason = said[line.document]?.reason ?? line.heldBack;
        if (reason)
          return (
            <span className="row">
              <span className="warns">{t(`disposal.held-back.${reason}`)}</span>
              {said[line.document] && (
                <Button size="small" type="link" onClick={() => onFree(line)}>
                  {t('disposal.take-back')}
                </Button>
              )}
            </span>
          );
        return (
          <Button size="small" onClick={() => onHold(line)}>
            {t('disposal.hold-back')}
          </Button>
        );
      },
    },
  ];
  return (
    <Sheet title={t('disposal.due')} extra={formatCount(lines.length)}>
      <LedgerTable
        label={t('disposal.due')}
        columns={columns}
        rows={lines}
        rowKey={({ document }) => document}
        standing={(line) => (line.heldBack || said[line.document] ? 'warns' : undefined)}
        keys
      />
    </Sheet>
  );
}

function SeatsSheet({
  seats,
  persons,
  onPerson,
}: {
  seats: Preview['candidates'];
  persons: Record<string, string | undefined>;
  onPerson: (key: string, person: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <Sheet title={t('disposal.who-signs')} padded>
      <div className="disposal-seats">
        {seats.map((seat) => (
          <label key={keyOf(seat)}>
            <span className="quiet">
              {t(`disposal.stage.${seat.stage}`)} · {t(`disposal.seat.${seat.seat}`)}
            </span>
            <Select
              value={persons[keyOf(seat)]}
              placeholder={t(seat.people.length === 0 ? 'disposal.nobody-holds' : 'disposal.choose')}
              disabled={seat.people.length === 0}
              options={seat.people.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(person) => onPerson(keyOf(seat), person)}
            />
          </label>
        ))}
      </div>
      {seats.some(({ people }) => people.length === 0) && (
        <p className="warns">
          {t('disposal.nobody-holds.help')} <Link to={paths.settings('people')}>{t('disposal.appoint')}</Link>
        </p>
      )}
    </Sheet>
  );
}

function keyOf({ stage, seat }: { stage: string; seat: string }): string {
  return `${stage} ${seat}`;
}

/** For each seat the first who may sit there and sits at no other of the same stage. */
function proposed(seats: Preview['candidates']): Record<string, string | undefined> {
  const taken: Record<string, string | undefined> = {};
  for (const seat of seats.toSorted((one, other) => one.people.length - other.people.length)) {
    const sitting = seats.filter(({ stage }) => stage === seat.stage).map((one) => taken[keyOf(one)]);
    taken[keyOf(seat)] = seat.people.find(({ id }) => !sitting.includes(id))?.id;
  }
  return taken;
}

function without(said: Said, document: string): Said {
  const { [document]: _gone, ...rest } = said;
  return rest;
}
