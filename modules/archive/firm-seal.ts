import { eq } from 'drizzle-orm';
import { firm } from '#modules/people/people.table.ts';
import type { Inside } from '#platform/context/context.ts';
import { openWithMaster, sealWithMaster } from '#platform/envelope/master-seal.ts';
import { createFirmCertificate } from '#platform/pdf/firm-certificate.ts';

/** The firm's certificate for PDFs with its key; made at the first use, the key sealed under the master key. */
export async function firmCertificate(inside: Inside): Promise<{ certificate: string; key: Uint8Array }> {
  const [ours] = await inside.db.select().from(firm).where(eq(firm.id, inside.firm)).for('update');
  const about = { purpose: 'firm-certificate', firm: inside.firm };
  if (ours!.certificate && ours!.certificateKey) {
    return { certificate: ours!.certificate, key: openWithMaster(inside.ground.keys, about, ours!.certificateKey) };
  }
  const { certificatePem, privateKeyPkcs8 } = await createFirmCertificate({
    firmName: ours!.name,
    notBefore: inside.now,
  });
  await inside.db
    .update(firm)
    .set({ certificate: certificatePem, certificateKey: sealWithMaster(inside.ground.keys, about, privateKeyPkcs8) })
    .where(eq(firm.id, inside.firm));
  return { certificate: certificatePem, key: privateKeyPkcs8 };
}
