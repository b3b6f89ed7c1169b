import type { SignedStatement } from '#platform/crypto/statement.ts';
import type { DisposalList } from './disposal.contract.ts';

/** 销毁证明 as JSON: what was signed, what was done, and every signature. Fixed for version 1: it is kept for ever. */
export interface DisposalCertificate {
  format: 'baton/disposal-certificate/v1';
  list: DisposalList;
  /** SHA-256 of the canonical JSON of the list, hex: what every signature names. */
  listHash: string;
  /** 销毁时间; ISO. */
  destroyedAt: string;
  /** Files and bytes that were destroyed. */
  documents: number;
  bytes: number;
  method: 'crypto-erasure';
  signatures: {
    stage: string;
    seat: string;
    name: string;
    agrees: boolean;
    remark: string;
    signedAt: string;
    signed: SignedStatement;
  }[];
}
