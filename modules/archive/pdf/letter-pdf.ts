import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { type Json, type RenderedPdf, renderPdf } from '#platform/pdf/typst.ts';
import { fitText } from './fit-text.ts';
import { letterForm } from './forms.ts';
import { allSigned, placeToSign } from './places-to-sign.ts';

/** A letter such as 保密协议 or 责任书, paragraph by paragraph as given, with the places to sign. */
export async function letterPdf(input: z.input<typeof letterForm>): Promise<RenderedPdf> {
  const data = letterForm.parse(input);
  const signers = data.signers.map((signer) => placeToSign(signer.side, signer, data.signing));
  const sheet = {
    language: data.language,
    title: fitText(data.title, 24),
    firm: fitText(data.firm, 40),
    number: data.number,
    date: data.date,
    paragraphs: data.paragraphs.map((paragraph) => fitText(paragraph, 42)),
    signers,
    draft: !allSigned(signers) && data.signing === 'electronic',
    hash: data.textHash.match(/.{8}/g)!,
  };
  return renderPdf({
    template:
      readFileSync(new URL('form.typ', import.meta.url), 'utf8') +
      readFileSync(new URL('letter.typ', import.meta.url), 'utf8'),
    data: sheet as unknown as Json,
    title: data.title,
    language: data.language,
    at: new Date(data.at),
  });
}
