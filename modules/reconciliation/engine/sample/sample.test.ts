import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draw } from './draw.ts';
import { masterTables } from './master-tables.ts';
import {
  type QualityLimit,
  type Severity,
  codeLetter,
  inspectionLevels,
  planOfLetter,
  qualityLimits,
  samplingPlan,
} from './plan.ts';
import { sample } from './sample.ts';
import {
  type Inspection,
  endReduced,
  firstInspection,
  inspectionAfter,
  mayReduce,
  reduce,
  resume,
  severityOf,
} from './switching.ts';

const letters = [...'ABCDEFGHJKLMNPQR'];
const severities: Severity[] = ['normal', 'tightened', 'reduced'];
const normal = { level: 'II', severity: 'normal' } as const;

test.each([
  [50, '2.5', 5, 0],
  [150, '1.5', 32, 1],
  [150, '2.5', 20, 1],
  [300, '2.5', 50, 3],
  [1000, '2.5', 80, 5],
  [1000, '0.65', 80, 1],
  [150, '0.65', 20, 0],
] as const)(
  'a lot of %i at level II and %s %% gives %i to inspect and accepts with %i',
  (lot, limit, sampleSize, accept) => {
    expect(samplingPlan(lot, { ...normal, limit })).toMatchObject({
      sampleSize,
      accept,
      refuse: accept + 1,
      all: false,
    });
  },
);

test.each([
  [2, 'A', 'A', 'B'],
  [8, 'A', 'A', 'B'],
  [9, 'A', 'B', 'C'],
  [25, 'B', 'C', 'D'],
  [26, 'C', 'D', 'E'],
  [90, 'C', 'E', 'F'],
  [91, 'D', 'F', 'G'],
  [280, 'E', 'G', 'H'],
  [281, 'F', 'H', 'J'],
  [1200, 'G', 'J', 'K'],
  [1201, 'H', 'K', 'L'],
  [10_000, 'J', 'L', 'M'],
  [35_000, 'K', 'M', 'N'],
  [35_001, 'L', 'N', 'P'],
  [500_000, 'M', 'P', 'Q'],
  [500_001, 'N', 'Q', 'R'],
])('a lot of %i has the letters %s, %s and %s at levels I, II and III', (lot, ...expected) => {
  expect((['I', 'II', 'III'] as const).map((level) => codeLetter(lot, level))).toEqual(expected);
});

test('a greater lot or a higher level never has a letter with a smaller sample', () => {
  const lots = [2, 9, 16, 26, 51, 91, 151, 281, 501, 1201, 3201, 10_001, 35_001, 150_001, 500_001];
  const ascending = (found: string[]) => expect(found).toEqual(found.toSorted());
  for (const level of inspectionLevels) ascending(lots.map((lot) => codeLetter(lot, level)));
  for (const lot of lots) {
    ascending((['S-1', 'S-2', 'S-3', 'S-4'] as const).map((level) => codeLetter(lot, level)));
    ascending((['I', 'II', 'III'] as const).map((level) => codeLetter(lot, level)));
  }
});

/** What lies on a diagonal of a table, counted from letter A and the limit 0.010. */
const diagonals: Record<Severity, { first: number; accept: Record<number, number> }> = {
  normal: { first: 14, accept: { 14: 0, 17: 1, 18: 2, 19: 3, 20: 5, 21: 7, 22: 10, 23: 14, 24: 21 } },
  tightened: { first: 15, accept: { 15: 0, 18: 1, 19: 2, 20: 3, 21: 5, 22: 8, 23: 12, 24: 18 } },
  reduced: { first: 14, accept: { 14: 0, 18: 1, 19: 2, 20: 3, 21: 5, 22: 6, 23: 8, 24: 10 } },
};

