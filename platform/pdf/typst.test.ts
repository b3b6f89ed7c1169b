import { PDF } from '@libpdf/core';
import { expect, test } from 'vitest';
import { qrSvg } from './qr.ts';
import { renderPdf, type Typesetting } from './typst.ts';

const at = new Date('2026-11-23T07:21:00Z');

function sheet(changes: Partial<Typesetting>): Typesetting {
  return { template: '#data.name', data: {}, title: '移交清册', language: 'zh', at, ...changes };
}

async function textOf(pdf: Uint8Array): Promise<string> {
  const document = await PDF.load(pdf);
  return document
    .extractText()
    .map(({ text }) => text)
    .join('\n');
}

const compact = (text: string) => text.replace(/\s+/g, '');

test.each([
  ['#panic("x")', '#panic("x")'],
  [']#set page(width: 1pt)[', ']#set page(width: 1pt)['],
  ['\\ \\u{41} $x^2$ *b* _i_ `c` @l <l> // c /* c */', '\\ \\u{41} $x^2$ *b* _i_ `c` @l <l> // c /* c */'],
  ['"; read("/etc/passwd"); "', '"; read("/etc/passwd"); "'],
  ['= 标题\n- 项\n/ 词: 义', '= 标题\n- 项\n/ 词: 义'],
  ['浦'.repeat(60), '浦'.repeat(60)],
  ['𠮷😀', '〔U+20BB7〕〔U+1F600〕'],
])('the name %j is set as text and never read as markup', async (name, shown) => {
  const { pdf, pages } = await renderPdf(sheet({ data: { name } }));
  expect(pages).toBe(1);
  expect(compact(await textOf(pdf))).toBe(compact(shown));
});

test('a document is a tagged PDF/A-2a that carries its title, language and fonts', async () => {
  const { pdf } = await renderPdf(sheet({ data: { name: '王敏' }, title: '清册 #1' }));
  const document = await PDF.load(pdf);
  expect(document.getTitle()).toBe('清册 #1');
  expect(document.getCreationDate()).toEqual(at);
  const xmp = Buffer.from(pdf).toString('utf8');
  expect(xmp).toContain('<pdfaid:part>2</pdfaid:part>');
  expect(xmp).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
});

test('the same input gives the same bytes, so that a package can be made again', async () => {
  const one = await renderPdf(sheet({ data: { name: '王敏' } }));
  const other = await renderPdf(sheet({ data: { name: '王敏' } }));
  expect(Buffer.from(one.pdf).equals(Buffer.from(other.pdf))).toBe(true);
});

test('a template that does not fit its data is named as a fault without a value of the data, and the next is set', async () => {
  const wrong = renderPdf(sheet({ template: '#int(data.name)', data: { name: 'canary-7731' } }));
  const right = renderPdf(sheet({ data: { name: '王敏' } }));
  await expect(wrong).rejects.toThrow(/^The document could not be set: invalid integer$/);
  expect(compact(await textOf((await right).pdf))).toBe('王敏');
});

test('many documents are set while the server goes on answering', async () => {
  let beats = 0;
  const heart = setInterval(() => beats++, 5);
  const rows = Array.from({ length: 300 }, (_, i) => `第 ${i} 行`);
  const template = '#table(columns: 4, ..data.rows, ..data.rows, ..data.rows, ..data.rows)';
  const done = await Promise.all([1, 2, 3].map(() => renderPdf(sheet({ template, data: { rows } }))));
  clearInterval(heart);
  expect(done.every(({ pages }) => pages > 1)).toBe(true);
  expect(beats).toBeGreaterThan(5);
});

test('a QR code is drawn for a checkpoint, and refused for more than a code can hold', () => {
  expect(qrSvg('baton.example/journal\n12\nabc\n')).toMatch(
    /^<svg [^>]*viewBox="0 0 29 29"><path d="(M\d+ \d+h1v1h-1z)+"\/><\/svg>$/,
  );
  expect(() => qrSvg('x'.repeat(2332))).toThrow();
});
