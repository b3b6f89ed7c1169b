import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '#modules/people/people.contract.ts';
import { canAppoint } from '#modules/people/people.policy.ts';
import { positions, roles } from '#platform/context/actor.ts';
import { Answer } from '#kit/Answer.tsx';
import { Chip } from '#kit/Chip.tsx';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { useActions } from '#kit/palette.ts';
import { Facts, Sheet } from '#kit/Sheet.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { AbsencesSheet } from './AbsencesSheet.tsx';
import { people } from './people.api.ts';
import { SettingsPage } from './people.parts.tsx';

const AddPersonDialog = lazy(async () => ({ default: (await import('./AddPersonDialog.tsx')).AddPersonDialog }));
const PersonDialog = lazy(async () => ({ default: (await import('./PersonDialog.tsx')).PersonDialog }));

/** 公司与人员: who works here, what each may do, and by which position each stands in the law. */
export function PeoplePage() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const all = useQuery(people.listPeople.queryOptions());
  const me = useQuery(people.me.queryOptions({ staleTime: Infinity }));
  const [adding, setAdding] = useState(false);
  const [open, setOpen] = useState<Person['id']>();
  const opened = all.data?.find(({ id }) => id === open);
  const appoints = canAppoint(viewer);
  useActions(appoints.allowed ? [{ id: 'people.add', text: t('people.add'), run: () => setAdding(true) }] : []);

  const columns: Column<Person>[] = [
    { key: 'name', title: t('people.name'), render: (one) => <NameCell of={one} /> },
    {
      key: 'roles',
      title: t('people.roles'),
      wide: true,
      render: ({ roles: held }) => held.map((role) => t(`people.role.${role}`)).join('、'),
    },
    {
      key: 'positions',
      title: t('people.positions'),
      wide: true,
      render: ({ positions: held }) =>
        held.length > 0 ? held.map((one) => t(`people.position.${one}`)).join('、') : <span className="faint">—</span>,
    },
    {
      key: 'keys',
      title: t('people.keys'),
      wide: true,
      render: ({ keys }) =>
        keys ? (
          <code title={keys.fingerprint}>{keys.fingerprint.slice(0, 8)}</code>
        ) : (
          <span className="warns">{t('people.keys.none')}</span>
        ),
    },
    { key: 'state', title: t('people.state'), width: 88, render: ({ state }) => <StateChip state={state} /> },
  ];

  return (
    <SettingsPage
      section="people"
      actions={
        <VerdictButton verdict={appoints} type="primary" onClick={() => setAdding(true)}>
          {t('people.add')}
        </VerdictButton>
      }
    >
      <div className="columns">
        <Sheet title={t('people.everybody')} extra={all.data && formatCount(all.data.length)}>
          <Answer of={all}>
            {(rows) => (
              <LedgerTable
                label={t('people.everybody')}
                columns={columns}
                rows={rows}
                rowKey={({ id }) => id}
                onOpen={({ id }) => setOpen(id)}
                keys
              />
            )}
          </Answer>
        </Sheet>
        <div className="stack">
          <Sheet title={viewer.firmName}>
            <div className="firm-facts">
              <Facts
                of={[
                  { name: t('people.recovery'), value: <RecoveryState made={me.data?.firm.recoveryRecipient} /> },
                  { name: t('people.head-of-unit'), value: <Holders of="head-of-unit" all={all.data} /> },
                  { name: t('people.head-of-accounting'), value: <Holders of="head-of-accounting" all={all.data} /> },
                ]}
              />
            </div>
          </Sheet>
          <AbsencesSheet />
          <Sheet title={t('people.positions.title')} padded>
            <dl className="positions">
              {positions.map((position) => (
                <div key={position}>
                  <dt>{t(`people.position.${position}`)}</dt>
                  <dd className="quiet">{t(`people.position.${position}.what`)}</dd>
                </div>
              ))}
            </dl>
          </Sheet>
          <Sheet title={t('people.roles.title')} padded>
            <dl className="positions">
              {roles.map((role) => (
                <div key={role}>
                  <dt>{t(`people.role.${role}`)}</dt>
                  <dd className="quiet">{t(`people.role.${role}.what`)}</dd>
                </div>
              ))}
            </dl>
          </Sheet>
        </div>
      </div>
      <Suspense>
        {adding && <AddPersonDialog onClose={() => setAdding(false)} />}
        {opened && <PersonDialog key={opened.id} person={opened} onClose={() => setOpen(undefined)} />}
      </Suspense>
    </SettingsPage>
  );
}

function NameCell({ of: { name, title, email } }: { of: Person }) {
  return (
    <>
      <span className="strong">{name}</span> <span className="quiet">{title}</span>
      <div className="faint">{email}</div>
    </>
  );
}

function StateChip({ state }: { state: Person['state'] }) {
  const { t } = useTranslation();
  const standing = { active: 'plain', suspended: 'differs', left: 'plain' } as const;
  return <Chip standing={standing[state]}>{t(`people.state.${state}`)}</Chip>;
}

function RecoveryState({ made }: { made: string | null | undefined }) {
  const { t } = useTranslation();
  if (made === undefined) return null;
  return made ? t('people.recovery.made') : <span className="differs">{t('people.recovery.none')}</span>;
}

function Holders({ of, all }: { of: Person['positions'][number]; all: Person[] | undefined }) {
  const { t } = useTranslation();
  if (!all) return null;
  const holders = all.filter(({ state, positions: held }) => state === 'active' && held.includes(of));
  if (holders.length === 0) return <span className="warns">{t('people.position.nobody')}</span>;
  return holders.map(({ name }) => name).join('、');
}