test.each(severities)('every cell of the table for %s inspection stands where its diagonal says', (severity) => {
  const { first, accept } = diagonals[severity];
  const rows = masterTables[severity].trim().split('\n').slice(1, 17);
  for (const [row, line] of rows.entries()) {
    const [letter, , ...cells] = line.trim().split(/ +/);
    expect([letter, cells.length]).toEqual([letters[row], 16]);
    for (const [column, cell] of cells.entries()) {
      const diagonal = row + column;
      const where = `${letter} ${qualityLimits[column]}`;
      if (accept[diagonal] !== undefined && /\d/.test(cell))
        expect([where, Number(cell)]).toEqual([where, accept[diagonal]]);
      else if (diagonal < first) expect([where, cell]).toEqual([where, '↓']);
      else if (diagonal > 24) expect([where, cell]).toEqual([where, '↑']);
      else expect([where, cell]).toEqual([where, expect.stringMatching(/[↑↓]/)]);
    }
  }
});

test.each(severities)(
  'an arrow for %s inspection leads to the first plan in its direction, with its sample',
  (severity) => {
    const rows = masterTables[severity]
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/ +/));
    for (const [row, [letter]] of rows.slice(0, 16).entries()) {
      for (const [column, limit] of qualityLimits.entries()) {
        const cell = rows[row]![column + 2]!;
        const plan = planOfLetter(letter!, limit, severity);
        const found = rows.findIndex(([one]) => one === plan.letter);
        expect(plan).toEqual({
          letter: rows[found]![0],
          sampleSize: Number(rows[found]![1]),
          accept: Number(rows[found]![column + 2]),
          refuse: plan.accept + 1,
        });
        expect(Math.sign(found - row)).toBe(cell === '↓' ? 1 : cell === '↑' ? -1 : 0);
        const between = rows.slice(Math.min(found, row) + 1, Math.max(found, row)).map((one) => one[column + 2]);
        expect(between.every((one) => one === cell)).toBe(true);
      }
    }
  },
);

/** The chance that a lot with such a share of nonconforming items is accepted. */
function chanceOf({ sampleSize, accept }: { sampleSize: number; accept: number }, share: number): number {
  let [term, sum] = [(1 - share) ** sampleSize, 0];
  for (let found = 0; found <= accept; found += 1) {
    sum += term;
    term *= ((sampleSize - found) / (found + 1)) * (share / (1 - share));
  }
  return sum;
}

test('a lot as good as its limit is accepted more often under a looser limit, and normally in at least 86 of 100 cases', () => {
  for (const letter of letters) {
    for (const [column, limit] of qualityLimits.entries()) {
      const share = Number(limit) / 100;
      const usual = chanceOf(planOfLetter(letter, limit, 'normal'), share);
      const looser = qualityLimits[Math.min(column + 1, 15)]!;
      expect(usual).toBeGreaterThan(0.86);
      expect(chanceOf(planOfLetter(letter, looser, 'normal'), share)).toBeGreaterThanOrEqual(usual);
    }
  }
});

test('such a lot is accepted no more often on tightened inspection, and reduced inspection is no more work', () => {
  for (const letter of letters) {
    for (const limit of qualityLimits) {
      const [usual, tight, light] = severities.map((severity) => planOfLetter(letter, limit, severity));
      const share = Number(limit) / 100;
      expect(chanceOf(tight!, share)).toBeLessThanOrEqual(chanceOf(usual!, share));
      expect(light!.sampleSize).toBeLessThanOrEqual(usual!.sampleSize);
    }
  }
});

test('the strictest tightened plan lies below the last letter, in a row of its own', () => {
  expect(planOfLetter('R', '0.025', 'tightened')).toEqual({ letter: 'S', sampleSize: 3150, accept: 1, refuse: 2 });
});

test('a lot that is no larger than its sample is inspected whole', () => {
  expect(samplingPlan(80, { ...normal, limit: '0.15' })).toMatchObject({ sampleSize: 80, all: true });
  expect(samplingPlan(81, { ...normal, limit: '0.15' })).toMatchObject({ sampleSize: 80, all: false });
  expect(samplingPlan(1, { ...normal, limit: '10' })).toMatchObject({ sampleSize: 1, accept: 0, all: true });
});

