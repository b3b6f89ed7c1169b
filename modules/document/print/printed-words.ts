import type { DirectoryRow, PaperPlace, Term } from '../document.contract.ts';

/** 应保管期限 as a form has it. */
export function termWords(term: Term | null): string {
  if (term === null) return '未归类';
  if (term.kind === 'permanent') return '永久';
  return term.kind === 'years' ? `${term.years}年` : `报废清理后${term.years}年`;
}

/** `30年 · 至 2055-12-31`. */
export function keepingWords({ term, keptUntil }: DirectoryRow): string {
  return keptUntil ? `${termWords(term)} · 至 ${keptUntil}` : termWords(term);
}

/** `柜 3 架 2 盒 15`; empty for none. */
export function placeOnPaper(place: PaperPlace | null): string {
  if (!place) return '';
  const { cabinet, shelf, box } = place;
  return [`柜 ${cabinet}`, shelf && `架 ${shelf}`, box && `盒 ${box}`].filter(Boolean).join(' ');
}
