import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownRecord, WholeClient } from '#modules/client/client.contract.ts';
import { canWriteClient } from '#modules/client/client.policy.ts';
import { Chip } from '#kit/Chip.tsx';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import type { Standing } from '#kit/Mark.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { choicesOf } from '../fields/choice-sets.ts';

const RecordDialog = lazy(async () => ({ default: (await import('./RecordDialog.tsx')).RecordDialog }));
const RecordFormDialog = lazy(async () => ({ default: (await import('./RecordFormDialog.tsx')).RecordFormDialog }));

const standings: Record<string, Standing> = {
  filed: 'agreed',
  paid: 'agreed',
  'not-filed': 'warns',
  overdue: 'differs',
};

interface TaxLine {
  tax: string;
  byPeriod: Map<string, ShownRecord>;
}

/** 申报状态表: each tax or fee of the client by period, with its state; a cell opens its record. */
export function FilingSheet({ of }: { of: WholeClient }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string>();
  const [adding, setAdding] = useState(false);
  const held = { client: of.client.id, capabilities: of.capabilities };
  const filings = of.records.filter(({ kind, ended }) => kind === 'filing' && !ended);
  const periods = [...new Set(filings.map(({ fields }) => String(fields.period)))].sort().reverse();
  const byTax = Map.groupBy(filings, ({ fields }) => String(fields.tax));
  const lines: TaxLine[] = choicesOf('tax').flatMap((tax) => {
    const records = byTax.get(tax);
    return records ? [{ tax, byPeriod: new Map(records.map((one) => [String(one.fields.period), one])) }] : [];
  });
  const opened = filings.find(({ id }) => id === open);
  const columns: Column<TaxLine>[] = [
    { key: 'tax', title: t('record.filing.tax'), width: 160, render: ({ tax }) => t(`choice.tax.${tax}`) },
    ...periods.map((period) => ({
      key: period,
      title: period,
      render: ({ byPeriod }: TaxLine) => {
        const filing = byPeriod.get(period);
        if (!filing) return <span className="faint">—</span>;
        const state = String(filing.fields.state);
        return (
          <button type="button" className="client-reveal" onClick={() => setOpen(filing.id)}>
            <Chip standing={standings[state] ?? 'plain'} mark>
              {t(`choice.filing-state.${state}`)}
            </Chip>
          </button>
        );
      },
    })),
  ];
  return (
    <Sheet
      title={t('client.filings')}
      extra={
        <VerdictButton verdict={canWriteClient(held)} size="small" onClick={() => setAdding(true)}>
          {t('client.add-record')}
        </VerdictButton>
      }
    >
      {lines.length === 0 ? (
        <p className="sheet-body faint">{t('client.no-records', { kind: t('record.filing.title') })}</p>
      ) : (
        <div className="filing-sheet">
          <LedgerTable label={t('client.filings')} columns={columns} rows={lines} rowKey={({ tax }) => tax} tight />
        </div>
      )}
      <Suspense>
        {opened && <RecordDialog record={opened} held={held} onClose={() => setOpen(undefined)} />}
        {adding && <RecordFormDialog client={of.client.id} kind="filing" onClose={() => setAdding(false)} />}
      </Suspense>
    </Sheet>
  );
}
