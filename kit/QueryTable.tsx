import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from './figures.ts';
import { LedgerTable, type LedgerTableProps } from './LedgerTable.tsx';
import { Skeleton, Trouble } from './states.tsx';

/** One answer of a list that the server gives in pieces. */
export type ListPage<Row> = { rows: Row[]; total?: number };

type QueryTableProps<Row> = Omit<LedgerTableProps<Row>, 'rows' | 'count' | 'onNearEnd'> & {
  query: UseInfiniteQueryResult<InfiniteData<ListPage<Row>>>;
  /** Shown when the list holds nothing: the place of `Empty`. */
  empty: ReactNode;
};

/**
 * A ledger whose rows come from the server piece by piece as one scrolls, however many there are:
 *
 * ```ts
 * useInfiniteQuery(clients.list.infiniteOptions({
 *   input: (after: string | undefined) => ({ search, after }),
 *   initialPageParam: undefined,
 *   getNextPageParam: (page) => page.next ?? undefined,
 * }))
 * ```
 */
export function QueryTable<Row>({ query, empty, ...table }: QueryTableProps<Row>) {
  const { t } = useTranslation();
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  if (!data)
    return query.isError ? <Trouble error={query.error} again={() => void query.refetch()} /> : <Skeleton lines={10} />;
  if (rows.length === 0) return empty;
  const total = data.pages[0]?.total ?? (hasNextPage ? undefined : rows.length);
  return (
    <>
      <LedgerTable
        {...table}
        rows={rows}
        count={total}
        onNearEnd={more}
        framed={table.framed ?? (hasNextPage || rows.length > 100)}
      />
      <div className="ledger-count faint">
        {total === undefined
          ? t('kit.table.some', { count: rows.length })
          : t('kit.table.count', { count: total, shown: formatCount(total) })}
        {isFetchingNextPage && ` · ${t('kit.loading')}`}
      </div>
    </>
  );
}
