import type { Problem } from '../register/problem.ts';
import type { RegisterReading } from '../register/read-register.ts';
import { countOwners } from '../register/owners.ts';
import { undatedBalances } from './register-records.ts';

/** What of a register that was read concerns a person: figures, and the first of its problems, faults before warnings. */
export interface ReadingShown extends Pick<RegisterReading, 'rows' | 'totals' | 'restyled' | 'gaps'> {
  /** Rows that can be imported. */
  sound: number;
  /** How many rows name each owner; '' stands for those without one. */
  owners: Map<string, number>;
  faults: number;
  warnings: number;
  /** Lines that a fault keeps from being imported. */
  faultyRows: number;
  /** Rows that have a balance of which nothing says as of when. */
  undated: number;
  problems: Problem[];
}

const shownProblems = 500;

export function readingShown({ rows, totals, restyled, gaps, drafts, problems }: RegisterReading): ReadingShown {
  const faulty = problems.filter(({ severity }) => severity === 'fault');
  return {
    rows,
    totals,
    restyled,
    gaps,
    sound: drafts.length,
    owners: countOwners(drafts),
    faults: faulty.length,
    warnings: problems.length - faulty.length,
    faultyRows: new Set(faulty.map(({ line }) => line)).size,
    undated: undatedBalances(drafts),
    problems: problems.toSorted((a, b) => a.severity.localeCompare(b.severity)).slice(0, shownProblems),
  };
}
