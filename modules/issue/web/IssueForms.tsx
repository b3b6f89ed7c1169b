import { useTranslation } from 'react-i18next';
import type { WholeIssue } from '#modules/issue/issue.contract.ts';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { DayField, NoteField } from '#kit/fields.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import type { PersonId } from '#platform/kernel/id.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import { issues } from './issue.api.ts';
import { useSettled } from './use-settled.ts';

/** The answer that is due from who owns the issue. */
export function AnswerSheet({ of }: { of: WholeIssue }) {
  const { t } = useTranslation();
  const settled = useSettled();
  return (
    <Sheet title={t('issue.answer.title')} padded>
      <EntryForm<{ answer: string }>
        submit={t('issue.answer.submit')}
        onSubmit={async ({ answer }) => {
          await issues.answer.call({ issue: of.id, answer });
          await settled(t('issue.answer.done'));
        }}
      >
        <NoteField name="answer" label={t('issue.answer.text')} help={t('issue.answer.help')} maxLength={500} />
      </EntryForm>
    </Sheet>
  );
}

/** Proposes that the difference stays, with a note in the 清册 that says why. */
export function ProposeSheet({ of }: { of: WholeIssue }) {
  const { t } = useTranslation();
  const settled = useSettled();
  type Values = { cause: string; responsible: PersonId; dueOn: LocalDate };
  return (
    <Sheet title={t('issue.note.title')} padded>
      <p className="quiet issue-intro">{t('issue.note.intro')}</p>
      <EntryForm<Values>
        submit={t('issue.note.submit')}
        initial={{ responsible: of.owner.id }}
        onSubmit={async (values) => {
          await issues.proposeNote.call({ issue: of.id, ...values });
          await settled(t('issue.note.proposed'));
        }}
      >
        <NoteField name="cause" label={t('issue.note.cause')} help={t('issue.note.cause-help')} maxLength={500} />
        <ChoiceField
          name="responsible"
          label={t('issue.note.responsible')}
          choices={of.parties.map(({ person }) => ({ value: person.id, label: person.name }))}
        />
        <DayField name="dueOn" label={t('issue.note.due')} min={localDateOf(new Date())} />
      </EntryForm>
    </Sheet>
  );
}
