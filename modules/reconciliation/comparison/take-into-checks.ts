import * as client from '#modules/client/client.ts';
import * as journal from '#modules/journal/journal.ts';
import { type Context, type Inside, transact } from '#platform/context/context.ts';
import type { Table, TableRow } from '#platform/tabular/table.ts';
import { allow } from '#platform/kernel/verdict.ts';
import { checkAgainst } from '../second-source.ts';
import type { TakenIntoChecks } from './comparison-contract.ts';
import { canTakeIntoChecks } from './comparison-policy.ts';
import { changeComparison, type ComparisonCase, comparisonCase, type ComparisonId } from './find-comparison.ts';
import { keyOfDataset, rowsFile } from './find-dataset.ts';
import { type HeldMapping, heldMapping } from './held-mapping.ts';
import { clientsByKey } from './list-differences.ts';
import { openDifferences } from './open-differences.ts';
import { linesOf } from './row-lines.ts';
import { settle } from './settle.ts';
import { settledLines, settlementOf, standingSettlements } from './settlements.ts';

/** So many keys that are no client of the batch are named; all are counted. */
const strangersNamed = 100;

/**
 * Takes what the right dataset says of the clients of the batch as a second source: each compared field gets its verdict, differences
 * open issues, and the lines of the result that are about them are settled by these. Who is no client of the batch is named and left
 * alone. Refuses as `canTakeIntoChecks` and `checkAgainst` do.
 */
export function takeIntoChecks(context: Context, input: { comparison: ComparisonId }): Promise<TakenIntoChecks> {
  return transact(context, async (inside) => {
    const one = await comparisonCase(inside, input.comparison, { lock: true });
    allow(canTakeIntoChecks(inside.actor, one.at, one.facts));
    const held = heldMapping(inside, one);
    const { table, others, strangers } = await heldTable(inside, one, held);
    const source = { table, fileHash: one.right.sha256, mapping: held.mapping };
    const { differences, ...compared } = await checkAgainst(inside, source, { batch: one.at.of.batch.id });
    await changeComparison(inside, one.found.id, { checkedAt: inside.now });
    await settleByIssues(inside, one, held, differences);
    await journal.record(inside, {
      verb: 'comparison.taken-into-checks',
      handover: one.found.handoverId,
      subject: one.found.id,
      facts: { checked: compared.checked, different: compared.different, others },
    });
    const { clients, checked, same, writtenDifferently, different, missing, doubled, faulty } = compared;
    return {
      clients,
      checked,
      same,
      writtenDifferently,
      different,
      missing,
      doubled,
      faulty,
      others,
      strangers,
      issues: differences.map(({ issue, number, client: named, field }) => ({ issue, number, client: named, field })),
    };
  });
}

/** The rows of the right dataset that name a client of the batch, as a register under the headers of the left. */
async function heldTable(inside: Inside, { right, at }: ComparisonCase, { columns, mapping }: HeldMapping) {
  const clients = await clientsByKey(inside, at.of);
  const naming = (['number', 'uscc', 'name'] as const).flatMap((use) =>
    columns.filter(({ name }) => mapping.columns[name] === use),
  );
  const rows: TableRow[] = [];
  const strangers: string[] = [];
  let others = 0;
  let line = 0;
  const content = await inside.ground.files.read(keyOfDataset(inside, right), rowsFile(right.id, right.readRound!));
  for await (const block of linesOf(content))
    for (const { text } of block) {
      line += 1;
      const cells = JSON.parse(text) as string[];
      const name = naming.map((column) => cells[column.at]?.trim() ?? '').find((cell) => cell !== '');
      if (name !== undefined && clients.has(client.registerKey(name)))
        rows.push({ line, cells: columns.map((column) => cells[column.at] ?? ''), faults: [], doubts: [] });
      else {
        others += 1;
        if (name !== undefined && strangers.length < strangersNamed) strangers.push(name);
      }
    }
  const table: Table = {
    found: {
      name: right.name,
      format: 'csv',
      bytes: right.bytes,
      encoding: null,
      encodingBy: null,
      separator: null,
      separatorBy: null,
      quote: null,
      headerLine: null,
      headerBy: 'given',
      sheet: null,
      sheets: [],
      rows: rows.length,
      blankLines: 0,
    },
    columns: columns.map(({ name }) => name),
    above: [],
    rows,
    doubts: [],
  };
  return { table, others, strangers };
}

/** Lines about a field on which an issue stands now are settled by it. */
async function settleByIssues(
  inside: Inside,
  one: ComparisonCase,
  held: HeldMapping,
  issues: Awaited<ReturnType<typeof checkAgainst>>['differences'],
): Promise<void> {
  const byField = new Map(issues.map((found) => [`${found.client} ${found.record} ${found.field}`, found]));
  if (byField.size === 0) return;
  const standing = await standingSettlements(inside, one.found);
  const clients = await clientsByKey(inside, one.at.of);
  const wanted = {
    filter: { kinds: ['changed' as const] },
    order: 'file' as const,
    descending: false,
    settled: settledLines(standing),
  };
  const matched = await openDifferences(inside, one, async ({ desk, name, lines }) => {
    const found: { line: number; by: (typeof issues)[number] }[] = [];
    for (let from = 0; ; from += page) {
      const { total, lines: places } = await desk.ask('page', { name, wanted, from, limit: page });
      const differences = await lines(places);
      for (const [at, { key, column }] of differences.entries()) {
        const record = column === undefined ? null : held.recordFieldOf(column);
        const named = key.map((cell) => clients.get(client.registerKey(cell))).find((known) => known !== undefined);
        const by = record && named && byField.get(`${named.number} ${record.kind} ${record.field}`);
        if (by) found.push({ line: places[at]!.line, by });
      }
      if (from + page >= total) return found;
    }
  });
  for (const { line, by } of matched)
    if (!settlementOf(standing, line))
      await settle(inside, one, { kind: 'issue', lines: [[line, line + 1]], reason: `#${by.number}`, issue: by.issue });
}

const page = 5000;
