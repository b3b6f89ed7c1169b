import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DifferenceLine, Settlement, WholeComparison } from '#modules/reconciliation/reconciliation.contract.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { DayField, NoteField } from '#kit/fields.tsx';
import type { PersonId } from '#platform/kernel/id.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { comparisons, handovers } from './comparison.api.ts';

type OpenIssueDialogProps = {
  of: WholeComparison;
  line: DifferenceLine;
  onOpened: (settlement: Settlement) => void;
  onClose: () => void;
};

type Values = { reason: string; owner?: PersonId; dueOn?: LocalDate };

/** A difference that somebody has to explain or put right becomes an issue of the handover. */
export function OpenIssueDialog({ of, line, onOpened, onClose }: OpenIssueDialogProps) {
  const { t } = useTranslation();
  const handover = useQuery(handovers.read.queryOptions({ input: { handover: of.handover } })).data;
  const parties = handover?.parties ?? [];
  const name = [line.key.join(' · '), line.column].filter(Boolean).join(' ');
  return (
    <Dialog title={`${t('comparison.issue.open')}: ${name}`} open onClose={onClose}>
      <EntryForm<Values>
        submit={t('comparison.key.issue')}
        onSubmit={async ({ reason, owner, dueOn }) =>
          onOpened(
            await comparisons.openIssue.call({
              comparison: of.id,
              line: line.line,
              reason,
              ...(owner ? { owner } : {}),
              ...(dueOn ? { dueOn } : {}),
            }),
          )
        }
      >
        <NoteField name="reason" label={t('comparison.issue.reason')} maxLength={500} />
        <ChoiceField
          name="owner"
          label={t('comparison.issue.owner')}
          help={t('comparison.issue.owner.help')}
          choices={parties.map(({ person, side }) => ({
            value: person.id,
            label: `${person.name} · ${t(`side.${side}`)}`,
          }))}
          optional
        />
        <DayField name="dueOn" label={t('comparison.issue.due')} help={t('comparison.issue.due.help')} optional />
      </EntryForm>
    </Dialog>
  );
}
