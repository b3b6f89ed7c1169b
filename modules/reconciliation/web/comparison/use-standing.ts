import { useQuery } from '@tanstack/react-query';
import type { WholeComparison, WholeDataset } from '#modules/reconciliation/reconciliation.contract.ts';
import type { BatchStanding, ComparisonFacts, DatasetFacts } from '#modules/reconciliation/reconciliation.policy.ts';
import type { Id } from '#platform/kernel/id.ts';
import { no, type Verdict } from '#platform/kernel/verdict.ts';
import { handovers } from './comparison.api.ts';

type Place = { handover: Id<'handover'>; batch: Id<'batch'>; mayReveal: boolean };

/**
 * How the viewer stands to a batch, as the policies ask for it; undefined until the handover is known. Who was shown the page at
 * all may read, which is why only the right to values is asked for.
 */
export function useStanding({ handover, batch, mayReveal }: Place): BatchStanding | undefined {
  const view = useQuery(handovers.read.queryOptions({ input: { handover } })).data;
  const found = view?.batches.find(({ id }) => id === batch);
  if (!view || !found) return undefined;
  return {
    batch,
    state: found.state,
    manner: view.manner,
    parties: view.parties.map(({ side, person }) => ({ side, person: person.id })),
    capabilities: mayReveal ? ['read', 'reveal'] : ['read'],
  };
}

/** Said until it is known how the viewer stands. */
export const notYet: Verdict = no('comparison.not-yet');

/** What the policies ask of a comparison. */
export function factsOf({ id, state, confirmed, right }: WholeComparison): ComparisonFacts {
  return { id, state, confirmed, heldByOthers: right.origin === 'upload' };
}

/** What the policies ask of a dataset; whether it was compared is asked by the server alone. */
export function datasetFactsOf({ id, state, confirmations }: WholeDataset): DatasetFacts {
  return { id, state, confirmed: confirmations.map(({ side }) => side), compared: false };
}
