import type { KeyObject } from 'node:crypto';
import { type PartListener, WorkerPool } from '#platform/workers/worker-pool.ts';
import type { WrittenNormaliser } from '../engine/normalise/normaliser-json.ts';
import type { ReadOptions } from '../engine/read/open-source.ts';
import type { ComparisonSummary } from '../engine/compare/summary.ts';
import type { Input } from '../engine/result/result-file.ts';
import type { KeptDescription } from './find-dataset.ts';
import type { SharedProgress } from './table-progress.ts';

/** Reads a table from end to end. */
export interface DescribeJob {
  kind: 'describe';
  /** Where the worker may write. */
  folder: string;
  path: string;
  name: string;
  reading: ReadOptions;
  progress: SharedProgress;
}

export interface DescribeAnswer {
  rows: number;
  description: KeptDescription;
}

/** A dataset that lies open for comparing: its bytes, and its rows as they were read. */
export interface OpenTable {
  path: string;
  rowsPath: string;
  name: string;
  reading: ReadOptions;
  /** The bytes as they were uploaded. */
  input: Input;
}

/** Compares two tables, finds the rows of the differences and proposes links. */
export interface CompareJob {
  kind: 'compare';
  folder: string;
  left: OpenTable;
  right: OpenTable;
  pairs: { left: string; right: string; normaliser: WrittenNormaliser }[];
  key: string[];
  equivalent: 'list' | 'count';
  exact: boolean;
  /** The firm's key for the marks of linked rows. */
  hashKey: KeyObject;
  /** What was decided in earlier comparisons, by marks in hex. */
  decisions: EarlierDecision[];
  progress: SharedProgress;
}

export interface EarlierDecision {
  leftMark: string;
  rightMark: string;
  decision: 'accepted' | 'refused' | 'unsure';
}

export interface CompareAnswer {
  result: Input;
  summary: ComparisonSummary;
  alone: { left: string[]; right: string[] };
  lines: number;
  links: ProposedLink[];
}

export interface ProposedLink {
  leftPlace: number;
  rightPlace: number;
  leftMark: string;
  rightMark: string;
  probability: number;
  reasons: { part: string; level: string; bits: number }[];
}

export type TableJob = DescribeJob | CompareJob;
export type TableAnswer = DescribeAnswer | CompareAnswer;
/** Bytes of a file that is made: the rows of a table, the result of a comparison, its index. */
export interface TablePart {
  file: 'rows' | 'result' | 'index';
  bytes: Uint8Array;
}

/** A worker that does one piece of work, beside the event loop; `end` breaks it off. */
export interface TableWork<Answer> {
  answer: Promise<Answer>;
  end(): Promise<void>;
}

const worker = new URL('./table-worker.ts', import.meta.url);

export function startTableWork(job: DescribeJob, onPart: PartListener<TablePart>): TableWork<DescribeAnswer>;
export function startTableWork(job: CompareJob, onPart: PartListener<TablePart>): TableWork<CompareAnswer>;
export function startTableWork(job: TableJob, onPart: PartListener<TablePart>): TableWork<TableAnswer> {
  const pool = new WorkerPool<TableJob, TablePart, TableAnswer>(worker, 1);
  const end = () => pool.close();
  return { answer: pool.run(job, onPart).finally(end), end };
}
