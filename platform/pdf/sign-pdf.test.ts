import { execFileSync, spawnSync } from 'node:child_process';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createFirmCertificate, type FirmCertificate } from './firm-certificate.ts';
import { signPdf } from './sign-pdf.ts';
import { renderPdf } from './typst.ts';
import { certificateFingerprint, verifyPdf } from './verify-pdf.ts';

const at = new Date('2026-11-23T07:21:00Z');
let firm: FirmCertificate;
let unsigned: Uint8Array;
let signed: Uint8Array;

beforeAll(async () => {
  firm = await createFirmCertificate({ firmName: '上海启明财务咨询有限公司', serial: '00c0ffee', notBefore: at });
  ({ pdf: unsigned } = await renderPdf({
    template: '清册 #data.n',
    data: { n: 1 },
    title: '清册',
    language: 'zh',
    at,
  }));
  signed = await signPdf(unsigned, {
    certificate: firm.certificatePem,
    key: firm.privateKeyPkcs8,
    reason: '移交清册',
    location: '上海',
    at,
  });
});

test("a signed PDF is valid by the firm's certificate, and begins with the bytes that were signed", async () => {
  expect(await verifyPdf(signed)).toEqual({
    state: 'valid',
    certificateFingerprint: certificateFingerprint(firm.certificatePem),
  });
  expect(Buffer.from(signed.subarray(0, unsigned.length)).equals(Buffer.from(unsigned))).toBe(true);
});

test('any changed byte is found, in what is signed and in the place kept for the signature', async () => {
  const contents = Buffer.from(signed).indexOf('/Contents <') + '/Contents '.length;
  const filling = Buffer.from(signed).indexOf('0>', contents);
  const places = Array.from({ length: 40 }, (_, i) => Math.floor((contents * i) / 40));
  for (const place of [...places, contents, filling, filling - 100, filling + 1, filling + 2, signed.length - 2]) {
    const changed = Uint8Array.from(signed);
    changed[place]! ^= 1;
    expect((await verifyPdf(changed)).state, `byte ${place}`).not.toBe('valid');
  }
});

test('an unsigned PDF and one that was added to afterwards are told apart', async () => {
  expect(await verifyPdf(unsigned)).toEqual({ state: 'unsigned' });
  expect(await verifyPdf(Buffer.concat([signed, Buffer.from('% more')]))).toEqual({ state: 'partial' });
});

test('pdfsig finds the signature valid over the whole document', (context) => {
  context.skip(spawnSync('pdfsig', ['-v']).error !== undefined, 'skipped: pdfsig not installed');
  const folder = mkdtempSync(join(tmpdir(), 'signed-pdf-'));
  try {
    const file = join(folder, 'signed.pdf');
    writeFileSync(file, signed);
    const said = execFileSync('pdfsig', [file], { encoding: 'utf8' });
    expect(said).toContain('Signature is Valid');
    expect(said).toContain('Total document signed');
    expect(said).toContain('ETSI.CAdES.detached');
    expect(said).toContain('CN=上海启明财务咨询有限公司');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the firm's certificate is its own, may sign documents and no certificates, and stands for 30 years", () => {
  const certificate = new X509Certificate(firm.certificatePem);
  expect(certificate.subject).toBe('CN=上海启明财务咨询有限公司');
  expect(certificate.serialNumber).toBe('C0FFEE');
  expect(certificate.ca).toBe(false);
  expect(certificate.verify(createPublicKey(firm.certificatePem))).toBe(true);
  expect(certificate.validFromDate).toEqual(at);
  expect(certificate.validToDate).toEqual(new Date('2056-11-23T07:21:00Z'));
});

test('a firm with a name of a hundred signs has a certificate too', async () => {
  const long = await createFirmCertificate({ firmName: '浦'.repeat(100), notBefore: at });
  expect(new X509Certificate(long.certificatePem).subject).toBe(`CN=${'浦'.repeat(64)}`);
});

test('a certificate made between two seconds is valid: X.509 has whole seconds only (RFC 5280)', async () => {
  const between = await createFirmCertificate({ firmName: '浦', notBefore: new Date('2026-11-23T07:21:00.770Z') });
  const { validFromDate, validToDate } = new X509Certificate(between.certificatePem);
  expect([validFromDate, validToDate]).toEqual([new Date('2026-11-23T07:21:00Z'), new Date('2056-11-23T07:21:00Z')]);
});
