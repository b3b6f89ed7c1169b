import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { aBatch, aComparison, uploaded, usualPairs } from '#modules/reconciliation/comparison/comparison.factory.ts';
import { listDifferences } from '#modules/reconciliation/comparison/list-differences.ts';
import { startEmbedded } from '#platform/database/embedded/embedded.ts';
import { openHouse } from '#testing/house.ts';
import { percentile } from '../measured.ts';
import type { RatioGoal } from './measure-reconcile.ts';

interface Options {
  /** How many differences there are. */
  lines: number;
  say: (text: string) => void;
}

const most = 50;
const pages = 200;
const orders = ['file', 'amount', 'key'] as const;

/**
 * Pages of a hundred from anywhere among 1,000,000 differences, in three orders, as the receiver of a batch: identity, access,
 * index, decryption, clients by name, settlements. What opens the differences, and what sorts them first, is told beside it.
 */
export async function measureDifferences({ lines, say }: Options): Promise<{ goals: RatioGoal[]; lines: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-differences-'));
  chmodSync(folder, 0o711);
  const cluster = await startEmbedded({ folder: join(folder, 'cluster'), fast: true });
  try {
    const { house, close } = await openHouse(cluster.address);
    try {
      const { batch, incoming } = await aBatch(house, 20);
      const began = performance.now();
      const left = await uploaded(house, incoming, batch, table('客户编号,基本户余额', lines, 0), '移交.csv');
      const right = await uploaded(house, incoming, batch, table('编号,余额', lines, 1), '银行.csv');
      const read = performance.now();
      const comparison = await aComparison(house, incoming, left, right, usualPairs);
      const compared = performance.now();
      const page = async (order: (typeof orders)[number], from: number) => {
        const asked = performance.now();
        const found = await listDifferences(incoming.context, {
          comparison,
          filter: {},
          order,
          descending: false,
          from,
          limit: 100,
        });
        if (found.total !== lines || found.rows.length === 0)
          throw new Error(`${found.total} differences, not ${lines}`);
        return performance.now() - asked;
      };
      const first: number[] = [];
      for (const order of orders) first.push(await page(order, 0));
      const times: number[] = [];
      for (let n = 0; n < pages; n++)
        times.push(await page(orders[n % orders.length]!, 1 + Math.floor(((n * 0.618034) % 1) * (lines - 101))));
      const p95 = percentile(times, 95);
      const how =
        `p95 ${p95.toFixed(1)} ms, median ${percentile(times, 50).toFixed(1)} ms of ${pages} pages; the first of each order ` +
        `${first.map((ms) => ms.toFixed(0)).join(', ')} ms; both tables read in ${((read - began) / 1000).toFixed(1)} s, compared in ` +
        `${((compared - read) / 1000).toFixed(1)} s; load ${loadavg()[0]!.toFixed(1)}`;
      const name = `a page of ${lines.toLocaleString('en')} differences, p95 / ${most} ms`;
      const ratio = Number((p95 / most).toFixed(3));
      say(`${ratio <= 1 ? '✓' : '✗'} ${name}: ${ratio} (${how})`);
      return {
        goals: [{ name, ratio, goal: 1, ok: ratio <= 1 }],
        lines: [`### A page of ${lines.toLocaleString('en')} differences`, '', `${how} (goal ≤ ${most} ms).`, ''],
      };
    } finally {
      await close();
    }
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Balances of which each differs between the two. */
function table(header: string, rows: number, more: number): string {
  const parts = [header];
  for (let n = 0; n < rows; n++) parts.push(`ZD${n},${(n * 7919) % 1_000_003}.${10 + more + (n % 80)}`);
  return `${parts.join('\n')}\n`;
}
