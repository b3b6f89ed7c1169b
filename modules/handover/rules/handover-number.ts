/** Writes the short number of a handover: H, the year, and its count within the year in at least four figures. */
export function formatHandoverNumber(year: number, count: number): string {
  return `H-${year}-${String(count).padStart(4, '0')}`;
}

/** Reads a short number such as `H-2026-0001`; null when the text is none. */
export function parseHandoverNumber(text: string): { year: number; count: number } | null {
  const match = /^H-(\d{4})-(\d{4,})$/.exec(text.trim().toUpperCase());
  if (!match) return null;
  const [year, count] = [Number(match[1]), Number(match[2])];
  return formatHandoverNumber(year, count) === match[0] && count > 0 ? { year, count } : null;
}
