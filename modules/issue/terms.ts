/**
 * 差异 between two values of a field · 缺失 / 不可读 / 不符 of a line that did not arrive as it should · 不合格: a check that an
 * inspection by a third person found otherwise.
 */
export const issueKinds = ['difference', 'shortage', 'nonconformity'] as const;
export type IssueKind = (typeof issueKinds)[number];

/** 待答复 → 已答复 → 已更正; or 附说明待批 → 已附说明; or 已撤销 with the check that found it. */
export const issueStates = ['open', 'answered', 'note-proposed', 'corrected', 'noted', 'withdrawn'] as const;
export type IssueState = (typeof issueStates)[number];

/** The states in which an issue keeps the gate shut. */
export const unsettledStates = ['open', 'answered', 'note-proposed'] as const satisfies IssueState[];

/** The steps of its course. */
export const steps = [
  'opened',
  'found-again',
  'answered',
  'note-proposed',
  'note-approved',
  'note-returned',
  'corrected',
  'withdrawn',
] as const;
export type Step = (typeof steps)[number];
