import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { NoteField } from '#kit/fields.tsx';
import { useCandidates } from './candidates.ts';
import { handovers } from './handover.api.ts';

type Values = { person: PersonId; reason: string };

/** 委托代办, or 单方 before a witness: who stands in, and why; the reason is printed on the 清册. */
export function MannerDialog({
  of,
  manner,
  onClose,
}: {
  of: HandoverView;
  manner: 'proxy' | 'one-sided';
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const outgoing = of.parties.find(({ side }) => side === 'outgoing')!.person.id;
  const candidates = useQuery(handovers.listCandidates.queryOptions({ input: { outgoing } }));
  const choices = useCandidates(
    candidates.data,
    of.parties.map(({ person }) => person.id),
  );
  const change = useMutation(handovers.changeManner.mutationOptions({ meta: { explained: true } }));

  async function submit({ person, reason }: Values) {
    await change.mutateAsync(
      manner === 'proxy'
        ? { handover: of.id, manner, proxy: person, reason }
        : { handover: of.id, manner, witness: person, reason },
    );
    onClose();
    await memory.invalidateQueries();
  }

  return (
    <Dialog title={t(`handover.deed.${manner}`)} open onClose={onClose}>
      <div className="stack">
        <p className="quiet">{t(`handover.manner.${manner}.what`)}</p>
        <EntryForm<Values> submit={t(`handover.deed.${manner}`)} onSubmit={submit}>
          <ChoiceField
            name="person"
            label={t(manner === 'proxy' ? 'side.proxy' : 'side.witness')}
            choices={choices.receivers}
          />
          <NoteField name="reason" label={t('handover.why')} help={t('handover.why.printed')} maxLength={500} />
        </EntryForm>
      </div>
    </Dialog>
  );
}