test.each([0, -3, 2.5, Number.NaN])('a lot of %d is no lot', (lot) => {
  expect(() => samplingPlan(lot, { ...normal, limit: '1.0' })).toThrow(RangeError);
});

/** Inspection after lots at 1.0 % under letter J (n 80, Ac 2), or K at 0.10 % (n 125, Ac 0), with so many faults each. */
function after(start: Inspection, letter: 'J' | 'K', faults: number[]): Inspection {
  const limit: QualityLimit = letter === 'J' ? '1.0' : '0.10';
  return faults.reduce((now, nonconforming) => {
    const plan = planOfLetter(letter, limit, severityOf(now) ?? 'normal');
    return inspectionAfter(now, { plan, limit, nonconforming });
  }, start);
}

test('two refused lots among five make inspection tightened, and not two among six', () => {
  expect(after(firstInspection, 'K', [1, 0, 0, 0, 1])).toEqual({ severity: 'tightened', accepted: 0, refused: 0 });
  expect(after(firstInspection, 'K', [1, 0, 0, 0, 0, 1])).toMatchObject({ severity: 'normal', score: 0 });
  expect(after(firstInspection, 'K', [1, 1])).toMatchObject({ severity: 'tightened' });
});

test('five accepted lots in a row end tightened inspection, and a refused one begins the count again', () => {
  const tightened = after(firstInspection, 'K', [1, 1]);
  expect(after(tightened, 'K', [0, 0, 0, 0, 0])).toEqual(firstInspection);
  expect(after(tightened, 'K', [0, 0, 0, 0, 1, 0, 0, 0, 0])).toEqual({
    severity: 'tightened',
    accepted: 4,
    refused: 1,
  });
});

test('the fifth refused lot on tightened inspection stops it until a person resumes, tightened', () => {
  const tightened = after(firstInspection, 'K', [1, 1]);
  const stopped = after(tightened, 'K', [1, 0, 1, 0, 0, 1, 1, 0, 1]);
  expect(stopped).toEqual({ severity: 'stopped' });
  expect(severityOf(stopped)).toBeNull();
  expect(() => after(stopped, 'K', [0])).toThrow(RangeError);
  expect(resume(stopped)).toEqual({ severity: 'tightened', accepted: 0, refused: 0 });
  expect(resume(firstInspection)).toBe(firstInspection);
});

test('an accepted lot adds two to the score where none or one is allowed, and a refused one sets it back', () => {
  expect(after(firstInspection, 'K', [0, 0, 0])).toMatchObject({ score: 6 });
  expect(after(firstInspection, 'K', [0, 0, 1])).toMatchObject({ severity: 'normal', score: 0 });
  expect(after(firstInspection, 'K', [0, 0, 1, 0])).toMatchObject({ score: 2 });
});

test('where more are allowed a lot adds three if one step tighter accepts it too, and else sets the score back though it is accepted', () => {
  expect(planOfLetter('J', '1.0', 'normal').accept).toBe(2);
  expect(planOfLetter('J', '0.65', 'normal').accept).toBe(1);
  expect(after(firstInspection, 'J', [1, 0])).toMatchObject({ score: 6 });
  expect(after(firstInspection, 'J', [1, 0, 2])).toMatchObject({
    severity: 'normal',
    score: 0,
    recent: [true, true, true],
  });
});

test('one step tighter is read for the plan that was used, not for the letter that an arrow left', () => {
  const plan = planOfLetter('L', '10', 'normal');
  expect(plan).toMatchObject({ letter: 'K', accept: 21 });
  expect(inspectionAfter(firstInspection, { plan, limit: '10', nonconforming: 14 })).toMatchObject({ score: 3 });
  expect(inspectionAfter(firstInspection, { plan, limit: '10', nonconforming: 15 })).toMatchObject({ score: 0 });
});

