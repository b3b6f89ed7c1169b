import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegisterImport } from '#modules/client/client.contract.ts';
import { canImportRegister } from '#modules/client/client.policy.ts';
import { Answer } from '#kit/Answer.tsx';
import { Chip } from '#kit/Chip.tsx';
import { Instant } from '#kit/Day.tsx';
import { verdictText } from '#kit/explain.ts';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import type { Standing } from '#kit/Mark.tsx';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty, Refused, Skeleton } from '#kit/states.tsx';
import { useViewer } from '#kit/viewer.ts';
import { clients } from './client.api.ts';
import './client.css';

const RegisterFile = lazy(async () => ({ default: (await import('./RegisterFile.tsx')).RegisterFile }));

const standings: Record<RegisterImport['state'], Standing> = {
  proposed: 'current',
  running: 'current',
  done: 'agreed',
  failed: 'differs',
  'taken-back': 'plain',
  discarded: 'plain',
};

/** 导入客户台账: a file is brought here and read; below stand the imports so far. */
export function ImportsPage() {
  const { t } = useTranslation();
  const verdict = canImportRegister(useViewer());
  const imports = useQuery(clients.listImports.queryOptions({ enabled: verdict.allowed }));
  const refused = verdictText(verdict);
  const crumbs = [{ text: t('client.many'), to: paths.clients() }, { text: t('client.import') }];
  if (refused)
    return (
      <Page title={t('client.import')} crumbs={crumbs}>
        <Sheet>
          <Refused explanation={{ kind: 'refused', text: refused, help: t('kit.refusal.help') }} />
        </Sheet>
      </Page>
    );
  return (
    <Page title={t('client.import')} crumbs={crumbs}>
      <div className="stack">
        <Sheet title={t('client.import.file')} padded>
          <Suspense fallback={<Skeleton lines={2} />}>
            <RegisterFile />
          </Suspense>
        </Sheet>
        <Sheet title={t('client.imports')}>
          <Answer
            of={imports}
            empty={(rows) =>
              rows.length === 0 && (
                <Empty sentence={t('client.imports.none')} example={t('client.imports.none.example')} />
              )
            }
          >
            {(rows) => (
              <LedgerTable
                label={t('client.imports')}
                columns={columnsOf(t)}
                rows={rows}
                rowKey={({ id }) => id}
                to={({ id }) => paths.clientImport(id)}
                keys
              />
            )}
          </Answer>
        </Sheet>
      </div>
    </Page>
  );
}

function columnsOf(t: TFunction): Column<RegisterImport>[] {
  const count =
    (key: string) =>
    ({ counts }: RegisterImport) =>
      counts[key] === undefined ? <span className="faint">—</span> : formatCount(counts[key]);
  return [
    { key: 'file', title: t('client.import.file'), render: ({ fileName }) => fileName },
    {
      key: 'state',
      title: t('client.import.state'),
      width: 120,
      render: ({ state }) => (
        <Chip standing={standings[state]} mark>
          {t(`client.import.state.${state}`)}
        </Chip>
      ),
    },
    { key: 'rows', title: t('client.import.rows'), width: 96, align: 'end', render: count('rows') },
    { key: 'added', title: t('client.import.added'), width: 96, align: 'end', wide: true, render: count('added') },
    {
      key: 'changed',
      title: t('client.import.changed'),
      width: 96,
      align: 'end',
      wide: true,
      render: count('changed'),
    },
    { key: 'at', title: t('journal.at'), width: 132, render: ({ createdAt }) => <Instant value={createdAt} /> },
  ];
}
