import type { z } from 'zod';
import { partySchema } from '#modules/handover/handover.contract.ts';

/** 保密协议 / 责任书: signed for one handover, before any access of it begins. */
export const pledgeKinds = ['confidentiality', 'responsibility'] as const;

/** 电子签名约定 / 工作系统留痕告知: signed once by each person, for all handovers. */
export const frameworkKinds = ['signing-agreement', 'monitoring-notice'] as const;

export const letterKinds = [...pledgeKinds, ...frameworkKinds] as const;
export type LetterKind = (typeof letterKinds)[number];

/** 移交人 / 接收人 / 监交人 / 移交人的受托人 / 见证人. */
export const sideSchema = partySchema.shape.side;
export type Side = z.output<typeof sideSchema>;

/** What a letter calls the side of who signs it; the Chinese text is the one that is signed. */
export const sideInLetters: Record<Side, string> = {
  outgoing: '移交人',
  incoming: '接收人',
  supervisor: '监交人',
  proxy: '移交人的受托人',
  witness: '见证人',
};
