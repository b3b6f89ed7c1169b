import { useQuery } from '@tanstack/react-query';
import type { DatasetDescription, WholeDataset } from '#modules/reconciliation/reconciliation.contract.ts';
import type { Id } from '#platform/kernel/id.ts';
import { comparisons } from './comparison.api.ts';

/** A dataset that was read, with what was understood of it. */
export type ReadDataset = WholeDataset & { description: DatasetDescription };

/** A dataset as the server knows it, asked again each second as long as it is being read. */
export function useDataset(dataset: Id<'dataset'> | undefined) {
  return useQuery(
    comparisons.readDataset.queryOptions({
      input: { dataset: dataset! },
      enabled: dataset !== undefined,
      refetchInterval: ({ state }) => state.data?.state === 'reading' && 1_000,
    }),
  );
}

export function isRead(of: WholeDataset | undefined): of is ReadDataset {
  return of?.state === 'read' && of.description !== null;
}
