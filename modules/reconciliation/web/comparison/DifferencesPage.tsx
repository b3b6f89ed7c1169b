import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import type { DifferenceLine, WholeComparison } from '#modules/reconciliation/reconciliation.contract.ts';
import { canOpenDifferenceIssue, canSettle } from '#modules/reconciliation/reconciliation.policy.ts';
import { Answer } from '#kit/Answer.tsx';
import { explain, verdictText } from '#kit/explain.ts';
import { KeyHints } from '#kit/Keys.tsx';
import { useKeys } from '#kit/keys.ts';
import { notify } from '#kit/notice.ts';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty, Skeleton, Trouble } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import type { Id } from '#platform/kernel/id.ts';
import type { Verdict } from '#platform/kernel/verdict.ts';
import { useComparison } from './ComparisonPage.tsx';
import { comparisons } from './comparison.api.ts';
import { DifferenceFilters } from './DifferenceFilters.tsx';
import { DifferenceKinds } from './DifferenceKinds.tsx';
import { DifferencePanel } from './DifferencePanel.tsx';
import { DifferenceTable } from './DifferenceTable.tsx';
import { askedBy } from './differences-asked.ts';
import { useDifferences } from './use-differences.ts';
import { factsOf, notYet, useStanding } from './use-standing.ts';
import './comparison.css';

const AcceptDialog = lazy(async () => ({ default: (await import('./AcceptDialog.tsx')).AcceptDialog }));
const AcceptAllDialog = lazy(async () => ({ default: (await import('./AcceptAllDialog.tsx')).AcceptAllDialog }));
const OpenIssueDialog = lazy(async () => ({ default: (await import('./OpenIssueDialog.tsx')).OpenIssueDialog }));
const RowView = lazy(async () => ({ default: (await import('./RowView.tsx')).RowView }));
const UndoDialog = lazy(async () => ({ default: (await import('./UndoDialog.tsx')).UndoDialog }));

/** 差异: what the comparison found, line by line, however many; each is accepted, made an issue, or looked at as a whole row. */
export function DifferencesPage() {
  const { t } = useTranslation();
  const { handover, comparison } = useParams() as { handover: Id<'handover'>; comparison: Id<'comparison'> };
  const found = useComparison(comparison);
  const of = found.data;
  return (
    <Page
      title={t('comparison.differences')}
      subtitle={of && `${of.left.name} ⇄ ${of.right.name}`}
      crumbs={[
        { text: t('handover.one'), to: paths.handover(handover) },
        { text: t('comparison.many'), to: paths.handover(handover, 'comparisons') },
        {
          text: of ? t('comparison.number', { number: of.number }) : '…',
          to: paths.comparison(handover, comparison),
        },
        { text: t('comparison.differences') },
      ]}
      clientData
    >
      <Answer of={found} waiting={<Skeleton lines={10} />}>
        {(data) => <Walking of={data} />}
      </Answer>
    </Page>
  );
}

type OpenDialog = 'accept' | 'accept-all' | 'issue' | 'undo';

