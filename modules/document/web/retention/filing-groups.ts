import type { Document, FilingSuggestion, RetentionKind } from '#modules/document/document.contract.ts';

/** Files of which something says that they are the same kind of archive of the same year. */
export type FilingGroup = { key: string; kind: string; year: number | null; byContent: number; of: Document[] };

/** Puts files together by what is suggested of them; a kind whose time runs by years needs the year as well. */
export function filingGroups(of: Document[], suggestions: FilingSuggestion[], kinds: RetentionKind[]): FilingGroup[] {
  const files = new Map(of.map((one) => [one.id, one]));
  const groups = new Map<string, FilingGroup>();
  for (const { document, kind, year } of suggestions) {
    const file = files.get(document);
    const known = kinds.find(({ key }) => key === kind?.key);
    if (!file || !kind || !known || (year === null && known.term.kind === 'years')) continue;
    const key = `${kind.key} ${year?.year ?? ''}`;
    const group = groups.get(key) ?? { key, kind: kind.key, year: year?.year ?? null, byContent: 0, of: [] };
    group.of.push(file);
    if (kind.from === 'content') group.byContent += 1;
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** How many files the groups hold. */
export function filesIn(groups: readonly FilingGroup[]): number {
  return groups.reduce((sum, group) => sum + group.of.length, 0);
}
