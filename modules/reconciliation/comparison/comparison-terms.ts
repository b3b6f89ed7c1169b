/** Uploaded by somebody, or what the records of the batch's clients said on the cut-off date. */
export const datasetOrigins = ['upload', 'records'] as const;
export type DatasetOrigin = (typeof datasetOrigins)[number];

/** 读取中 → 已读; or 不能读 (nothing of it is kept), or 已丢弃. */
export const datasetStates = ['reading', 'read', 'refused', 'discarded'] as const;
export type DatasetState = (typeof datasetStates)[number];

/** Both sides agree on a dataset before what is found in it counts. */
export const confirmingSides = ['outgoing', 'incoming'] as const;
export type ConfirmingSide = (typeof confirmingSides)[number];

/** 等待 → 进行中 → 完成; or 失败, 已取消. */
export const comparisonStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
export type ComparisonState = (typeof comparisonStates)[number];

/** 多出 / 缺少 / 不同 / 仅写法不同 / 主键重复; as the engine's result says them. */
export const differenceKinds = ['added', 'removed', 'changed', 'equivalent', 'duplicate'] as const;

/** In the order of the result (that of the files), by key, by absolute difference of amounts, by column. */
export const differenceOrders = ['file', 'key', 'amount', 'column'] as const;
export type DifferenceOrder = (typeof differenceOrders)[number];

/** How the two cells of a field stand to each other in a row. */
export const cellVerdicts = ['same', 'equivalent', 'changed', 'only-left', 'only-right', 'not-compared'] as const;
export type CellVerdict = (typeof cellVerdicts)[number];

/** 按现状接受 / 转为问题. */
export const settlementKinds = ['accepted', 'issue'] as const;
export type SettlementKind = (typeof settlementKinds)[number];

/** 是同一户 / 不是 / 不确定. */
export const linkDecisions = ['accepted', 'refused', 'unsure'] as const;
export type LinkDecision = (typeof linkDecisions)[number];

export const exportFormats = ['xlsx', 'csv', 'jsonl', 'pdf'] as const;
export type ExportFormat = (typeof exportFormats)[number];
