import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { WholeIssue } from '#modules/issue/issue.contract.ts';
import {
  canAnswerIssue,
  canDecideNote,
  canProposeNote,
  canWithdrawIssue,
  type IssueFacts,
  isUnsettled,
} from '#modules/issue/issue.policy.ts';
import { Answer } from '#kit/Answer.tsx';
import { Day, Instant } from '#kit/Day.tsx';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Facts, Sheet } from '#kit/Sheet.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import type { Id } from '#platform/kernel/id.ts';
import { issues } from './issue.api.ts';
import { StateChip, useAbout } from './IssueWords.tsx';
import { useSettled } from './use-settled.ts';
import './issue.css';

const AnswerSheet = lazy(async () => ({ default: (await import('./IssueForms.tsx')).AnswerSheet }));
const ProposeSheet = lazy(async () => ({ default: (await import('./IssueForms.tsx')).ProposeSheet }));
const ReturnNoteDialog = lazy(async () => ({ default: (await import('./ReturnNoteDialog.tsx')).ReturnNoteDialog }));

/** One issue: what differs, its course, the answer that is due, and the note in the 清册. */
export function IssuePage() {
  const { t } = useTranslation();
  const { issue } = useParams() as { issue: Id<'issue'> };
  const found = useQuery(issues.read.queryOptions({ input: { issue } }));
  const about = useAbout();
  const of = found.data;
  return (
    <Page
      title={of ? about(of) : t('issue.title')}
      subtitle={of && `#${of.number} · ${of.client.name}`}
      crumbs={[
        { text: t('issue.list.title'), to: paths.issues() },
        { text: of ? t('issue.number', { number: of.number }) : '…' },
      ]}
      actions={
        of && (
          <>
            <StateChip of={of.state} />
            <Link to={paths.checking(of.handover.id, of.client.id)}>
              <Button tabIndex={-1}>{t('issue.to-checking')}</Button>
            </Link>
          </>
        )
      }
      clientData
    >
      <Answer of={found}>{(whole) => <Whole of={whole} />}</Answer>
    </Page>
  );
}

/** What the policies ask of the issue on the page. */
function factsOf({ id, number, state, owner, note }: WholeIssue): IssueFacts {
  return { id, number, state, owner: owner.id, noteBy: note?.proposedBy.id ?? null };
}

function standingOf({ parties }: WholeIssue) {
  return parties.map(({ side, person }) => ({ side, person: person.id }));
}

function Whole({ of }: { of: WholeIssue }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const batch = { id: of.batch, state: of.batchState };
  const answers = canAnswerIssue(viewer, factsOf(of), batch);
  const notes = canProposeNote(viewer, factsOf(of), standingOf(of), batch);
  return (
    <div className="columns">
      <div className="stack">
        <Sheet>
          <Facts
            of={[
              { name: t('issue.fact.client'), value: <Link to={paths.client(of.client.id)}>{of.client.name}</Link> },
              {
                name: t('issue.fact.handover'),
                value: <Link to={paths.handover(of.handover.id)}>{of.handover.number}</Link>,
              },
              { name: t('issue.fact.owner'), value: of.owner.name },
              { name: t('issue.fact.due'), value: t('issue.fact.noon', { day: of.dueOn }) },
            ]}
          />
        </Sheet>
        <Suspense>{answers.allowed && <AnswerSheet of={of} />}</Suspense>
        {of.note && <NoteSheet of={of} />}
        <Suspense>{notes.allowed && of.state !== 'note-proposed' && <ProposeSheet of={of} />}</Suspense>
        <Withdraw of={of} />
      </div>
      <Sheet title={t('issue.course')}>
        <ol className="issue-course">
          {of.course.toReversed().map((step, at) => (
            <li key={at}>
              <b>{t(`issue.step.${step.step}`)}</b>{' '}
              <span className="faint">
                <Instant value={step.at} /> {step.by.name}
              </span>
              {step.said && <p className="quiet">{step.said}</p>}
            </li>
          ))}
        </ol>
      </Sheet>
    </div>
  );
}

function NoteSheet({ of }: { of: WholeIssue }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const settled = useSettled();
  const [returning, setReturning] = useState(false);
  const approve = useMutation(issues.approveNote.mutationOptions());
  const note = of.note!;
  const decides = canDecideNote(viewer, factsOf(of), standingOf(of), { id: of.batch, state: of.batchState });
  return (
    <Sheet
      title={t('issue.note.title')}
      extra={
        note.approvedBy
          ? t('issue.note.approved-by', { name: note.approvedBy.name })
          : t('issue.note.by', { name: note.proposedBy.name })
      }
      foot={
        of.state === 'note-proposed' && (
          <div className="row">
            <VerdictButton
              type="primary"
              verdict={decides}
              loading={approve.isPending}
              onClick={() =>
                void approve
                  .mutateAsync({ issue: of.id })
                  .then(() => settled(t('issue.note.approved')))
                  .catch(() => {})
              }
            >
              {t('issue.note.approve')}
            </VerdictButton>
            {decides.allowed && <Button onClick={() => setReturning(true)}>{t('issue.note.return')}</Button>}
          </div>
        )
      }
    >
      <Facts
        of={[
          { name: t('issue.note.cause'), value: note.cause },
          { name: t('issue.note.responsible'), value: note.responsible.name },
          { name: t('issue.note.due'), value: <Day value={note.dueOn} /> },
        ]}
      />
      <Suspense>
        {returning && (
          <ReturnNoteDialog
            issue={of.id}
            onDone={() => {
              setReturning(false);
              void settled(t('issue.note.returned'));
            }}
            onClose={() => setReturning(false)}
          />
        )}
      </Suspense>
    </Sheet>
  );
}

/** For an issue on a whole line, once the line arrived after all. */
function Withdraw({ of }: { of: WholeIssue }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const settled = useSettled();
  const withdraw = useMutation(issues.withdraw.mutationOptions());
  if (of.kind !== 'shortage' || !isUnsettled(of.state)) return null;
  const batch = { id: of.batch, state: of.batchState };
  return (
    <div className="row">
      <VerdictButton
        verdict={canWithdrawIssue(viewer, factsOf(of), standingOf(of), batch, { state: of.item.state })}
        onClick={() =>
          void withdraw
            .mutateAsync({ issue: of.id })
            .then(() => settled(t('issue.withdrawn')))
            .catch(() => {})
        }
      >
        {t('issue.withdraw')}
      </VerdictButton>
    </div>
  );
}
