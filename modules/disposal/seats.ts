import type { Position } from '#platform/context/actor.ts';

/** The four times at which persons sign a disposal: 鉴定, 五方意见, 销毁前核对, 销毁后监销签名. */
export const stages = ['appraisal', 'opinion', 'check', 'watched'] as const;
export type Stage = (typeof stages)[number];

export const seatNames = [
  'archives',
  'accounting',
  'information-systems',
  'head-of-unit',
  'head-of-archives',
  'head-of-accounting',
  'archives-handler',
  'accounting-handler',
] as const;
export type SeatName = (typeof seatNames)[number];

/** A place at which somebody of one of these positions signs. */
export interface SeatRule {
  seat: SeatName;
  positions: readonly Position[];
}

const archives: SeatRule = { seat: 'archives', positions: ['head-of-archives', 'archivist'] };
const accounting: SeatRule = { seat: 'accounting', positions: ['head-of-accounting', 'accountant'] };
const informationSystems: SeatRule = { seat: 'information-systems', positions: ['information-systems'] };

/**
 * Who signs when, by 会计档案管理办法 (79号令): the archives lead the appraisal with accounting (Art. 17); five persons give their opinion
 * on the list, and archives, accounting and information systems watch the destruction of electronic archives, check before and
 * sign after (Art. 18).
 */
export const seats: Record<Stage, readonly SeatRule[]> = {
  appraisal: [archives, accounting],
  opinion: [
    { seat: 'head-of-unit', positions: ['head-of-unit'] },
    { seat: 'head-of-archives', positions: ['head-of-archives'] },
    { seat: 'head-of-accounting', positions: ['head-of-accounting'] },
    { seat: 'archives-handler', positions: ['archivist'] },
    { seat: 'accounting-handler', positions: ['accountant'] },
  ],
  check: [archives, accounting, informationSystems],
  watched: [archives, accounting, informationSystems],
};

/**
 * Seats of the five opinions that are never one person: nobody agrees over themselves to what they drew up, and archives and accounting
 * watch each other. Everybody else may sit at two, where they hold both positions: a unit without an archives body of its own does as
 * the measures say, by the people that it has.
 */
export const apart: readonly (readonly [SeatName, SeatName])[] = [
  ['head-of-archives', 'archives-handler'],
  ['head-of-accounting', 'accounting-handler'],
  ['archives-handler', 'accounting-handler'],
];
export const mostOpinions = 2;

/**
 * Why something that is due is not destroyed (79号令 Art. 19, and what the house knows beside it); `not-due`: what stands on a list was
 * filed anew since.
 */
export const heldBackReasons = [
  'hold',
  'unsettled-debt',
  'open-matter',
  'open-handover',
  'open-issue',
  'shared',
  'not-due',
] as const;
export type HeldBackReason = (typeof heldBackReasons)[number];

/** The two that the appraiser says; the rest the house finds by itself. */
export const saidReasons = ['unsettled-debt', 'open-matter'] as const;

export const disposalStates = [
  'appraisal',
  'opinion',
  'check',
  'ready',
  'destroying',
  'watched',
  'certifying',
  'certified',
  'ended',
] as const;
/** Where a disposal stands; the first three and `watched` wait for the signatures of the stage of that name. */
export type DisposalState = (typeof disposalStates)[number];
