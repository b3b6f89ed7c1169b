import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ArchiveClass } from '#modules/document/document.contract.ts';
import { Answer } from '#kit/Answer.tsx';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty, Skeleton } from '#kit/states.tsx';
import { documents } from '../document.api.ts';
import { ClassChips } from './ClassChips.tsx';
import './retention.css';

/** 类目树, its trunk: the clients, how many files each has, and how these stand. */
export function ClassesPage() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const tree = useQuery(documents.readClasses.queryOptions({ input: {} }));
  const columns: Column<ArchiveClass>[] = [
    {
      key: 'client',
      title: t('document.directory.client'),
      render: ({ client }) => client?.name ?? t('document.directory.handover'),
    },
    {
      key: 'number',
      title: t('document.number'),
      width: 112,
      wide: true,
      render: ({ client }) => client?.number ?? '—',
    },
    {
      key: 'files',
      title: t('document.many'),
      width: 88,
      align: 'end',
      render: ({ files }) => formatCount(files),
      total: tree.data && formatCount(tree.data.classes.reduce((sum, { files }) => sum + files, 0)),
    },
    { key: 'state', title: t('document.state'), width: 360, wide: true, render: (one) => <ClassChips of={one} /> },
  ];
  const piece = typed.trim().toUpperCase();
  const wanted = ({ client }: ArchiveClass) =>
    piece === '' || (client !== null && (client.name.includes(piece) || client.number.includes(piece)));
  return (
    <Page
      title={t('document.classes')}
      crumbs={[{ text: t('archive.title'), to: paths.archives() }]}
      actions={<Link to={paths.directory()}>{t('document.directory')}</Link>}
      clientData
    >
      <div className="directory-states">
        <Input.Search
          className="directory-search"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          placeholder={t('document.classes.hint')}
          aria-label={t('document.classes.hint')}
          allowClear
        />
      </div>
      <Sheet>
        <Answer
          of={tree}
          waiting={<Skeleton lines={10} />}
          empty={({ classes }) =>
            classes.filter(wanted).length === 0 && (
              <Empty
                sentence={t(classes.length === 0 ? 'document.directory.none' : 'document.directory.not-found')}
                example={t('document.directory.example')}
              />
            )
          }
        >
          {({ classes }) => (
            <LedgerTable
              label={t('document.classes')}
              columns={columns}
              rows={classes.filter(wanted)}
              rowKey={({ client }) => client?.id ?? 'none'}
              to={({ client }) => paths.classes(client?.id ?? 'none')}
              keys
            />
          )}
        </Answer>
      </Sheet>
    </Page>
  );
}
