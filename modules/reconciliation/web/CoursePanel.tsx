import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CourseStep, FieldRow, SheetLine } from '#modules/reconciliation/reconciliation.contract.ts';
import { Answer } from '#kit/Answer.tsx';
import { Instant } from '#kit/Day.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import type { Verdict } from '#platform/kernel/verdict.ts';
import { ShownValue, useFieldWords } from './FieldWords.tsx';
import { reconciliation } from './reconciliation.api.ts';

type CoursePanelProps = {
  line: SheetLine;
  field: FieldRow | null;
  reveal: boolean;
  /** May the viewer decide on the correction that waits. */
  decide: Verdict;
  onConfirm: () => void;
  onReturn: () => void;
};

/** 过程: what happened to the row, newest first, and the correction that waits for a second person. */
export function CoursePanel({ line, field, reveal, decide, onConfirm, onReturn }: CoursePanelProps) {
  const { t } = useTranslation();
  const words = useFieldWords();
  const course = useQuery(
    reconciliation.readCourse.queryOptions({
      input: { item: line.item, ...(field ? { field: field.field } : {}), reveal },
      meta: { about: ['client'] },
    }),
  );
  return (
    <Sheet
      title={field ? words(line, field.field) : line.title}
      extra={<span className="faint">{t('check.course')}</span>}
    >
      {field?.correction && (
        <div className="check-step check-waits">
          <b>{t('check.correct.waits')}</b>{' '}
          <span className="faint">
            <Instant value={field.correction.proposedAt} /> {field.correction.proposedBy.name}
          </span>
          <p className="quiet">
            {field.correction.reason} → <ShownValue of={field} value={field.correction.value} />
          </p>
          <div className="row">
            <VerdictButton verdict={decide} onClick={onConfirm}>
              {t('check.correct.confirm')}
            </VerdictButton>
            {decide.allowed && <Button onClick={onReturn}>{t('check.correct.return')}</Button>}
          </div>
        </div>
      )}
      <Answer
        of={course}
        empty={(steps) => steps.length === 0 && <p className="check-step faint">{t('check.course-empty')}</p>}
      >
        {(steps) => (
          <ol className="check-course">
            {steps.toReversed().map((step, at) => (
              <li key={at} className="check-step">
                <Step of={step} line={line} field={field} />
              </li>
            ))}
          </ol>
        )}
      </Answer>
    </Sheet>
  );
}

function Step({
  of: step,
  line,
  field,
}: {
  of: CourseStep;
  line: CoursePanelProps['line'];
  field: FieldRow | null;
}): ReactNode {
  const { t } = useTranslation();
  const words = useFieldWords();
  const type = field ?? line.rows.find((row) => row.field === step.field) ?? { type: 'text', choices: null };
  return (
    <>
      <b className={step.verdict === 'different' ? 'differs' : undefined}>
        {t(`course.${step.what}`)}
        {step.verdict && ` · ${t(`check.verdict.${step.verdict}`)}`}
      </b>{' '}
      <span className="faint">
        <Instant value={step.at} /> {step.by}
      </span>
      {(step.from !== null || step.to !== null) && (
        <p>
          {!field && step.field && <span className="quiet">{words(line, step.field)} </span>}
          {step.from !== null && (
            <>
              <ShownValue of={type} value={step.from} /> →{' '}
            </>
          )}
          <ShownValue of={type} value={step.to} />
        </p>
      )}
      {step.said && <p className="quiet">{step.said}</p>}
    </>
  );
}
