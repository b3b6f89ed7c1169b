/** 待抽样 → 质检中 → 接收 / 不接收(全部重核). */
export const lotStates = ['waiting', 'drawn', 'accepted', 'refused'] as const;
export type LotState = (typeof lotStates)[number];

/** 正常 / 加严 / 放宽 / 停止抽样(逐项). */
export const severities = ['normal', 'tightened', 'reduced', 'stopped'] as const;
export type LotSeverity = (typeof severities)[number];

/** 恢复抽样(转为加严) / 转为放宽 / 结束放宽: what is never done alone. */
export const switchDecisions = ['resume', 'reduce', 'end-reduced'] as const;
export type SwitchDecision = (typeof switchDecisions)[number];

/** What is there of a line: as listed, not at all, or something else than listed. */
export const outcomes = ['as-listed', 'missing', 'different'] as const;
export type Outcome = (typeof outcomes)[number];

/** The lot of critical lines, each of which is inspected; the playbook's own lots have other names. */
export const wholeLot = 'critical';
