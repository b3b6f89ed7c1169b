import type { ColumnKind } from './column-kind.ts';
import type { Normaliser } from './normaliser.ts';

/**
 * The normaliser for two columns that are compared, by the kinds of their values; it is named in the summary. Columns of
 * different kinds are compared as texts. Letter case, inner blanks and 繁简 count until a person says otherwise.
 */
export function chooseNormaliser(left: ColumnKind, right: ColumnKind): Normaliser {
  const kind = left === 'empty' ? right : right === 'empty' ? left : agreed(left, right);
  switch (kind) {
    case 'amount':
      return { kind: 'amount' };
    case 'date':
      return { kind: 'date' };
    case 'serial-date':
      return { kind: 'date', serial: 1900 };
    case 'phone':
      return { kind: 'digits', phone: true };
    case 'account':
      return { kind: 'digits' };
    case 'credit-code':
      return { kind: 'credit-code' };
    case 'email':
      return { kind: 'text', blanks: 'all', width: true, case: true };
    case 'number':
    case 'code':
      return { kind: 'text', blanks: 'all', width: true };
    case 'text':
    case 'empty':
      return { kind: 'text', blanks: 'edge', width: true, brackets: true };
  }
}

/** The kind that both columns can be read as. */
function agreed(left: ColumnKind, right: ColumnKind): ColumnKind {
  if (left === right) return left;
  const both = new Set([left, right]);
  const are = (...kinds: ColumnKind[]) => [...both].every((kind) => kinds.includes(kind));
  if (are('amount', 'number')) return 'amount';
  if (are('date', 'serial-date')) return 'serial-date';
  if (are('account', 'number') || are('phone', 'account')) return 'account';
  return are('code', 'number') ? 'code' : 'text';
}
