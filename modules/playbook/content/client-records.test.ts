import { expect, test } from 'vitest';
import { choicesOf, fieldOf, recordKinds } from '#modules/client/client.contract.ts';
import { defaultPlaybook as playbook } from './default-playbook.ts';

test.each(recordKinds)('every record of a client has its place on the inventory: %s', (kind) => {
  const lines = playbook.recordLines.filter(({ record }) => record === kind);
  expect(lines.some(({ when }) => when === undefined)).toBe(true);
});

test('of the lines for one kind of record the one for all others stands last', () => {
  const hidden = playbook.recordLines.filter((line, at) =>
    playbook.recordLines.slice(0, at).some((before) => before.record === line.record && !before.when),
  );
  expect(hidden).toEqual([]);
});

test('lines are made of fields that client records have', () => {
  const strange = playbook.recordLines.flatMap(({ record, when, columns }) =>
    [when?.field, ...Object.values(columns)].filter(
      (name) => name !== undefined && !fieldOf(record as (typeof recordKinds)[number], name),
    ),
  );
  expect(strange).toEqual([]);
});

test('a condition of a line is a choice that the field has', () => {
  for (const { record, when } of playbook.recordLines) {
    if (!when) continue;
    const choices = fieldOf(record as (typeof recordKinds)[number], when.field)?.choices;
    expect(choices, `${record}.${when.field}`).toBeDefined();
    expect(choicesOf(choices!)).toEqual(expect.arrayContaining(when.in));
  }
});

test('a line with sensitive fields in its columns is not filed as 普通', () => {
  const open = playbook.recordLines.filter(
    ({ record, secrecy, columns }) =>
      secrecy === 'ordinary' &&
      Object.values(columns).some(
        (name) => fieldOf(record as (typeof recordKinds)[number], name)?.class === 'sensitive',
      ),
  );
  expect(open).toEqual([]);
});

test('retention is the law’s for each kind of volume, under a term that a record can store', () => {
  const terms: string[] = choicesOf('retention');
  expect(playbook.retention.map(({ key }) => key)).toEqual(expect.arrayContaining(terms));
  const archives = playbook.retention.flatMap((entry) => entry.archives);
  expect(archives.toSorted()).toEqual(
    choicesOf('archive-kind')
      .filter((kind) => kind !== 'other')
      .toSorted(),
  );
});

test('a trade with lines of its own is one that a client can be of', () => {
  expect(choicesOf('trade')).toEqual(expect.arrayContaining(playbook.trades.map(({ trade }) => trade)));
});
