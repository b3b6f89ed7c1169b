/*
 * What the kernel asks of the thread it runs in. Addresses and lengths are of the shared memory.
 */

/** Takes the bytes written so far. */
export declare function flush(at: u32, length: u32): void;

/** The reference in TypeScript: writes the text normalised as the pair says at `into` and returns its length. */
export declare function normaliseSlowly(pair: u32, at: u32, length: u32, into: u32): u32;

/** Fills the 256 characters of a block in a pair's table from the reference. */
export declare function fillCharacters(pair: u32, block: u32): void;

/** Adds what the reference reads as an amount to the sum at `sum`, times `sign`. */
export declare function addAmountSlowly(sum: u32, sign: i32, at: u32, length: u32): void;

/** Whether two amounts that no quick way reads are within the pair's tolerance. */
export declare function isWithinSlowly(pair: u32, left: u32, leftLength: u32, right: u32, rightLength: u32): u32;
