import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RecordKind } from '#modules/client/client.contract.ts';
import { fieldWords } from '#modules/client/web/client.parts.tsx';
import type { Compared } from '#modules/reconciliation/reconciliation.contract.ts';
import { formatCount } from '#kit/figures.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { paths } from '#kit/paths.ts';
import { Facts } from '#kit/Sheet.tsx';

/** What comparing came to: verdicts counted, clients left alone, and each difference with its issue. */
export function SourceResult({ of, foot }: { of: Compared; foot: ReactNode }) {
  const { t } = useTranslation();
  const count = (value: number) => t('source.fields-of', { count: value });
  const alone = [...of.missing, ...of.doubled, ...of.faulty];
  return (
    <div className="stack">
      <Facts
        of={[
          { name: t('source.matched'), value: t('source.clients', { count: of.clients }) },
          { name: t('source.fields'), value: count(of.checked) },
          { name: t('source.same'), value: <span className="agreed">{count(of.same)}</span> },
          { name: t('source.written-differently'), value: count(of.writtenDifferently) },
          { name: t('source.different'), value: <span className="differs">{count(of.different)}</span> },
          {
            name: t('source.missing'),
            value: `${formatCount(alone.length)} ${alone.slice(0, 12).join(' ')}${alone.length > 12 ? ' …' : ''}`,
          },
        ]}
      />
      {of.differences.length === 0 ? (
        <p className="agreed">{t('source.none')}</p>
      ) : (
        <LedgerTable
          label={t('source.differences')}
          columns={[
            {
              key: 'number',
              title: t('source.differences'),
              width: 96,
              render: ({ issue, number }) => <Link to={paths.issue(issue)}>#{number}</Link>,
            },
            { key: 'client', title: t('source.matched'), render: ({ client }) => client },
            {
              key: 'field',
              title: t('check.column.field'),
              render: ({ record, field }) =>
                field === null ? t('check.state.different') : fieldWords(t, record as RecordKind, field),
            },
          ]}
          rows={of.differences}
          rowKey={({ issue }) => issue}
          tight
        />
      )}
      <p className="faint source-hash">{t('source.hash', { hash: of.fileHash })}</p>
      <div className="row">{foot}</div>
    </div>
  );
}
