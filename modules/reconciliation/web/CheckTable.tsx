import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldRow, SheetGroup, SheetLine } from '#modules/reconciliation/reconciliation.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import { formatAmount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Mark } from '#kit/Mark.tsx';
import { ShownValue, useFieldWords } from './FieldWords.tsx';
import type { SheetRow } from './sheet-rows.ts';

type CheckTableProps = {
  group: SheetGroup;
  rows: SheetRow[];
  active: string | undefined;
  onActive: (row: SheetRow) => void;
  onRefresh: (line: SheetLine) => void;
};

/** Handed value beside held value, evidence and verdict; J and K walk the rows. */
export function CheckTable({ group, rows, active, onActive, onRefresh }: CheckTableProps) {
  const { t, i18n } = useTranslation();
  const words = useFieldWords();
  const language = i18n.language.startsWith('zh') ? 'zh' : 'en';
  const { sums } = group;
  const total = <Total of={sums} />;
  const columns: Column<SheetRow>[] = [
    {
      key: 'field',
      title: t('check.column.field'),
      render: ({ line, field, under }) =>
        field ? (
          <span
            className={[under && 'check-under', field.verdict === 'different' && 'strong'].filter(Boolean).join(' ')}
          >
            {words(line, field.field)}
          </span>
        ) : (
          <LineName line={line} onRefresh={onRefresh} />
        ),
      ...(sums ? { total: t('check.sum') } : {}),
    },
    {
      key: 'handed',
      title: t('check.column.handed'),
      align: 'end',
      render: ({ line, field }) =>
        field ? <ShownValue of={field} value={field.handed} /> : line.provedBy === 'proof' && <Handed line={line} />,
      ...(sums ? { total: sums.handed === null ? '****' : formatAmount(sums.handed) } : {}),
    },
    {
      key: 'held',
      title: t('check.column.held'),
      align: 'end',
      render: ({ field }) => field && <Held field={field} />,
      ...(sums ? { total: sums.held === null ? '****' : formatAmount(sums.held) } : {}),
    },
    {
      key: 'evidence',
      title: t('check.column.evidence'),
      wide: true,
      render: ({ field }) => <div className="check-evidence quiet">{field && <Evidence field={field} />}</div>,
      ...(sums
        ? {
            total: sums.unchecked > 0 && (
              <span className="quiet">{t('check.sum.unchecked', { count: sums.unchecked })}</span>
            ),
          }
        : {}),
    },
    {
      key: 'verdict',
      title: t('check.column.verdict'),
      width: 128,
      render: ({ line, field }) => (field ? <Verdict field={field} /> : <LineState line={line} />),
      ...(sums ? { total } : {}),
    },
  ];
  return (
    <LedgerTable
      label={t('check.table', { group: group.name[language] })}
      columns={columns}
      rows={rows}
      rowKey={({ key }) => key}
      {...(active ? { active } : {})}
      onActive={onActive}
      standing={({ line, field }) => standingOf(line, field)}
      keys
      tight
    />
  );
}

function standingOf(line: SheetLine, field: FieldRow | null) {
  if (field) return field.stale ? ('warns' as const) : field.verdict === 'different' ? ('differs' as const) : undefined;
  if (line.movedOn) return 'warns' as const;
  return ['missing', 'unreadable'].includes(line.state) || (line.state === 'different' && line.provedBy === 'proof')
    ? ('differs' as const)
    : undefined;
}

function LineName({ line, onRefresh }: { line: SheetLine; onRefresh: (line: SheetLine) => void }) {
  const { t } = useTranslation();
  return (
    <span className="check-line">
      <span className={line.state === 'none' ? 'faint' : 'strong'}>{line.title}</span>
      {line.afterCutOff && <Chip standing="warns">{t('check.after-cut-off')}</Chip>}
      {line.movedOn && (
        <>
          <Chip standing="warns" mark>
            {t('check.moved-on')}
          </Chip>
          <Button size="small" onClick={() => onRefresh(line)}>
            {t('check.refresh')}
          </Button>
        </>
      )}
    </span>
  );
}

/** What the form says of a line that is handed over as a whole. */
function Handed({ line: { line, state } }: { line: SheetLine }): ReactNode {
  if (state === 'none') return null;
  const { number, quantity, unit, due } = line;
  return [number, quantity && `${quantity} ${unit ?? ''}`, due].filter(Boolean).join(' · ');
}

function Held({ field }: { field: FieldRow }) {
  const { t } = useTranslation();
  if (field.verdict === null || field.verdict === 'skipped')
    return <span className="faint">{t('check.not-checked')}</span>;
  const { difference } = field;
  return (
    <>
      <ShownValue of={field} value={field.held} />
      {difference !== null && (
        <b className="differs">
          {' '}
          <Mark of={difference.startsWith('-') ? 'less' : 'more'} />
          {formatAmount(difference.replace('-', ''))}
        </b>
      )}
    </>
  );
}

function Evidence({ field }: { field: FieldRow }): ReactNode {
  const { t } = useTranslation();
  if (field.verdict === null) return <span className="faint">—</span>;
  if (field.comparedWith) return <span title={`sha256 ${field.comparedWith}`}>{t('check.source.second-source')}</span>;
  const named = field.document?.name ?? field.remark ?? (field.source && t(`check.source.${field.source}`));
  return <span title={named ?? undefined}>{named}</span>;
}

function Verdict({ field }: { field: FieldRow }) {
  const { t } = useTranslation();
  if (field.verdict === null) return <span className="faint">{t('check.verdict.none')}</span>;
  if (field.stale)
    return (
      <Chip standing="warns" mark>
        {t('check.verdict.stale')}
      </Chip>
    );
  const standing =
    ({ same: 'agreed', different: 'differs' } as const)[field.verdict as 'same' | 'different'] ?? 'plain';
  return (
    <Chip standing={standing} mark>
      {t(`check.verdict.${field.verdict}`)}
    </Chip>
  );
}

function LineState({ line }: { line: SheetLine }) {
  const { t } = useTranslation();
  if (line.state === 'none') return <span className="faint">{t('check.state.none')}</span>;
  if (
    line.provedBy === 'fields' &&
    (line.state === 'open' || line.state === 'received' || line.rows.some(({ verdict }) => verdict === 'different'))
  ) {
    const done = line.rows.filter(({ verdict, stale }) => verdict !== null && !stale).length;
    return (
      <span className="quiet">
        {done} / {line.rows.length}
      </span>
    );
  }
  const standing = line.state === 'received' ? 'agreed' : line.state === 'open' ? 'plain' : 'differs';
  return (
    <Chip standing={standing} mark>
      {t(`check.state.${line.state}`)}
    </Chip>
  );
}

function Total({ of }: { of: SheetGroup['sums'] }) {
  const { t } = useTranslation();
  if (!of) return null;
  if (of.differing === 0) return <span className="agreed">{t('check.sum.agrees')}</span>;
  return (
    <span className="differs">
      {of.difference === null
        ? t('check.sum.differs-count', { count: of.differing })
        : t('check.sum.differs', { amount: formatAmount(of.difference) })}
    </span>
  );
}
