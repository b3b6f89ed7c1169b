import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DocumentPlace, FoundDocument, FoundPlace } from '#modules/document/document.contract.ts';
import type { Id } from '#platform/kernel/id.ts';
import { Answer } from '#kit/Answer.tsx';
import { Instant } from '#kit/Day.tsx';
import { formatCount } from '#kit/figures.ts';
import { paths } from '#kit/paths.ts';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { documents } from './document.api.ts';
import './search.css';

type DocumentSearchProps = {
  /** Of a client, of a handover as a whole, or of everything that the viewer may read. */
  place: DocumentPlace;
  /** What was typed when it was opened. */
  words?: string;
  onWords?: (words: string) => void;
  /** Stands under the box while nothing is searched. */
  children?: ReactNode;
};

const leastCharacters = 2;

/** Finds files by any piece of their words, and shows where they stand. */
export function DocumentSearch({ place, words = '', onWords, children }: DocumentSearchProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(words);
  const asked = useDeferredValue(typed.trim());
  const searches = asked.replaceAll(/\s/g, '').length >= leastCharacters;
  return (
    <>
      <Input.Search
        className="document-search"
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          onWords?.(target.value.trim());
        }}
        placeholder={t('document.search.hint')}
        aria-label={t('document.search')}
        maxLength={100}
        allowClear
      />
      {searches ? <Hits place={place} words={asked} /> : children}
    </>
  );
}

function Hits({ place, words }: { place: DocumentPlace; words: string }) {
  const { t } = useTranslation();
  const hits = useInfiniteQuery(
    documents.searchDocuments.infiniteOptions({
      input: (after: Id<'stored-file'> | undefined) => ({ ...place, words, ...(after ? { after } : {}) }),
      initialPageParam: undefined as Id<'stored-file'> | undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const ofAll = !place.client && !place.handover;
  return (
    <Sheet title={t('document.search.found')}>
      <Answer
        of={hits}
        empty={({ pages }) =>
          pages.every(({ found }) => found.length === 0) && (
            <Empty sentence={t('document.search.none', { words })} example={t('document.search.none.example')} />
          )
        }
      >
        {({ pages }) => (
          <>
            <Lines>
              {pages.flatMap(({ found }) => found.map((hit) => <Hit key={hit.document} of={hit} withClient={ofAll} />))}
            </Lines>
            {hits.hasNextPage && (
              <div className="document-search-more">
                <Button loading={hits.isFetchingNextPage} onClick={() => void hits.fetchNextPage()}>
                  {t('document.search.more')}
                </Button>
              </div>
            )}
          </>
        )}
      </Answer>
    </Sheet>
  );
}

function Hit({ of, withClient }: { of: FoundDocument; withClient: boolean }) {
  const { t } = useTranslation();
  const { document, name, folder, client, places, count, addedAt } = of;
  return (
    <Line state={<Instant value={addedAt} />}>
      <Link className="strong" to={paths.file(document)}>
        {name}
      </Link>
      {withClient && client && (
        <Link className="document-search-client quiet" to={paths.client(client.id, 'documents')}>
          {client.number} {client.name}
        </Link>
      )}
      {folder && <span className="document-search-client faint">{folder}</span>}
      <ul className="document-search-places quiet">
        {places.map((place, at) => (
          <Place key={at} of={place} />
        ))}
      </ul>
      {count > places.length && (
        <span className="faint">{t('document.search.places', { count: formatCount(count) })}</span>
      )}
    </Line>
  );
}

function Place({ of: { before, words, after } }: { of: FoundPlace }) {
  return (
    <li>
      {before}
      <mark>{words}</mark>
      {after}
    </li>
  );
}
