import { formatAmount } from './figures.ts';

/**
 * An amount of money from its decimal string of yuan. `bare` leaves the ¥ away where the column's title says it.
 * A negative amount keeps its minus and is never shown by colour.
 */
export function Amount({ value, bare }: { value: string | null | undefined; bare?: boolean }) {
  if (value == null) return <span className="faint">—</span>;
  const text = formatAmount(value);
  return <data value={value}>{bare ? text : text.startsWith('−') ? `−¥${text.slice(1)}` : `¥${text}`}</data>;
}
