import { fieldWords } from '#platform/kernel/field-words.ts';
import { bareHeader, headerWords } from '#platform/tabular/header-words.ts';
import { link, type LinkTable } from '../engine/link/link.ts';
import type { EarlierDecision, ProposedLink } from './table-work.ts';

/** What two rows are linked by, and the words of columns that say it. */
const parts = {
  name: fieldWords.clientName,
  code: fieldWords.creditCode,
  phone: fieldWords.contactPhone,
  address: { chinese: ['地址', '注册地址', '经营地址', '办公地址', '联系地址'], english: ['address'] },
} as const;
type Part = keyof typeof parts;

/** The rows of a side that have no partner, with what they are linked by. */
export class LinkGathering {
  readonly #columns: Partial<Record<Part, number>>;
  readonly places: number[] = [];
  readonly cells: Partial<Record<Part, string[]>>;

  constructor(columns: readonly string[]) {
    const found = (Object.keys(parts) as Part[]).flatMap((part) => {
      const words = new Set([...parts[part].chinese, ...parts[part].english].map(bareHeader));
      const at = columns.findIndex((column) => words.has(headerWords(column)));
      return at === -1 ? [] : [[part, at] as const];
    });
    this.#columns = Object.fromEntries(found);
    this.cells = Object.fromEntries(found.map(([part]) => [part, []]));
  }

  take(cells: readonly string[], place: number): void {
    this.places.push(place);
    for (const part of Object.keys(this.cells) as Part[]) this.cells[part]!.push(cells[this.#columns[part]!] ?? '');
  }
}

/**
 * Pairs of rows without a partner that may be the same firm, likeliest first: none is merged. What was accepted earlier is certain,
 * what was refused is not proposed again. `markOf` makes the mark by which a row is known again.
 */
export async function proposeLinks(
  left: LinkGathering,
  right: LinkGathering,
  markOf: (text: string) => Buffer,
  earlier: readonly EarlierDecision[],
): Promise<ProposedLink[]> {
  const shared = (Object.keys(parts) as Part[]).filter((part) => left.cells[part] && right.cells[part]);
  const speaks = shared.includes('name') || shared.includes('code');
  if (!speaks || left.places.length === 0 || right.places.length === 0) return [];
  const tableOf = ({ cells }: LinkGathering): LinkTable =>
    Object.fromEntries(shared.map((part) => [part, cells[part]!]));
  const marksOf = ({ cells, places }: LinkGathering) =>
    places.map((_, row) => markOf(JSON.stringify(shared.map((part) => cells[part]![row]!.trim()))).toString('hex'));
  const [leftMarks, rightMarks] = [marksOf(left), marksOf(right)];
  const rowOf = (marks: string[]) => new Map(marks.map((mark, row) => [mark, row]));
  const [leftRows, rightRows] = [rowOf(leftMarks), rowOf(rightMarks)];
  const decisions = earlier.flatMap(({ leftMark, rightMark, decision: verdict }) => {
    const [one, other] = [leftRows.get(leftMark), rightRows.get(rightMark)];
    return one === undefined || other === undefined ? [] : [{ left: one, right: other, verdict }];
  });
  const links = await link(tableOf(left), tableOf(right), { decisions });
  return Array.from({ length: links.length }, (_, n): ProposedLink => {
    const [one, other] = [links.left[n]!, links.right[n]!];
    return {
      leftPlace: left.places[one]!,
      rightPlace: right.places[other]!,
      leftMark: leftMarks[one]!,
      rightMark: rightMarks[other]!,
      probability: links.probability[n]!,
      reasons: links.reasons(n).map(({ part, level, bits }) => ({ part, level, bits })),
    };
  }).toSorted((one, other) => other.probability - one.probability);
}
