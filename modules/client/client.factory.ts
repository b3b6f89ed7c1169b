import type { Context } from '#platform/context/context.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import type { Client, RecordDraft } from './client.contract.ts';
import { addClient } from './add-client.ts';

let made = 0;

/**
 * A client of that owner, taken in by the product's own operation; `context` is a manager's. Without records of its own it
 * has a basic record, a contact and a contract; `name` and `number` differ from client to client.
 */
export function aClient(
  context: Context,
  {
    owner,
    name,
    number,
    records = aRecordOfEach,
  }: { owner: PersonId; name?: string; number?: string; records?: RecordDraft[] },
): Promise<Client> {
  made += 1;
  const basic: RecordDraft = {
    kind: 'basic',
    fields: {
      name: name ?? `上海安众${made}号贸易有限公司`,
      number: number ?? `KH${String(10_000 + made)}`,
      state: 'normal',
    },
  };
  const given = records.some(({ kind }) => kind === 'basic') ? records : [basic, ...records];
  return addClient(context, { owner, records: given });
}

const aRecordOfEach: RecordDraft[] = [
  { kind: 'contact', fields: { name: '陈立', duty: '财务', phone: '13812342211' } },
  {
    kind: 'contract',
    fields: {
      services: '代理记账',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      fee: '500.00',
      paidThrough: '2026-10-31',
    },
  },
];
