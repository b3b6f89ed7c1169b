import type { DemoClient } from './demo-clients.ts';

/** Columns of the register that the receiver holds, and where the client's records have them. */
const columns = {
  客户编号: ['basic', 'number'],
  企业名称: ['basic', 'name'],
  统一社会信用代码: ['basic', 'uscc'],
  法定代表人: ['basic', 'legalPerson'],
  联系人: ['contact', 'name'],
  联系电话: ['contact', 'phone'],
  开户行: ['bank-account', 'bank'],
  银行账号: ['bank-account', 'account'],
  基本户余额: ['balance', 'amount'],
  余额日期: ['balance', 'asOf'],
  '服务费(元/月)': ['contract', 'fee'],
  合同到期日: ['contract', 'endsOn'],
} as const;

type Column = keyof typeof columns;

/** What a register writes otherwise than the client's records. */
interface Otherwise {
  at: number;
  column: Column;
  write(value: string): string;
}

/** What the second register says otherwise, by the place of the client in the list: four differences, three ways of writing. */
export const differences: Otherwise[] = [
  { at: 0, column: '基本户余额', write: () => '2190160.11' },
  { at: 3, column: '联系电话', write: (phone) => phone.slice(0, -1) + String((Number(phone.at(-1)) + 1) % 10) },
  {
    at: 7,
    column: '合同到期日',
    write: (day) => `${Number(day.slice(0, 4)) + 1}${day.slice(4).replace('02-29', '02-28')}`,
  },
  { at: 12, column: '法定代表人', write: () => '吴晨曦' },
  { at: 5, column: '联系电话', write: (phone) => `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}` },
  { at: 9, column: '基本户余额', write: (amount) => amount.replace(/\B(?=(\d{3})+\.)/g, ',') },
  { at: 14, column: '合同到期日', write: (day) => day.replaceAll('-', '/') },
];

/** The register of these clients as a second source has it: CSV in UTF-8. */
export function heldRegister(clients: readonly DemoClient[], otherwise: readonly Otherwise[] = []): File {
  const header = Object.keys(columns) as Column[];
  const lines = clients.map((client, at) =>
    header.map((column) => {
      const value = valueOf(client, column);
      return otherwise.find((one) => one.at === at && one.column === column)?.write(value) ?? value;
    }),
  );
  const text = [header, ...lines]
    .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    .join('\r\n');
  return new File([`${text}\r\n`], '接收人台账.csv', { type: 'text/csv' });
}

function valueOf({ records }: DemoClient, column: Column): string {
  const [kind, field] = columns[column];
  return String(records.find((record) => record.kind === kind)?.fields[field] ?? '');
}
