import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { useCandidates } from './candidates.ts';
import { handovers } from './handover.api.ts';

type Party = HandoverView['parties'][number];

/** Names the person who is asked instead. */
export function ReplaceDialog({
  of,
  side,
  onClose,
}: {
  of: HandoverView;
  side: 'incoming' | 'supervisor';
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const on = (wanted: Party['side']) => of.parties.find((one) => one.side === wanted)!.person.id;
  const incoming = side === 'supervisor' ? { incoming: on('incoming') } : {};
  const candidates = useQuery(
    handovers.listCandidates.queryOptions({ input: { outgoing: on('outgoing'), ...incoming } }),
  );
  const choices = useCandidates(
    candidates.data,
    of.parties.map(({ person }) => person.id),
  );
  const replace = useMutation(handovers.replaceParty.mutationOptions({ meta: { explained: true } }));

  async function submit({ person }: { person: PersonId }) {
    await replace.mutateAsync({ handover: of.id, side, person });
    onClose();
    await memory.invalidateQueries();
  }

  return (
    <Dialog title={t('handover.replace.title', { side: t(`side.${side}`) })} open onClose={onClose}>
      <EntryForm<{ person: PersonId }> submit={t('handover.replace.submit')} onSubmit={submit}>
        <ChoiceField
          name="person"
          label={t(`side.${side}`)}
          choices={side === 'supervisor' ? choices.supervisors : choices.receivers}
        />
      </EntryForm>
    </Dialog>
  );
}
