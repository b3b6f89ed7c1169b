import type { TFunction } from 'i18next';
import type { FilingSuggestion } from '#modules/document/document.contract.ts';

/** What said of files that they are this, if it said the same of all: the suggestion, and why, in words. */
export function agreedOn(suggestions: readonly FilingSuggestion[], t: TFunction) {
  const kind = agreed(suggestions.map((one) => one.kind?.key ?? null));
  const year = agreed(suggestions.map((one) => one.year?.year ?? null));
  const [first] = suggestions;
  return {
    kind,
    year,
    kindSaid: kind !== null && first?.kind ? t(`document.said.${first.kind.from}`, { words: first.kind.words }) : null,
    yearSaid: year !== null && first?.year ? t(`document.said.${first.year.from}`, { words: first.year.words }) : null,
  };
}

function agreed<T>(said: (T | null)[]): T | null {
  const [first = null, ...others] = said;
  return others.every((one) => one === first) ? first : null;
}
