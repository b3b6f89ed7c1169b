import { PDF } from '@libpdf/core';
import { expect, test } from 'vitest';
import { aLetter } from './forms.factory.ts';
import { letterPdf } from './letter-pdf.ts';

async function textOf(pdf: Uint8Array): Promise<string> {
  const document = await PDF.load(pdf);
  return document
    .extractText()
    .map(({ text }) => text)
    .join('')
    .replace(/\s+/g, '');
}

test('a letter shows its title, every paragraph as given, its hash, and who is to sign', async () => {
  const letter = aLetter();
  const { pdf, pages } = await letterPdf(letter);
  const text = await textOf(pdf);
  expect(pages).toBe(1);
  for (const shown of [
    letter.title,
    ...letter.paragraphs,
    letter.textHash,
    '承诺人单位(移交人)',
    '王敏主办会计李娜主办会计',
  ]) {
    expect(text).toContain(shown.replace(/\s+/g, ''));
  }
  expect(text).toContain('草稿·未签署');
});

test('a letter in English speaks English around its text too', async () => {
  const { pdf } = await letterPdf(
    aLetter({
      language: 'en',
      title: 'Confidentiality agreement',
      paragraphs: ['The receiver keeps what is read secret.'],
      signers: [
        {
          side: 'Receiver',
          name: 'Wang Min',
          title: 'Accountant',
          signature: { manner: 'electronic', at: '2026-11-18T02:00:00.000Z', keyFingerprint: '02fe 8a77' },
        },
      ],
    }),
  );
  const text = await textOf(pdf);
  expect(text).toContain('Signed2026-11-1810:00:00Beijingtime');
  expect(text).toContain('Keyfingerprint02fe8a77');
  expect(text).toContain('Page1of1');
  expect(text).not.toMatch(/Draft|草稿/);
});

test('a long letter goes on over pages, and the places to sign stay together', async () => {
  const { pages } = await letterPdf(
    aLetter({ paragraphs: Array.from({ length: 60 }, () => aLetter().paragraphs[1]!) }),
  );
  expect(pages).toBeGreaterThan(2);
});
