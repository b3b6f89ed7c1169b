import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RetentionKind } from '#modules/document/document.contract.ts';
import { canAddKind, rulesVersion } from '#modules/document/document.policy.ts';
import { Answer } from '#kit/Answer.tsx';
import { Chip } from '#kit/Chip.tsx';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Mark } from '#kit/Mark.tsx';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Skeleton } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { documents } from '../document.api.ts';
import { useKeepingWords } from './keeping-words.tsx';

const AddKindDialog = lazy(async () => ({ default: (await import('./AddKindDialog.tsx')).AddKindDialog }));

/** 档案种类与保管期限: those of the law with their source, and those that the firm has added. */
export function KindsPage() {
  const { t, i18n } = useTranslation();
  const words = useKeepingWords();
  const [adding, setAdding] = useState(false);
  const kinds = useQuery(documents.listKinds.queryOptions());
  const columns: Column<RetentionKind>[] = [
    {
      key: 'name',
      title: t('document.directory.kind'),
      width: 260,
      render: ({ zh, en, own }) => (
        <span className="row">
          {i18n.language === 'en' ? en : zh} {own && <Chip>{t('document.kinds.own')}</Chip>}
        </span>
      ),
    },
    { key: 'term', title: t('document.keep-for'), width: 160, render: ({ term }) => words.term(term) },
    {
      key: 'tax',
      title: t('document.kinds.tax'),
      width: 88,
      wide: true,
      render: ({ tax }) => (tax ? <Mark of="agreed" /> : '—'),
    },
    {
      key: 'source',
      title: t('document.kinds.source'),
      wide: true,
      render: ({ source }) => <span className="quiet">{source}</span>,
    },
  ];
  return (
    <Page
      title={t('document.kinds')}
      subtitle={t('document.kinds.version', { version: rulesVersion })}
      crumbs={[
        { text: t('archive.title'), to: paths.archives() },
        { text: t('document.directory'), to: paths.directory() },
      ]}
      actions={
        <VerdictButton verdict={canAddKind(useViewer())} onClick={() => setAdding(true)}>
          {t('document.kinds.add')}
        </VerdictButton>
      }
    >
      <Sheet>
        <Answer of={kinds} waiting={<Skeleton lines={10} />}>
          {(rows) => (
            <LedgerTable label={t('document.kinds')} columns={columns} rows={rows} rowKey={({ key }) => key} keys />
          )}
        </Answer>
      </Sheet>
      <Suspense>{adding && <AddKindDialog onClose={() => setAdding(false)} />}</Suspense>
    </Page>
  );
}
