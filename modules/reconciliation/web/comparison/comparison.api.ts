import type { handoverContract } from '#modules/handover/handover.contract.ts';
import type { comparisonContract } from '#modules/reconciliation/reconciliation.contract.ts';
import { connect } from '#kit/connect.ts';

export const comparisons = connect<typeof comparisonContract>('comparison');
export const handovers = connect<typeof handoverContract>('handover');
