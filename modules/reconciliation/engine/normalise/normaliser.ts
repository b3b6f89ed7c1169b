/** How the values of a column are made comparable; never stored, always shown. */
export type Normaliser =
  | { kind: 'none' }
  | {
      kind: 'text';
      /** `edge` takes blanks off both ends, `all` takes every blank out. */
      blanks?: 'edge' | 'all';
      /** Full-width forms become half-width. */
      width?: boolean;
      /** Every kind of bracket becomes the plain one of its shape. */
      brackets?: boolean;
      /** Letter case does not count. */
      case?: boolean;
      /** 繁 becomes 简. */
      script?: boolean;
    }
  /** Telephones and accounts: only digits count. */
  | { kind: 'digits' }
  /** Thousands, ¥, 万 and 亿, accounting negatives: fen as a plain decimal integer, such as `-123450`. */
  | { kind: 'amount'; toleranceFen?: bigint }
  /** 2026-1-5, 2026/01/05, 2026年1月5日, 20260105, an Excel serial: `2026-01-05`. */
  | { kind: 'date' }
  /** 统一社会信用代码. */
  | { kind: 'credit-code' };
