import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { canReadDirectory } from '#modules/document/document.policy.ts';
import { canReadJournal } from '#modules/journal/journal.policy.ts';
import { Answer } from '#kit/Answer.tsx';
import { formatInstant, Instant } from '#kit/Day.tsx';
import { formatCount, formatHash, formatSize } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty, Skeleton } from '#kit/states.tsx';
import { type Viewer, useViewer } from '#kit/viewer.ts';
import type { Package } from '../archive.contract.ts';
import { canOpenPackage, canWatchBackups } from '../archive.policy.ts';
import { archive } from './archive.api.ts';
import { CheckButton } from './CheckButton.tsx';
import './archive.css';

/** 档案: every sealed package that the viewer may know of, with its hash, how long it is kept, and a check. */
export function ArchivesPage() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const packages = useQuery(archive.listPackages.queryOptions());
  return (
    <Page
      title={t('archive.title')}
      actions={
        <>
          {packages.data && t('archive.count', { count: packages.data.length })}
          <Link to={paths.files()}>{t('archive.search')}</Link>
          <Link to={paths.classes()}>{t('document.classes')}</Link>
          <Link to={paths.directory()}>{t('document.directory')}</Link>
          {canReadDirectory(viewer).allowed && <Link to={paths.disposals()}>{t('disposal.title')}</Link>}
          <Link to={paths.exports()}>{t('archive.exports')}</Link>
          {canReadJournal(viewer).allowed && <Link to={paths.journal()}>{t('archive.journal')}</Link>}
          {canWatchBackups(viewer).allowed && <BackupState />}
        </>
      }
    >
      <Sheet>
        <Answer
          of={packages}
          waiting={<Skeleton lines={8} />}
          empty={(rows) =>
            rows.length === 0 && (
              <Empty
                sentence={t('archive.empty')}
                button={<Link to={paths.handovers()}>{t('archive.empty.button')}</Link>}
                example={t('archive.empty.example')}
              />
            )
          }
        >
          {(rows) => (
            <LedgerTable
              label={t('archive.title')}
              columns={columnsOf(viewer, t)}
              rows={rows}
              rowKey={({ id }) => id}
              to={({ id }) => paths.archive(id)}
              keys
            />
          )}
        </Answer>
      </Sheet>
    </Page>
  );
}

/** When the firm was last backed up, and whether that was restored for trial. */
function BackupState() {
  const { t } = useTranslation();
  const { data } = useQuery(archive.readBackups.queryOptions());
  if (!data) return null;
  const { backup, drill } = data;
  return (
    <span className={!backup || backup.old || !drill || drill.old || !drill.sound ? 'warns' : 'quiet'}>
      {backup ? t('archive.backup', { at: formatInstant(backup.at) }) : t('archive.backup.never')}
      {' · '}
      {drill
        ? t(drill.sound ? 'archive.drill' : 'archive.drill.unsound', {
            at: formatInstant(drill.at),
            seconds: Math.ceil(drill.seconds),
            rows: formatCount(drill.rows),
          })
        : t('archive.drill.never')}
    </span>
  );
}

function columnsOf(viewer: Viewer, t: TFunction): Column<Package>[] {
  return [
    {
      key: 'name',
      title: t('archive.column.package'),
      render: ({ handoverNumber, batchNumber }) => t('archive.batch', { number: handoverNumber, batch: batchNumber }),
    },
    {
      key: 'clients',
      title: t('archive.column.clients'),
      align: 'end',
      width: 72,
      render: ({ clients }) => formatCount(clients),
    },
    {
      key: 'sealedAt',
      title: t('archive.column.sealed'),
      width: 120,
      render: ({ sealedAt }) => <Instant value={sealedAt} />,
    },
    {
      key: 'hash',
      title: t('archive.column.hash'),
      wide: true,
      render: ({ packageHash }) => (
        <span className="mono" title={packageHash}>
          {formatHash(packageHash)}
        </span>
      ),
    },
    {
      key: 'bytes',
      title: t('archive.column.size'),
      align: 'end',
      wide: true,
      width: 96,
      render: ({ bytes }) => formatSize(bytes),
    },
    { key: 'keepUntil', title: t('archive.column.kept'), wide: true, width: 120, render: ({ keepUntil }) => keepUntil },
    {
      key: 'check',
      title: '',
      width: 148,
      align: 'end',
      render: (row) =>
        canOpenPackage(viewer, row).allowed ? (
          <CheckButton of={row} small />
        ) : (
          <span className="faint">{t('archive.closed')}</span>
        ),
    },
  ];
}
