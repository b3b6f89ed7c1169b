import { BitString, Integer, OctetString, Utf8String } from 'asn1js';
import { AttributeTypeAndValue, BasicConstraints, Certificate, Extension, Time } from 'pkijs';

/** The firm's key for PDFs. RSA, since every PDF reader in use knows it; 3072 bits, since the paper is kept for 30 years. */
export const firmKeyAlgorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;

export interface FirmCertificate {
  /** The self-signed X.509 certificate, PEM. */
  readonly certificatePem: string;
  /** The private key, PKCS #8 DER: to be sealed under the firm's master key by whoever keeps it. */
  readonly privateKeyPkcs8: Uint8Array;
}

/**
 * Makes the firm's own certificate for signing PDFs, valid for 30 years from `notBefore`, as long as the 清册 is kept.
 * `serial` is a positive number in hex; without it a random one of 126 bits.
 */
export async function createFirmCertificate({
  firmName,
  serial,
  notBefore,
}: {
  firmName: string;
  serial?: string;
  notBefore: Date;
}): Promise<FirmCertificate> {
  const keys = await crypto.subtle.generateKey(
    { ...firmKeyAlgorithm, modulusLength: 3072, publicExponent: Uint8Array.of(1, 0, 1) },
    true,
    ['sign', 'verify'],
  );
  const commonName = [...firmName].slice(0, longestCommonName).join('');
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ valueHex: serial ? serialBytes(serial) : randomSerial() });
  for (const name of [certificate.issuer, certificate.subject]) {
    name.typesAndValues.push(
      new AttributeTypeAndValue({ type: oid.commonName, value: new Utf8String({ value: commonName }) }),
    );
  }
  certificate.notBefore = timeOf(notBefore);
  certificate.notAfter = timeOf(yearsAfter(notBefore, 30));
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  const keyId = await crypto.subtle.digest(
    'SHA-1',
    Uint8Array.from(certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView),
  );
  certificate.extensions = [
    new Extension({ extnID: oid.basicConstraints, critical: true, extnValue: leaf.toSchema().toBER() }),
    new Extension({ extnID: oid.keyUsage, critical: true, extnValue: signatureAndCommitment.toBER() }),
    new Extension({ extnID: oid.subjectKeyIdentifier, extnValue: new OctetString({ valueHex: keyId }).toBER() }),
  ];
  await certificate.sign(keys.privateKey, 'SHA-256');
  return {
    certificatePem: pemOf(new Uint8Array(certificate.toSchema(true).toBER())),
    privateKeyPkcs8: new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey)),
  };
}

/** The DER bytes in a PEM certificate. */
export function certificateBytes(pem: string): Uint8Array {
  return Uint8Array.from(Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64'));
}

const oid = {
  commonName: '2.5.4.3',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  subjectKeyIdentifier: '2.5.29.14',
};

/** RFC 5280, appendix A: ub-common-name. */
const longestCommonName = 64;

const leaf = new BasicConstraints({ cA: false });

/** Key usage: digital signature and content commitment (RFC 5280 §4.2.1.3, the first two bits). */
const signatureAndCommitment = new BitString({ valueHex: Uint8Array.of(0b1100_0000).buffer, unusedBits: 6 });

/** UTC time until 2049, generalized time from 2050 on (RFC 5280 §4.1.2.5). */
/** RFC 5280 has whole seconds, as UTCTime until 2049 and as GeneralizedTime from 2050. */
function timeOf(instant: Date): Time {
  const value = new Date(Math.floor(instant.getTime() / 1000) * 1000);
  return new Time({ type: value.getUTCFullYear() < 2050 ? 0 : 1, value });
}

function yearsAfter(instant: Date, years: number): Date {
  const later = new Date(instant);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later;
}

function serialBytes(serial: string): ArrayBuffer {
  const digits = serial.length % 2 === 0 ? serial : `0${serial}`;
  const bytes = Buffer.from(digits, 'hex');
  return Uint8Array.from(bytes[0]! >= 0x80 ? [0, ...bytes] : bytes).buffer;
}

/** The first byte is between 0x40 and 0x7f: positive, and of full length. */
function randomSerial(): ArrayBuffer {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = (bytes[0]! & 0x3f) | 0x40;
  return bytes.buffer;
}

function pemOf(der: Uint8Array): string {
  const lines = Buffer.from(der)
    .toString('base64')
    .match(/.{1,64}/g)!;
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
