import { expect, test } from 'vitest';
import { numberStyle, numberText } from './cell-number.ts';

/** The text of a numeric cell with its mark. */
function cell(stored: string, format?: string) {
  return numberText(stored, format === undefined ? { kind: 'plain' } : numberStyle(164, format), false);
}

test.each([
  ['1472469.81', undefined, '1472469.81'],
  ['1.1000000000000001', undefined, '1.1'],
  ['-0.5', '#,##0.00_);[Red](#,##0.00)', '-0.5'],
  ['1234567', '0!.0,"万"', '1234567'],
  ['18634841887', undefined, '18634841887'],
  ['1E-3', undefined, '0.001'],
  ['1.23456789E+11', undefined, '123456789000'],
  ['0.06', '0.00%', '6%'],
  ['0.123', '0.0%', '12.3%'],
  ['800', '[$¥-804]#,##0.00', '800'],
  ['800', '[$Rs.-4009] 0.00', '800'],
  ['46349', 'yyyy/m/d', '2026-11-23'],
  ['46349', 'yyyy"年"m"月"', '2026-11-23'],
  ['1', 'yyyy-mm-dd', '1900-01-01'],
  ['59', 'yyyy-mm-dd', '1900-02-28'],
  ['61', 'yyyy-mm-dd', '1900-03-01'],
])('a cell that stores %s under the format %s is read as %s', (stored, format, text) => {
  expect(cell(stored, format)).toEqual({ text });
});

test.each([
  ['615964917481355729', '615964917481355800'],
  ['6.15964917481355E+17', '615964917481355000'],
  ['6159649174813557', '6159649174813557'],
  ['123456789012.3456', '123456789012.346'],
])('%s has more digits than a spreadsheet keeps: a fault, whatever is left of it', (stored, text) => {
  expect(cell(stored)).toEqual({ text, fault: 'tabular.rounded-number' });
});

test('a code that is shown with its zeros or letters is read as shown, and that is told', () => {
  expect(cell('13', '"KH"00000')).toEqual({ text: 'KH00013', doubt: 'tabular.shown-as' });
  expect(cell('7', '000')).toEqual({ text: '007', doubt: 'tabular.shown-as' });
});

test('the tail of binary arithmetic is cut where the spreadsheet cuts it, and that is told', () => {
  expect(cell('0.30000000000000004')).toEqual({ text: '0.3', doubt: 'tabular.binary-noise' });
});

test('a time of day beside the day is kept and told; a day that does not exist is a fault', () => {
  expect(cell('46349.5', 'yyyy-mm-dd')).toEqual({ text: '2026-11-23 12:00:00', doubt: 'tabular.time-of-day' });
  expect(cell('-5', 'yyyy-mm-dd')).toEqual({ text: '-5', fault: 'tabular.date-out-of-range' });
});
