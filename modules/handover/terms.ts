/** 离职 / 调岗 / 休假代管. */
export const handoverKinds = ['resignation', 'transfer', 'cover'] as const;
export type HandoverKind = (typeof handoverKinds)[number];

/** 普通 / 委托代办 / 单方(拒签、失联). */
export const manners = ['regular', 'proxy', 'one-sided'] as const;
export type HandoverManner = (typeof manners)[number];

/** 移交人 / 接收人 / 监交人 / 移交人的受托人(委托代办) / 见证人. */
export const sides = ['outgoing', 'incoming', 'supervisor', 'proxy', 'witness'] as const;
export type Side = (typeof sides)[number];

/** Each with its own proof by the receiver: physical, file, rebind, secret, knowledge, balance, obligation. */
export const transferMethods = ['physical', 'file', 'rebind', 'secret', 'knowledge', 'balance', 'obligation'] as const;
export type TransferMethod = (typeof transferMethods)[number];

/** 待核 → 已收 / 缺失 / 不可读 / 不符; or dropped with a reason. A kind that the law names but that is empty stands as 无. */
export const itemStates = ['open', 'received', 'missing', 'unreadable', 'different', 'none', 'dropped'] as const;
export type ItemState = (typeof itemStates)[number];
