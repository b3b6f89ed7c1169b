import rules from './retention-kinds.json' with { type: 'json' };

/** The version of the law's kinds, and for how many years tax material is kept at least. */
export const rulesVersion = rules.version;
export const taxMinimumYears = rules.taxMinimum.years;

export const directoryStates = ['all', 'due', 'unfiled', 'held', 'restricted', 'destroyed'] as const;

/** 保全, 限制处理. */
export const safeguardKinds = ['hold', 'restriction'] as const;

/** What a restricted file may still be read for: inspection by an authority, a dispute, the data subject's own request, appraisal. */
export const purposes = ['inspection', 'dispute', 'own-request', 'appraisal'] as const;
