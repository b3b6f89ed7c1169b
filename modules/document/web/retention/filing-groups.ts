import { type Document, type RetentionKind, suggestFiling } from '#modules/document/document.contract.ts';
import { today } from './keeping-words.tsx';

/** Files whose names say that they are the same kind of archive of the same year. */
export type FilingGroup = { key: string; kind: string; year: number | null; of: Document[] };

/** Puts files together by what their names say; a kind whose time runs by years needs the year as well. */
export function filingGroups(of: Document[], kinds: RetentionKind[]): FilingGroup[] {
  const groups = new Map<string, FilingGroup>();
  for (const one of of) {
    const { kind, year } = suggestFiling(one, Number(today().slice(0, 4)));
    const known = kinds.find(({ key }) => key === kind);
    if (kind === null || !known || (year === null && known.term.kind === 'years')) continue;
    const key = `${kind} ${year ?? ''}`;
    const group = groups.get(key) ?? { key, kind, year, of: [] };
    group.of.push(one);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** How many files the groups hold. */
export function filesIn(groups: readonly FilingGroup[]): number {
  return groups.reduce((sum, group) => sum + group.of.length, 0);
}
