import type { MappedPair, MappingProposal } from '#modules/reconciliation/reconciliation.contract.ts';
import type { Normaliser } from './comparison-words.ts';

type Reason = MappingProposal['pairs'][number]['reasons'][number];

/** A column of the left as a person arranges it. */
export interface ArrangedRow {
  left: string;
  /** Null: it is not compared. */
  right: string | null;
  by: Normaliser;
  isKey: boolean;
  /** Why the pair was proposed; empty where a person chose it. */
  reasons: Reason[];
  score: number | null;
}

/** What a person has said of the columns so far. */
export interface Arranged {
  rows: ArrangedRow[];
}

const plainText: Normaliser = { kind: 'text', width: true, brackets: true, blanks: 'edge' };

/** The arrangement to begin with: what is proposed, and below it the columns of the left that have no partner. */
export function arrangedBy({ pairs, leftAlone, key }: MappingProposal): Arranged {
  return {
    rows: [
      ...pairs.map(({ left, right, normaliser, score, reasons }) => ({
        left,
        right,
        by: normaliser,
        isKey: key.includes(left),
        reasons,
        score,
      })),
      ...leftAlone.map((left) => ({ left, right: null, by: plainText, isKey: false, reasons: [], score: null })),
    ],
  };
}

/** How values of a kind are made comparable to begin with, where both columns hold it; else as texts. */
const beginnings: Record<string, Normaliser> = {
  amount: { kind: 'amount' },
  date: { kind: 'date' },
  phone: { kind: 'digits', phone: true },
  account: { kind: 'digits' },
  'credit-code': { kind: 'credit-code' },
};

/** A column as the mapping knows it: its name and what it holds. */
interface Held {
  name: string;
  kind: string;
}

/** Gives a column of the left another partner, or none; whoever had that partner before is left alone. */
export function withPartner({ rows }: Arranged, left: Held, right: Held | null): Arranged {
  const fresh = { reasons: [], score: null };
  return {
    rows: rows.map((row) => {
      if (row.left !== left.name)
        return right !== null && row.right === right.name ? { ...row, ...fresh, right: null, isKey: false } : row;
      if (right === null) return { ...row, ...fresh, right: null, isKey: false };
      const by = (left.kind === right.kind && beginnings[left.kind]) || plainText;
      return { ...row, ...fresh, right: right.name, by };
    }),
  };
}

/** The columns that are compared, as the server is told. */
export function pairsOf({ rows }: Arranged): MappedPair[] {
  return rows.flatMap(({ left, right, by }) => (right === null ? [] : [{ left, right, normaliser: by }]));
}
