/** One thing that is wrong in a folder: what, in which file, and where in it when that can be told. */
export interface Fault<Code extends string = string> {
  code: Code;
  /** Path within the folder, with `/`. */
  file: string;
  /** From 1. */
  line?: number;
  /** In bytes, from 0. */
  offset?: number;
  facts?: Record<string, string | number>;
}
