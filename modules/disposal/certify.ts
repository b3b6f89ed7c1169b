import * as archive from '#modules/archive/archive.ts';
import * as journal from '#modules/journal/journal.ts';
import * as signing from '#modules/signing/signing.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import type { DisposalCertificate } from './certificate.ts';
import { disposalListSchema, disposalStatementSchema } from './disposal.contract.ts';
import { findDisposal } from './lookup.ts';
import { certificatePdf, listPdf } from './pdf/disposal-pdf.ts';
import { change } from './sign.ts';

/**
 * Makes the certificate (销毁证明) of a disposal whose watchers have signed: the list and the certificate on paper, both as JSON with
 * every signature, in a bag that is kept for ever. Runs again after a failure without harm.
 */
export async function certify(context: Context, input: { disposal: Id<'disposal'> }): Promise<void> {
  const waiting = await read(context, async (inside) => {
    const found = await findDisposal(inside, input.disposal);
    return found.state === 'certifying' ? certificateOf(inside, found) : null;
  });
  if (!waiting) return;
  const hash = await archive.keepRecord(context, {
    name: waiting.list.number,
    title: `会计档案销毁证明 ${waiting.list.number}`,
    at: new Date(waiting.destroyedAt),
    papers: [
      { name: 'list.pdf', pdf: (await listPdf(waiting)).pdf },
      { name: 'certificate.pdf', pdf: (await certificatePdf(waiting)).pdf },
    ],
    record: { name: 'certificate.json', json: waiting },
    readme: readme(waiting.list.number),
  });
  await transact(context, async (inside) => {
    const found = await findDisposal(inside, input.disposal, { lock: true });
    if (found.state !== 'certifying') return;
    await change(inside, found.id, { state: 'certified', certificateHash: hash, certifiedAt: inside.now });
    await journal.record(inside, {
      verb: 'disposal.certified',
      subject: found.id,
      facts: { number: found.number, certificate: hash, documents: waiting.documents },
    });
  });
}

async function certificateOf(
  inside: Inside,
  { id, list: json, listHash, destructionAt }: Awaited<ReturnType<typeof findDisposal>>,
): Promise<DisposalCertificate> {
  const list = disposalListSchema.parse(JSON.parse(json));
  const gone = list.lines.filter(({ heldBack }) => !heldBack);
  const signatures = (await signing.signaturesOf(inside, id)).map(({ name, signedAt, signed }) => {
    const { stage, seat, agrees, remark } = disposalStatementSchema.parse(signed.statement);
    return { stage, seat, name, agrees, remark, signedAt: signedAt.toISOString(), signed };
  });
  return {
    format: 'baton/disposal-certificate/v1',
    list,
    listHash,
    destroyedAt: destructionAt!.toISOString(),
    documents: gone.length,
    bytes: gone.reduce((sum, { bytes }) => sum + bytes, 0),
    method: 'crypto-erasure',
    signatures,
  };
}

function readme(number: string): string {
  return `会计档案销毁证明 ${number} / Certificate of destruction ${number}

data/certificate.pdf   销毁证明 / the certificate
data/list.pdf          鉴定意见书、销毁清册、五方意见 / appraisal, disposal list, five opinions
data/certificate.json  the same as JSON (RFC 8785), with every signature
data/certificate.json.note  the firm's signature (C2SP signed note) over the SHA-256 of certificate.json

Check that nothing was changed:    sha256sum -c manifest-sha256.txt && sha256sum -c tagmanifest-sha256.txt
Check the papers:                  pdfsig data/certificate.pdf
Check a signature of a person:     each entry of "signatures" holds the signed statement; "signature" is Ed25519 (RFC 8032) over the
                                   UTF-8 bytes of its canonical JSON (RFC 8785), by "publicKey"; "listHash" in it is the SHA-256 of
                                   the canonical JSON of "list".
`;
}
