import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Skeleton, Trouble } from './states.tsx';

type AnswerProps<Data> = {
  /** The query whose answer is shown. */
  of: UseQueryResult<Data>;
  /** Shown while it is on its way; lines by default. */
  waiting?: ReactNode;
  /** Shown instead of the children when it returns something: the place of `Empty`. */
  empty?: (data: Data) => ReactNode;
  children: (data: Data) => ReactNode;
};

/** The answer of a query, or its skeleton, its refusal, its error, its empty state. */
export function Answer<Data>({ of: query, waiting = <Skeleton />, empty, children }: AnswerProps<Data>) {
  if (query.data !== undefined) return empty?.(query.data) || children(query.data);
  if (query.isError) return <Trouble error={query.error} again={() => void query.refetch()} />;
  return waiting;
}
