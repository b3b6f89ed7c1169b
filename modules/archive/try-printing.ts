import { canExamine } from '#modules/journal/journal.policy.ts';
import { type Context, transact } from '#platform/context/context.ts';
import { signPdf } from '#platform/pdf/sign-pdf.ts';
import { renderPdf } from '#platform/pdf/typst.ts';
import { verifyPdf } from '#platform/pdf/verify-pdf.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { firmCertificate } from './firm-seal.ts';

/** Sets a page, signs it with the firm's certificate and checks the signature, as every printed form is made; gives the verdict. */
export async function tryPrinting(context: Context): Promise<Awaited<ReturnType<typeof verifyPdf>>['state']> {
  const { certificate, key, at } = await transact(context, async (inside) => {
    allow(canExamine(inside.actor));
    return { ...(await firmCertificate(inside)), at: inside.now };
  });
  const title = '移交清册';
  const { pdf } = await renderPdf({ template: '#data.title', data: { title }, title, language: 'zh', at });
  return (await verifyPdf(await signPdf(pdf, { certificate, key, reason: title, location: '', at }))).state;
}