function Walking({ of }: { of: WholeComparison }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const [place, setPlace] = useState(0);
  const [isRowOpen, setRowOpen] = useState(false);
  const [reason, setReason] = useState<string>();
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const asked = askedBy(search);
  const viewer = useViewer();
  const at = useStanding(of);
  const settling = at ? canSettle(viewer, at, factsOf(of)) : notYet;
  const opening = at ? canOpenDifferenceIssue(viewer, at, factsOf(of)) : notYet;
  const differences = useDifferences(of.id, asked, place);
  const { total } = differences;
  const line = differences.at(place);

  function ask(changes: Record<string, string | undefined>) {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    setSearch(next, { replace: true });
    setPlace(0);
    setRowOpen(false);
  }

  async function settled(text: string, next = false) {
    notify({ text, standing: 'agreed' });
    setDialog(null);
    // With a filter by state a settled line leaves the list by itself, and the next one comes to its place.
    if (next && asked.filter.state === undefined) step(1);
    await memory.invalidateQueries({ queryKey: comparisons.key() });
  }

  async function accept(because: string) {
    if (!line) return;
    setReason(because);
    await comparisons.accept.call({ comparison: of.id, line: line.line, reason: because });
    await settled(t('comparison.accepted', { key: keyWords(line) }), true);
  }

  /** Runs a deed on the line, or says why there is none to run it on. */
  const onLine = (deed: (one: DifferenceLine) => void) => () => {
    if (!line) notify({ text: t('comparison.no-line') });
    else deed(line);
  };
  const onOpen = (may: Verdict, deed: () => void) =>
    onLine((one) => {
      const no = verdictText(may);
      if (no) notify({ text: no, standing: 'differs' });
      else if (one.settlement) notify({ text: t('comparison.settled-already') });
      else deed();
    });
  function step(by: 1 | -1) {
    if (total) setPlace((at) => Math.max(0, Math.min(total - 1, at + by)));
  }
  function takeBack({ settlement }: DifferenceLine) {
    if (!settlement) return notify({ text: t('comparison.nothing-to-undo') });
    if (settlement.lines > 1) return setDialog('undo');
    return void comparisons.undo
      .call({ settlement: settlement.id })
      .then(({ issue }) => settled(t(issue ? `comparison.undone.${issue}` : 'comparison.undone')))
      .catch(complain);
  }

  const keys = {
    a: {
      text: t('comparison.key.accept'),
      run: onOpen(settling, () => (reason ? void accept(reason).catch(complain) : setDialog('accept'))),
    },
    d: { text: t('comparison.key.issue'), run: onOpen(opening, () => setDialog('issue')) },
    e: { text: t(isRowOpen ? 'comparison.key.list' : 'comparison.key.row'), run: onLine(() => setRowOpen(!isRowOpen)) },
    u: { text: t('comparison.key.undo'), run: onLine(takeBack) },
  };
  const next = { text: t('kit.key.next'), run: () => step(1) };
  useKeys(
    {
      j: next,
      k: { text: t('kit.key.previous'), run: () => step(-1) },
      Enter: keys.e,
      ...(isRowOpen ? { Escape: { text: t('comparison.key.list'), run: () => setRowOpen(false) } } : {}),
      ...(reason ? { r: { text: t('comparison.key.reason'), run: () => setDialog('accept') } } : {}),
      ...keys,
    },
    { when: dialog === null },
  );

  return (
    <div className="panes differences">
      <DifferenceKinds of={of} asked={asked} onAsk={ask} />
      <Sheet
        foot={
          <>
            <KeyHints
              of={[{ key: 'j', text: next.text }, ...Object.entries(keys).map(([key, { text }]) => ({ key, text }))]}
            />
            <span className="row">
              {reason && <span className="quiet cut">{t('comparison.reason.now', { reason })}</span>}
              <VerdictButton verdict={settling} onClick={() => setDialog('accept-all')}>
                {t('comparison.accept-all')}
              </VerdictButton>
            </span>
          </>
        }
      >
        {isRowOpen && line ? (
          <Suspense fallback={<Skeleton lines={8} />}>
            <RowView of={of} line={line} onBack={() => setRowOpen(false)} />
          </Suspense>
        ) : (
          <>
            <DifferenceFilters of={of} asked={asked} total={total} onAsk={ask} />
            {total === undefined ? (
              differences.error === undefined ? (
                <Skeleton lines={12} />
              ) : (
                <Trouble error={differences.error} again={differences.again} />
              )
            ) : total === 0 ? (
              <Empty
                sentence={t(
                  Object.keys(asked.filter).length > 0
                    ? 'comparison.differences.none-here'
                    : 'comparison.differences.none',
                )}
                button={
                  Object.keys(asked.filter).length > 0 && (
                    <Button onClick={() => setSearch({}, { replace: true })}>{t('comparison.filter.clear')}</Button>
                  )
                }
              />
            ) : (
              <DifferenceTable
                of={of}
                asked={asked}
                onAsk={ask}
                differences={differences}
                count={total}
                active={place}
                onActive={setPlace}
                onOpen={(at) => {
                  setPlace(at);
                  setRowOpen(true);
                }}
              />
            )}
          </>
        )}
      </Sheet>
      <DifferencePanel
        of={of}
        line={line}
        deeds={keys}
        may={{ settle: settling, issue: opening }}
        isRowOpen={isRowOpen}
      />
      <Suspense>
        {dialog === 'accept' && line && (
          <AcceptDialog
            line={line}
            reason={reason}
            onAccept={(because) => (line.settlement ? Promise.resolve(setReason(because)) : accept(because))}
            onClose={() => setDialog(null)}
          />
        )}
        {dialog === 'accept-all' && (
          <AcceptAllDialog
            of={of}
            filter={asked.filter}
            onNarrow={() => {
              ask({ kind: 'changed', most: of.mostTolerance, state: 'open' });
              setDialog(null);
            }}
            onDone={({ lines }) => void settled(t('comparison.accepted-all', { count: lines }))}
            onClose={() => setDialog(null)}
          />
        )}
        {dialog === 'issue' && line && (
          <OpenIssueDialog
            of={of}
            line={line}
            onOpened={({ issue }) => void settled(t('comparison.issue-opened', { number: issue?.number }), true)}
            onClose={() => setDialog(null)}
          />
        )}
        {dialog === 'undo' && line?.settlement && (
          <UndoDialog
            of={line.settlement}
            onDone={() => void settled(t('comparison.undone'))}
            onClose={() => setDialog(null)}
          />
        )}
      </Suspense>
    </div>
  );
}

function complain(error: unknown) {
  notify({ text: explain(error).text, standing: 'differs' });
}

function keyWords({ key, column }: DifferenceLine): string {
  return [key.join(' · '), column].filter(Boolean).join(' ');
}
