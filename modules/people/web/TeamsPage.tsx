import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person, Team } from '#modules/people/people.contract.ts';
import { canFormTeams } from '#modules/people/people.policy.ts';
import { Answer } from '#kit/Answer.tsx';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { people } from './people.api.ts';
import { SettingsPage } from './people.parts.tsx';

const TeamDialog = lazy(async () => ({ default: (await import('./TeamDialog.tsx')).TeamDialog }));

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
      <Suspense>
        {open && everybody.data && (
          <TeamDialog
            team={open === 'new' ? null : open}
            everybody={everybody.data}
            onClose={() => setOpen(undefined)}
          />
        )}
      </Suspense>
    </SettingsPage>
  );
}
