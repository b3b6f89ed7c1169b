/**
 * How the values of a column are made comparable. What is normalised is only compared and always shown beside the
 * original; it is never stored in its place.
 */
export type Normaliser =
  | { kind: 'none' }
  | TextNormaliser
  /** Accounts and phones: only digits count. `phone` also leaves out China's own prefix and the word before an extension. */
  | { kind: 'digits'; phone?: boolean }
  /** Amounts in fen. Two amounts that differ by no more than the tolerance are only written differently. */
  | { kind: 'amount'; toleranceFen?: bigint }
  /** Days. `serial`: the column was proved to hold days as numbers, counted in that date system of spreadsheets. */
  | { kind: 'date'; serial?: 1900 | 1904 }
  | { kind: 'credit-code' };

/** Each step is taken only where it is named, in this order: width, brackets, blanks, case, script. */
export interface TextNormaliser {
  kind: 'text';
  /** `edge`: blanks around the text do not count; `all`: nor those within. */
  blanks?: 'edge' | 'all';
  /** Full-width characters are as their plain ones. */
  width?: boolean;
  /** All round, square and lenticular brackets are as `(` and `)`. */
  brackets?: boolean;
  /** Latin letters count without their case. */
  case?: boolean;
  /** 繁 is as 简, character by character. */
  script?: boolean;
}

/** What is odd about a value, for a person to look at. */
export type ValueDoubt =
  /** Nothing of the column's kind; compared as written. */
  | 'unreadable'
  /** A spreadsheet's scientific notation: digits are lost. */
  | 'rounded'
  /** An amount with a part of a fen, or with more than 16 digits of yuan. */
  | 'finer-than-fen'
  | 'too-large'
  /** A day that the calendar does not have. */
  | 'no-such-day'
  /** A credit code whose check character does not fit; such codes were really issued, so it is compared all the same. */
  | 'check-digit';

/** A value as it is compared. */
export interface Normalised {
  text: string;
  doubt: ValueDoubt | null;
}
