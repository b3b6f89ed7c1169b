import { useQuery } from '@tanstack/react-query';
import { Input, Segmented } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { canReadDirectory, directoryStates } from '#modules/document/document.policy.ts';
import { formatCount } from '#kit/figures.ts';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { useViewer } from '#kit/viewer.ts';
import { documents } from '../document.api.ts';
import { DirectoryTable } from './DirectoryTable.tsx';
import './retention.css';

type State = (typeof directoryStates)[number];

/** 档案目录: every file by what it is, how long it is kept and where its paper stands, what may go first at the top. */
export function DirectoryPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const [typed, setTyped] = useState(search.get('words') ?? '');
  const words = useDeferredValue(typed.trim());
  const state = directoryStates.find((one) => one === search.get('state')) ?? 'all';
  const counts = useQuery(
    documents.countDirectory.queryOptions({ enabled: canReadDirectory(useViewer()).allowed, staleTime: 60_000 }),
  );
  const label = (of: State) => {
    const count = counts.data?.[of];
    return count === undefined
      ? t(`document.directory.${of}`)
      : `${t(`document.directory.${of}`)} ${formatCount(count)}`;
  };
  return (
    <Page
      title={t('document.directory')}
      crumbs={[{ text: t('archive.title'), to: paths.archives() }]}
      actions={
        <>
          <Link to={paths.classes()}>{t('document.classes')}</Link>
          <Link to={paths.retentionKinds()}>{t('document.kinds')}</Link>
          <Link to={paths.safeguards()}>{t('document.safeguards')}</Link>
          <Link to={paths.disposals()}>{t('disposal.title')}</Link>
        </>
      }
      clientData
    >
      <div className="directory-states">
        <Segmented
          value={state}
          options={directoryStates.map((value) => ({ value, label: label(value) }))}
          onChange={(value) => setSearch(value === 'all' ? {} : { state: value })}
        />
        <Input.Search
          className="directory-search"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          placeholder={t('document.directory.hint')}
          aria-label={t('document.directory.search')}
          maxLength={60}
          allowClear
        />
      </div>
      <Sheet>
        <DirectoryTable
          key={`${state} ${words}`}
          wanted={{ state, ...(words ? { words } : {}) }}
          empty={
            <Empty
              sentence={t(
                words
                  ? 'document.directory.not-found'
                  : state === 'all'
                    ? 'document.directory.none'
                    : 'document.directory.none-of-state',
              )}
              example={t(words ? 'document.directory.hint' : 'document.directory.example')}
            />
          }
        />
      </Sheet>
    </Page>
  );
}
