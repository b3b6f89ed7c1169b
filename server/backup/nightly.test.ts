import { expect, test } from 'vitest';
import { dueNow } from './nightly.ts';

const hoursAgo = (now: Date, hours: number | null) =>
  hours === null ? null : new Date(now.getTime() - hours * 3_600_000);

test.each([
  ['a firm that was never backed up, at any hour', '2026-11-23T04:00:00Z', null, null, 'backup'],
  ['the backup of last night, by day', '2026-11-23T04:00:00Z', 10, 1, null],
  ['the backup of yesterday, at two in the night in China', '2026-11-22T18:00:00Z', 23, 1, 'backup'],
  ['the backup of tonight, at four', '2026-11-22T20:00:00Z', 2, 1, null],
  ['a night that was missed, by day', '2026-11-23T04:00:00Z', 29, 1, 'backup'],
  ['a trial restore of more than 30 days ago', '2026-11-23T04:00:00Z', 5, 24 * 31, 'drill'],
  ['a firm whose backup was never tried', '2026-11-23T04:00:00Z', 5, null, 'drill'],
])('after %s the clock knows what is due', (_, time, backup, drill, due) => {
  const now = new Date(time);
  expect(dueNow(now, (moment) => hoursAgo(now, moment === 'backup' ? backup : drill))).toBe(due);
});
