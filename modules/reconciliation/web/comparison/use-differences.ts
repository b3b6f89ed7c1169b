import { useQueries } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DifferenceLine } from '#modules/reconciliation/reconciliation.contract.ts';
import type { Id } from '#platform/kernel/id.ts';
import { comparisons } from './comparison.api.ts';
import type { Asked } from './differences-asked.ts';

const size = 100;
/** While one drags through the table, pages are asked for no more often than this, in milliseconds. */
const pause = 120;

/** Differences of which only those in sight are here. */
export interface Differences {
  /** How many there are in all; undefined until the server said so. */
  total: number | undefined;
  at: (place: number) => DifferenceLine | undefined;
  onSight: (from: number, to: number) => void;
  error: unknown;
  again: () => void;
}

/** The differences that are asked for, in pages of a hundred, fetched as they come into sight. */
export function useDifferences(comparison: Id<'comparison'>, asked: Asked, active: number): Differences {
  const [sight, setSight] = useState({ from: 0, to: size });
  const waiting = useRef<{ from: number; to: number }>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onSight = useCallback((from: number, to: number) => {
    waiting.current = { from, to };
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setSight(waiting.current!);
    }, pause);
  }, []);

  const pages = [...new Set([0, ...pagesOf(sight), Math.floor(active / size)])];
  const { found, failed } = useQueries({
    queries: pages.map((page) =>
      comparisons.listDifferences.queryOptions({
        input: { comparison, ...asked, from: page * size, limit: size },
        staleTime: 60_000,
        gcTime: 60_000,
      }),
    ),
    combine: (answers) => ({
      found: answers.map(({ data }) => data),
      failed: answers.find(({ isError }) => isError),
    }),
  });
  return {
    total: found[0]?.total,
    at: (place) => found[pages.indexOf(Math.floor(place / size))]?.rows[place % size],
    onSight,
    error: failed?.error,
    again: () => void failed?.refetch(),
  };
}

function pagesOf({ from, to }: { from: number; to: number }): number[] {
  const first = Math.floor(from / size);
  const last = Math.floor(Math.max(from, to - 1) / size);
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
