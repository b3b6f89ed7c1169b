/** How many lines at the top are looked at for the header. */
export const headerSearch = 30;

/**
 * The index of the header among the first rows that hold anything, or null when the table seems to have none: the first
 * row at least half as full as the fullest, unless it looks like the rows below it (numbers over numbers, dates over
 * dates, codes over codes in more of such columns than not).
 */
export function findHeader(rows: readonly (readonly string[])[]): number | null {
  const filled = rows.map((cells) => cells.filter((cell) => cell.trim() !== '').length);
  const fullest = Math.max(...filled);
  const candidate = filled.findIndex((count) => count * 2 >= fullest);
  const below = rows.slice(candidate + 1);
  if (below.length === 0) return candidate;
  let alike = 0;
  let unlike = 0;
  for (const [column, cell] of rows[candidate]!.entries()) {
    const kind = commonKind(below.map((cells) => cells[column] ?? ''));
    if (kind === null) continue;
    if (kindOf(cell) === kind) alike++;
    else unlike++;
  }
  return alike > unlike ? null : candidate;
}

type Kind = 'number' | 'date' | 'code' | 'address' | 'text' | 'blank';

function kindOf(cell: string): Kind {
  const text = cell.normalize('NFKC').trim();
  if (text === '') return 'blank';
  if (/^[¥$]?[-+(]?[\d,]*\d(\.\d+)?\)?%?$/.test(text)) return 'number';
  if (/^\d{4}[-/.年]\d{1,2}([-/.月]\d{0,2}日?)?/.test(text)) return 'date';
  if (/^[A-Za-z0-9-]*\d{3,}[A-Za-z0-9-]*$/.test(text)) return 'code';
  if (/^\S+@\S+$/.test(text)) return 'address';
  return 'text';
}

/** The kind that four fifths of the filled cells share, if it is one that headers do not have. */
function commonKind(cells: string[]): Kind | null {
  const counts = new Map<Kind, number>();
  for (const cell of cells) counts.set(kindOf(cell), (counts.get(kindOf(cell)) ?? 0) + 1);
  counts.delete('blank');
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  for (const [kind, count] of counts) if (kind !== 'text' && count >= all * 0.8) return kind;
  return null;
}
