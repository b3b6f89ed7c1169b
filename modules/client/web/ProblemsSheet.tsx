import { useTranslation } from 'react-i18next';
import type { ImportReading } from '#modules/client/client.contract.ts';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Mark } from '#kit/Mark.tsx';
import { Sheet } from '#kit/Sheet.tsx';

type Problem = ImportReading['problems'][number];

/** Every problem of the file by line and column: faults keep their row out, warnings do not. */
export function ProblemsSheet({ read }: { read: ImportReading }) {
  const { t } = useTranslation();
  if (read.problems.length === 0) return null;
  const columns: Column<Problem>[] = [
    {
      key: 'line',
      title: t('client.import.line-number'),
      width: 80,
      align: 'end',
      render: ({ line }) => formatCount(line),
    },
    {
      key: 'column',
      title: t('client.import.column'),
      width: 180,
      render: ({ column }) => column ?? <span className="faint">—</span>,
    },
    {
      key: 'written',
      title: t('client.import.cell'),
      width: 240,
      wide: true,
      render: ({ written }) => written ?? <span className="faint">—</span>,
    },
    {
      key: 'problem',
      title: t('client.import.problem'),
      render: ({ severity, code, facts }) => (
        <>
          <Mark of={severity === 'fault' ? 'differs' : 'warns'} /> {t(wordsOf(code, facts), facts)}
        </>
      ),
    },
  ];
  const all = read.faults + read.warnings;
  return (
    <Sheet
      title={t('client.import.problems')}
      extra={
        <>
          {t('client.import.faults-and-warnings', {
            faults: formatCount(read.faults),
            warnings: formatCount(read.warnings),
          })}
          {read.problems.length < all &&
            ` · ${t('client.import.first-of', { shown: formatCount(read.problems.length), all: formatCount(all) })}`}
        </>
      }
    >
      <LedgerTable
        label={t('client.import.problems')}
        columns={columns}
        rows={read.problems}
        rowKey={(one) => `${one.line} ${one.column ?? ''} ${one.code} ${one.severity}`}
        standing={({ severity }) => (severity === 'fault' ? 'differs' : undefined)}
      />
    </Sheet>
  );
}

/** Some codes have words for each reason: an amount that is a percentage, a code whose check digit is wrong. */
function wordsOf(code: string, facts: Problem['facts']): string {
  return typeof facts.reason === 'string' ? `problem.${code}-${facts.reason}` : `problem.${code}`;
}
