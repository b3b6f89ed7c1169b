import * as handover from '#modules/handover/handover.ts';
import { addDays, type LocalDate } from '#platform/kernel/local-date.ts';
import type { Keeping, RetentionKind } from './retention.contract.ts';
import type { Term } from './retention-kinds.ts';

/** What is on record about the keeping of a file; kind null while nobody has filed it. */
export interface Filed {
  kind: string | null;
  fiscalYear: number | null;
  mayGoFrom: LocalDate | null;
  held: boolean;
  restricted: boolean;
  destroyedAt: Date | null;
}

/** The first day on which an archive of a fiscal year may go; null when that never comes, or not yet. */
export function mayGoFrom(term: Term, year: number | null): LocalDate | null {
  const kept = handover.retentionUntil(term, year);
  return kept.kind === 'until' ? addDays(kept.until, 1) : null;
}

/** How long a file is kept, for people to read. */
export function keepingOf(filed: Filed, kinds: readonly RetentionKind[], today: LocalDate): Keeping {
  const { kind, fiscalYear: year, held, restricted, destroyedAt } = filed;
  const term = kinds.find(({ key }) => key === kind)?.term ?? null;
  const common = { kind, year, term, held, restricted, destroyedAt, mayGoFrom: filed.mayGoFrom };
  const keptYears = year === null ? null : handover.yearsKept(year, today);
  if (term === null) return { ...common, state: 'unfiled', keptFrom: null, keptUntil: null, keptYears: null };
  const kept = handover.retentionUntil(term, year);
  if (kept.kind === 'until')
    return { ...common, state: 'until', keptFrom: kept.from, keptUntil: kept.until, keptYears };
  const state = kept.kind === 'permanent' ? 'permanent' : 'in-use';
  return { ...common, state, keptFrom: null, keptUntil: null, keptYears };
}
