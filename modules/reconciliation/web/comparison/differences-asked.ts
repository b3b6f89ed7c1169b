import type { DifferenceFilter, DifferenceOrder } from '#modules/reconciliation/reconciliation.contract.ts';
import { decimal } from '#platform/kernel/money.ts';
import type { DifferenceKind } from './comparison-words.ts';

/** Which differences are looked at, and in which order. */
export interface Asked {
  filter: DifferenceFilter;
  order: DifferenceOrder;
  descending: boolean;
}

const orders: readonly string[] = ['file', 'key', 'amount', 'column'] satisfies DifferenceOrder[];
const states: readonly string[] = ['open', 'accepted', 'issue'] satisfies DifferenceFilter['state'][];
const kinds: readonly string[] = ['added', 'removed', 'changed', 'equivalent', 'duplicate'] satisfies DifferenceKind[];

/** What the address asks for; what it says wrongly is left out. */
export function askedBy(search: URLSearchParams): Asked {
  const one = (name: string, of: readonly string[]) =>
    of.includes(search.get(name) ?? '') ? search.get(name)! : undefined;
  const yuan = (name: string) => (decimal.test(search.get(name) ?? '') ? search.get(name)! : undefined);
  const kind = one('kind', kinds) as DifferenceKind | undefined;
  const said = {
    kinds: kind && [kind],
    column: search.get('column') ?? undefined,
    key: search.get('key') ?? undefined,
    least: yuan('least'),
    most: yuan('most'),
    state: one('state', states) as DifferenceFilter['state'],
  };
  return {
    filter: Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined && value !== '')),
    order: (one('order', orders) ?? 'file') as DifferenceOrder,
    descending: search.get('descending') === 'true',
  };
}
