import type { LocalDate } from '#platform/kernel/local-date.ts';
import { parseYuan } from '#platform/kernel/money.ts';
import type { Client, Warning } from './client.contract.ts';
import type { StoredRecord } from './stored-record.ts';

/**
 * What warns of a client on that day: contracts that have ended or are missing, arrears, service paid to a past day, a state
 * other than 正常, filings and open matters past their day. Facts hold days and counts, never an amount.
 */
export function warningsOf(client: Client, records: readonly StoredRecord[], today: LocalDate): Warning[] {
  const inForce = records.filter(({ ended }) => !ended);
  const of = (kind: StoredRecord['kind']) => inForce.filter((record) => record.kind === kind);
  const warnings: Warning[] = [];
  const warn = (code: Warning['code'], record: StoredRecord | null, facts: Warning['facts'] = {}) =>
    warnings.push({ code, record: record?.id ?? null, facts });

  if (client.state !== 'normal') warn('state', null, { state: client.state });
  if (of('contract').length === 0) warn('no-contract', null);
  else if (client.contractEnd !== null && client.contractEnd < today) {
    const last = of('contract').find(({ fields }) => fields.endsOn === client.contractEnd);
    warn('contract-ended', last ?? null, { endedOn: client.contractEnd });
  }
  for (const contract of of('contract')) {
    const arrears = parseYuan(String(contract.fields.arrears ?? '0'));
    if (arrears !== null && arrears > 0n) warn('arrears', contract);
  }
  if (client.paidThrough !== null && client.paidThrough < today)
    warn('paid-behind', null, { paidThrough: client.paidThrough });
  for (const filing of of('filing')) {
    const { state, due } = filing.fields;
    const open = state === 'overdue' || (state === 'not-filed' && typeof due === 'string' && due < today);
    if (open) warn('filing-overdue', filing, { tax: String(filing.fields.tax), period: String(filing.fields.period) });
  }
  for (const matter of of('open-matter')) {
    const { due } = matter.fields;
    if (typeof due === 'string' && due < today) warn('matter-overdue', matter, { due });
  }
  return warnings;
}
