import { aClient } from '#modules/client/client.factory.ts';
import { aHandover, type MadeHandover } from '#modules/handover/handover.factory.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import type { House, Someone } from '#testing/house.ts';
import { addDataset } from './add-dataset.ts';
import { confirmDataset } from './arrange-dataset.ts';
import type { DifferenceFilter, DifferenceLine, MappedPair } from './comparison-contract.ts';
import type { ComparisonId } from './find-comparison.ts';
import type { DatasetId } from './find-dataset.ts';
import { listDifferences } from './list-differences.ts';
import { readDataset } from './shown-dataset.ts';
import { startComparison } from './start-comparison.ts';

/** A batch that is being checked, with the numbers of its clients. */
export interface MadeBatch extends MadeHandover {
  batch: Id<'batch'>;
  numbers: string[];
}

let counted = 0;

/** A batch that is being checked, of clients with a bank balance each: 1000.50, 1001.50, … */
export async function aBatch(house: House, count = 3): Promise<MadeBatch> {
  const outgoing = await house.hire('李娜');
  const clients: ClientId[] = [];
  const numbers: string[] = [];
  for (let n = 0; n < count; n += 1) {
    counted += 1;
    const number = `BD${String(counted).padStart(4, '0')}`;
    const { id } = await aClient(house.founder.context, {
      owner: outgoing.id,
      records: [
        { kind: 'basic', fields: { name: `上海安众${number}贸易有限公司`, number, taxpayerType: 'general' } },
        { kind: 'bank-account', fields: { bank: '招商银行徐汇支行', account: `7559000${number.slice(2)}` } },
        {
          kind: 'balance',
          fields: {
            subject: '银行存款',
            code: '1002',
            group: 'bank',
            direction: 'debit',
            amount: `${1000 + n}.50`,
            asOf: '2026-10-31',
          },
        },
      ],
    });
    clients.push(id);
    numbers.push(number);
  }
  const made = await aHandover(house, { batches: [clients], parties: { outgoing }, until: 'checking' });
  return { ...made, batch: made.batches[0]!, numbers };
}

/** A table that was uploaded and read. */
export async function uploaded(
  house: House,
  by: Someone,
  batch: Id<'batch'>,
  text: string | Buffer,
  name = '银行.csv',
): Promise<DatasetId> {
  const { dataset } = await addDataset(by.context, { batch, name }, bytesOf(text));
  await house.drain();
  return dataset;
}

export async function* bytesOf(text: string | Buffer): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** Confirms a dataset as it is shown. */
export async function confirm(by: Someone, dataset: DatasetId) {
  const { sha256, rows, description } = await readDataset(by.context, { dataset });
  const totals = description!.columns.flatMap(({ name, total }) => (total === null ? [] : [[name, total] as const]));
  return confirmDataset(by.context, { dataset, sha256, rows: rows!, totals: Object.fromEntries(totals) });
}

export async function confirmBoth({ outgoing, incoming }: MadeBatch, dataset: DatasetId): Promise<void> {
  for (const side of [outgoing, incoming]) await confirm(side, dataset);
}

/** Our records, or a table like them, against one of the bank's. */
export const usualPairs: MappedPair[] = [
  { left: '客户编号', right: '编号', normaliser: { kind: 'text', blanks: 'all' } },
  { left: '基本户余额', right: '余额', normaliser: { kind: 'amount' } },
];

/** A comparison that is done, by the first pair as its key. */
export async function aComparison(
  house: House,
  by: Someone,
  left: DatasetId,
  right: DatasetId,
  pairs: MappedPair[] = usualPairs,
): Promise<ComparisonId> {
  await house.drain();
  const wish = { left, right, pairs, key: [pairs[0]!.left], equivalent: 'list' as const, exact: false };
  const { id } = await startComparison(by.context, wish);
  await house.drain();
  return id;
}

/** The first two hundred differences that a filter leaves, in the order of the files. */
export async function everyDifference(
  by: Someone,
  comparison: ComparisonId,
  filter: DifferenceFilter = {},
): Promise<DifferenceLine[]> {
  const page = { order: 'file' as const, descending: false, from: 0, limit: 200 };
  return (await listDifferences(by.context, { comparison, filter, ...page })).rows;
}
