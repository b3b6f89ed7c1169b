import { expect, test } from 'vitest';
import { fontFiles } from './fonts.ts';
import { coverageOf } from './glyph-coverage.ts';
import { printable } from './printable.ts';

const covers = coverageOf(fontFiles);

test.each([
  ['a name of the common characters', '上海启明财务咨询有限公司'],
  ['a rare character of the official table', '马骉 㛃 䶮 𬭎 𫖯'],
  ['a foreign name', 'Dvořák & Świątek, Ngô Thị Hà'],
  ['money', '¥1,472,469.81'],
])('%s is printed as it is', (_, text) => {
  expect(printable(text, covers)).toBe(text);
});

test('a character that no font shows is printed as its number, never as a hole', () => {
  expect(printable('𠮷田商店 😀', covers)).toBe('〔U+20BB7〕田商店 〔U+1F600〕');
  expect(printable('\u0000\ue000\ud800', covers)).toBe('〔U+0000〕〔U+E000〕〔U+D800〕');
});

test('a sign that turns the direction of reading is shown, so that no amount reads backwards', () => {
  expect(printable('付款 \u202e00.001', covers)).toBe('付款 〔U+202E〕00.001');
});

test('signs without a shape go, line ends become one kind, and accents are put together', () => {
  expect(printable('葛\u{e0100}洲\ufe0f\u200b\r\n二\t行 cafe\u0301', covers)).toBe('葛洲\n二 行 café');
});

test('every string within the data is reached, and nothing else changes', () => {
  expect(printable({ a: ['😀', 1, null, true], b: { c: '𠮷', d: undefined } }, covers)).toEqual({
    a: ['〔U+1F600〕', 1, null, true],
    b: { c: '〔U+20BB7〕' },
  });
});
