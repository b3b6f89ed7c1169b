import { codeLetters, masterTables } from './master-tables.ts';

/** General levels I, II (the usual one) and III, and the special levels for small samples. */
export const inspectionLevels = ['S-1', 'S-2', 'S-3', 'S-4', 'I', 'II', 'III'] as const;
export type InspectionLevel = (typeof inspectionLevels)[number];

/** The acceptance quality limits in percent nonconforming, strictest first, as the standard writes them. */
export const qualityLimits = [
  '0.010',
  '0.015',
  '0.025',
  '0.040',
  '0.065',
  '0.10',
  '0.15',
  '0.25',
  '0.40',
  '0.65',
  '1.0',
  '1.5',
  '2.5',
  '4.0',
  '6.5',
  '10',
] as const;
export type QualityLimit = (typeof qualityLimits)[number];

export type Severity = keyof typeof masterTables;

/** How many of a lot are inspected, and what follows from what is found. */
export interface SamplingPlan {
  /** The code letter whose plan holds, after every arrow: its sample size and its numbers go together. */
  letter: string;
  /** Never more than the lot. */
  sampleSize: number;
  /** The lot is accepted with so many nonconforming items in the sample, or fewer. */
  accept: number;
  /** The lot is refused with so many, or more: accept + 1. */
  refuse: number;
  /** The plan asks for as many items as the lot has, or more: every item is inspected. */
  all: boolean;
}

interface Table {
  letters: string[];
  sizes: number[];
  cells: string[][];
}

const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/ +/));

const tables: Record<Severity, Table> = {
  normal: tableOf(masterTables.normal),
  tightened: tableOf(masterTables.tightened),
  reduced: tableOf(masterTables.reduced),
};
const lotRows = lines(codeLetters).slice(1);

function tableOf(text: string): Table {
  const rows = lines(text).slice(1);
  return {
    letters: rows.map(([letter]) => letter!),
    sizes: rows.map(([, size]) => Number(size)),
    cells: rows.map((row) => row.slice(2)),
  };
}

/** Table 1: the code letter of a lot. Throws RangeError on a lot that is not a whole number from 2 on. */
export function codeLetter(lot: number, level: InspectionLevel): string {
  if (!Number.isInteger(lot) || lot < 2) throw new RangeError(`a lot of ${lot} has no code letter`);
  return lotRows.find(([most]) => lot <= Number(most))![1 + inspectionLevels.indexOf(level)]!;
}

/** Tables 2-A, 2-B, 2-C: the plan of a code letter, every arrow followed; of the lot's size it knows nothing. */
export function planOfLetter(letter: string, limit: QualityLimit, severity: Severity): Omit<SamplingPlan, 'all'> {
  const { letters, sizes, cells } = tables[severity];
  const column = qualityLimits.indexOf(limit);
  let row = letters.indexOf(letter);
  while (cells[row]![column] === '↓' || cells[row]![column] === '↑') row += cells[row]![column] === '↓' ? 1 : -1;
  const accept = Number(cells[row]![column]);
  return { letter: letters[row]!, sampleSize: sizes[row]!, accept, refuse: accept + 1 };
}

export interface LotRules {
  level: InspectionLevel;
  limit: QualityLimit;
  severity: Severity;
}

/**
 * The single sampling plan for a lot of so many items by GB/T 2828.1. A lot of one item, for which the standard has no
 * letter, is inspected whole and accepted only without a fault. Throws RangeError on a lot that is not a whole number from 1 on.
 */
export function samplingPlan(lot: number, { level, limit, severity }: LotRules): SamplingPlan {
  if (lot === 1) return { letter: 'A', sampleSize: 1, accept: 0, refuse: 1, all: true };
  const plan = planOfLetter(codeLetter(lot, level), limit, severity);
  return { ...plan, sampleSize: Math.min(plan.sampleSize, lot), all: plan.sampleSize >= lot };
}

/** Whether a lot with so many nonconforming items in its sample is accepted. */
export function accepts(plan: Pick<SamplingPlan, 'accept'>, nonconforming: number): boolean {
  return nonconforming <= plan.accept;
}
