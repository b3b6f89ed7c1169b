import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Person, Team } from '#modules/people/people.contract.ts';
import { canFormTeams } from '#modules/people/people.policy.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { TextField } from '#kit/fields.tsx';
import { useViewer } from '#kit/viewer.ts';
import { people } from './people.api.ts';

type Values = { name: string; leader: Person['id']; members?: Person['id'][] };

/** A new team, or leader and members of one that there is. */
export function TeamDialog({
  team,
  everybody,
  onClose,
}: {
  team: Team | null;
  everybody: Person[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const verdict = canFormTeams(useViewer());
  const memory = useQueryClient();
  const explained = { meta: { explained: true } };
  const create = useMutation(people.createTeam.mutationOptions(explained));
  const change = useMutation(people.setTeamMembers.mutationOptions(explained));
  const known = new Set(team ? [team.leader, ...team.members] : []);
  const choices = everybody
    .filter(({ id, state }) => state === 'active' || known.has(id))
    .map(({ id, name, title }) => ({ value: id, label: `${name} ${title}` }));

  async function save({ name, leader, members = [] }: Values) {
    if (team) await change.mutateAsync({ team: team.id, leader, members });
    else await create.mutateAsync({ name, leader, members });
    await memory.invalidateQueries({ queryKey: people.listTeams.key() });
    onClose();
  }

  return (
    <Dialog title={team?.name ?? t('people.team.add')} open onClose={onClose}>
      <EntryForm<Values>
        submit={t(team ? 'people.save' : 'people.team.submit')}
        verdict={verdict}
        onSubmit={save}
        initial={team ?? { members: [] }}
        onCancel={{ text: t('kit.cancel'), run: onClose }}
      >
        {!team && <TextField name="name" label={t('people.team.name')} maxLength={40} autoFocus />}
        <ChoiceField name="leader" label={t('people.team.leader')} choices={choices} />
        <ChoiceField name="members" label={t('people.team.members')} choices={choices} many optional />
      </EntryForm>
    </Dialog>
  );
}
