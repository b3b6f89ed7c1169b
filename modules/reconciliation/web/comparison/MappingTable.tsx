import { Checkbox, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MappingProposal } from '#modules/reconciliation/reconciliation.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Mark } from '#kit/Mark.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { type Arranged, type ArrangedRow, withPartner } from './arranged.ts';
import { reasonWords } from './comparison-words.ts';
import type { ReadDataset } from './use-dataset.ts';
import { NormaliserChoice } from './NormaliserChoice.tsx';

type MappingTableProps = {
  said: Arranged;
  onSay: (next: Arranged) => void;
  proposal: MappingProposal;
  left: ReadDataset;
  right: ReadDataset;
};

/** Below this a person should look twice at a pair that was proposed. */
const sure = 0.5;

/** Each column of the left with its partner, why it was proposed, by what both are compared, and whether it says which row it is. */
export function MappingTable({ said, onSay, proposal, left, right }: MappingTableProps) {
  const { t } = useTranslation();
  const change = (of: ArrangedRow, changes: Partial<ArrangedRow>) =>
    onSay({ rows: said.rows.map((row) => (row.left === of.left ? { ...row, ...changes } : row)) });
  const partners = right.description.columns.map(({ name }) => ({ value: name, label: name }));
  const taken = new Set(said.rows.map((row) => row.right));
  const alone = partners.filter(({ value }) => !taken.has(value));
  const columns: Column<ArrangedRow>[] = [
    {
      key: 'key',
      title: t('comparison.map.key'),
      width: 64,
      render: (row) => (
        <Checkbox
          aria-label={t('comparison.map.key-of', { column: row.left })}
          checked={row.isKey}
          disabled={row.right === null}
          onChange={(event) => change(row, { isKey: event.target.checked })}
        />
      ),
    },
    {
      key: 'left',
      title: t('comparison.step.left'),
      render: (row) => (
        <>
          <span className={row.right === null ? 'faint' : 'strong'}>{row.left}</span>
          <First of={left} column={row.left} />
        </>
      ),
    },
    {
      key: 'right',
      title: t('comparison.step.right'),
      width: 236,
      render: (row) => (
        <>
          <Select
            className="comparison-partner"
            aria-label={t('comparison.map.partner-of', { column: row.left })}
            value={row.right}
            placeholder={t('comparison.map.alone')}
            options={partners}
            allowClear
            showSearch={partners.length > 7 ? { optionFilterProp: 'label' } : false}
            onChange={(to) => onSay(withPartner(said, columnOf(left, row.left), to ? columnOf(right, to) : null))}
          />
          {row.right !== null && <First of={right} column={row.right} />}
        </>
      ),
    },
    {
      key: 'by',
      title: t('comparison.map.by'),
      width: 328,
      render: (row) =>
        row.right !== null && (
          <NormaliserChoice
            key={`${row.right} ${row.by.kind}`}
            column={row.left}
            value={row.by}
            mostTolerance={proposal.mostTolerance}
            onChange={(by) => change(row, { by })}
          />
        ),
    },
    {
      key: 'why',
      title: t('comparison.map.why'),
      wide: true,
      render: (row) => <Why of={row} />,
    },
  ];
  return (
    <Sheet
      title={t('comparison.map')}
      extra={proposal.kept ? t('comparison.map.kept') : t('comparison.map.note')}
      foot={
        alone.length > 0 && (
          <span className="quiet">
            <Mark of="warns" />{' '}
            {t('comparison.map.right-alone', { columns: alone.map(({ value }) => value).join(t('comparison.and')) })}
          </span>
        )
      }
    >
      <LedgerTable
        label={t('comparison.map')}
        columns={columns}
        rows={said.rows}
        rowKey={(row) => row.left}
        framed={false}
      />
    </Sheet>
  );
}

function columnOf({ description }: ReadDataset, name: string) {
  return description.columns.find((column) => column.name === name)!;
}

/** The first value of a column, as it stands in the file. */
function First({ of, column }: { of: ReadDataset; column: string }) {
  const at = of.description.columns.findIndex(({ name }) => name === column);
  const cell = of.preview?.find((cells) => cells[at])?.[at];
  return cell ? <div className="faint cut comparison-first">{cell}</div> : null;
}

function Why({ of: { right, reasons, score } }: { of: ArrangedRow }) {
  const { t } = useTranslation();
  if (right === null) return <span className="faint">{t('comparison.map.not-compared')}</span>;
  if (score === null) return <span className="quiet">{t('comparison.map.chosen')}</span>;
  return (
    <>
      {score < sure && (
        <Chip standing="warns" mark>
          {t('comparison.map.unsure')}
        </Chip>
      )}{' '}
      <span className="quiet">{reasons.map((reason) => reasonWords(t, reason)).join(' · ')}</span>
    </>
  );
}
