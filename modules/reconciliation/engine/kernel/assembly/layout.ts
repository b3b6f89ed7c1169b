/*
 * What stands where in the memory that all threads share. `kernel/memory.ts` writes and reads the same structures: a change
 * here is a change there.
 */

/** How one side is written, and what was counted while it was scanned. */
@unmanaged
export class Side {
  /** A byte; 0 where there is one column only. */
  separator: u32;
  /** A byte; 0 where nothing is quoted. */
  quote: u32;
  /** 10 (a CR before it belongs to it) or 13. */
  lineEnd: u32;
  /** How many the header names. */
  columns: u32;
  /** 256 lists of records, by the top bits of the key's hash. */
  lists: u32;
  /** Where it takes its chunks from. */
  pool: u32;
  /** A signed 128-bit sum in fen for each amount: fewer bits would run over with ten amounts of the largest kind. */
  totals: u32;
  /** 1 for the right. */
  isRight: u32;
  rows: u32;
  blankLines: u32;
  /** Rows with fewer cells than the header. */
  shortRows: u32;
  /** Rows with cells beyond the header that hold something. */
  longRows: u32;
  rowsWithoutKey: u32;
  /** Cells with a quote inside that do not begin with one; it counts as written. */
  strayQuotes: u32;
  /** Cells that go on after their closing quote. */
  textAfterQuote: u32;
  unused: u32;
}

/** Columns of both sides that mean the same. */
@unmanaged
export class Pair {
  leftColumn: u32;
  rightColumn: u32;
  kind: u32;
  /** The bits below. */
  flags: u32;
  /** For texts: what each UTF-16 unit becomes (see text.ts). */
  characters: u32;
  /** `],"column":"…","left":"` and its length. */
  words: u32;
  wordsLength: u32;
  /** Place among the amounts, or -1. */
  amount: i32;
  /** In fen. */
  tolerance: i64;
  unused: u64;
}

export const pairSize: usize = 48;

export const kindNone: u32 = 0;
export const kindText: u32 = 1;
export const kindDigits: u32 = 2;
export const kindAmount: u32 = 3;
export const kindDate: u32 = 4;
export const kindCreditCode: u32 = 5;

export const flagEdgeBlanks: u32 = 1;
export const flagAllBlanks: u32 = 2;
export const flagPhone: u32 = 4;
export const flagSerial: u32 = 8;
export const flagCase: u32 = 16;
export const flagBrackets: u32 = 32;

/** The comparison. */
@unmanaged
export class Plan {
  left: u32;
  right: u32;
  pairs: u32;
  pairCount: u32;
  /** Places of the key's pairs among the pairs. */
  keys: u32;
  keyCount: u32;
  /** Rows are hashed cell by cell, as written and normalised; otherwise as they stand. */
  isCanonical: u32;
  /** Bytes of a record: 32, or 48 when canonical. */
  recordSize: u32;
  /** 16 bytes each: one region of them for each pair, for each key and for cells beyond the header; then those for long texts. */
  secrets: u32;
  longSecrets: u32;
  /** Every matched pair of rows is told, whatever the hashes say. */
  isExact: u32;
  /** Rows that are only written differently are told cell by cell. */
  listsEquivalent: u32;
  /** `{"kind":"…","key":["` for each kind, as address and length. */
  words: u32;
  /** By how much offsets are shifted for the bucket of an item. */
  leftShift: u32;
  rightShift: u32;
  amountCount: u32;
  /** Places of the amounts among the pairs. */
  amounts: u32;
  unused: u32;
}

/** Chunks of memory for lists. */
@unmanaged
export class Pool {
  /** First of those given back, each pointing to the next. */
  free: u32;
  /** The next that was never used, and the end of them. */
  fresh: u32;
  end: u32;
  /** How many chunks can still be taken. */
  available: u32;
}

/** What one thread counted while it joined and told. */
@unmanaged
export class Tally {
  sameRows: u32;
  equivalentRows: u32;
  changedRows: u32;
  addedRows: u32;
  removedRows: u32;
  duplicateKeys: u32;
  changedCells: u32;
  equivalentCells: u32;
  /** Rows of a key that stands on both sides which found no partner. */
  surplusLeft: u32;
  surplusRight: u32;
  unused: u32;
  unusedToo: u32;
  /** Sums of 128 bits in fen for each amount: of added rows, removed rows, of changes (right less left), of surplus rows (right less left). */
  added: u32;
  removed: u32;
  changed: u32;
  surplus: u32;
}

/** Bytes of a chunk: a header of 32 bytes (next chunk, count), then records. */
export const chunkSize: usize = 16384;
export const chunkHeader: usize = 32;

/** Beyond any address or offset: a record's place is its offset in the text (40 bits) and its length (23 bits) with a flag. */
export const lengthMask: u64 = 0x7fffff;
export const withoutKeyFlag: u64 = 0x800000;
export const lengthBits: u64 = 24;
/** As `compare/places.ts` has it. */
export const longestRecord: usize = 8388608 - 65536;

/** An item of what is to be told: places of left and right, what it is. */
export const itemSize: u32 = 24;
export const itemCompare: u64 = 0;
export const itemRemoved: u64 = 1;
export const itemAdded: u64 = 2;
export const itemDuplicate: u64 = 3;
/** A row of the left, or of the right, without partner under a key that both sides have. */
export const itemSurplus: u64 = 4;
/** Known to be only written differently. */
export const itemEquivalent: u64 = 5;
/** An item's third word: what it is, then for duplicates how many rows left and right have. */
export const kindBits: u64 = 4;
export const countBits: u64 = 30;
export const itemBuckets: u32 = 64;

/** Bytes of secrets for one column: cells of up to 128 bytes are hashed as they are. */
export const regionSize: usize = 160;
export const regionReach: usize = 128;
