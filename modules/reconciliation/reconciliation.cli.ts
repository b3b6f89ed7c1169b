import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { type HandoverApi, batchByNumber, handoverByNumber } from '#modules/handover/handover.client.ts';
import type { LocalDate } from '#platform/kernel/local-date.ts';
import { columns } from '#platform/terminal/columns.ts';
import type { Terminal } from '#platform/terminal/terminal.ts';
import { clientByNumber, type ReconciliationApi } from './reconciliation.client.ts';

type Apis = { reconciliation: ReconciliationApi; handover: HandoverApi };

/** `baton check …`. */
export function register(program: Command, terminal: Terminal<Apis>): void {
  const check = program.command('check').description('the checking of a handover, field by field');
  check
    .command('sheet')
    .argument('<handover>', 'such as H-2026-0001')
    .argument('<client>', 'its number')
    .option('--reveal', 'show sensitive values; journalled', false)
    .description('every line and field of one client: handed, held, verdict')
    .action(async (number: string, client: string, { reveal }: { reveal: boolean }) => {
      const { api } = terminal;
      const of = await handoverByNumber(api.handover, number);
      const sheet = await api.reconciliation.readSheet({
        handover: of.id,
        client: await clientByNumber(api.handover, of, client),
        reveal,
      });
      terminal.show(sheet, [
        ...columns(sheet.groups.map(({ kind, done, total, differs }) => [kind, `${done}/${total}`, differs])),
        '',
        ...columns(
          sheet.lines.flatMap((line) => [
            [line.title, line.method, line.state, '', ''],
            ...line.rows.map(({ field, handed, held, verdict, stale }) => [
              `  ${field}`,
              String(handed ?? ''),
              String(held ?? ''),
              verdict ?? 'unchecked',
              stale ? 'stale' : '',
            ]),
          ]),
        ),
      ]);
    });
  check
    .command('compare')
    .argument('<batch>', 'such as H-2026-0001/2; the first batch without /2')
    .argument('<file>', 'a second client register, CSV or XLSX')
    .option('--balance-as-of <day>', '截至日期 of balances that the file does not date')
    .option('--preview', 'only show what it would check', false)
    .description('check every client of a batch against a second register')
    .action(async (number: string, path: string, given: { balanceAsOf?: string; preview: boolean }) => {
      const { api } = terminal;
      const { batch } = await batchByNumber(api.handover, number);
      const file = new File([await readFile(path)], basename(path));
      const reading = given.balanceAsOf ? { balanceAsOf: given.balanceAsOf as LocalDate } : {};
      if (given.preview) {
        const preview = await api.reconciliation.previewSource({ batch, file, reading });
        const { clients, matched, missing, doubled, faulty, fields, totals } = preview;
        terminal.show(preview, [
          ...columns([[`${matched}/${clients}`, fields, missing.join(' '), doubled.join(' '), faulty.join(' ')]]),
          ...columns(totals.map(({ column, handed, held }) => [column, handed, held])),
        ]);
        return;
      }
      const compared = await api.reconciliation.checkAgainstSource({ batch, file, reading });
      const { clients, checked, same, writtenDifferently, different, differences } = compared;
      terminal.show(compared, [
        ...columns([[clients, checked, same, writtenDifferently, different]]),
        ...columns(differences.map((one) => [`#${one.number}`, one.client, one.record, one.field])),
      ]);
    });
  check
    .command('list')
    .argument('<handover>', 'such as H-2026-0001')
    .description('every check: who, when, how, what it came to')
    .action(async (number: string) => {
      const { api } = terminal;
      const { id } = await handoverByNumber(api.handover, number);
      const { rows } = await api.reconciliation.listChecks({ handover: id, limit: 1000 });
      terminal.show(
        rows,
        columns(
          rows.map(({ checkedAt, checkedBy, client, item, field, source, verdict }) => [
            checkedAt.toISOString(),
            checkedBy.name,
            client.number,
            item.title,
            field,
            source,
            verdict,
          ]),
        ),
      );
    });
}
