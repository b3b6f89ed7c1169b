import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { WholeComparison } from '#modules/reconciliation/reconciliation.contract.ts';
import { formatCount } from '#kit/figures.ts';
import { decimal } from '#platform/kernel/money.ts';
import type { Asked } from './differences-asked.ts';

type DifferenceFiltersProps = {
  of: WholeComparison;
  asked: Asked;
  total: number | undefined;
  onAsk: (changes: Record<string, string | undefined>) => void;
};

/** By key and by how far two amounts are apart; the server looks through all of them. */
export function DifferenceFilters({ of: { key }, asked: { filter }, total, onAsk }: DifferenceFiltersProps) {
  const { t } = useTranslation();
  const amount = (name: 'least' | 'most') => (
    <Input
      key={filter[name] ?? ''}
      className="difference-amount"
      aria-label={t(`comparison.filter.${name}`)}
      placeholder={t(`comparison.filter.${name}`)}
      inputMode="decimal"
      defaultValue={filter[name]}
      onPressEnter={(event) => event.currentTarget.blur()}
      onBlur={({ target }) => {
        const typed = target.value.replace(/[,,\s]/g, '');
        if (typed !== (filter[name] ?? '') && (typed === '' || decimal.test(typed)))
          onAsk({ [name]: typed || undefined });
      }}
    />
  );
  return (
    <div className="difference-filters">
      <Input.Search
        key={filter.key ?? ''}
        className="difference-search"
        aria-label={t('comparison.filter.key', { key: key.join(t('comparison.and')) })}
        placeholder={t('comparison.filter.key', { key: key.join(t('comparison.and')) })}
        defaultValue={filter.key}
        allowClear
        onSearch={(words) => onAsk({ key: words.trim() || undefined })}
      />
      <span className="difference-span">
        {amount('least')}–{amount('most')}
      </span>
      <span className="quiet difference-total" aria-live="polite">
        {total !== undefined && t('comparison.lines', { count: total, shown: formatCount(total) })}
      </span>
    </div>
  );
}
