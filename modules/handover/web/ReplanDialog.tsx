import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { DayField, NoteField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import { handovers } from './handover.api.ts';

type Values = {
  stages: Record<string, { startsOn: LocalDate; endsOn: LocalDate }>;
  reason: string;
  askedBy?: PersonId;
};

/** Other dates for the stages; the plan before stays on record with the reason and who approved. */
export function ReplanDialog({ of, onClose }: { of: HandoverView; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language.startsWith('zh') ? 'zh' : 'en';
  const memory = useQueryClient();
  const replan = useMutation(handovers.replan.mutationOptions({ meta: { explained: true } }));
  const left = of.stages.filter(({ state }) => state !== 'done');

  async function submit({ stages, reason, askedBy }: Values) {
    const moved = left.flatMap(({ stage, startsOn, endsOn }) => {
      const to = stages[stage]!;
      return to.startsOn === startsOn && to.endsOn === endsOn ? [] : [{ stage, ...to }];
    });
    if (moved.length > 0)
      await replan.mutateAsync({ handover: of.id, stages: moved, reason, ...(askedBy ? { askedBy } : {}) });
    notify({ text: t('handover.replanned.done') });
    onClose();
    await memory.invalidateQueries();
  }

  return (
    <Dialog title={t('handover.deed.replan')} open onClose={onClose}>
      <EntryForm<Values>
        submit={t('handover.replan.submit')}
        onSubmit={submit}
        initial={{
          stages: Object.fromEntries(left.map(({ stage, startsOn, endsOn }) => [stage, { startsOn, endsOn }])),
        }}
      >
        {left.map(({ stage, name }) => (
          <div className="row" key={stage}>
            <DayField name={['stages', stage, 'startsOn']} label={`${name[language]} · ${t('handover.starts-on')}`} />
            <DayField name={['stages', stage, 'endsOn']} label={t('handover.ends-on')} />
          </div>
        ))}
        <ChoiceField
          name="askedBy"
          label={t('handover.asked-by')}
          optional
          choices={of.parties.map(({ person }) => ({ value: person.id, label: person.name }))}
        />
        <NoteField name="reason" label={t('handover.why')} maxLength={500} />
      </EntryForm>
    </Dialog>
  );
}