test('reduced inspection needs a score of 30 and a person who agrees, and one refused lot or that person ends it', () => {
  const fourteen = after(firstInspection, 'K', Array(14).fill(0));
  expect(mayReduce(fourteen)).toBe(false);
  expect(() => reduce(fourteen)).toThrow(RangeError);
  const fifteen = after(firstInspection, 'K', Array(15).fill(0));
  expect(fifteen).toMatchObject({ severity: 'normal', score: 30 });
  const reduced = reduce(fifteen);
  expect(after(reduced, 'K', [0, 0])).toEqual({ severity: 'reduced' });
  expect(after(reduced, 'K', [0, 1])).toEqual(firstInspection);
  expect(endReduced(reduced)).toEqual(firstInspection);
  expect(endReduced(fifteen)).toBe(fifteen);
});

const ids = fc.uniqueArray(fc.string({ maxLength: 12 }), { maxLength: 60 });

test('a draw is the same whatever the order of rows, and a larger one begins with the smaller', () => {
  fc.assert(
    fc.property(ids, fc.string(), fc.nat(), (list, seed, cut) => {
      const size = cut % (list.length + 1);
      const drawn = draw(list, size, seed);
      expect(draw(list.toReversed(), size, seed)).toEqual(drawn);
      expect(draw(list, list.length, seed).slice(0, size)).toEqual(drawn);
      expect(new Set(drawn).size).toBe(size);
    }),
  );
});

test('anyone can draw again with sha256sum and sort', () => {
  const places = ['客户一', '客户二', '客户三', '客户四'].map(
    (id) => `${createHash('sha256').update(`seed\n${id}`).digest('hex')} ${id}`,
  );
  expect(draw(['客户四', '客户三', '客户二', '客户一'], 2, 'seed')).toEqual(
    places
      .toSorted()
      .slice(0, 2)
      .map((line) => line.split(' ')[1]),
  );
});

test('over many seeds every item is drawn about as often', () => {
  const list = Array.from({ length: 20 }, (_, at) => `item-${at}`);
  const times = new Map(list.map((id) => [id, 0]));
  for (let seed = 0; seed < 2000; seed += 1)
    for (const id of draw(list, 5, `seed ${seed}`)) times.set(id, times.get(id)! + 1);
  for (const count of times.values()) expect(Math.abs(count - 500)).toBeLessThan(5 * Math.sqrt(500 * 0.75));
});

test('an id that stands twice is not drawn from', () => {
  expect(() => draw(['a', 'a'], 1, 's')).toThrow(RangeError);
  expect(() => draw(['a'], 2, 's')).toThrow(RangeError);
  const twice = [{ id: 'a' }, { id: 'a', critical: 'seal' } as const];
  expect(() => sample({ items: twice, seed: 's', ...normal, limit: '1.0' })).toThrow(RangeError);
});

test('seals, keys, credentials, cash and open tax matters are inspected without exception, the others by sample', () => {
  const items = Array.from({ length: 300 }, (_, at) => ({ id: `r${at}` }));
  const kinds = (['seal', 'key', 'credential', 'cash', 'open-tax-matter'] as const).map((critical) => ({
    id: critical,
    critical,
  }));
  const taken = sample({ items: [...items, ...kinds], seed: 'root', ...normal, limit: '2.5' });
  expect(taken).toMatchObject({ lot: 300, plan: { sampleSize: 50, accept: 3 } });
  expect(taken.critical.toSorted()).toEqual(kinds.map(({ id }) => id).toSorted());
  expect(taken.drawn).toHaveLength(50);
  expect(sample({ items: kinds, seed: 'root', ...normal, limit: '2.5' })).toMatchObject({
    lot: 0,
    plan: null,
    drawn: [],
  });
});
