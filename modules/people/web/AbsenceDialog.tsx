import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { EnterAbsence } from '#modules/people/people.contract.ts';
import { canEnterAbsence } from '#modules/people/people.policy.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { DayField, TextField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import { useViewer } from '#kit/viewer.ts';
import { people } from './people.api.ts';

/** Enters days on which somebody is away: for oneself, and by managers for others. */
export function AbsenceDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const memory = useQueryClient();
  const today = localDateOf(new Date());
  const everybody = useQuery(people.listPeople.queryOptions({ staleTime: 60_000 }));
  const enter = useMutation(people.enterAbsence.mutationOptions({ meta: { explained: true } }));

  async function submit(values: EnterAbsence) {
    await enter.mutateAsync(values);
    await memory.invalidateQueries({ queryKey: people.listAbsences.key() });
    notify({ text: t('people.absence.entered'), standing: 'agreed' });
    onClose();
  }

  return (
    <Dialog title={t('people.absence.enter')} open onClose={onClose}>
      <EntryForm<EnterAbsence>
        submit={t('people.absence.enter')}
        onSubmit={submit}
        onCancel={{ text: t('kit.cancel'), run: onClose }}
        initial={{ person: viewer.person, from: today, until: today }}
      >
        <ChoiceField
          name="person"
          label={t('people.absence.person')}
          choices={(everybody.data ?? [])
            .filter(({ id, state }) => state === 'active' && canEnterAbsence(viewer, id).allowed)
            .map(({ id, name, title }) => ({ value: id, label: `${name} · ${title}` }))}
        />
        <div className="row">
          <DayField name="from" label={t('people.absence.from')} />
          <DayField name="until" label={t('people.absence.until')} min={today} />
        </div>
        <TextField name="reason" label={t('people.absence.reason')} maxLength={100} optional />
      </EntryForm>
    </Dialog>
  );
}
