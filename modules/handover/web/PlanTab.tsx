import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import { canReplaceParty, sidesToAccept } from '#modules/handover/handover.policy.ts';
import { TaskLines, tasks } from '#modules/task/web/task.parts.tsx';
import { Answer } from '#kit/Answer.tsx';
import { Chip } from '#kit/Chip.tsx';
import { Day, Due, Instant } from '#kit/Day.tsx';
import { formatCount } from '#kit/figures.ts';
import { Line, Facts, Lines, Sheet } from '#kit/Sheet.tsx';
import { useViewer } from '#kit/viewer.ts';
import { AnswerSheet } from './AnswerSheet.tsx';
import { handovers } from './handover.api.ts';
import { PlanBars } from './PlanBars.tsx';
import { ReplaceParty } from './ReplaceParty.tsx';
import { Warnings } from './Warnings.tsx';

/** 概览计划: the plan over its days, who answers for what, what falls due meanwhile, what is warned of. */
export function PlanTab({ of }: { of: HandoverView }) {
  const { t, i18n } = useTranslation();
  const viewer = useViewer();
  const replaces = canReplaceParty(viewer, of).allowed;
  const language = i18n.language.startsWith('zh') ? 'zh' : 'en';
  const bars = of.stages.map(({ stage, name, accountable, ...rest }) => ({
    ...rest,
    key: stage,
    title: name[language],
    note: t(`side.${accountable}`),
  }));
  return (
    <div className="columns">
      <div className="stack">
        <AnswerSheet of={of} />
        <Sheet
          title={t('handover.plan')}
          extra={of.earlierPlans.length > 0 && t('handover.replanned', { count: of.earlierPlans.length })}
        >
          <PlanBars of={bars} />
        </Sheet>
        {of.earlierPlans.length > 0 && <EarlierPlans of={of} />}
        <Duties of={of} />
        <Deadlines of={of} />
      </div>
      <div className="stack">
        <Sheet title={t('handover.parties')}>
          <Lines>
            {of.parties.map((party) => (
              <Line
                key={party.side}
                note={<PartyNote of={party} />}
                state={
                  party.answer === 'accepted' || sidesToAccept(of.manner).includes(party.side) ? (
                    <AnswerChip of={party.answer} />
                  ) : (
                    <Chip>{t('handover.answer.not-awaited')}</Chip>
                  )
                }
                deed={replaces && <ReplaceParty of={of} party={party} />}
              >
                {t(`side.${party.side}`)} <span className="strong">{party.person.name}</span>{' '}
                <span className="quiet">{party.title}</span>
              </Line>
            ))}
          </Lines>
        </Sheet>
        {of.warnings.length > 0 && (
          <Sheet title={t('handover.warnings')} extra={formatCount(of.warnings.length)}>
            <Warnings of={of.warnings} />
          </Sheet>
        )}
        <Sheet title={t('handover.facts')}>
          <Facts
            of={[
              { name: t('handover.cut-off'), value: <Day value={of.cutOff} /> },
              { name: t('handover.meanwhile'), value: of.meanwhile.name },
              { name: t('handover.clients'), value: formatCount(of.clients) },
              { name: t('handover.batches'), value: formatCount(of.batches.length) },
              { name: t('handover.started-by'), value: of.createdBy.name },
              { name: t('handover.started-at'), value: <Instant value={of.createdAt} /> },
              ...(of.reason ? [{ name: t('handover.reason'), value: of.reason }] : []),
              ...(of.manner === 'regular'
                ? []
                : [{ name: t(`handover.manner.${of.manner}`), value: of.mannerReason ?? '' }]),
            ]}
          />
        </Sheet>
        <Sheet title={t('handover.raci')} extra={t('handover.raci.what')}>
          <Lines>
            {of.stages.map(({ stage, name, proof, accountable, responsible }) => (
              <Line key={stage} note={proof[language]} state={<Chip>{t(`side.${accountable}`)}</Chip>}>
                {name[language]}{' '}
                <span className="quiet">{responsible.map((side) => t(`side.${side}`)).join('、')}</span>
              </Line>
            ))}
          </Lines>
        </Sheet>
      </div>
    </div>
  );
}

/** By what right the party stands on its side, or why they declined. */
function PartyNote({ of: { side, basis, declinedFor } }: { of: HandoverView['parties'][number] }) {
  const { t } = useTranslation();
  if (basis === null) return declinedFor;
  return side === 'proxy' ? t('handover.approved-by', { name: basis }) : t(`handover.basis.${basis}`);
}

function AnswerChip({ of }: { of: HandoverView['parties'][number]['answer'] }) {
  const { t } = useTranslation();
  const standing = { waiting: 'warns', accepted: 'agreed', declined: 'differs' } as const;
  return (
    <Chip standing={standing[of]} mark={of !== 'waiting'}>
      {t(`handover.answer.${of}`)}
    </Chip>
  );
}

function EarlierPlans({ of }: { of: HandoverView }) {
  const { t } = useTranslation();
  return (
    <Sheet title={t('handover.earlier-plans')}>
      <Lines>
        {of.earlierPlans.toReversed().map(({ version, stages, reason, askedBy, approvedBy, replacedAt }) => (
          <Line
            key={version}
            note={t('handover.replanned-by', { asked: askedBy.name, approved: approvedBy.name })}
            state={<Instant value={replacedAt} />}
          >
            {t('handover.plan-until', { version, day: stages.at(-1)?.endsOn })} · {reason}
          </Line>
        ))}
      </Lines>
    </Sheet>
  );
}

/** Who still has to do what in this handover, and by when. */
function Duties({ of }: { of: HandoverView }) {
  const { t } = useTranslation();
  const all = useQuery(tasks.listOf.queryOptions({ input: { handover: of.id } }));
  const open = all.data?.filter(({ doneAt }) => doneAt === null) ?? [];
  if (open.length === 0) return null;
  return (
    <Sheet title={t('handover.duties')} extra={formatCount(open.length)}>
      <TaskLines of={open.slice(0, 12)} about={({ assignee }) => assignee.name} />
    </Sheet>
  );
}

/** 业务连续性: what falls due within the change, and who holds it that day. */
function Deadlines({ of }: { of: HandoverView }) {
  const { t } = useTranslation();
  const due = useQuery(handovers.listDeadlines.queryOptions({ input: { handover: of.id } }));
  return (
    <Sheet title={t('handover.deadlines')} extra={due.data && formatCount(due.data.length)}>
      <Answer
        of={due}
        empty={(rows) => rows.length === 0 && <p className="sheet-body quiet">{t('handover.deadlines.none')}</p>}
      >
        {(rows) => (
          <Lines>
            {rows.slice(0, 12).map((row) => (
              <Line
                key={row.item}
                note={`${row.number} · ${t('handover.held-by', { name: row.holder.name })}`}
                state={<Due day={row.due} />}
              >
                <span className="strong">{row.what}</span> {row.name}
              </Line>
            ))}
          </Lines>
        )}
      </Answer>
    </Sheet>
  );
}
