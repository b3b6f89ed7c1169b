import { PDF } from '@libpdf/core';
import { expect, test } from 'vitest';
import { packObjects } from './object-streams.ts';

const plain = Buffer.from(
  [
    '%PDF-1.7',
    '1 0 obj',
    '<</Type /Catalog /Pages 2 0 R>>',
    'endobj',
    '2 0 obj',
    '<</Type /Pages /Kids [3 0 R] /Count 1>>',
    'endobj',
    '3 0 obj',
    '<</Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] /Contents 4 0 R>>',
    'endobj',
    '4 0 obj',
    '<</Length 12>>',
    'stream',
    'endobj 0 0 m',
    'endstream',
    'endobj',
    '',
  ].join('\n'),
  'latin1',
);

function withTable(body: Buffer, extra = ''): Uint8Array {
  const offsets = [1, 2, 3, 4].map((number) => body.indexOf(`${number} 0 obj`));
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const tail = `xref\n0 5\n0000000000 65535 f \n${rows.join('')}trailer\n<</Size 5 /Root 1 0 R${extra}>>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.concat([body, Buffer.from(tail, 'latin1')]);
}

test('the packed document has the same pages, and its streams are the same bytes', async () => {
  const packed = packObjects(withTable(plain));
  expect((await PDF.load(packed)).getPageCount()).toBe(1);
  const text = Buffer.from(packed).toString('latin1');
  expect(text).toContain('endobj 0 0 m');
  expect(text).toContain('/Type /ObjStm /N 3');
  expect(text).not.toContain('/MediaBox');
});

test.each([
  ['an encrypted document', withTable(plain, ' /Encrypt 9 0 R')],
  ['a document with an earlier revision', withTable(plain, ' /Prev 12')],
  ['no PDF at all', Buffer.from('清册')],
])('%s is refused', (_, pdf) => {
  expect(() => packObjects(pdf)).toThrow(TypeError);
});
