import { expect, test } from 'vitest';
import type { OpenedResult } from '../engine/result/open-result.ts';
import { reportPdf } from './report-pdf.ts';

const side = {
  rows: 1200,
  totals: { 余额: '571452789182' },
  blankLines: 0,
  rowsWithoutKey: 0,
  shortRows: 0,
  longRows: 0,
  strayQuotes: 0,
  textAfterQuote: 0,
};
const result: OpenedResult = {
  file: { sha256: 'ab'.repeat(32), bytes: 1 },
  header: {
    kind: 'result',
    version: 1,
    left: { sha256: '11'.repeat(32), bytes: 1 },
    right: { sha256: '22'.repeat(32), bytes: 1 },
    key: ['客户编号'],
    columns: [
      { left: '客户编号', right: '编号', normaliser: { kind: 'none' } },
      { left: '余额', right: '余额', normaliser: { kind: 'amount', toleranceFen: '5' } },
    ],
    alone: { left: [], right: [] },
    by: 'bytes',
    seed: '00',
  },
  summary: {
    kind: 'summary',
    left: side,
    right: { ...side, rows: 1197 },
    counts: { added: 15, removed: 19, changed: 48, equivalent: 56, duplicate: 1 },
    rows: { same: 1000, equivalent: 56, changed: 48, surplusLeft: 0, surplusRight: 0 },
    explained: {
      余额: {
        left: '571452789182',
        right: '571211155089',
        added: '0',
        removed: '0',
        changed: '-241634093',
        surplus: '0',
        unexplained: '0',
      },
    },
    seed: '00',
    identity: { by: 'bytes' },
  },
  differences: {
    async *[Symbol.asyncIterator]() {
      for (let at = 0; at < 300; at++)
        yield { kind: 'changed' as const, key: [`KH${at}`], column: '余额', left: '1.00', right: '#strong[2]' };
    },
  },
};

test.each(['zh', 'en'] as const)(
  'the report of a comparison is set on paper (%s), and the same order gives the same bytes',
  async (language) => {
    const order = {
      result,
      names: { left: '移交清册.csv', right: '台账.xlsx' },
      parties: [
        { side: '移交人', name: '李娜' },
        { side: '接收人', name: '周洁' },
      ],
      language,
      at: new Date('2026-11-23T12:00:00Z'),
    };
    const { pdf, pages } = await reportPdf(order);
    expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-');
    expect(pages).toBeGreaterThan(2);
    expect(Buffer.compare(pdf, (await reportPdf(order)).pdf)).toBe(0);
  },
);
