import type { Fault } from '../bag/fault.ts';
import { holderFaultCodes } from '../bag/bag-source.ts';

/** Everything that can be wrong with a package; each has its words in the locale under `archive.fault.<code>`. */
export const packageFaultCodes = [
  ...holderFaultCodes,
  'file-missing',
  'file-altered',
  'file-renamed',
  'file-unexpected',
  'file-unreadable',
  'out-of-place',
  'statement-malformed',
  'statement-forged',
  'firm-key-differs',
  'manifest-malformed',
  'listed-twice',
  'declaration-malformed',
  'info-differs',
  'inventory-not-canonical',
  'inventory-malformed',
  'inventory-differs',
  'signature-malformed',
  'signature-forged',
  'signature-key-differs',
  'signature-of-another',
  'signature-chain-broken',
  'signature-missing',
  'signature-twice',
  'signature-key-unknown',
  'scan-differs',
  'letter-malformed',
  'letter-differs',
  'checkpoint-malformed',
  'checkpoint-forged',
  'entries-missing',
  'entry-malformed',
  'entry-order',
  'entry-facts-altered',
  'entry-not-in-log',
  'about-malformed',
  'about-differs',
  'release-forged',
  'release-key-unknown',
  'client-missing',
  'line-malformed',
  'content-differs',
] as const;
export type PackageFaultCode = (typeof packageFaultCodes)[number];
export type PackageFault = Fault<PackageFaultCode>;

/** The steps of verification, in the order in which one vouches for the next. */
export const packageChecks = [
  'folder',
  'statement',
  'tags',
  'payload',
  'inventory',
  'signatures',
  'letters',
  'journal',
  'about',
  'clients',
] as const;
export type PackageCheck = (typeof packageChecks)[number];

/** What one step looked at, and what it found wrong. */
export interface CheckResult {
  check: PackageCheck;
  /** How many things were looked at: files, signatures, entries. */
  checked: number;
  faults: PackageFault[];
}

/** What verification found. */
export interface PackageReport {
  /** True when nothing at all is wrong. Whose package it is, is proven only when `firmKey.given`. */
  sound: boolean;
  /** The first thing wrong in the order of the checks. */
  first: PackageFault | null;
  /** Everything wrong, in the order of the checks. */
  faults: PackageFault[];
  checks: CheckResult[];
  /** What the statement says the package is; null when there is no readable statement. */
  package: { firm: string; handover: string; batch: number; sealedAt: string; hash: string } | null;
  /** The key that the package was checked against, and whether it was given from outside or only stands in the package. */
  firmKey: { verifierKey: string; fingerprint: string; given: boolean } | null;
  /** The signed state of the journal that the entries are proven against. */
  checkpoint: { origin: string; size: number; root: string } | null;
  counts: { files: number; bytes: number; clients: number; lines: number; signatures: number; entries: number };
}

/** What verification found of an export. */
export interface ExportReport extends Pick<
  PackageReport,
  'sound' | 'first' | 'faults' | 'checks' | 'firmKey' | 'checkpoint'
> {
  /** What the statement says it is; null when there is no readable statement. */
  export: { firm: string; name: string; sealedAt: string; hash: string } | null;
  counts: { files: number; bytes: number; clients: number; records: number; contents: number; entries: number };
}
