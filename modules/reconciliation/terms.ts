/** 一致 / 仅写法不同 / 差异 / 跳过并说明. */
export const checkVerdicts = ['same', 'written-differently', 'different', 'skipped'] as const;
export type CheckVerdict = (typeof checkVerdicts)[number];

/** Where the held value came from: another register, the receiver's own entry, the original paper, a call to a known number. */
export const heldSources = ['second-source', 'own-entry', 'original', 'phone'] as const;
export type HeldSource = (typeof heldSources)[number];

/** 待复核 → 已确认 / 被退回. */
export const correctionStates = ['proposed', 'confirmed', 'returned'] as const;
export type CorrectionState = (typeof correctionStates)[number];
