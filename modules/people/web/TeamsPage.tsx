import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person, Team } from '#modules/people/people.contract.ts';
import { canFormTeams } from '#modules/people/people.policy.ts';
import { Answer } from '#kit/Answer.tsx';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField, TextField } from '#kit/fields.tsx';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { people } from './people.api.ts';
import { SettingsPage } from './people.parts.tsx';

/** 团队: who works with whom, and who leads. */
export function TeamsPage() {
  const { t } = useTranslation();
  const verdict = canFormTeams(useViewer());
  const teams = useQuery(people.listTeams.queryOptions());
  const everybody = useQuery(people.listPeople.queryOptions());
  const [open, setOpen] = useState<Team | 'new'>();
  const name = (id: Person['id']) => everybody.data?.find((one) => one.id === id)?.name ?? '';
  const add = (
    <VerdictButton verdict={verdict} type="primary" onClick={() => setOpen('new')}>
      {t('people.team.add')}
    </VerdictButton>
  );
  return (
    <SettingsPage section="teams" actions={add}>
      <Sheet>
        <Answer
          of={teams}
          empty={(rows) =>
            rows.length === 0 && <Empty sentence={t('people.team.empty')} example={t('people.team.example')} />
          }
        >
          {(rows) => (
            <LedgerTable
              label={t('people.settings.teams')}
              rows={rows}
              rowKey={({ id }) => id}
              onOpen={setOpen}
              keys
              columns={[
                {
                  key: 'name',
                  title: t('people.team.name'),
                  render: (team) => <span className="strong">{team.name}</span>,
                },
                { key: 'leader', title: t('people.team.leader'), render: ({ leader }) => name(leader) },
                {
                  key: 'members',
                  title: t('people.team.members'),
                  render: ({ members }) => members.map(name).join('、') || <span className="faint">—</span>,
                },
                {
                  key: 'count',
                  title: t('people.team.count'),
                  align: 'end',
                  width: 96,
                  wide: true,
                  render: ({ leader, members }) => new Set([leader, ...members]).size,
                },
              ]}
            />
          )}
        </Answer>
      </Sheet>
      {open && everybody.data && (
        <TeamDialog team={open === 'new' ? null : open} everybody={everybody.data} onClose={() => setOpen(undefined)} />
      )}
    </SettingsPage>
  );
}

type Values = { name: string; leader: Person['id']; members?: Person['id'][] };

function TeamDialog({ team, everybody, onClose }: { team: Team | null; everybody: Person[]; onClose: () => void }) {
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
